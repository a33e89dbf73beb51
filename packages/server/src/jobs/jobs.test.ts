import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context, Tasks } from '../context.ts';
import { openTestServer, type TestServer } from '../testing/server.ts';
import { openLiving } from './living.ts';
import { openWorker } from './worker.ts';

let served: TestServer;
let context: Context;
let org: string;
beforeAll(async () => {
  served = await openTestServer();
  ({ org } = await served.setUp());
  ({ context } = served.server);
});
afterAll(() => served.close());

/** Works on jobs of one name and gives each payload as it comes. */
const openTaken = async (name: string, work: Tasks[string] = async () => undefined) => {
  const waiting: ((payload: unknown) => void)[] = [];
  const taken: unknown[] = [];
  const task: Tasks[string] = async (payload, given, signal) => {
    await work(payload, given, signal);
    const next = waiting.shift();
    if (next === undefined) taken.push(payload);
    else next(payload);
  };
  const worker = await openWorker({ pool: context.pool, context, tasks: { [name]: task }, periodic: [] });
  return { worker, taken, next: () => new Promise<unknown>((resolve) => { if (taken.length > 0) resolve(taken.shift()); else waiting.push(resolve); }) };
};

test('a job runs when the transaction that added it commits, and never when it does not', async () => {
  const { worker, taken, next } = await openTaken('commits');
  const undone = context.tenant(org, async (tx) => {
    await context.jobs.add(tx, 'commits', { which: 'undone' });
    throw new Error('no');
  });
  await expect(undone).rejects.toThrow('no');
  await context.tenant(org, (tx) => context.jobs.add(tx, 'commits', { which: 'done' }));
  expect(await next()).toEqual({ which: 'done' });
  expect(taken).toEqual([]);
  await worker.close();
});

test('a waiting job is replaced by one of the same key', async () => {
  for (const which of ['first', 'second']) await context.tenant(org, (tx) => context.jobs.add(tx, 'keyed', { which }, { key: 'k' }));
  const { worker, taken, next } = await openTaken('keyed');
  expect(await next()).toEqual({ which: 'second' });
  expect(taken).toEqual([]);
  await worker.close();
});

test('closing tells a running task, and waits for it', async () => {
  let started = (): void => undefined;
  const running = new Promise<void>((resolve) => { started = resolve; });
  let ended = false;
  const { worker } = await openTaken('long', (_payload, _context, signal) => new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => { ended = true; resolve(); });
    started();
  }));
  await context.tenant(org, (tx) => context.jobs.add(tx, 'long', {}));
  await running;
  await worker.close();
  expect(ended).toBe(true);
});

test('a job that a process took and died with is done by the next, and one that a living process works on is left to it', async () => {
  const other = openLiving(context.pool, () => undefined);
  other.events.emit('worker:create', { worker: { workerId: 'worker-alive' } } as never);
  await other.release();
  for (const which of ['dead', 'alive']) {
    await context.tenant(org, (tx) => context.jobs.add(tx, 'taken', { which }));
    await context.pool.query(`update graphile_worker._private_jobs set locked_at = now() - interval '1 minute', locked_by = $1, attempts = 1 where payload->>'which' = $2`, [`worker-${which}`, which]);
  }
  const { worker, taken, next } = await openTaken('taken');
  expect(await next()).toEqual({ which: 'dead' });
  expect(taken).toEqual([]);
  await worker.close();
  await other.close();
  const { rows } = await context.pool.query(`select locked_by from graphile_worker.jobs where task_identifier = 'taken'`);
  expect(rows).toEqual([{ locked_by: 'worker-alive' }]);
  const after = openLiving(context.pool, () => undefined);
  await after.release();
  expect((await context.pool.query(`select from graphile_worker.jobs where task_identifier = 'taken' and locked_by is null`)).rowCount).toBe(1);
  await after.close();
});
