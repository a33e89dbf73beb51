import type { Cell, Condition } from '../store.ts';
import { comparable, instantText } from '../stores/compare.ts';
import { UnfitCondition } from '../stores/matching.ts';
import type { Value } from './database.ts';
import { quote, type Column, type Layout, type TableLayout } from './layout.ts';

/** A statement while it is written: its values stand apart from its text. */
export type Statement = { readonly layout: Layout; readonly values: Value[]; aliases: number };

/** The table behind a place. Throws `UnfitCondition` when there is none. */
export const tableOf = (layout: Layout, place: string): TableLayout => {
  const table = layout.tables.get(place);
  if (table === undefined) throw new UnfitCondition(`This file has no table ${place}.`);
  return table;
};

/** The column behind a field. Throws `UnfitCondition` when there is none. */
export const columnOf = (table: TableLayout, field: string): Column => {
  const column = table.columns.get(field);
  if (column === undefined) throw new UnfitCondition(`The table ${table.shape.place} has no column ${field}.`);
  return column;
};

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const bind = (to: Statement, value: Value): string => `?${to.values.push(value)}`;

/** How a column is compared: directly, where an index can serve that, else by the function that gives one text for all spellings. */
type Compared = { readonly exact: string; readonly direct: string | null; readonly json: (cell: Cell) => string | undefined };

const compared = (table: TableLayout, column: Column, row: string, fold: 'case' | undefined): Compared => {
  const field = `${row}.${quote(column.shape.name)}`;
  const asText = (cell: Cell): string | undefined => {
    const text = comparable(column.shape.type, cell);
    return text === undefined || text.includes('\u0000') ? undefined : JSON.stringify(text);
  };
  const same = `avouch_same(${literal(table.shape.place)}, ${literal(column.shape.name)}, ${field})`;
  if (column.shape.type === 'text' && fold === 'case') return { exact: `avouch_lower(${field})`, direct: null, json: (cell) => asText(cell)?.toLowerCase() };
  // The column's own collation may find more than is meant, and has the index; the binary one is exact.
  if (column.shape.type === 'text') return { exact: `${field} collate binary`, direct: field, json: asText };
  if (column.shape.type !== 'integer') return { exact: same, direct: null, json: asText };
  return {
    exact: field, direct: field,
    json: (cell) => {
      const text = comparable('integer', cell);
      return text !== undefined && BigInt.asIntN(64, BigInt(text)) === BigInt(text) ? text : undefined;
    },
  };
};

const tuple = (parts: readonly string[]): string => (parts.length === 1 ? parts[0] ?? '' : `(${parts.join(', ')})`);

const listed = (to: Statement, table: TableLayout, row: string, condition: Condition & { readonly op: 'in' | 'outside' }): string => {
  const fields = condition.fields.map((field) => compared(table, columnOf(table, field), row, condition.fold));
  const tuples = condition.tuples.flatMap((cells) => {
    const parts = fields.map((field, at) => field.json(cells[at] ?? null));
    return parts.every((part) => part !== undefined) ? [parts] : [];
  });
  const known = condition.fields.map((field) => `${row}.${quote(field)} is not null`).join(' and ');
  const values = (of: readonly (readonly (string | undefined)[])[]): string => bind(to, `[${of.map((parts) => (parts.length === 1 ? parts[0] : `[${parts.join(',')}]`)).join(',')}]`);
  const chosen = fields.length === 1 ? 'value' : fields.map((_, at) => `json_extract(value, '$[${at}]')`).join(', ');
  const among = `${tuple(fields.map((field) => field.exact))} in (select ${chosen} from json_each(${values(tuples)}))`;
  if (condition.op === 'outside') return `(${known} and (${among}) is not true)`;
  const [first] = fields;
  return first?.direct === null || first === undefined ? among : `(${first.direct} in (select value from json_each(${values(tuples.map((parts) => parts.slice(0, 1)))})) and ${among})`;
};

const joined = (to: Statement, table: TableLayout, row: string, condition: Condition & { readonly op: 'within' }): string => {
  const target = tableOf(to.layout, condition.place);
  to.aliases += 1;
  const other = `t${to.aliases}`;
  const pairs = condition.fields.map((field, at) => {
    const [here, there] = [columnOf(table, field), columnOf(target, condition.of[at] ?? '')];
    const [left, right] = [compared(table, here, row, undefined), compared(target, there, other, undefined)];
    if (here.shape.type === there.shape.type) return { here: left, there: right };
    const same = (of: TableLayout, column: Column, at: string): Compared => ({ ...left, exact: `avouch_same(${literal(of.shape.place)}, ${literal(column.shape.name)}, ${at}.${quote(column.shape.name)})`, direct: null });
    return { here: same(table, here, row), there: same(target, there, other) };
  });
  const where = conditionSql(to, target, other, condition.where);
  const among = (side: (one: Compared) => string): string => `${tuple(pairs.map((one) => side(one.here)))} in (select ${pairs.map((one) => side(one.there)).join(', ')} from ${target.from} ${other} where ${where})`;
  const exact = among((one) => one.exact);
  return pairs.some((one) => one.here.exact !== one.here.direct && one.here.direct !== null) ? `(${among((one) => one.direct ?? one.exact)} and ${exact})` : exact;
};

const before = (to: Statement, table: TableLayout, row: string, field: string, instant: string): string => {
  const { type } = columnOf(table, field).shape;
  if (type !== 'day' && type !== 'instant') throw new UnfitCondition(`The column ${field} of ${table.shape.place} holds neither days nor instants.`);
  const limit = instantText(instant);
  if (limit === undefined) throw new UnfitCondition(`${instant} is no instant.`);
  return `avouch_instant(${literal(table.shape.place)}, ${literal(field)}, ${row}.${quote(field)}) < ${bind(to, limit)}`;
};

/** A condition as SQL over the row `row` of a table; true where it matches, false or null where not. */
export const conditionSql = (to: Statement, table: TableLayout, row: string, condition: Condition): string => {
  const parts = (of: readonly Condition[], word: string): string => `(${of.map((part) => conditionSql(to, table, row, part)).join(` ${word} `)})`;
  switch (condition.op) {
    case 'in': case 'outside': return condition.fields.length === 0 ? 'false' : listed(to, table, row, condition);
    case 'within': return condition.fields.length === 0 ? 'false' : joined(to, table, row, condition);
    case 'known': return condition.fields.length === 0 ? 'true' : `(${condition.fields.map((field) => `${row}.${quote(columnOf(table, field).shape.name)} is not null`).join(' and ')})`;
    case 'before': return before(to, table, row, condition.field, condition.instant);
    case 'all': return condition.of.length === 0 ? 'true' : parts(condition.of, 'and');
    case 'any': return condition.of.length === 0 ? 'false' : parts(condition.of, 'or');
    case 'not': return `((${conditionSql(to, table, row, condition.of)}) is not true)`;
  }
};
