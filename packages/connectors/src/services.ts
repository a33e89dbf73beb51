import { serviceDescriptions } from './services/descriptions.ts';
import { serviceConnector } from './services/service.ts';
import type { StoreConnector } from './store.ts';

export { parseServiceDescription, type DescriptionFault, type ParsedDescription } from './services/parse.ts';
export { serviceConnector } from './services/service.ts';
export type { ServiceDescription } from './services/description.ts';

/** The connectors to the services that Avouch describes itself: `http:stripe`, `http:hubspot`, … */
export const serviceConnectors: readonly StoreConnector[] = serviceDescriptions.map((description) => serviceConnector(description));
