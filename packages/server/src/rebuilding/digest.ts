import type { PoolClient } from 'pg';

/**
 * What a table holds for an organisation, in a few digits: the number of rows and two independent sums of hashes over them. Equal
 * for equal rows in whatever order they lie, and made without sorting or holding them.
 */
async function digestOf(tx: PoolClient, org: string, table: string): Promise<string> {
  const { rows } = await tx.query<{ digest: string }>(
    `select concat_ws(':', count(*), coalesce(sum(hashtextextended(t::text, 1)::numeric), 0), coalesce(sum(hashtextextended(t::text, 2)::numeric), 0)) as digest
     from ${table} t where t.org = $1`, [org]);
  return rows[0]?.digest ?? '';
}

/** The digests of the tables by their names. */
export async function digestsOf(tx: PoolClient, org: string, tables: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  for (const table of tables) digests.set(table, await digestOf(tx, org, table));
  return digests;
}
