import type { PoolClient, QueryResultRow } from 'pg';

/** Rows a statement: a statement's parameter stays far below what the database takes. */
const STEP = 10_000;

/** The columns of a table but `org`, with their types. */
export type Columns = Readonly<Record<string, string>>;

const recordset = (columns: Columns): string => Object.entries(columns).map(([name, type]) => `${name} ${type}`).join(', ');

/**
 * Runs one statement over all rows, in steps, and gives the rows that it returned: `$1` is the organisation, `r` the rows as a
 * set with these columns, `$3` on what else is given. A statement with a name is planned once a connection.
 */
export async function eachStep<Returned extends QueryResultRow>(
  tx: PoolClient, org: string, columns: Columns, rows: readonly unknown[], statement: (set: string) => string, { name, more = [] }: { readonly name?: string; readonly more?: readonly unknown[] } = {},
): Promise<readonly Returned[]> {
  const returned: Returned[] = [];
  for (let from = 0; from < rows.length; from += STEP) {
    const set = `json_to_recordset($2::json) as r(${recordset(columns)})`;
    const result = await tx.query<Returned>({ text: statement(set), values: [org, JSON.stringify(from === 0 && rows.length <= STEP ? rows : rows.slice(from, from + STEP)), ...more], ...(name === undefined ? {} : { name }) });
    for (const row of result.rows) returned.push(row);
  }
  return returned;
}

/** Inserts the rows, thousands a statement. A row's keys are the columns. */
export async function insertRows(tx: PoolClient, table: string, columns: Columns, org: string, rows: readonly unknown[], options: { readonly name?: string } = {}): Promise<void> {
  const names = Object.keys(columns).join(', ');
  await eachStep(tx, org, columns, rows, (set) => `insert into ${table} (org, ${names}) select $1, ${names} from ${set}`, options);
}
