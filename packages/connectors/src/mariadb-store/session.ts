import type { Problem } from '../connector.ts';
import type { Change, Changed, Condition, ReadOrder, RowSet, StoredRow } from '../store.ts';
import { guardedSession, Unfinished } from '../stores/guarded.ts';
import { rowsIn, type Pace } from '../stores/pace.ts';
import { cellOf, selected } from './cells.ts';
import { addressSql, insertSql, setSql, chosen } from './changes.ts';
import { columnOf, conditionSql, fromWhere, tableOf, type Statement } from './condition.ts';
import type { Connection, TextRow } from './connection.ts';
import { deleteAlikeSql, outsideSql, planDelete } from './deletes.ts';
import { quote, type Layout } from './layout.ts';

/** One work on one connection, inside its transaction. */
export type Work = { readonly connection: Connection; readonly layout: Layout; readonly mode: 'read' | 'write'; readonly pace: Pace; readonly problemOf: (error: unknown) => Problem; reading: boolean };

const batchRows = 1000;
const keysMax = 1000;

const readSql = (layout: Layout, order: ReadOrder): { readonly sql: string; readonly rowOf: (row: TextRow) => StoredRow } => {
  const to: Statement = { layout, aliases: 0 };
  const table = tableOf(layout, order.place);
  const key = order.key.map((field) => columnOf(table, field));
  const fields = order.fields.map((field) => columnOf(table, field));
  const marks = Object.entries(order.marks ?? {});
  const own = key.length === 0 ? addressSql(table, 't') : key.map((column) => selected(column, 't'));
  const columns = [...own, ...fields.map((column) => selected(column, 't')), ...marks.map(([, condition]) => `(${conditionSql(to, table, 't', condition)}) is true`)];
  return {
    sql: `select ${columns.join(', ')} from ${fromWhere(to, table, order.where)}${order.rowsMax === undefined ? '' : ` limit ${Math.floor(order.rowsMax)}`}`,
    rowOf: (row) => ({
      key: key.length === 0 ? [JSON.stringify(row.slice(0, own.length))] : key.map((column, at) => cellOf(column, row[at] ?? null)),
      cells: Object.fromEntries(fields.map((column, at) => [column.shape.name, cellOf(column, row[own.length + at] ?? null)])),
      marks: Object.fromEntries(marks.map(([name], at) => [name, row[own.length + fields.length + at] === '1'])),
    }),
  };
};

const readRows = async (work: Work, order: ReadOrder, each: (rows: readonly StoredRow[]) => Promise<void> | void): Promise<{ readonly rows: number }> => {
  const { sql, rowOf } = readSql(work.layout, order);
  let batch: StoredRow[] = [];
  let rows = 0;
  work.reading = true;
  try {
    for await (const row of work.connection.stream(sql)) {
      rows += 1;
      batch.push(rowOf(row));
      if (batch.length < batchRows) continue;
      await each(batch);
      batch = [];
    }
  } finally {
    work.reading = false;
  }
  if (batch.length > 0) await each(batch);
  return { rows };
};

const countRows = async (work: Work, place: string, where: Condition): Promise<number> => {
  const [[count] = []] = await work.connection.ask(`select count(*) from ${fromWhere({ layout: work.layout, aliases: 0 }, tableOf(work.layout, place), where)}`);
  return Number(count);
};

const inParts = (set: RowSet): readonly RowSet[] => Array.from({ length: Math.ceil(set.keys.length / keysMax) }, (_, at) => ({ ...set, keys: set.keys.slice(at * keysMax, (at + 1) * keysMax) }));

const deleteRows = async (work: Work, sets: readonly RowSet[]): Promise<number> => {
  const to: Statement = { layout: work.layout, aliases: 0 };
  const keyed = sets.filter((set) => set.key.length > 0 && set.keys.length > 0);
  const shapes = [...new Set(keyed.map((set) => set.place))].map((place) => tableOf(work.layout, place).shape);
  const plan = planDelete(shapes);
  const { connection } = work;
  let rows = 0;
  // Whoever is without key is not pointed at, and may point: it goes first.
  for (const set of sets) if (set.key.length === 0) for (const key of set.keys) rows += await connection.tell(deleteAlikeSql(to, set.place, String(key[0])));
  for (const { place, field } of plan.clear) {
    const table = tableOf(work.layout, place);
    for (const set of keyed.filter((one) => one.place === place).flatMap(inParts)) await connection.tell(`update ${table.from} t set t.${quote(field)} = null where ${chosen(to, { table, alias: 't' }, set)}`);
  }
  if (plan.unchecked) {
    // Complete means: no row that stays points at one that goes. The rows looked at stay locked until the end, so nobody can begin to.
    for (const sql of outsideSql(to, keyed)) {
      if ((await connection.ask(sql)).length > 0) throw new Unfinished({ kind: 'failed', sentence: 'Rows that stay still point at rows that are to go.', remedy: 'Compare the data map with the references of the tables.' });
    }
    await connection.tell('set session foreign_key_checks = 0');
  }
  try {
    for (const place of plan.order) {
      const table = tableOf(work.layout, place);
      for (const set of keyed.filter((one) => one.place === place).flatMap(inParts)) rows += await connection.tell(`delete t from ${table.from} t where ${chosen(to, { table, alias: 't' }, set)}`);
    }
  } finally {
    if (plan.unchecked) await connection.tell('set session foreign_key_checks = 1');
  }
  return rows;
};

const changeOne = async (work: Work, change: Change): Promise<Changed> => {
  const to: Statement = { layout: work.layout, aliases: 0 };
  for (const place of change.change === 'delete' ? change.rows.map((set) => set.place) : [change.place]) {
    if (tableOf(work.layout, place).undoes) continue;
    throw new Unfinished({ kind: 'unsupported', sentence: `The table ${place} is kept in a way that cannot undo a change.`, remedy: `Change its engine: alter table ${quote(place)} engine = InnoDB.` });
  }
  if (change.change === 'insert') {
    for (const part of insertSql(to, change, batchRows)) {
      await work.pace.spend(part.rows);
      await work.connection.tell(part.sql);
    }
    return { rows: change.rows.length };
  }
  await work.pace.spend(rowsIn(change));
  if (change.change === 'delete') return { rows: await deleteRows(work, change.rows) };
  if (Object.keys(change.cells).length === 0) return { rows: 0 };
  const { update, standing } = setSql(to, change);
  const rows = await work.connection.tell(update);
  if (rows === 0 && Object.keys(change.expect ?? {}).length > 0 && (await work.connection.ask(standing)).length > 0) {
    throw new Unfinished({ kind: 'conflict', sentence: `A row of ${change.place} is no longer as it was read.`, remedy: 'Read the rows again, and decide again.' });
  }
  return { rows };
};

// One connection gives one answer at a time: a question in the middle of a read would wait for it for ever.
const idle = <T>(work: Work, act: () => Promise<T>): Promise<T> => {
  if (work.reading) throw new Unfinished({ kind: 'unsupported', sentence: 'Nothing else can be asked of this database in the middle of a read.', remedy: 'Ask when the read is over.' });
  return act();
};

/** What the job of a work is given, and what broke it. */
export const sessionOf = (work: Work): ReturnType<typeof guardedSession> => guardedSession({
  mode: work.mode, problemOf: work.problemOf,
  count: (place, where) => idle(work, () => countRows(work, place, where)),
  read: (order, each) => idle(work, () => readRows(work, order, each)),
  change: (changes) => idle(work, async () => {
    const done: Changed[] = [];
    for (const change of changes) done.push(await changeOne(work, change));
    return done;
  }),
});
