import type { Handlers } from '../context.ts';

/** What the routes of connected sources do. */
export const sourceHandlers: Handlers = {};
