import type pg from 'pg';
import type { Problem } from '../connector.ts';
import type { Cell, Change, Changed, Condition, ReadOrder, StoredRow } from '../store.ts';
import { guardedSession, Unfinished } from '../stores/guarded.ts';
import { rowsIn, type Pace } from '../stores/pace.ts';
import { cellOf, selected } from './cells.ts';
import { addressOf, deleteSql, groupsOf, insertSql, setSql, standingSql, type SetChange } from './changes.ts';
import { bind, columnOf, conditionSql, fromWhere, statement, tableOf } from './condition.ts';
import type { Column, Layout } from './layout.ts';
import type { Lane, TextRow } from './portal.ts';

/** One work on one connection, inside its transaction. */
export type Work = {
  readonly client: pg.Client; readonly lane: Lane; readonly layout: Layout; readonly mode: 'read' | 'write'; readonly pace: Pace;
  readonly problemOf: (error: unknown) => Problem;
  portals: number;
  /** Where rows without key lie now, by where they lay when they were read. */
  readonly moved: Map<string, string>;
};

const batchRows = 1000;

const unmarked: StoredRow['marks'] = {};

const readSql = (layout: Layout, order: ReadOrder): { readonly text: string; readonly values: readonly unknown[]; readonly rowOf: (row: TextRow) => StoredRow } => {
  const to = statement(layout);
  const table = tableOf(layout, order.place);
  const key = order.key.map((field) => columnOf(table, field));
  const fields = order.fields.map((field) => columnOf(table, field));
  const marks = Object.entries(order.marks ?? {});
  const columns = [
    ...(key.length === 0 ? [addressOf('t')] : key.map((column) => selected(column, 't'))), ...fields.map((column) => selected(column, 't')),
    ...marks.map(([, condition]) => `(${conditionSql(to, table, 't', condition, true)}) is true`),
  ];
  const limit = order.rowsMax === undefined ? '' : ` limit ${bind(to, order.rowsMax)}::bigint`;
  const first = Math.max(key.length, 1);
  const keyOf = (row: TextRow): readonly Cell[] => (key.length === 0 ? [row[0] ?? null] : key.map((column, at) => cellOf(column, row[at] ?? null)));
  return {
    text: `select ${columns.join(', ')} from ${fromWhere(to, table, order.where)}${limit}`, values: to.values,
    // Made for every row that anybody has: without lists in between, which cost as much as the cells.
    rowOf: (row) => {
      const cells: Record<string, Cell> = {};
      for (let at = 0; at < fields.length; at += 1) cells[fields[at]?.shape.name ?? ''] = cellOf(fields[at] as Column, row[first + at] ?? null);
      if (marks.length === 0) return { key: keyOf(row), cells, marks: unmarked };
      return { key: keyOf(row), cells, marks: Object.fromEntries(marks.map(([name], at) => [name, row[first + fields.length + at] === 't'])) };
    },
  };
};

const nameOf = (work: Work): string => {
  work.portals += 1;
  return `avouch_${work.portals}`;
};

const readRows = async (work: Work, order: ReadOrder, each: (rows: readonly StoredRow[]) => Promise<void> | void): Promise<{ readonly rows: number }> => {
  const { text, values, rowOf } = readSql(work.layout, order);
  const portal = nameOf(work);
  let rows = 0;
  for (let part = await work.lane.open(portal, text, values, batchRows); ; part = await work.lane.next(portal, batchRows)) {
    rows += part.rows.length;
    if (part.rows.length > 0) await each(part.rows.map(rowOf));
    if (!part.more) return { rows };
  }
};

const countRows = async (work: Work, place: string, where: Condition): Promise<number> => {
  const to = statement(work.layout);
  const table = tableOf(work.layout, place);
  const portal = nameOf(work);
  const { rows } = await work.lane.open(portal, `select count(*) from ${fromWhere(to, table, where)}`, to.values, 0);
  return Number(rows[0]?.[0]);
};

const moved = (work: Work, fields: readonly string[], key: readonly Cell[]): readonly Cell[] => (fields.length > 0 ? key : [work.moved.get(String(key[0])) ?? key[0] ?? null]);

const setRows = async (work: Work, given: readonly SetChange[]): Promise<readonly Changed[]> => {
  const done: Changed[] = [];
  for (const group of groupsOf(given)) {
    const sets = group.map((set) => ({ ...set, key: moved(work, set.keyFields, set.key) }));
    const [first] = sets;
    if (first !== undefined && Object.keys(first.cells).length === 0) {
      done.push(...sets.map(() => ({ rows: 0 })));
      continue;
    }
    const { text, values } = setSql(work.layout, sets);
    const { rows } = await work.client.query<{ at: number; address: string }>({ text, values: [...values] });
    const found = new Set(rows.map((row) => row.at));
    if (first?.keyFields.length === 0) for (const row of rows) work.moved.set(String(group[row.at]?.key[0]), row.address);
    if (found.size < sets.length && Object.keys(first?.expect ?? {}).length > 0) {
      const missed = sets.filter((_, at) => !found.has(at));
      const standing = standingSql(work.layout, missed);
      if ((await work.client.query({ text: standing.text, values: [...standing.values] })).rows.length > 0) {
        throw new Unfinished({ kind: 'conflict', sentence: `A row of ${first?.place ?? ''} is no longer as it was read.`, remedy: 'Read the rows again, and decide again.' });
      }
    }
    done.push(...sets.map((_, at) => ({ rows: found.has(at) ? 1 : 0 })));
  }
  return done;
};

const deleteRows = async (work: Work, change: Change & { readonly change: 'delete' }): Promise<Changed> => {
  if (change.rows.length === 0) return { rows: 0 };
  const { text, values } = deleteSql(work.layout, change.rows.map((set) => ({ ...set, keys: set.keys.map((key) => moved(work, set.key, key)) })));
  const { rows } = await work.client.query<{ rows: string }>({ text, values: [...values] });
  return { rows: Number(rows[0]?.rows) };
};

const changeRows = async (work: Work, changes: readonly Change[]): Promise<readonly Changed[]> => {
  const done: Changed[] = [];
  for (let at = 0; at < changes.length;) {
    const change = changes[at];
    if (change === undefined) break;
    if (change.change === 'set') {
      const sets: SetChange[] = [];
      for (let next = changes[at]; next?.change === 'set' && sets.length < batchRows; next = changes[at + sets.length]) sets.push(next);
      await work.pace.spend(sets.length);
      done.push(...await setRows(work, sets));
      at += sets.length;
      continue;
    }
    at += 1;
    if (change.change === 'delete') {
      await work.pace.spend(rowsIn(change));
      done.push(await deleteRows(work, change));
      continue;
    }
    for (const part of insertSql(work.layout, change, batchRows)) {
      await work.pace.spend(part.rows);
      await work.client.query({ text: part.text, values: [...part.values] });
    }
    done.push({ rows: change.rows.length });
  }
  return done;
};

/** What the job of a work is given, and what broke it. */
export const sessionOf = (work: Work): ReturnType<typeof guardedSession> => guardedSession({
  mode: work.mode, problemOf: work.problemOf,
  count: (place, where) => countRows(work, place, where),
  read: (order, each) => readRows(work, order, each),
  change: (changes) => changeRows(work, changes),
});
