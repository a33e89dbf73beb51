import type { Tasks } from './context.ts';

/** A task that is started by the clock, once across all processes, in each minute that is a multiple of `everyMinutes`. */
export type Periodic = { readonly task: string; readonly everyMinutes: number };

/** The background tasks by name. */
export const tasks: Tasks = {};

/** The tasks that the clock starts; their payload is empty. */
export const periodic: readonly Periodic[] = [];
