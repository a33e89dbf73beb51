import type { Condition } from '../store.ts';
import { instantText } from '../stores/compare.ts';
import { UnfitCondition } from '../stores/matching.ts';
import { compared, comparedText, type Compared } from './cells.ts';
import { quote, type Column, type Layout, type TableLayout } from './layout.ts';

/** A statement while it is written: its values stand apart from its text, always. */
export type Statement = { readonly layout: Layout; readonly values: unknown[]; aliases: number };

/** Begins a statement. */
export const statement = (layout: Layout): Statement => ({ layout, values: [], aliases: 0 });

/** Adds a value and gives its place in the text: `$3`. */
export const bind = (to: Statement, value: unknown): string => `$${to.values.push(value)}`;

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

// Beyond so many tuples a list is no longer what one person is known by, and the planner is left to choose.
const narrowMax = 1000;
const combinedMax = 50;

/** Whether few rows can match: those of a few people, found by what they hold. */
const isNarrow = (condition: Condition): boolean => {
  switch (condition.op) {
    case 'in': return condition.tuples.length <= narrowMax;
    case 'within': return isNarrow(condition.where);
    case 'all': return condition.of.some(isNarrow);
    case 'any': return condition.of.every(isNarrow);
    default: return false;
  }
};

const wholly = (fields: readonly Compared[]): string => fields.map((field) => `${field.expression} is not null`).join(' and ');
const tuple = (parts: readonly string[]): string => (parts.length === 1 ? parts[0] ?? '' : `(${parts.join(', ')})`);

const listed = (to: Statement, table: TableLayout, row: string, condition: Condition & { readonly op: 'in' | 'outside' }): string => {
  const columns = condition.fields.map((field) => columnOf(table, field));
  const folds = columns.map((column) => (condition.fold === 'case' && column.shape.type === 'text' ? 'case' as const : undefined));
  const fields = columns.map((column, at) => compared(column, row, folds[at]));
  const texts = condition.tuples.flatMap((cells) => {
    const parts = columns.map((column, at) => comparedText(folds[at] === 'case' ? { ...column, shape: { ...column.shape, type: 'text' } } : column, cells[at] ?? null));
    return parts.every((part) => part !== undefined) ? [parts] : [];
  });
  const [only] = fields;
  const outside = condition.op === 'outside';
  if (only !== undefined && fields.length === 1) {
    const values = texts.map(([text]) => text ?? '');
    if (folds[0] === 'case') {
      // Both ways of lower case, that of the database and ours: they differ beyond ASCII, where its locale is C.
      const list = bind(to, [...new Set(values.flatMap((value) => [value, value.toLowerCase()]))]);
      const lowered = `array(select lower(v) from unnest(${list}::text[]) v)`;
      return outside ? `(${only.expression} is not null and ${only.expression} <> all (${lowered}))` : `${only.expression} = any (${lowered})`;
    }
    const list = `${bind(to, values)}::${only.type}[]`;
    return outside ? `(${only.expression} is not null and (${only.expression} ${only.equals} any (${list})) is not true)` : `${only.expression} ${only.equals} any (${list})`;
  }
  const lists = fields.map((field, at) => `${bind(to, texts.map((parts) => parts[at]))}::${field.type}[]`);
  const names = fields.map((_, at) => `k.c${at}`);
  const among = `(${fields.map((field) => field.expression).join(', ')}) in (select ${names.map((name, at) => (folds[at] === 'case' ? `lower(${name})` : name)).join(', ')} from unnest(${lists.join(', ')}) k (${fields.map((_, at) => `c${at}`).join(', ')}))`;
  if (outside) return `(${wholly(fields)} and (${among}) is not true)`;
  // Field by field, an index can serve it inside an `or` too, where tuples cannot; with many, the combinations would be too many.
  return texts.length <= combinedMax && folds.every((fold) => fold === undefined) ? `(${fields.map((field, at) => `${field.expression} ${field.equals} any (${lists[at] ?? ''})`).join(' and ')} and ${among})` : among;
};

const numbers: readonly string[] = ['smallint', 'integer', 'bigint', 'numeric'];
const texts: readonly string[] = ['text', 'character varying', 'name'];

/** What two columns are compared as: as they are when an index can serve that, else as text. */
const pair = (here: Column, row: string, there: Column, other: string): { readonly here: string; readonly there: string; readonly equals: string } => {
  const left = compared(here, row);
  const right = compared(there, other);
  if (left.type === right.type && left.equals === right.equals) return { here: left.expression, there: right.expression, equals: left.equals };
  if (numbers.includes(left.type) && numbers.includes(right.type)) {
    const wide = left.type === 'numeric' || right.type === 'numeric' ? '::numeric' : '';
    return { here: `${left.expression}${wide}`, there: `${right.expression}${wide}`, equals: '=' };
  }
  if (texts.includes(left.type) && texts.includes(right.type)) return { here: left.expression, there: right.expression, equals: '=' };
  return { here: `${left.expression}::text`, there: `${right.expression}::text`, equals: '=' };
};

const joined = (to: Statement, table: TableLayout, row: string, condition: Condition & { readonly op: 'within' }, mark: boolean): string => {
  const target = tableOf(to.layout, condition.place);
  to.aliases += 1;
  const other = `t${to.aliases}`;
  const pairs = condition.fields.map((field, at) => pair(columnOf(table, field), row, columnOf(target, condition.of[at] ?? ''), other));
  const narrow = isNarrow(condition.where);
  const where = conditionSql(to, target, other, condition.where, mark && !narrow);
  const there = pairs.map((one) => one.there);
  const rows = `from ${target.from} ${other} where ${where}`;
  const [only] = pairs;
  // What reaches everybody else is asked of each row that is there, by the key, instead of listing everybody.
  if (!narrow) return `exists (select ${rows} and ${pairs.map((one) => `${one.there} ${one.equals} ${one.here}`).join(' and ')})`;
  if (only !== undefined && only.equals !== '=') return `${only.here} ${only.equals} any (array(select ${there.join(', ')} ${rows}))`;
  const among = `${tuple(pairs.map((one) => one.here))} in (select ${there.join(', ')} ${rows})`;
  // A mark is asked of each row: hashed once. A choice of rows goes by index, also inside an `or`, if the list is there first.
  if (mark || only === undefined) return among;
  const each = pairs.map((one) => `${one.here} = any (array(select ${one.there} ${rows}))`);
  return pairs.length === 1 ? each.join('') : `(${each.join(' and ')} and ${among})`;
};

const before = (to: Statement, table: TableLayout, row: string, field: string, instant: string): string => {
  const { type } = columnOf(table, field).shape;
  if (type !== 'day' && type !== 'instant') throw new UnfitCondition(`The column ${field} of ${table.shape.place} holds neither days nor instants.`);
  const limit = instantText(instant);
  if (limit === undefined) throw new UnfitCondition(`${instant} is no instant.`);
  return `${row}.${quote(field)} < ${bind(to, `${limit}Z`)}::timestamptz`;
};

/**
 * A condition as SQL over the row `row` of a table; true where it matches, false or null where not. With `mark` it is told of
 * rows that are chosen otherwise; without, it chooses rows itself.
 */
export const conditionSql = (to: Statement, table: TableLayout, row: string, condition: Condition, mark = false): string => {
  switch (condition.op) {
    case 'in': case 'outside': return condition.fields.length === 0 ? 'false' : listed(to, table, row, condition);
    case 'within': return condition.fields.length === 0 ? 'false' : joined(to, table, row, condition, mark);
    case 'known': return condition.fields.length === 0 ? 'true' : `(${condition.fields.map((field) => `${row}.${quote(columnOf(table, field).shape.name)} is not null`).join(' and ')})`;
    case 'before': return before(to, table, row, condition.field, condition.instant);
    case 'all': return condition.of.length === 0 ? 'true' : `(${condition.of.map((part) => conditionSql(to, table, row, part, mark)).join(' and ')})`;
    case 'any': return condition.of.length === 0 ? 'false' : `(${condition.of.map((part) => conditionSql(to, table, row, part, mark)).join(' or ')})`;
    // Null is no: without this, what is not known would be neither inside nor outside.
    case 'not': return `((${conditionSql(to, table, row, condition.of, mark)}) is not true)`;
  }
};

/** Whether tuples of several fields are looked up in it, which no index serves in an `or`. */
const hasTuples = (condition: Condition): boolean => {
  if (condition.op === 'in' || condition.op === 'within') return condition.fields.length > 1;
  return (condition.op === 'all' || condition.op === 'any') && condition.of.some(hasTuples);
};
const armsOf = (condition: Condition): readonly Condition[] => (condition.op === 'any' ? condition.of.flatMap(armsOf) : [condition]);

/**
 * The rows of a table that match: the text after `from`, with the row as `t`. Alternatives that look up tuples are asked one by
 * one and joined by their keys, each by the index that serves it: as an `or`, they would be asked of every row.
 */
export const fromWhere = (to: Statement, table: TableLayout, where: Condition): string => {
  const key = table.shape.key.map((field) => columnOf(table, field));
  const arms = armsOf(where);
  if (arms.length < 2 || key.length === 0 || !arms.some(hasTuples)) return `${table.from} t where ${conditionSql(to, table, 't', where)}`;
  const found = arms.map((arm) => {
    to.aliases += 1;
    const row = `t${to.aliases}`;
    return `select ${key.map((column) => `${row}.${quote(column.shape.name)}`).join(', ')} from ${table.from} ${row} where ${conditionSql(to, table, row, arm)}`;
  });
  const on = key.map((column, at) => `${compared(column, 't').expression} ${compared(column, 't').equals} u.k${at}`).join(' and ');
  return `(${found.join(' union ')}) u (${key.map((_, at) => `k${at}`).join(', ')}) join ${table.from} t on ${on}`;
};
