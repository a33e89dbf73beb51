import { type Outcome, problemOf } from '../http/problem.ts';
import type { Cell, Condition, PlaceShape, ReadOrder, Session, Store, StoredFile, StoredRow } from '../store.ts';
import { type KeyPattern, parseKeyPattern } from './key-pattern.ts';
import { asksElsewhere, fieldsAsked, isMatch, leadsOf, type TypeOf } from './leads.ts';
import type { Cells } from './matching.ts';
import { sampleOf } from './sampling.ts';

/** A place whose rows are named things (objects, files), which are listed by how their names begin. */
export type NamedPlace = {
  readonly shape: PlaceShape;
  readonly pattern: KeyPattern | undefined;
  /** For sentences: `the bucket avatars`. */
  readonly where: string;
  /** The most names that one question may look through. */
  readonly namesMax: number;
  /** Rows by a prefix of their names, with the fields `wanted` filled; `each` answers false when enough was seen. */
  readonly list: (prefix: string, wanted: readonly string[], each: (rows: readonly Cells[]) => Promise<boolean>) => Promise<Outcome<null>>;
  /** Removes what has these names; tells how many there were. */
  readonly remove: (keys: readonly string[]) => Promise<Outcome<number>>;
};

/** The patterns of a data map, parsed. */
export const patternsOf = (patterns: Readonly<Record<string, string>>): Outcome<ReadonlyMap<string, KeyPattern>> => {
  try {
    return { ok: true, value: new Map(Object.entries(patterns).map(([place, text]) => [place, parseKeyPattern(text)])) };
  } catch (error) {
    if (error instanceof RangeError) return problemOf('malformed', error.message, 'Correct the pattern in the data map.');
    throw error;
  }
};

const unknownField = (place: NamedPlace, asked: readonly string[]): ReturnType<typeof problemOf> | undefined => {
  const unknown = asked.find((name) => !place.shape.fields.some((field) => field.name === name));
  return unknown === undefined ? undefined : problemOf('unsupported', `${place.shape.place} in ${place.where} has no field ${unknown}.`, 'Correct the data map: fields come from the pattern of its names.');
};

const typesIn = (place: NamedPlace): TypeOf => (name) => place.shape.fields.find((field) => field.name === name)?.type ?? 'other';

/** The prefixes under which all that can match lies. Names are text, so that a value is one in its very spelling only. */
const prefixesFor = ({ pattern }: NamedPlace, where: Condition): readonly string[] | undefined => {
  const variables = pattern?.variables ?? [];
  const finders = [
    { way: 'key' as const, by: ['key'], folds: false },
    ...variables.map((_, at) => ({ way: 'pattern' as const, by: variables.slice(0, variables.length - at), folds: false })),
  ];
  return leadsOf(where, finders)?.flatMap(({ way, tuples }) => tuples.flatMap((tuple) => (way === 'key' ? [String(tuple[0] ?? '')] : pattern?.prefix(tuple) ?? [])));
};

const readNames = async (place: NamedPlace, where: Condition, wanted: readonly string[], rowsMax: number, each: (rows: readonly Cells[]) => Promise<void> | void): Promise<Outcome<{ readonly rows: number }>> => {
  if (asksElsewhere(where)) return problemOf('unsupported', `${place.where} cannot be asked about two places at once.`, 'Read the values of the other place first.');
  const unknown = unknownField(place, [...wanted, ...fieldsAsked(where)]);
  if (unknown !== undefined) return unknown;
  const typeOf = typesIn(place);
  const prefixes = prefixesFor(place, where) ?? [place.pattern?.head ?? ''];
  const seen = new Set<string>();
  let looked = 0;
  for (const prefix of new Set(prefixes)) {
    const outcome = await place.list(prefix, [...wanted, ...fieldsAsked(where)], async (listed) => {
      looked += listed.length;
      const rows = listed.flatMap((cells) => {
        const values = place.pattern === undefined ? {} : place.pattern.match(String(cells['key']));
        const row = { ...cells, ...values };
        if (values === undefined || seen.size >= rowsMax || seen.has(String(cells['key'])) || !isMatch(where, row, typeOf)) return [];
        seen.add(String(cells['key']));
        return [row];
      });
      if (rows.length > 0) await each(rows);
      return seen.size < rowsMax && looked <= place.namesMax;
    });
    if (!outcome.ok) return outcome;
    if (looked > place.namesMax && seen.size < rowsMax) return problemOf('too-large', `${place.where} was to be looked through for ${place.shape.place}, and holds more than ${place.namesMax} names there.`, 'Let names begin with whose they are, lead here by that, or raise the bound in the settings.');
    if (seen.size >= rowsMax) break;
  }
  return { ok: true, value: { rows: seen.size } };
};

const toldOf = (place: NamedPlace, { key, fields, marks = {} }: ReadOrder) => (cells: Cells): StoredRow => ({
  key: key.map((name) => cells[name] ?? null), cells: Object.fromEntries(fields.map((name) => [name, cells[name] ?? null])),
  marks: Object.fromEntries(Object.entries(marks).map(([mark, condition]) => [mark, isMatch(condition, cells, typesIn(place))])),
});

const sessionOf = (mode: 'read' | 'write', placeOf: (name: string) => Outcome<NamedPlace>): Session => ({
  count: async (name, where) => {
    const place = placeOf(name);
    if (!place.ok) return place;
    const outcome = await readNames(place.value, where, [], Number.POSITIVE_INFINITY, () => undefined);
    return outcome.ok ? { ok: true, value: outcome.value.rows } : outcome;
  },
  read: async (order, each) => {
    const place = placeOf(order.place);
    if (!place.ok) return place;
    const marks = Object.values(order.marks ?? {});
    if (marks.some(asksElsewhere)) return problemOf('unsupported', `${place.value.where} cannot be asked about two places at once.`, 'Read the values of the other place first.');
    const told = toldOf(place.value, order);
    return readNames(place.value, order.where, [...order.key, ...order.fields, ...marks.flatMap(fieldsAsked)], order.rowsMax ?? Number.POSITIVE_INFINITY, (rows) => each(rows.map(told)));
  },
  change: async (changes) => {
    if (mode === 'read') return problemOf('failed', 'This work reads only: nothing is changed in it.', 'Begin a work that writes.');
    const done = [];
    for (const change of changes) {
      let rows = 0;
      for (const { name, keys, by } of change.change === 'delete' ? change.rows.map((set) => ({ name: set.place, keys: set.keys, by: set.key })) : [{ name: change.place, keys: [], by: ['key'] }]) {
        const place = placeOf(name);
        if (!place.ok) return place;
        if (change.change !== 'delete') return problemOf('unsupported', place.value.shape.cannot?.[change.change] ?? 'This cannot be done here.', 'Delete it whole, or keep it with a reason.');
        if (by.length !== 1 || by[0] !== 'key') return problemOf('unsupported', `Rows of ${name} are named by key only.`, 'Leave the key of this place to the store.');
        const outcome = await place.value.remove(keys.map((key) => String(key[0] ?? '')));
        if (!outcome.ok) return outcome;
        rows += outcome.value;
      }
      done.push({ rows });
    }
    return { ok: true, value: done };
  },
});

/** A store of named things. It has no transactions; deleting is repeatable. */
export const openNames = (engine: string, places: ReadonlyMap<string, NamedPlace>, filesOf: (key: string) => Promise<Outcome<readonly StoredFile[]>>): Store => {
  const placeOf = (name: string): Outcome<NamedPlace> => {
    const place = places.get(name);
    return place === undefined ? problemOf('not-found', `There is no place ${name} in this store.`, `There are ${[...places.keys()].join(', ')}.`) : { ok: true, value: place };
  };
  return {
    engine, atomic: false, joins: false,
    shape: async () => ({ ok: true, value: { engine, version: null, places: [...places.values()].map((place) => place.shape) } }),
    sample: async (name, rowsMax) => {
      const place = placeOf(name);
      if (!place.ok) return place;
      const fields = place.value.shape.fields.map((field) => field.name).filter((field) => !['type', 'metadata', 'tags'].includes(field));
      const rows: Cells[] = [];
      const outcome = await readNames(place.value, { op: 'all', of: [] }, fields, rowsMax, (batch) => { rows.push(...batch); });
      return outcome.ok ? { ok: true, value: sampleOf(fields, rows) } : outcome;
    },
    work: (mode, job) => job(sessionOf(mode, placeOf)),
    files: async (name, key: readonly Cell[]) => {
      const place = placeOf(name);
      return place.ok ? filesOf(String(key[0] ?? '')) : place;
    },
    close: async () => undefined,
  };
};
