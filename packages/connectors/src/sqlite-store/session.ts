import type { Problem } from '../connector.ts';
import type { Cell, Change, Changed, Condition, ReadOrder, RowSet, StoredRow } from '../store.ts';
import { guardedSession, Unfinished } from '../stores/guarded.ts';
import { rowsIn, type Pace } from '../stores/pace.ts';
import { cellOf, written, type Epoch } from './cells.ts';
import { columnOf, conditionSql, tableOf, type Statement } from './condition.ts';
import type { Database, Value } from './database.ts';
import { quote, type Layout, type TableLayout } from './layout.ts';

/** One work in one file, inside its transaction. */
export type Work = { readonly database: Database; readonly layout: Layout; readonly mode: 'read' | 'write'; readonly epoch: Epoch; readonly pace: Pace; readonly problemOf: (error: unknown) => Problem };

const batchRows = 500;
const begun = (layout: Layout): Statement => ({ layout, values: [], aliases: 0 });
const bind = (to: Statement, value: Value): string => `?${to.values.push(value)}`;

const readRows = async (work: Work, order: ReadOrder, each: (rows: readonly StoredRow[]) => Promise<void> | void): Promise<{ readonly rows: number }> => {
  const to = begun(work.layout);
  const table = tableOf(work.layout, order.place);
  const key = order.key.map((field) => columnOf(table, field));
  const fields = order.fields.map((field) => columnOf(table, field));
  const marks = Object.entries(order.marks ?? {});
  const columns = [
    ...(key.length === 0 ? [`t.${table.address} as k0`] : key.map((column, at) => `t.${quote(column.shape.name)} as k${at}`)), ...fields.map((column, at) => `t.${quote(column.shape.name)} as f${at}`),
    ...marks.map(([, condition], at) => `((${conditionSql(to, table, 't', condition)}) is true) as m${at}`),
  ];
  const limit = order.rowsMax === undefined ? '' : ` limit ${bind(to, order.rowsMax)}`;
  const where = conditionSql(to, table, 't', order.where);
  let batch: StoredRow[] = [];
  let rows = 0;
  for (const row of work.database.each(`select ${columns.join(', ')} from ${table.from} t where ${where}${limit}`, to.values)) {
    rows += 1;
    batch.push({
      key: key.length === 0 ? [String(row['k0'])] : key.map((column, at) => cellOf(column, row[`k${at}`] ?? null, work.epoch)),
      cells: Object.fromEntries(fields.map((column, at) => [column.shape.name, cellOf(column, row[`f${at}`] ?? null, work.epoch)])),
      marks: Object.fromEntries(marks.map(([name], at) => [name, row[`m${at}`] === 1])),
    });
    if (batch.length < batchRows) continue;
    await each(batch);
    batch = [];
  }
  if (batch.length > 0) await each(batch);
  return { rows };
};

const countRows = (work: Work, place: string, where: Condition): number => {
  const to = begun(work.layout);
  const table = tableOf(work.layout, place);
  const [found] = work.database.all(`select count(*) as n from ${table.from} t where ${conditionSql(to, table, 't', where)}`, to.values);
  return Number(found?.['n']);
};

const chosen = (to: Statement, table: TableLayout, set: RowSet): string =>
  (set.key.length === 0 ? `t.${table.address} in (select value from json_each(${bind(to, `[${set.keys.map((key) => String(Number(key[0]))).join(',')}]`)}))` : conditionSql(to, table, 't', { op: 'in', fields: set.key, tuples: set.keys }));

/** Those that point first: a reference that refuses at once would not wait for the end, as the others do. */
const inOrder = (layout: Layout, sets: readonly RowSet[]): readonly RowSet[] => {
  const left = [...sets];
  const found: RowSet[] = [];
  while (left.length > 0) {
    const at = left.findIndex((set) => !left.some((other) => other.place !== set.place && tableOf(layout, other.place).shape.references.some((one) => one.to === set.place)));
    found.push(...left.splice(Math.max(at, 0), 1));
  }
  return found;
};

const deleteRows = (work: Work, sets: readonly RowSet[]): number => inOrder(work.layout, sets).reduce((rows, set) => {
  const to = begun(work.layout);
  const table = tableOf(work.layout, set.place);
  return rows + work.database.run(`delete from ${table.from} as t where ${chosen(to, table, set)}`, to.values);
}, 0);

const setRow = (work: Work, change: Change & { readonly change: 'set' }): number => {
  const to = begun(work.layout);
  const table = tableOf(work.layout, change.place);
  const cells = Object.entries(change.cells).map(([field, cell]) => `${quote(field)} = ${bind(to, written(columnOf(table, field), cell, work.epoch))}`);
  if (cells.length === 0) return 0;
  const where = chosen(to, table, { place: change.place, key: change.keyFields, keys: [change.key] });
  const expected = Object.entries(change.expect ?? {}).map(([field, cell]): Condition => (cell === null ? { op: 'not', of: { op: 'known', fields: [field] } } : { op: 'in', fields: [field], tuples: [[cell]] }));
  const rows = work.database.run(`update ${table.from} as t set ${cells.join(', ')} where ${where} and ${conditionSql(to, table, 't', { op: 'all', of: expected })}`, to.values);
  if (rows > 0 || expected.length === 0) return rows;
  const again = begun(work.layout);
  if (work.database.all(`select 1 from ${table.from} as t where ${chosen(again, table, { place: change.place, key: change.keyFields, keys: [change.key] })} limit 1`, again.values).length > 0) {
    throw new Unfinished({ kind: 'conflict', sentence: `A row of ${change.place} is no longer as it was read.`, remedy: 'Read the rows again, and decide again.' });
  }
  return 0;
};

const insertRow = (work: Work, table: TableLayout, row: Readonly<Record<string, Cell>>): void => {
  const names = Object.keys(row);
  const values = names.map((name) => written(columnOf(table, name), row[name] ?? null, work.epoch));
  work.database.run(names.length === 0 ? `insert into ${table.from} default values` : `insert into ${table.from} (${names.map(quote).join(', ')}) values (${names.map((_, at) => `?${at + 1}`).join(', ')})`, values);
};

const changeOne = async (work: Work, change: Change): Promise<Changed> => {
  await work.pace.spend(rowsIn(change));
  switch (change.change) {
    case 'delete': return { rows: deleteRows(work, change.rows) };
    case 'set': return { rows: setRow(work, change) };
    case 'insert': {
      const table = tableOf(work.layout, change.place);
      for (const row of change.rows) insertRow(work, table, row);
      return { rows: change.rows.length };
    }
  }
};

/** What the job of a work is given, and what broke it. */
export const sessionOf = (work: Work): ReturnType<typeof guardedSession> => guardedSession({
  mode: work.mode, problemOf: work.problemOf,
  count: async (place, where) => countRows(work, place, where),
  read: (order, each) => readRows(work, order, each),
  change: async (changes) => {
    const done: Changed[] = [];
    for (const change of changes) done.push(await changeOne(work, change));
    return done;
  },
});
