import type { Cell, FieldShape, FieldType, PlaceShape, Reference, StoreShape } from '../store.ts';
import { comparableTuple } from '../stores/compare.ts';
import { UnfitCondition, type Cells } from '../stores/matching.ts';

type Index = { readonly fields: readonly string[]; readonly types: readonly FieldType[]; readonly ids: Map<string, Set<number>> };

/** One place with its rows. A row keeps its number while it is changed. */
export type Table = { readonly shape: PlaceShape; readonly fields: ReadonlyMap<string, FieldShape>; readonly rows: Map<number, Cells>; readonly indexes: Map<string, Index>; next: number };

/** All places of a store at one moment, with the references that point at each. */
export type Tables = { readonly tables: ReadonlyMap<string, Table>; readonly pointing: ReadonlyMap<string, readonly { readonly from: string; readonly reference: Reference }[]> };

/** The values of a row in some fields. */
export const tupleOf = (fields: readonly string[], row: Cells): readonly Cell[] => fields.map((field) => row[field] ?? null);

/** Puts rows into the places of a shape, as they are. Throws a RangeError for rows of a place or field that the shape does not have. */
export const tablesOf = (shape: StoreShape, rows: Readonly<Record<string, readonly Cells[]>>): Tables => {
  const tables = new Map<string, Table>();
  for (const place of shape.places) {
    const fields = new Map(place.fields.map((field) => [field.name, field]));
    const given = rows[place.place] ?? [];
    for (const row of given) for (const field of Object.keys(row)) if (!fields.has(field)) throw new RangeError(`${place.place} has no field ${field}.`);
    tables.set(place.place, { shape: place, fields, rows: new Map(given.map((row, at) => [at, row])), indexes: new Map(), next: given.length });
  }
  for (const place of Object.keys(rows)) if (!tables.has(place)) throw new RangeError(`The shape has no place ${place}.`);
  const pointing = new Map<string, { from: string; reference: Reference }[]>();
  for (const place of shape.places) {
    for (const reference of place.references) pointing.set(reference.to, [...pointing.get(reference.to) ?? [], { from: place.place, reference }]);
  }
  return { tables, pointing };
};

/** A copy of a table that may be written to, without touching the first. */
const copyOf = (table: Table): Table => ({ ...table, rows: new Map(table.rows), indexes: new Map() });

/** The type of a field. Throws `UnfitCondition` when there is none. */
export const typeIn = (table: Table, field: string): FieldType => {
  const found = table.fields.get(field);
  if (found === undefined) throw new UnfitCondition(`${table.shape.place} has no field ${field}.`);
  return found.type;
};

const textOf = (index: Index, row: Cells): string | undefined => comparableTuple(index.types, tupleOf(index.fields, row));

const indexOf = (table: Table, fields: readonly string[]): Index => {
  const name = JSON.stringify(fields);
  const standing = table.indexes.get(name);
  if (standing !== undefined) return standing;
  const index: Index = { fields, types: fields.map((field) => typeIn(table, field)), ids: new Map() };
  for (const [id, row] of table.rows) enter(index, id, row);
  table.indexes.set(name, index);
  return index;
};

const enter = (index: Index, id: number, row: Cells): void => {
  const text = textOf(index, row);
  if (text === undefined) return;
  const ids = index.ids.get(text);
  if (ids === undefined) index.ids.set(text, new Set([id]));
  else ids.add(id);
};

const leave = (index: Index, id: number, row: Cells): void => {
  const text = textOf(index, row);
  if (text !== undefined) index.ids.get(text)?.delete(id);
};

/** The rows that hold these values in these fields, by number. */
export const find = (table: Table, fields: readonly string[], values: readonly Cell[]): readonly number[] => {
  const index = indexOf(table, fields);
  const text = comparableTuple(index.types, values);
  return text === undefined ? [] : [...index.ids.get(text) ?? []];
};

/** Puts a row in, in place of the one with the same number. */
export const put = (table: Table, id: number, row: Cells): void => {
  const before = table.rows.get(id);
  for (const index of table.indexes.values()) {
    if (before !== undefined) leave(index, id, before);
    enter(index, id, row);
  }
  table.rows.set(id, row);
};

/** Takes a row out. */
export const drop = (table: Table, id: number): void => {
  const before = table.rows.get(id);
  if (before === undefined) return;
  for (const index of table.indexes.values()) leave(index, id, before);
  table.rows.delete(id);
};

/** Why a change cannot be: as a database would refuse it. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly kind: 'conflict' | 'failed' | 'not-found';
  constructor(kind: Refused['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** What is changed: tables that may be written to, and what is to be asked when all is done. */
export type Draft = Tables & { readonly writable: (place: string) => Table; readonly atEnd: (() => void)[] };

/** The table of a place. Throws `Refused` when there is none. */
export const tableAt = ({ tables }: Pick<Tables, 'tables'>, place: string): Table => {
  const table = tables.get(place);
  if (table === undefined) throw new Refused('not-found', `There is no place ${place}.`);
  return table;
};

/** Begins changes on top of what stands, which stays as it is. */
export const draftOf = (base: Tables): Draft => {
  const tables = new Map(base.tables);
  const written = new Set<string>();
  const writable = (place: string): Table => {
    const table = tableAt({ tables }, place);
    if (written.has(place)) return table;
    const copy = copyOf(table);
    tables.set(place, copy);
    written.add(place);
    return copy;
  };
  return { tables, pointing: base.pointing, writable, atEnd: [] };
};
