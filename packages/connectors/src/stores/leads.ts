import type { Cell, Condition, FieldType } from '../store.ts';
import { comparable, stableJson } from './compare.ts';
import type { Cells } from './matching.ts';

/** The type of a field of the place in question. */
export type TypeOf = (field: string) => FieldType;

/** All texts under which a cell can be met: of a list, its own and that of each value in it. */
const heldIn = (cell: Cell, type: FieldType, fold: boolean): readonly string[] => {
  const held = Array.isArray(cell) ? [stableJson(cell), ...cell.map((one: Cell) => comparable('other', one))] : [comparable(type, cell)];
  return held.filter((one) => one !== undefined).map((one) => (fold ? one.toLowerCase() : one));
};

const isAmong = (fields: readonly string[], tuples: readonly (readonly Cell[])[], fold: boolean, cells: Cells, typeOf: TypeOf): boolean => {
  const held = fields.map((field) => new Set(heldIn(cells[field] ?? null, typeOf(field), fold)));
  return tuples.some((tuple) => tuple.every((value, index) => {
    const wanted = comparable(Array.isArray(cells[fields[index] ?? '']) ? 'other' : typeOf(fields[index] ?? ''), value);
    return wanted !== undefined && held[index]?.has(fold ? wanted.toLowerCase() : wanted) === true;
  }));
};

/** A row once for each value of its lists, as if it held that value alone. */
const singly = (fields: readonly string[], cells: Cells): readonly Cells[] => fields.reduce<readonly Cells[]>((rows, field) => {
  const cell = cells[field] ?? null;
  return Array.isArray(cell) ? rows.flatMap((row) => (cell as readonly Cell[]).filter((one) => one !== null).map((one) => ({ ...row, [field]: one }))) : rows;
}, [cells]);

/**
 * Whether a row matches, for stores whose rows may hold lists: such a field matches when the list or any value in it does, and is
 * outside when any value in it is.
 * `within` is a question to another place, which such a store cannot be asked: it throws a RangeError.
 */
export const isMatch = (condition: Condition, cells: Cells, typeOf: TypeOf): boolean => {
  const isThere = (fields: readonly string[]): boolean => fields.every((field) => (cells[field] ?? null) !== null);
  switch (condition.op) {
    case 'in': return isAmong(condition.fields, condition.tuples, condition.fold === 'case', cells, typeOf);
    case 'outside': {
      const typeIn: TypeOf = (field) => (Array.isArray(cells[field]) ? 'other' : typeOf(field));
      return isThere(condition.fields) && singly(condition.fields, cells).some((one) => !isAmong(condition.fields, condition.tuples, condition.fold === 'case', one, typeIn));
    }
    case 'known': return isThere(condition.fields);
    case 'before': {
      const cell = cells[condition.field] ?? null;
      const found = comparable('instant', cell);
      const limit = comparable('instant', condition.instant);
      return found !== undefined && limit !== undefined && found < limit;
    }
    case 'all': return condition.of.every((one) => isMatch(one, cells, typeOf));
    case 'any': return condition.of.some((one) => isMatch(one, cells, typeOf));
    case 'not': return !isMatch(condition.of, cells, typeOf);
    case 'within': throw new RangeError('A store without joins was asked about another place.');
  }
};

/** Whether a condition asks about another place anywhere in it. */
export const asksElsewhere = (condition: Condition): boolean => {
  switch (condition.op) {
    case 'within': return true;
    case 'all': case 'any': return condition.of.some(asksElsewhere);
    case 'not': return asksElsewhere(condition.of);
    default: return false;
  }
};

/** The fields that a condition looks at. */
export const fieldsAsked = (condition: Condition): readonly string[] => {
  switch (condition.op) {
    case 'all': case 'any': return condition.of.flatMap(fieldsAsked);
    case 'not': return fieldsAsked(condition.of);
    case 'before': return [condition.field];
    default: return condition.fields;
  }
};

/** Where rows that match may be found without looking at all: tuples of these fields, several of which together hold every match. */
export type Lead<Way> = { readonly way: Way; readonly tuples: readonly (readonly Cell[])[] };

/** What a store can find rows by: fields in this order, and whether it finds texts in another case too. */
export type Finder<Way> = { readonly way: Way; readonly by: readonly string[]; readonly folds: boolean };

const leadOf = <Way>(condition: Extract<Condition, { op: 'in' | 'outside' }>, finders: readonly Finder<Way>[]): Lead<Way> | undefined => {
  const finder = finders.find(({ by, folds }) => by.every((field) => condition.fields.includes(field)) && (folds || condition.fold !== 'case'));
  if (finder === undefined) return undefined;
  const at = finder.by.map((field) => condition.fields.indexOf(field));
  const tuples = new Map(condition.tuples.map((tuple) => at.map((index) => tuple[index] ?? null)).filter((tuple) => !tuple.includes(null)).map((tuple) => [JSON.stringify(tuple), tuple]));
  return { way: finder.way, tuples: [...tuples.values()] };
};

/**
 * Leads to every row that can match `condition`, or undefined when only a look at all rows would do. What they lead to
 * has still to be matched.
 */
export const leadsOf = <Way>(condition: Condition, finders: readonly Finder<Way>[]): readonly Lead<Way>[] | undefined => {
  if (condition.op === 'in') {
    const lead = leadOf(condition, finders);
    return lead === undefined ? undefined : [lead];
  }
  if (condition.op === 'all') {
    const found = condition.of.map((one) => leadsOf(one, finders)).filter((one) => one !== undefined);
    const count = (leads: readonly Lead<Way>[]): number => leads.reduce((sum, lead) => sum + lead.tuples.length, 0);
    return found.reduce<readonly Lead<Way>[] | undefined>((best, one) => (best === undefined || count(one) < count(best) ? one : best), undefined);
  }
  if (condition.op === 'any') {
    const found = condition.of.map((one) => leadsOf(one, finders));
    return found.some((one) => one === undefined) ? undefined : found.flatMap((one) => one ?? []);
  }
  return undefined;
};
