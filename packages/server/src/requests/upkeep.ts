import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import type { DataMap } from '@avouch/privacy/datamap';
import type { Context, Task } from '../context.ts';
import { whileAlone } from '../collecting/lock.ts';
import { needMap } from './data-map.ts';
import { readDataMapAnew } from './data-map-reading.ts';
import { endAllKept } from './kept.ts';
import { retain } from './retaining.ts';
import { withStores, type OpenStores } from './stores.ts';
import { scanForReturned } from './returned.ts';

/** What is to be done of which there is no request: erased people looked for, overdue data, and what erasures have kept. */
export type Upkeep = 'suppression' | 'retention' | 'kept';
export type UpkeepOrder = { readonly kind: Upkeep; /** Whether it only counts. */ readonly dry: boolean; /** Whether the clock began it. */ readonly scheduled: boolean };

/** Begins a run of upkeep that exists exactly with its job; gives its id. */
export async function queueUpkeep(context: Context, tx: PoolClient, org: string, { kind, dry, scheduled }: UpkeepOrder): Promise<string> {
  const id = `run_${Buffer.from(context.random(12)).toString('hex')}`;
  await tx.query(`insert into upkeep_run (org, id, kind, dry, scheduled, state, at, lines) values ($1, $2, $3, $4, $5, 'working', $6, '{}')`, [org, id, kind, dry, scheduled, context.now().toISOString()]);
  await context.jobs.add(tx, 'upkeep', { org, run: id, kind, dry: String(dry), scheduled: String(scheduled) });
  return id;
}

/** Begins a run that a person asked for. */
export const beginUpkeep = (context: Context, org: string, kind: Upkeep, dry = false): Promise<string> => context.tenant(org, (tx) => queueUpkeep(context, tx, org, { kind, dry, scheduled: false }));

type Order = { readonly context: Context; readonly org: string; readonly run: string; readonly map: DataMap; readonly open: OpenStores; readonly signal: AbortSignal };

async function carryOut({ kind, dry, scheduled }: UpkeepOrder, { context, org, run, map, open, signal }: Order): Promise<object> {
  if (kind === 'kept') return endAllKept({ context, org, map, open, signal });
  return kind === 'retention' ? retain(context, org, run, { dry, scheduled }, map, open, signal) : scanForReturned(context, org, run, map, open.stores);
}

/** Does one run of upkeep. Doing it again is harmless: what is gone is not found. What a person must put right first ends it with a sentence. */
export const upkeep: Task = async ({ org = '', run = '', kind, dry, scheduled }, context, signal) => {
  const order: UpkeepOrder = { kind: kind === 'retention' || kind === 'kept' ? kind : 'suppression', dry: dry !== 'false', scheduled: scheduled === 'true' };
  const end = (state: 'done' | 'failed', lines: object): Promise<unknown> => context.tenant(org, (tx) => tx.query('update upkeep_run set state = $3, lines = $4 where org = $1 and id = $2', [org, run, state, JSON.stringify(lines)]));
  const alone = await whileAlone(context, org, `upkeep ${order.kind}`, async () => {
    try {
      const { map } = await context.tenant(org, (tx) => needMap(tx, org));
      const lines = await withStores(context, org, map, signal, (open) => carryOut(order, { context, org, run, map, open, signal }));
      signal.throwIfAborted();
      await end('done', lines);
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      await end('failed', { problems: [cause.message] });
      return true;
    }
    // What went is no longer overdue: the check learns of it at once.
    if (order.kind === 'retention' && !order.dry) await readDataMapAnew(context, org);
    return true;
  });
  if (alone !== true) throw new Error('another run of the same kind is under way');
};
