import type { PoolClient, QueryResultRow } from 'pg';

/** Rows a statement: a statement's parameter stays far below what the database takes. */
const STEP = 10_000;

/** The columns of a table but `org`, with their types. */
export type Columns = Readonly<Record<string, string>>;

const recordset = (columns: Columns): string => Object.entries(columns).map(([name, type]) => `${name} ${type}`).join(', ');

/**
 * Runs one statement over all rows, in steps, and gives the rows that it returned: `$1` is the organisation, `r` the rows as a
 * set with these columns, `$3` on what else is given.
 */
export async function eachStep<Returned extends QueryResultRow>(
  tx: PoolClient, org: string, columns: Columns, rows: readonly unknown[], statement: (set: string) => string, more: readonly unknown[] = [],
): Promise<readonly Returned[]> {
  const returned: Returned[] = [];
  for (let from = 0; from < rows.length; from += STEP) {
    const set = `json_to_recordset($2::json) as r(${recordset(columns)})`;
    const result = await tx.query<Returned>(statement(set), [org, JSON.stringify(rows.slice(from, from + STEP)), ...more]);
    for (const row of result.rows) returned.push(row);
  }
  return returned;
}

/** Inserts the rows, thousands a statement. A row's keys are the columns. */
export async function insertRows(tx: PoolClient, table: string, columns: Columns, org: string, rows: readonly unknown[]): Promise<void> {
  const names = Object.keys(columns).join(', ');
  await eachStep(tx, org, columns, rows, (set) => `insert into ${table} (org, ${names}) select $1, ${names} from ${set}`);
}
