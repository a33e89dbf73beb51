import type { Condition } from '../store.ts';
import { instantText } from '../stores/compare.ts';
import { UnfitCondition } from '../stores/matching.ts';
import { compared, type Compared } from './cells.ts';
import { quote, type Column, type Layout, type TableLayout } from './layout.ts';

/** Gives each table in a statement a name of its own. */
export type Statement = { readonly layout: Layout; aliases: number };

/** The table behind a place. Throws `UnfitCondition` when there is none. */
export const tableOf = (layout: Layout, place: string): TableLayout => {
  const table = layout.tables.get(place);
  if (table === undefined) throw new UnfitCondition(`This database has no table ${place} that Avouch can see.`);
  return table;
};

/** The column behind a field. Throws `UnfitCondition` when there is none. */
export const columnOf = (table: TableLayout, field: string): Column => {
  const column = table.columns.get(field);
  if (column === undefined) throw new UnfitCondition(`The table ${table.shape.place} has no column ${field}.`);
  return column;
};

const tuple = (parts: readonly string[]): string => (parts.length === 1 ? parts[0] ?? '' : `(${parts.join(', ')})`);
const wholly = (fields: readonly Compared[]): string => fields.map((field) => `${field.exact} is not null`).join(' and ');

/** Every way to spell a tuple: a folded text has two. */
const spellings = (parts: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  parts.reduce<readonly (readonly string[])[]>((all, part) => all.flatMap((before) => part.map((one) => [...before, one])), [[]]);

const listed = (to: Statement, table: TableLayout, row: string, condition: Condition & { readonly op: 'in' | 'outside' }): string => {
  const columns = condition.fields.map((field) => columnOf(table, field));
  const fields = columns.map((column) => compared(column, row, to.layout.jsonAs, column.shape.type === 'text' ? condition.fold : undefined));
  const tuples = condition.tuples.filter((cells) => cells.every((cell) => cell !== null)).map((cells) => ({ cells, spelled: spellings(fields.map((field, at) => field.value(cells[at] ?? null))) })).filter((one) => one.spelled.length > 0);
  const outside = condition.op === 'outside';
  if (tuples.length === 0) return outside ? `(${wholly(fields)})` : 'false';
  const among = `${tuple(fields.map((field) => field.exact))} in (${tuples.flatMap((one) => one.spelled.map(tuple)).join(', ')})`;
  if (outside) return `(${wholly(fields)} and (${among}) is not true)`;
  // By index first: field by field, since few servers look up tuples in one.
  const [first] = fields;
  const broad = first?.broad ?? (fields.length > 1 && first !== undefined ? { expression: first.exact, value: undefined } : undefined);
  if (broad === undefined) return among;
  const values = broad.value === undefined ? tuples.flatMap((one) => one.spelled.map((parts) => parts[0] ?? '')) : tuples.map((one) => broad.value(one.cells[0] ?? null));
  return `(${broad.expression} in (${[...new Set(values)].join(', ')}) and ${among})`;
};

type Pair = { readonly here: string; readonly there: string; readonly broad?: { readonly here: string; readonly there: string } };

const asText = (column: Column, row: string): string => `cast(convert(${column.data === 'bit' ? `${row}.${quote(column.shape.name)} + 0` : `${row}.${quote(column.shape.name)}`} using utf8mb4) as binary)`;
const numbers = new Set(['integer', 'boolean']);

/** What two columns are compared as: exactly, and, for texts, first by the collation of this one, whose index can serve that. */
const pair = (to: Statement, here: Column, row: string, there: Column, other: string): Pair => {
  const [left, right] = [`${row}.${quote(here.shape.name)}`, `${other}.${quote(there.shape.name)}`];
  if (here.shape.type === 'text' && there.shape.type === 'text') {
    const same = here.collation === there.collation || here.collation === null;
    return { here: asText(here, row), there: asText(there, other), broad: { here: left, there: same ? right : `convert(${right} using ${here.charset ?? 'utf8mb4'}) collate ${here.collation ?? ''}` } };
  }
  const alike = here.shape.type === there.shape.type && here.data === there.data;
  if (alike || (numbers.has(here.shape.type) && numbers.has(there.shape.type)) || (here.data === 'decimal' && there.data === 'decimal')) {
    return { here: compared(here, row, to.layout.jsonAs).exact, there: compared(there, other, to.layout.jsonAs).exact };
  }
  return { here: asText(here, row), there: asText(there, other) };
};

/** Whether few rows can match: those of a few people, found by what they hold. */
const isNarrow = (condition: Condition): boolean => {
  switch (condition.op) {
    case 'in': return true;
    case 'within': return isNarrow(condition.where);
    case 'all': return condition.of.some(isNarrow);
    case 'any': return condition.of.every(isNarrow);
    default: return false;
  }
};

const joined = (to: Statement, table: TableLayout, row: string, condition: Condition & { readonly op: 'within' }): string => {
  const target = tableOf(to.layout, condition.place);
  to.aliases += 1;
  const other = `t${to.aliases}`;
  const pairs = condition.fields.map((field, at) => pair(to, columnOf(table, field), row, columnOf(target, condition.of[at] ?? ''), other));
  const rows = `from ${target.from} ${other} where ${conditionSql(to, target, other, condition.where)}`;
  const equal = pairs.flatMap((one) => [...(one.broad === undefined ? [] : [`${one.broad.there} = ${one.broad.here}`]), `${one.there} = ${one.here}`]).join(' and ');
  // What reaches everybody else is asked of each row that is there, by the key, instead of listing everybody.
  if (!isNarrow(condition.where)) return `exists (select 1 ${rows} and ${equal})`;
  const among = (side: (one: Pair) => { readonly here: string; readonly there: string }): string => `${tuple(pairs.map((one) => side(one).here))} in (select ${pairs.map((one) => side(one).there).join(', ')} ${rows})`;
  const exact = among((one) => one);
  return pairs.some((one) => one.broad !== undefined) ? `(${among((one) => one.broad ?? one)} and ${exact})` : exact;
};

const before = (table: TableLayout, row: string, field: string, instant: string): string => {
  const { type } = columnOf(table, field).shape;
  if (type !== 'day' && type !== 'instant') throw new UnfitCondition(`The column ${field} of ${table.shape.place} holds neither days nor instants.`);
  const limit = instantText(instant);
  if (limit === undefined) throw new UnfitCondition(`${instant} is no instant.`);
  // A date of zeros is before nothing.
  return `(${row}.${quote(field)} < timestamp '${limit.replace('T', ' ').replace(/(\.\d{6})\d+$/, '$1')}' and ${row}.${quote(field)} >= date '0001-01-01')`;
};

/** A condition as SQL over the row `row` of a table; true where it matches, false or null where not. Values stand in it as numbers and hex only. */
export const conditionSql = (to: Statement, table: TableLayout, row: string, condition: Condition): string => {
  const parts = (of: readonly Condition[], word: string): string => `(${of.map((part) => conditionSql(to, table, row, part)).join(` ${word} `)})`;
  switch (condition.op) {
    case 'in': case 'outside': return condition.fields.length === 0 ? 'false' : listed(to, table, row, condition);
    case 'within': return condition.fields.length === 0 ? 'false' : joined(to, table, row, condition);
    case 'known': return condition.fields.length === 0 ? 'true' : `(${condition.fields.map((field) => `${row}.${quote(columnOf(table, field).shape.name)} is not null`).join(' and ')})`;
    case 'before': return before(table, row, condition.field, condition.instant);
    case 'all': return condition.of.length === 0 ? 'true' : parts(condition.of, 'and');
    case 'any': return condition.of.length === 0 ? 'false' : parts(condition.of, 'or');
    case 'not': return `((${conditionSql(to, table, row, condition.of)}) is not true)`;
  }
};

const joinsIn = (condition: Condition): boolean => condition.op === 'within' || ((condition.op === 'all' || condition.op === 'any') && condition.of.some(joinsIn));
const armsOf = (condition: Condition): readonly Condition[] => (condition.op === 'any' ? condition.of.flatMap(armsOf) : [condition]);

/**
 * The rows of a table that match: the text after `from`, with the row as `t`. Alternatives that lead over other tables are asked
 * one by one and joined by their keys: an `or` between them would be asked of every row.
 */
export const fromWhere = (to: Statement, table: TableLayout, where: Condition): string => {
  const { key } = table.shape;
  const arms = armsOf(where);
  if (arms.length < 2 || key.length === 0 || !arms.some(joinsIn)) return `${table.from} t where ${conditionSql(to, table, 't', where)}`;
  const keys = (row: string): readonly string[] => key.map((field) => `${row}.${quote(field)}`);
  const found = arms.map((arm) => `select ${keys('a').map((one, at) => `${one} as k${at}`).join(', ')} from ${table.from} a where ${conditionSql(to, table, 'a', arm)}`);
  return `(${found.join(' union ')}) u join ${table.from} t on ${keys('t').map((one, at) => `${one} = u.k${at}`).join(' and ')} where true`;
};
