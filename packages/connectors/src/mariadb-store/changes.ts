import type { Cell, Change, RowSet } from '../store.ts';
import { cellOf, compared, selected, written } from './cells.ts';
import { columnOf, conditionSql, tableOf, type Statement } from './condition.ts';
import { quote, type TableLayout } from './layout.ts';

export type SetChange = Change & { readonly change: 'set' };
type InsertChange = Change & { readonly change: 'insert' };
export type Row = { readonly table: TableLayout; readonly alias: string };

/** A row without key is named by all that it holds, as the server writes it. */
export const addressSql = (table: TableLayout, row: string): readonly string[] => [...table.columns.values()].map((column) => selected(column, row));

/** Rows that hold exactly this: the texts of an address, in the order of the columns. */
export const bothEqual = (to: Statement, table: TableLayout, texts: readonly (string | null)[]): string => [...table.columns.values()].map((column, at) => {
  const cell = cellOf(column, texts[at] ?? null);
  // Without an alias: neither `delete … limit` nor `update … limit` takes one everywhere.
  const { exact, value } = compared(column, table.from, to.layout.jsonAs);
  return cell === null ? `${exact} is null` : `${exact} = ${value(cell)[0] ?? written(column, cell)}`;
}).join(' and ');

/** Which rows a set of keys means. */
export const chosen = (to: Statement, { table, alias }: Row, set: RowSet): string => conditionSql(to, table, alias, { op: 'in', fields: set.key, tuples: set.keys });

const expected = (to: Statement, table: TableLayout, row: string, cells: Readonly<Record<string, Cell>>): readonly string[] => Object.entries(cells).map(([field, cell]) => {
  const column = columnOf(table, field);
  const { exact, value } = compared(column, row, to.layout.jsonAs);
  // What no row can hold is not what this one holds.
  return cell === null ? `${exact} is null` : `${exact} <=> ${value(cell)[0] ?? (column.shape.type === 'text' ? 'null' : written(column, cell))}`;
});

/** Writes one row, if it is as expected; and whether it is there at all. */
export const setSql = (to: Statement, set: SetChange): { readonly update: string; readonly standing: string } => {
  const table = tableOf(to.layout, set.place);
  const cells = Object.entries(set.cells).map(([field, cell]) => `${quote(field)} = ${written(columnOf(table, field), cell)}`);
  if (set.keyFields.length === 0) {
    const where = bothEqual(to, table, JSON.parse(String(set.key[0])) as readonly (string | null)[]);
    const also = expected(to, table, table.from, set.expect ?? {});
    return { update: `update ${table.from} set ${cells.join(', ')} where ${[where, ...also].join(' and ')} limit 1`, standing: `select 1 from ${table.from} where ${where} limit 1` };
  }
  const where = conditionSql(to, table, 't', { op: 'in', fields: set.keyFields, tuples: [set.key] });
  return {
    update: `update ${table.from} t set ${cells.map((cell) => `t.${cell}`).join(', ')} where ${[where, ...expected(to, table, 't', set.expect ?? {})].join(' and ')}`,
    standing: `select 1 from ${table.from} t where ${where} limit 1`,
  };
};

const statementCharacters = 4_000_000;

/** Writes rows, those with the same fields together, in statements that a server takes. */
export const insertSql = (to: Statement, change: InsertChange, batch: number): readonly { readonly rows: number; readonly sql: string }[] => {
  const table = tableOf(to.layout, change.place);
  const found: { fields: string; rows: number; sql: string }[] = [];
  for (const row of change.rows) {
    const names = Object.keys(row).sort();
    const fields = names.map(quote).join(', ');
    const values = `(${names.map((name) => written(columnOf(table, name), row[name] ?? null)).join(', ')})`;
    const last = found.at(-1);
    if (last !== undefined && last.fields === fields && last.rows < batch && last.sql.length < statementCharacters) {
      last.sql += `, ${values}`;
      last.rows += 1;
    } else found.push({ fields, rows: 1, sql: `insert into ${table.from} (${fields}) values ${values}` });
  }
  return found;
};
