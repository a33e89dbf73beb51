import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import type { Context, Projection } from '../context.ts';
import { foldOf } from '../tenancy/ledgers.ts';
import { digestsOf } from './digest.ts';

/** What came of a rebuild. */
export type Rebuilt = Answer<'rebuild'>;

/**
 * Empties every projection of an organisation and folds its ledger again, in one transaction under the writer's lock: appends
 * wait, readers see the old rows until the new ones are whole, and a fold that throws leaves everything as it was.
 */
export async function rebuild(context: Context, org: string, projections: readonly Projection[]): Promise<Rebuilt> {
  const ledger = await context.ledgerOf(org);
  const tables = projections.flatMap((projection) => projection.tables);
  let before: ReadonlyMap<string, string> = new Map();
  let after: ReadonlyMap<string, string> = new Map();
  let last = -1;
  const empty = async (tx: PoolClient): Promise<void> => {
    last = (await ledger.size()) - 1;
    // Here whole tables are read, which the ledger's own transactions never do.
    await tx.query("select set_config('enable_seqscan', 'on', true)");
    before = await digestsOf(tx, org, tables);
    for (const table of tables.toReversed()) await tx.query(`delete from ${table} where org = $1`, [org]);
    after = await digestsOf(tx, org, tables);
  };
  const fold = foldOf(projections, org);
  const entries = await ledger.replay(async (tx, recorded) => {
    await fold(tx, recorded);
    if (recorded.at(-1)?.index === last) after = await digestsOf(tx, org, tables);
  }, { guard: empty });
  const differences = tables.flatMap((table) => {
    const [old, fresh] = [before.get(table) ?? '', after.get(table) ?? ''];
    return old === fresh ? [] : [{ table, before: old, after: fresh }];
  });
  return { entries, identical: differences.length === 0, differences };
}
