import { Logger, parseCronItems, run, type Runner } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Context, Jobs, Tasks } from '../context.ts';
import type { Periodic } from '../tasks.ts';
import { openLiving } from './living.ts';

/** Adds jobs by SQL inside the caller's transaction. */
export const jobs: Jobs = {
  add: async (tx, task, payload, { key, runAt } = {}) => {
    await tx.query(
      'select from graphile_worker.add_job($1, $2::json, run_at := $3::timestamptz, job_key := $4, max_attempts := 25)',
      [task, JSON.stringify(payload), runAt ?? null, key ?? null],
    );
  },
};

const RELEASE_EVERY_MS = 10_000;

type Needs = { readonly pool: Pool; readonly context: Context; readonly tasks: Tasks; readonly periodic: readonly Periodic[] };

/** Works on jobs until it is closed: `close` lets running tasks know by their signal, and waits for them. */
export async function openWorker({ pool, context, tasks, periodic }: Needs): Promise<{ readonly close: () => Promise<void> }> {
  const ending = new AbortController();
  const living = openLiving(pool, (message) => context.log('warn', message));
  const release = (): Promise<void> => living.release().catch((cause: unknown) => context.log('warn', 'Jobs of a process that died could not be taken back; it is tried again.', { cause: String(cause) }));
  let releasing = release();
  const timer = setInterval(() => { releasing = releasing.then(release); }, RELEASE_EVERY_MS);
  await releasing;
  const runner: Runner = await run({
    events: living.events, pgPool: pool, concurrency: 4, noHandleSignals: true, pollInterval: 2000,
    logger: new Logger(() => (level, message) => {
      if (level === 'error' || level === 'warning') context.log(level === 'error' ? 'error' : 'warn', message);
    }),
    parsedCronItems: parseCronItems(periodic.map(({ task, everyMinutes }) => ({ task, match: ({ hour, min }) => (hour * 60 + min) % everyMinutes === 0, options: { backfillPeriod: 0 }, identifier: task }))),
    taskList: Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, async (payload: unknown) => task(textsOf(payload), context, ending.signal)])),
  });
  // A worker that ends by itself is a bug or a lost database: say so, for the jobs stand still.
  runner.promise.catch((cause: unknown) => context.log('error', 'Background jobs have stopped: start Avouch again.', { cause: String(cause) }));
  return {
    close: async () => {
      ending.abort();
      clearInterval(timer);
      await releasing;
      await runner.stop();
      await living.close();
    },
  };
}

/** The clock adds a field of its own to a payload, which is no text. */
const textsOf = (payload: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(payload ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
