import type { PoolClient } from 'pg';
import type { output } from 'zod';
import type { Contract } from '@avouch/api/contract';
import type { Context } from '../context.ts';

/** The seal of a statement, as the contract shows it. */
export type Seal = output<Contract['source']['output']>['seal'];

type Row = {
  readonly idx: number; readonly kind: string; readonly held_from: string | null; readonly held_to: string | null;
  readonly captured: string; readonly recorded: string; readonly actor: string;
};

/** Gives the seal of an entry that `sealsOf` was asked for. Throws for another: a statement without its entry is a bug. */
export type SealOf = (entry: number) => Seal;

/** The seals of these entries, in one query and one look-up of names. */
export async function sealsOf(tx: PoolClient, context: Context, org: string, entries: readonly number[]): Promise<SealOf> {
  const wanted = [...new Set(entries)];
  const { rows } = wanted.length === 0 ? { rows: [] } : await tx.query<Row>(
    'select idx::float8 as idx, kind, held_from, held_to, captured, recorded, actor from entry where org = $1 and idx = any($2::bigint[])', [org, wanted]);
  const names = rows.length === 0 ? new Map<string, string>() : await context.actorNames(org, [...new Set(rows.map((row) => row.actor))]);
  const seals = new Map(rows.map(({ idx, kind, held_from, held_to, captured, recorded, actor }): readonly [number, Seal] =>
    [idx, { entry: idx, kind, heldFrom: held_from, heldTo: held_to, captured, recorded, actor, actorName: names.get(actor) ?? null }]));
  return (entry) => {
    const found = seals.get(entry);
    if (found === undefined) throw new Error(`entry ${entry} is cited but not in the index of entries`);
    return found;
  };
}
