/**
 * An extract of a database for development: the rows of some people, whole as far as references go, with every personal value
 * replaced by the same map that tells where personal data lies. What comes out is pseudonymised, not anonymous: it stays
 * personal data (GDPR recital 26).
 */
import type { Cell, Outcome, PlaceShape, Store } from '@avouch/connectors/store';
import type { DataMap, Identity } from './datamap.ts';
import type { Stores } from './ownership.ts';
import { readShapes } from './ownership/shapes.ts';
import { choosePeople } from './extract/people.ts';
import { selectRows, type Counts } from './extract/rows.ts';
import { treatmentsOf, unknownIn } from './extract/treatment.ts';
import { replaceValues } from './extract/values.ts';
import { leaksIn, originalsOf, type Originals } from './extract/leaks.ts';
import { writeRows } from './extract/write.ts';

/** Whose rows: so many of each kind of people by a keyed hash, or people named by values of their keys. */
export type Who = { readonly kind: 'sample'; readonly people: number } | { readonly kind: 'named'; readonly identity: Identity };

export type ExtractOrder = {
  readonly map: DataMap;
  /** The system whose store is extracted. */
  readonly system: string;
  /** Its store, and those of other systems to which owner paths lead. */
  readonly stores: Stores;
  /** At least 32 random bytes: the same key and value give the same pseudonym, in whatever store. Whoever holds it can find people again. */
  readonly key: Uint8Array;
  readonly who: Who;
  /** `place.field` in which a value that elsewhere is personal may stand. */
  readonly allowed: readonly string[];
  /** Places that belong to nobody come whole up to so many rows; of larger ones only rows that something points at. */
  readonly listRowsMax: number;
  /** More rows than this are not extracted. */
  readonly rowsMax: number;
  readonly progress: (sentence: string) => void;
};

/** What stands against writing: where, and what to do. Never holds a value. */
export type ExtractFault = { readonly place: string; readonly field: string | null; readonly sentence: string };

/** One place as it will be written. */
export type ExtractedPlace = {
  readonly shape: PlaceShape;
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  readonly counts: Counts;
  /** Fields whose values were replaced, and those that were emptied. */
  readonly replaced: readonly string[];
  readonly emptied: readonly string[];
  /** Keys, as `rowName` spells them, of rows of others that had to come: blanks, which no figures should count. */
  readonly blanks: ReadonlySet<string>;
};

/** A prepared extract. With faults, it cannot be written. */
export type Extract = { readonly people: number; readonly places: readonly ExtractedPlace[]; readonly faults: readonly ExtractFault[]; readonly originals: Originals };

/** Reads the source in one work and works out the extract; changes nothing anywhere. */
export async function prepareExtract(order: ExtractOrder): Promise<Outcome<Extract>> {
  const { map, system, stores, key, progress } = order;
  const store = stores[system];
  const { shapes, problems } = await readShapes(stores);
  const shape = shapes[system];
  if (store === undefined || shape === undefined) return { ok: false, problem: problems[system] ?? { kind: 'unreachable', sentence: `The system ${system} is not connected.`, remedy: 'Give its address.' } };
  const unknown = unknownIn(map, system, shape);
  if (unknown.length > 0) return { ok: true, value: { people: 0, places: [], faults: unknown, originals: originalsOf([], []) } };
  const treatments = treatmentsOf(map, system, shape);
  return store.work('read', async (session): Promise<Outcome<Extract>> => {
    progress('Choosing people …');
    const nobody = { map, identity: {}, stores, shapes };
    const chosen = await choosePeople(session, nobody, system, order.who, key);
    if (!chosen.ok) return chosen;
    const selected = await selectRows(session, { ...nobody, identity: chosen.value.identity }, order);
    if (!selected.ok) return selected;
    progress('Replacing values …');
    const { places, faults } = replaceValues(selected.value, treatments, key);
    const originals = originalsOf(selected.value, treatments.fields);
    const leaks = leaksIn(originals, places.map((one) => ({ place: one.shape.place, rows: one.rows })), order.allowed);
    return { ok: true, value: { people: chosen.value.people, places, faults: [...treatments.faults, ...faults, ...leaks], originals } };
  });
}

/** What stands in the target after writing, as it was read again. */
export type Written = { readonly rows: Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>> };

/**
 * Writes a prepared extract to an empty store of the same schema and reads all of it again in the same work: an original value
 * that is found there is a problem, and where the store can undo a work, nothing stays. Never writes an extract with faults.
 */
export async function writeExtract(extract: Extract, target: Store, allowed: readonly string[], progress: (sentence: string) => void): Promise<Outcome<Written>> {
  const [fault] = extract.faults;
  if (fault !== undefined) return { ok: false, problem: { kind: 'failed', sentence: fault.sentence, remedy: 'Nothing was written.' } };
  return writeRows(extract, target, allowed, progress);
}

export { releaseFigures, rowName, type ReleaseFigures } from './extract/figures.ts';
export { leaksIn, type Originals } from './extract/leaks.ts';
export type { Counts } from './extract/rows.ts';
