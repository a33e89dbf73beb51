import type { Cell, Change, RowSet } from '../store.ts';
import { comparable, stableJson } from '../stores/compare.ts';
import { compared, textOf } from './cells.ts';
import { bind, columnOf, conditionSql, statement, tableOf, type Statement } from './condition.ts';
import { quote, type Layout, type TableLayout } from './layout.ts';

export type SetChange = Change & { readonly change: 'set' };
type InsertChange = Change & { readonly change: 'insert' };

/** How a row without key is named: by where it lies, within one transaction. */
export const addressOf = (row: string): string => `(${row}.tableoid::text || ${row}.ctid::text)`;

const addresses = (to: Statement, row: string, keys: readonly (readonly Cell[])[]): string => {
  const given = keys.map((key) => String(key[0]));
  const lie = bind(to, given.map((address) => address.slice(address.indexOf('('))));
  return `${row}.ctid = any (${lie}::tid[]) and ${addressOf(row)} = any (${bind(to, given)}::text[])`;
};

const chosen = (to: Statement, table: TableLayout, row: string, set: RowSet): string =>
  (set.key.length === 0 ? addresses(to, row, set.keys) : conditionSql(to, table, row, { op: 'in', fields: set.key, tuples: set.keys }));

/**
 * All deletes in one statement: references are checked when it ends, so that rows that point at each other may go together, in
 * whatever order. Gives one row with the count of each set.
 */
export const deleteSql = (layout: Layout, sets: readonly RowSet[]): { readonly text: string; readonly values: readonly unknown[] } => {
  const to = statement(layout);
  const parts = sets.map((set, at) => {
    const table = tableOf(layout, set.place);
    return `d${at} as (delete from ${table.from} t where ${chosen(to, table, 't', set)} returning 1)`;
  });
  return { text: `with ${parts.join(', ')} select ${sets.map((_, at) => `(select count(*) from d${at})`).join(' + ')} as rows`, values: to.values };
};

/** Sets that can go in one statement: the same fields of the same place, and each row once. In the order given. */
export const groupsOf = (sets: readonly SetChange[]): readonly (readonly SetChange[])[] => {
  const groups: { readonly like: string; readonly keys: Set<string>; readonly sets: SetChange[] }[] = [];
  for (const set of sets) {
    const like = JSON.stringify([set.place, set.keyFields, Object.keys(set.cells), Object.keys(set.expect ?? {})]);
    const key = stableJson(set.key);
    const last = groups.at(-1);
    if (last !== undefined && last.like === like && !last.keys.has(key)) {
      last.keys.add(key);
      last.sets.push(set);
    } else groups.push({ like, keys: new Set([key]), sets: [set] });
  }
  return groups.map((group) => group.sets);
};

/** Values travel as text, one list for each field, and become what the column is on the way. */
type Lists = { readonly to: Statement; readonly lists: string[] };
const list = (of: Lists, texts: readonly (string | null)[], type: string): string => `k.c${of.lists.push(bind(of.to, texts)) - 1}::${type}`;
const unnested = (of: Lists): string => `unnest(${of.lists.map((one) => `${one}::text[]`).join(', ')}) with ordinality k (${of.lists.map((_, at) => `c${at}, `).join('')}n)`;

const joinKey = (of: Lists, table: TableLayout, sets: readonly SetChange[]): string => {
  const fields = sets[0]?.keyFields ?? [];
  if (fields.length === 0) return `t.ctid = ${list(of, sets.map((set) => String(set.key[0]).replace(/^\d+/, '')), 'tid')} and ${addressOf('t')} = ${list(of, sets.map((set) => String(set.key[0])), 'text')}`;
  return fields.map((field, at) => {
    const column = columnOf(table, field);
    const { expression, type, equals } = compared(column, 't');
    // A key that such a column cannot hold names no row.
    return `${expression} ${equals} ${list(of, sets.map((set) => (comparable(column.shape.type, set.key[at] ?? null) === undefined ? null : textOf(column, set.key[at] ?? null))), type)}`;
  }).join(' and ');
};

/** Writes a group of sets, each where its row still is as expected. Gives the number of each that was done, and where its row lies then. */
export const setSql = (layout: Layout, sets: readonly SetChange[]): { readonly text: string; readonly values: readonly unknown[] } => {
  const [first] = sets;
  const to = statement(layout);
  const of: Lists = { to, lists: [] };
  const table = tableOf(layout, first?.place ?? '');
  const where = [joinKey(of, table, sets), ...Object.keys(first?.expect ?? {}).map((field) => {
    const column = columnOf(table, field);
    const texts = sets.map((set) => textOf(column, set.expect?.[field] ?? null));
    // Not every list has equality, and every list has a text.
    if (column.shape.type === 'list') return `t.${quote(field)}::text is not distinct from ${list(of, texts, `${column.written}::text`)}`;
    const { expression, type } = compared(column, 't');
    return `${expression} is not distinct from ${list(of, texts, type)}`;
  })];
  const cells = Object.keys(first?.cells ?? {}).map((field) => {
    const column = columnOf(table, field);
    return `${quote(field)} = ${list(of, sets.map((set) => textOf(column, set.cells[field] ?? null)), column.written)}`;
  });
  const target = `${table.from} t`;
  return { text: `update ${target} set ${cells.join(', ')} from ${unnested(of)} where ${where.join(' and ')} returning k.n::int - 1 as at, ${addressOf('t')} as address`, values: to.values };
};

/** Which of a group's rows are there at all. */
export const standingSql = (layout: Layout, sets: readonly SetChange[]): { readonly text: string; readonly values: readonly unknown[] } => {
  const to = statement(layout);
  const of: Lists = { to, lists: [] };
  const table = tableOf(layout, sets[0]?.place ?? '');
  const where = joinKey(of, table, sets);
  return { text: `select k.n::int - 1 as at from ${table.from} t, ${unnested(of)} where ${where}`, values: to.values };
};

/** Writes rows, those with the same fields together. */
export const insertSql = (layout: Layout, change: InsertChange, batch: number): readonly { readonly rows: number; readonly text: string; readonly values: readonly unknown[] }[] => {
  const table = tableOf(layout, change.place);
  const alike = new Map<string, Readonly<Record<string, Cell>>[]>();
  for (const row of change.rows) {
    const name = JSON.stringify(Object.keys(row).sort());
    const standing = alike.get(name);
    if (standing === undefined) alike.set(name, [row]);
    else standing.push(row);
  }
  return [...alike].flatMap(([name, all]) => {
    const fields = JSON.parse(name) as readonly string[];
    const columns = fields.map((field) => columnOf(table, field));
    const target = table.from.replace(/^only /, '');
    if (fields.length === 0) return all.map(() => ({ rows: 1, text: `insert into ${target} default values`, values: [] }));
    return Array.from({ length: Math.ceil(all.length / batch) }, (_, part) => {
      const rows = all.slice(part * batch, (part + 1) * batch);
      const of: Lists = { to: statement(layout), lists: [] };
      const values = columns.map((column) => list(of, rows.map((row) => textOf(column, row[column.shape.name] ?? null)), column.written));
      return { rows: rows.length, text: `insert into ${target} (${fields.map(quote).join(', ')}) select ${values.join(', ')} from ${unnested(of)}`, values: of.to.values };
    });
  });
};
