import { EventEmitter } from 'node:events';
import type { WorkerEvents } from 'graphile-worker';
import type { Pool, PoolClient } from 'pg';

/** The workers of this process, known to the others as long as it lives. */
export type Living = {
  /** Where the workers make themselves known. */
  readonly events: WorkerEvents;
  /** Gives back what workers of processes that died had taken: the queue itself would wait for hours. */
  readonly release: () => Promise<void>;
  readonly close: () => Promise<void>;
};

// The two-key form of an advisory lock: no other use of locks here takes this first key.
const LOCK = `hashtext('avouch worker'), hashtext($1)`;

/**
 * Each worker holds a lock that goes with its connection, so that a process that dies keeps none. A job is taken back only when it
 * was taken some seconds ago: a worker that has just begun may not have its lock yet.
 */
export function openLiving(pool: Pool, warn: (message: string) => void): Living {
  const events: WorkerEvents = new EventEmitter();
  const ours = new Set<string>();
  let held: Promise<PoolClient> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const hold = (): Promise<PoolClient> => (held ??= (async () => {
    const client = await pool.connect();
    let lost = false;
    client.on('error', (error) => {
      // A connection that is cut off reports it more than once, also after it was given back at the end; it is given back once.
      if (lost || held === undefined) return;
      lost = true;
      held = undefined;
      client.release(error);
    });
    for (const id of ours) await client.query(`select pg_advisory_lock(${LOCK})`, [id]);
    return client;
  })().catch((cause: unknown) => {
    held = undefined;
    throw cause;
  }));
  events.on('worker:create', ({ worker }) => {
    ours.add(worker.workerId);
    // One after the other: a connection answers one question at a time.
    last = last.then(hold).then((client) => client.query(`select pg_advisory_lock(${LOCK})`, [worker.workerId]))
      .catch((cause: unknown) => warn(`A worker could not make itself known, and another process may repeat its jobs: ${String(cause)}`));
  });
  return {
    events,
    release: async () => {
      const client = await hold();
      const { rows } = await client.query<{ id: string }>(`select distinct locked_by as id from graphile_worker.jobs where locked_at < now() - interval '5 seconds'`);
      for (const { id } of rows) {
        if (ours.has(id)) continue;
        const { rows: [tried] } = await client.query<{ free: boolean }>(`select pg_try_advisory_lock(${LOCK}) as free`, [id]);
        if (tried?.free !== true) continue;
        await client.query('select graphile_worker.force_unlock_workers(array[$1])', [id]);
        await client.query(`select pg_advisory_unlock(${LOCK})`, [id]);
      }
    },
    close: async () => {
      const client = await held;
      held = undefined;
      client?.release(true);
    },
  };
}
