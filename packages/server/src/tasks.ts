import { collect } from './collecting/collect.ts';
import type { Tasks } from './context.ts';
import { composePackage } from './packages/compose.ts';

/** A task that is started by the clock, once across all processes, in each minute that is a multiple of `everyMinutes`. */
export type Periodic = { readonly task: string; readonly everyMinutes: number };

/** The background tasks by name. */
export const tasks: Tasks = { collect, package: composePackage };

/** The tasks that the clock starts; their payload is empty. A source's next read is a job of its own. */
export const periodic: readonly Periodic[] = [];
