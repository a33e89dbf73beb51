import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import type { Issued } from '../projections/packages.ts';

/** A readiness package as the contract shows it. */
export type ReadinessPackage = Answer<'package'>;

/** What was ordered. `orderedAt` bounds what the package knows: it speaks of its day's end, or of that instant. */
export type Order = { readonly id: string; readonly asOf: string; readonly orderedAt: string };
type Bundle = { readonly bytes: number; readonly sha256: string };
type Row = {
  readonly id: string; readonly as_of: string; readonly state: ReadinessPackage['state']; readonly progress: string | null; readonly problem: string | null;
  readonly bundle: Bundle | null; readonly ordered_at: string; readonly ledger_size: number | null; readonly open_items: number | null;
  readonly warnings: readonly string[] | null; readonly files: Issued['files'] | null;
};

/** The name of a package of this kind. */
export const titleOf = (asOf: string): string => `Type I readiness package as of ${asOf}`;

/** Where a file of a package lies in the object store. */
export const objectKey = (id: string, form: string): string => `package/${id}/${form}`;

const shown = (row: Row): ReadinessPackage => ({
  id: row.id, kind: 'type-1', asOf: row.as_of, title: titleOf(row.as_of), state: row.state, progress: row.progress, problem: row.problem,
  ledgerSize: row.ledger_size, openItems: row.open_items, warnings: [...(row.warnings ?? [])], createdAt: row.ordered_at,
  files: row.state === 'ready' ? [...(row.files ?? []), ...(row.bundle === null ? [] : [{ form: 'bundle' as const, ...row.bundle }])] : [],
});

/** The packages, newest first; or the one of this id. */
export async function packagesOf(tx: PoolClient, org: string, id?: string): Promise<ReadinessPackage[]> {
  const { rows } = await tx.query<Row>(
    `select o.id, o.as_of, o.state, o.progress, o.problem, o.bundle, o.ordered_at, i.ledger_size::float8 as ledger_size, i.open_items, i.warnings, i.files
     from package_order o left join issued_package i on i.org = o.org and i.id = o.id
     where o.org = $1 and ($2::text is null or o.id = $2) order by o.ordered_at desc, o.id`, [org, id ?? null]);
  return rows.map(shown);
}

/** Takes an order. */
export const putOrder = async (tx: PoolClient, org: string, { id, asOf, orderedAt }: Order): Promise<void> => {
  await tx.query(`insert into package_order (org, id, as_of, state, ordered_at) values ($1, $2, $3, 'queued', $4)`, [org, id, asOf, orderedAt]);
};

/** How far an order has come. */
export type Step = { readonly state: ReadinessPackage['state']; readonly progress?: string; readonly problem?: string; readonly bundle?: Bundle };

/** Notes how far an order has come. */
export const moveOrder = async (tx: PoolClient, org: string, id: string, { state, progress, problem, bundle }: Step): Promise<void> => {
  await tx.query('update package_order set state = $3, progress = $4, problem = $5, bundle = $6 where org = $1 and id = $2',
    [org, id, state, progress ?? null, problem ?? null, bundle === undefined ? null : JSON.stringify(bundle)]);
};
