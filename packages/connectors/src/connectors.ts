import type { Connector } from './connector.ts';

export { readAll } from './outside/read-all.ts';

/** Every connector that Avouch has, in the order in which they are offered. */
export const connectors: readonly Connector[] = [];

/** The connector with this id, or undefined. */
export const connectorOf = (id: string): Connector | undefined => connectors.find((connector) => connector.id === id);
