import type { Cell, Condition, FieldShape, Outcome, PlaceShape, Reference, Session } from '@avouch/connectors/store';
import type { PlaceRef } from '../ownership.ts';
import { eachAtOnce } from '../ownership/at-once.ts';
import { tupleIn, tupleText } from '../ownership/cells.ts';
import { keyOf, type Ground } from '../ownership/drafts.ts';
import { pieces } from '../ownership/lookups.ts';
import { changesIn } from './cleared.ts';
import { referencesOf, type JudgedRow, type PlaceSide } from './judged.ts';

/** A row that points at a row of this person. `row` is null when it is somebody else's, or of a place that nobody mapped: such a row stays; `loose` is the field by which the map lets it go. */
export type Edge = { readonly row: JudgedRow | null; readonly loose: string | null; readonly from: PlaceShape; readonly reference: Reference; readonly target: JudgedRow };

/** One field of a row of somebody else that is cleared because the map calls its pointer loose. */
export type Loosened = { readonly place: string; readonly keyFields: readonly string[]; readonly key: readonly Cell[]; readonly field: string; readonly target: JudgedRow };

/** All that points at rows that would go or change. */
export type Edges = { readonly edges: readonly Edge[]; readonly loosened: readonly Loosened[] };

type Sides = ReadonlyMap<string, PlaceSide>;

/** The field of a reference that the map allows to be cleared in rows that stay; null when there is none or it cannot be empty. */
export function looseField(ground: Ground, system: string, from: PlaceShape, { fields }: Reference): string | null {
  const mapped = ground.map.systems[system]?.places[from.place];
  const key = keyOf(ground, { system, place: from.place });
  return fields.find((field) => mapped?.fields[field]?.loosens === true && !key.includes(field) && nullable(from, field)) ?? null;
}

const nullable = (shape: PlaceShape, field: string): boolean => shape.fields.some((one: FieldShape) => one.name === field && one.nullable && !one.generated);

/** Rows that a reference could hold: those that would be deleted, and those whose pointed-at fields would change. */
const targetsOf = (side: PlaceSide, reference: Reference): readonly JudgedRow[] =>
  side.rows.filter((row) => row.status === 'delete' || (row.status !== 'hold' && row.status !== 'keep' && [...changesIn(side, row).keys()].some((field) => reference.toFields.includes(field))));

/** Finds everything that points at rows of this person: among their own rows in memory, among all others by asking the store. */
export async function edgesOf(ground: Ground, session: Session, system: string, sides: Sides): Promise<Outcome<Edges>> {
  const found = await eachAtOnce(referencesOf(ground, system), ground.stores[system]?.atOnce ?? 1, async ({ from, reference }): Promise<Outcome<Edges>> => {
    const edges: Edge[] = [];
    const side = sides.get(reference.to);
    if (side === undefined) return { ok: true, value: { edges, loosened: [] } };
    const byTuple = new Map<string, JudgedRow[]>();
    for (const row of targetsOf(side, reference)) {
      const tuple = tupleIn(row.cells, reference.toFields);
      if (tuple !== null) byTuple.set(tupleText(tuple), [...(byTuple.get(tupleText(tuple)) ?? []), row]);
    }
    if (byTuple.size === 0) return { ok: true, value: { edges, loosened: [] } };
    const pointing = sides.get(from.place);
    for (const row of pointing?.rows ?? []) {
      const tuple = tupleIn(row.cells, reference.fields);
      for (const target of tuple === null ? [] : (byTuple.get(tupleText(tuple)) ?? [])) edges.push({ row, loose: null, from, reference, target });
    }
    const strangers = await strangersOf(ground, session, { system, from, reference, byTuple, owned: pointing?.locator.owned ?? null });
    return strangers.ok ? { ok: true, value: { edges: [...edges, ...strangers.value.edges], loosened: strangers.value.loosened } } : strangers;
  });
  return found.ok ? { ok: true, value: { edges: found.value.flatMap(({ edges }) => edges), loosened: found.value.flatMap(({ loosened }) => loosened) } } : found;
}

type Search = { readonly system: string; readonly from: PlaceShape; readonly reference: Reference; readonly byTuple: ReadonlyMap<string, readonly JudgedRow[]>; readonly owned: Condition | null };

const among = ({ reference, owned }: Search, tuples: readonly (readonly Cell[])[]): Condition => {
  const pointing: Condition = { op: 'in', fields: reference.fields, tuples };
  return owned === null || (owned.op === 'any' && owned.of.length === 0) ? pointing : { op: 'all', of: [pointing, { op: 'not', of: owned }] };
};

/** How many rows of others are read before what they hold is left out of the question. */
const look = 200;

/**
 * Rows of others that point at rows of this person. Where they hold, one for each target is enough, so that a chat with a million
 * messages costs no million rows; where the map lets them go, all are needed, because each is changed.
 */
async function strangersOf(ground: Ground, session: Session, search: Search): Promise<Outcome<Edges>> {
  const { system, from, reference, byTuple } = search;
  const edges: Edge[] = [];
  const loosened: Loosened[] = [];
  const loose = looseField(ground, system, from, reference);
  const ref: PlaceRef = { system, place: from.place };
  const keyFields = keyOf(ground, ref);
  for (const some of pieces([...byTuple])) {
    const open = new Map(some);
    const tuples = (): (readonly Cell[])[] => [...open.keys()].map((text) => JSON.parse(text) as readonly Cell[]);
    for (let found = 1; found > 0 && open.size > 0;) {
      found = 0;
      const hit = new Set<string>();
      const outcome = await session.read({ place: from.place, key: loose === null ? [] : keyFields, fields: reference.fields, where: among(search, tuples()), ...(loose === null ? { rowsMax: look } : {}) }, (rows) => {
        for (const { key, cells } of rows) {
          const text = tupleText(reference.fields.map((field) => cells[field] ?? null));
          // A spelling that is not ours (a collation that folds case): whatever is asked about is taken as held.
          const texts = open.has(text) ? [text] : [...open.keys()];
          for (const one of texts) {
            hit.add(one);
            for (const target of open.get(one) ?? []) if (loose !== null && target.status === 'delete') loosened.push({ place: from.place, keyFields, key, field: loose, target });
          }
        }
        found += rows.length;
      });
      if (!outcome.ok) return outcome;
      for (const text of hit) {
        for (const target of open.get(text) ?? []) edges.push({ row: null, loose: target.status === 'delete' ? loose : null, from, reference, target });
        open.delete(text);
      }
      if (loose !== null) break;
    }
  }
  return { ok: true, value: { edges, loosened } };
}

/** The field by which a row of this person lets go of what it points at, or null when it holds on to it. */
export function lettingGo(ground: Ground, side: PlaceSide, row: JudgedRow, reference: Reference): { readonly field: string; readonly already: boolean } | null {
  if (row.status === 'hold') return null;
  const changes = changesIn(side, row);
  const cleared = reference.fields.find((field) => changes.get(field) === 'null' && !row.nulled.has(field));
  if (cleared !== undefined) return { field: cleared, already: true };
  if (row.status === 'shell') {
    const counts = (field: string): number => side.shape.references.filter(({ fields }) => fields.includes(field)).length;
    const free = reference.fields.filter((field) => !side.key.includes(field) && !row.pinned.has(field) && nullable(side.shape, field)).sort((one, other) => counts(one) - counts(other));
    if (free[0] !== undefined) return { field: free[0], already: false };
  }
  const loose = looseField(ground, side.ref.system, side.shape, reference);
  return loose === null ? null : { field: loose, already: false };
}
