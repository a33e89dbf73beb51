import type { Context, Task } from '../context.ts';
import { whileAlone } from '../collecting/lock.ts';
import { needMap } from './data-map.ts';
import { retain } from './retaining.ts';
import { withStores } from './stores.ts';
import { scanForReturned } from './suppression.ts';

/** Begins a run of upkeep that exists exactly with its job; gives its id. */
export async function beginUpkeep(context: Context, org: string, kind: 'suppression' | 'retention', dry = false): Promise<string> {
  const id = `run_${Buffer.from(context.random(12)).toString('hex')}`;
  await context.tenant(org, async (tx) => {
    await tx.query(`insert into upkeep_run (org, id, kind, dry, state, at, lines) values ($1, $2, $3, $4, 'working', $5, '{}')`, [org, id, kind, dry, context.now().toISOString()]);
    await context.jobs.add(tx, 'upkeep', { org, run: id, kind, dry: String(dry) });
  });
  return id;
}

/** Looks for erased people who came back, or has go what is overdue. Doing it again is harmless: what is gone is not found. */
export const upkeep: Task = async ({ org = '', run = '', kind, dry }, context, signal) => {
  const alone = await whileAlone(context, org, `upkeep ${kind ?? ''}`, async () => {
    const { map } = await context.tenant(org, (tx) => needMap(tx, org));
    const lines = await withStores(context, org, map, signal, async (open) => (kind === 'retention' ? retain(context, org, run, dry !== 'false', map, open, signal) : scanForReturned(context, org, map, open.stores)));
    signal.throwIfAborted();
    await context.tenant(org, (tx) => tx.query(`update upkeep_run set state = 'done', lines = $3 where org = $1 and id = $2`, [org, run, JSON.stringify(lines)]));
    return true;
  });
  if (alone !== true) throw new Error('another run of the same kind is under way');
};
