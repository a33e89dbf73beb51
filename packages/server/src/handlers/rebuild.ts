import type { Handlers } from '../context.ts';

/** What the route that rebuilds projections does. */
export const rebuildHandlers: Handlers = {};
