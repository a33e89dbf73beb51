import type { Problem } from '@avouch/connectors/connector';
import type { Cell, Condition, FieldType, StoredRow } from '@avouch/connectors/store';
import type { DataMap, KeyName } from '../datamap.ts';
import type { PlaceRef, Shapes, Stores } from '../ownership.ts';
import { cellOf, textOf, tupleText } from '../ownership/cells.ts';
import { fieldShape, keyOf } from '../ownership/drafts.ts';
import { identityKeyOf, keysOf, leadsOf, personalPlaces } from '../ownership/roles.ts';

/** One place whose rows are about one person each. */
export type IdentifyingPlace = { readonly ref: PlaceRef; readonly keys: readonly (readonly [KeyName, string])[]; readonly leads: readonly (readonly [KeyName, string])[] };

/** A row that identifies somebody: its own name, and the values of the keys that it links. */
export type IdentifyingRow = { readonly ref: PlaceRef; readonly id: string; readonly key: readonly Cell[]; readonly values: ReadonlyMap<KeyName, string> };

/** What identity is resolved on. */
export type Sources = { readonly map: DataMap; readonly stores: Stores; readonly shapes: Shapes };

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly system: string; readonly problem: Problem };

/** The places that identify people, of systems that a store can be asked of. */
export const identifyingPlaces = ({ map }: Pick<Sources, 'map'>): readonly IdentifyingPlace[] => personalPlaces(map)
  .filter(({ ref }) => map.systems[ref.system]?.engine !== 'manual')
  .flatMap(({ ref, place }) => (place.identifies === undefined ? [] : [{ ref, keys: keysOf(place.identifies), leads: leadsOf(place.identifies) }]));

/** The spelling under which two values of a key are the same. */
export const spelling = (map: DataMap, key: KeyName, value: string): string => (identityKeyOf(map, key)?.fold === 'case' ? value.toLowerCase() : value);

const rowOf = ({ ref, keys }: IdentifyingPlace, { key, cells }: StoredRow): IdentifyingRow => {
  const values = new Map(keys.flatMap(([name, field]) => {
    const text = textOf(cells[field] ?? null);
    return text === null || text === '' ? [] : [[name, text] as const];
  }));
  return { ref, key, values, id: key.length > 0 ? tupleText(key) : JSON.stringify([...values]) };
};

async function readRows({ map, stores, shapes }: Sources, place: IdentifyingPlace, where: Condition): Promise<Read<readonly IdentifyingRow[]>> {
  const { ref } = place;
  const store = stores[ref.system];
  if (store === undefined) return { ok: false, system: ref.system, problem: { kind: 'unreachable', sentence: `The system ${ref.system} is not connected, so nobody knows whether it knows this person under further keys.`, remedy: 'Connect it, then resolve the identity again.' } };
  const rows: IdentifyingRow[] = [];
  const outcome = await store.work('read', (session) => {
    rows.length = 0;
    return session.read({ place: ref.place, key: keyOf({ map, shapes }, ref), fields: [...new Set(place.keys.map(([, field]) => field))], where }, (batch) => { rows.push(...batch.map((row) => rowOf(place, row))); });
  });
  return outcome.ok ? { ok: true, value: rows } : { ok: false, system: ref.system, problem: outcome.problem };
}

/** The rows of a place that one of these values leads to. */
export async function rowsLedTo(sources: Sources, place: IdentifyingPlace, values: ReadonlyMap<KeyName, readonly string[]>): Promise<Read<readonly IdentifyingRow[]>> {
  const parts: Condition[] = [];
  for (const [key, field] of place.leads) {
    const type: FieldType = fieldShape(sources, place.ref, field)?.type ?? 'other';
    const fold = identityKeyOf(sources.map, key)?.fold;
    const tuples = (values.get(key) ?? []).flatMap((text) => {
      const cell = cellOf(text, type);
      return cell === undefined ? [] : [[cell]];
    });
    if (tuples.length > 0) parts.push({ op: 'in', fields: [field], tuples, ...(fold === undefined ? {} : { fold }) });
  }
  if (parts.length === 0) return { ok: true, value: [] };
  return readRows(sources, place, parts.length === 1 && parts[0] !== undefined ? parts[0] : { op: 'any', of: parts });
}

/** One row by its own key. */
export const rowByKey = (sources: Sources, place: IdentifyingPlace, key: readonly Cell[]): Promise<Read<readonly IdentifyingRow[]>> =>
  readRows(sources, place, { op: 'in', fields: keyOf(sources, place.ref), tuples: [key] });
