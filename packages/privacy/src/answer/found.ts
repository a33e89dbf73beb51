import type { Cell } from '@avouch/connectors/store';
import type { DataMap, MappedField, MappedPlace } from '../datamap.ts';
import type { PlaceRef } from '../ownership.ts';
import type { AnswerRow } from '../run.ts';
import { type AnswerShelf, filesOn, placesOn, rowsOn, type ShelvedFile } from './shelf.ts';

/** What one place holds of the person, counted: the ground of the account and of every form of the answer. */
export type FoundPlace = PlaceRef & {
  readonly rows: number;
  readonly standing: Readonly<Record<AnswerRow['standing'], number>>;
  /** The fields that are shown, in the order of the data map. */
  readonly fields: readonly string[];
  /** The JSON types that each field was seen with. */
  readonly types: Readonly<Record<string, readonly string[]>>;
  /** Fields about others, and in how many rows each was left out. */
  readonly leftOut: readonly { readonly field: string; readonly rows: number }[];
  readonly files: readonly ShelvedFile[];
};

export const mappedPlace = (map: DataMap, { system, place }: PlaceRef): MappedPlace | undefined => map.systems[system]?.places[place];
export const mappedField = (map: DataMap, place: PlaceRef, field: string): MappedField | undefined => mappedPlace(map, place)?.fields[field];

/** The purposes of a field: its own, else those of its place. */
export const purposesOf = (map: DataMap, place: PlaceRef, field: string): readonly string[] => {
  const own = mappedField(map, place, field)?.purposes ?? [];
  return own.length > 0 ? own : (mappedPlace(map, place)?.purposes ?? []);
};

/**
 * Whether Art. 20 covers a field: the person gave it or it was observed, and it is used on consent or a contract. What was
 * derived, came from elsewhere or is used on another basis alone is not covered.
 */
export function isPortable(map: DataMap, place: PlaceRef, field: string): boolean {
  const mapped = mappedField(map, place, field);
  if (mapped === undefined || mapped.category === 'none' || (mapped.provenance !== 'given' && mapped.provenance !== 'observed')) return false;
  return purposesOf(map, place, field).some((id) => ['6(1)(a)', '6(1)(b)'].includes(map.purposes[id]?.basis ?? ''));
}

export type AnswerKind = 'access' | 'portability';

/** The cells of a row that the answer shows: never one that is left out, and for portability only what Art. 20 covers. */
export function shownCells(map: DataMap, place: PlaceRef, row: AnswerRow, kind: AnswerKind): Readonly<Record<string, Cell>> {
  const shown = Object.entries(row.cells).filter(([field]) => !row.leftOut.includes(field));
  if (kind === 'access') return Object.fromEntries(shown);
  // What is nobody's data goes along where something portable does, so that rows can be told apart and joined.
  if (!shown.some(([field]) => isPortable(map, place, field))) return {};
  return Object.fromEntries(shown.filter(([field]) => isPortable(map, place, field) || mappedField(map, place, field)?.category === 'none'));
}

/** For portability only rows that are the person's own; a row of another who showed it to them was not provided by them. */
export const isIn = (row: AnswerRow, kind: AnswerKind): boolean => kind === 'access' || row.standing !== 'accessible';

const typeOf = (cell: Cell): string => (cell === null ? 'null' : Array.isArray(cell) ? 'array' : typeof cell);

async function countedPlace(shelf: AnswerShelf, map: DataMap, place: PlaceRef, kind: AnswerKind): Promise<FoundPlace> {
  const standing = { own: 0, shared: 0, accessible: 0 };
  const fields = new Map<string, Set<string>>();
  const leftOut = new Map<string, number>();
  let rows = 0;
  for await (const row of rowsOn(shelf, place)) {
    const shown = Object.entries(shownCells(map, place, row, kind));
    if (!isIn(row, kind) || (kind === 'portability' && shown.length === 0)) continue;
    rows += 1;
    standing[row.standing] += 1;
    for (const [field, cell] of shown) fields.set(field, (fields.get(field) ?? new Set()).add(typeOf(cell)));
    for (const field of row.leftOut) leftOut.set(field, (leftOut.get(field) ?? 0) + 1);
  }
  // A field that is left out of some rows and shown of none still has its column, so that a reader sees the gap.
  if (kind === 'access') for (const field of leftOut.keys()) if (!fields.has(field)) fields.set(field, new Set());
  const order = Object.keys(mappedPlace(map, place)?.fields ?? {});
  const rank = (field: string): number => (order.includes(field) ? order.indexOf(field) : order.length);
  const inOrder = (a: string, b: string): number => rank(a) - rank(b) || (a < b ? -1 : 1);
  return {
    ...place, rows, standing, fields: [...fields.keys()].toSorted(inOrder), types: Object.fromEntries([...fields].map(([field, types]) => [field, [...types].toSorted()])), files: await filesOn(shelf, place),
    leftOut: [...leftOut].map(([field, count]) => ({ field, rows: count })).toSorted((a, b) => inOrder(a.field, b.field)),
  };
}

/** Every place with something of the person in it, in the order of the data map. Throws when a place was not read to its end. */
export async function foundOn(shelf: AnswerShelf, map: DataMap, kind: AnswerKind): Promise<readonly FoundPlace[]> {
  const places = await placesOn(shelf);
  const order = Object.entries(map.systems).flatMap(([system, { places: mapped }]) => Object.keys(mapped).map((place) => `${system}/${place}`));
  const found: FoundPlace[] = [];
  for (const place of places.toSorted((a, b) => order.indexOf(`${a.system}/${a.place}`) - order.indexOf(`${b.system}/${b.place}`))) {
    const one = await countedPlace(shelf, map, place, kind);
    if (one.rows > 0 || one.files.length > 0) found.push(one);
  }
  return found;
}
