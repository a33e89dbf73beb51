import type { Handlers } from '../context.ts';

/** What the routes of criteria, controls, checks and evidence do. */
export const standingHandlers: Handlers = {};
