import type { Handlers } from '../context.ts';

/** What the routes of readiness packages do. */
export const packageHandlers: Handlers = {};
