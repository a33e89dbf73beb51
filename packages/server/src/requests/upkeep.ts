import type { Context, Task } from '../context.ts';
import { needMap } from './data-map.ts';
import { withStores } from './stores.ts';
import { scanForReturned } from './suppression.ts';

/** Begins a run of upkeep that exists exactly with its job; gives its id. */
export async function beginUpkeep(context: Context, org: string, kind: 'suppression'): Promise<string> {
  const id = `run_${Buffer.from(context.random(12)).toString('hex')}`;
  await context.tenant(org, async (tx) => {
    await tx.query(`insert into upkeep_run (org, id, kind, dry, state, at, lines) values ($1, $2, $3, false, 'working', $4, '{}')`, [org, id, kind, context.now().toISOString()]);
    await context.jobs.add(tx, 'upkeep', { org, run: id, kind });
  });
  return id;
}

/** Looks for erased people who came back. Doing it again is harmless: who is gone is not found. */
export const upkeep: Task = async ({ org = '', run = '' }, context, signal) => {
  const { map } = await context.tenant(org, (tx) => needMap(tx, org));
  const scanned = await withStores(context, org, map, signal, ({ stores }) => scanForReturned(context, org, map, stores));
  signal.throwIfAborted();
  await context.tenant(org, (tx) => tx.query(`update upkeep_run set state = 'done', lines = $3 where org = $1 and id = $2`, [org, run, JSON.stringify(scanned)]));
};
