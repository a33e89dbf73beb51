import type { Cell, Outcome, PlaceShape, Reference, Session } from '@avouch/connectors/store';
import type { MappedPlace } from '../datamap.ts';
import type { PlaceRef } from '../ownership.ts';
import { tupleText } from '../ownership/cells.ts';
import { keyOf, shapeOf, type Ground } from '../ownership/drafts.ts';
import { locate, type LocatedRow, type Locator } from '../ownership/locate.ts';
import { withoutNobody } from '../ownership/nobody.ts';
import type { Remembered } from '../ownership/lookups.ts';
import { arrivalsAt, namingFields, placeOf, rolesOf, startOf, type Arrival } from '../ownership/roles.ts';
import type { Treatment } from '../plan.ts';
import { dayAfter } from './periods.ts';

/** What becomes of a row that is the person's, wholly or in part. A shell would have been deleted, but a row that stays points at it. */
export type RowStatus = 'delete' | 'empty' | 'keep' | 'hold' | 'shell' | 'shared';

export type JudgedRow = LocatedRow & {
  readonly place: string;
  readonly id: string;
  status: RowStatus;
  /** The day on which the ground of a kept row ends; null when no day is known. */
  readonly until: string | null;
  /** Kept by the map, but its ground has ended. */
  readonly ended: boolean;
  /** Fields that are cleared because what they point at goes. */
  readonly nulled: Set<string>;
  /** Fields that must stay because rows that stay point at them. */
  readonly pinned: Set<string>;
  /** Places of which rows keep it from being deleted. */
  readonly heldBy: Set<string>;
};

/** One place of a system while it is judged. */
export type PlaceSide = {
  readonly ref: PlaceRef;
  readonly place: MappedPlace;
  readonly shape: PlaceShape;
  readonly key: readonly string[];
  readonly treatment: Treatment;
  readonly locator: Locator;
  readonly rows: JudgedRow[];
  /** How paths of other places come here. */
  readonly arrivals: readonly Arrival[];
  /** Fields that hold names of people. */
  readonly naming: ReadonlySet<string>;
  /** The instant of judging: grounds that ended before it no longer keep anything. */
  readonly at: string;
};

/** All references of a store, with the place that holds each. */
export const referencesOf = (ground: Ground, system: string): readonly { readonly from: PlaceShape; readonly reference: Reference }[] =>
  (ground.shapes[system]?.places ?? []).flatMap((from) => from.references.map((reference) => ({ from, reference })));

/** The fields of a place that judging and changing need to see. */
export function fieldsSeen(ground: Ground, ref: PlaceRef, place: MappedPlace, shape: PlaceShape): readonly string[] {
  const live = new Set(shape.fields.map(({ name }) => name));
  const mapped = Object.entries(place.fields).filter(([, { category, erasure }]) => erasure !== 'keep' || category !== 'none').map(([name]) => name);
  const incoming = referencesOf(ground, ref.system).filter(({ reference }) => reference.to === ref.place).flatMap(({ reference }) => reference.toFields);
  const until = [place.keep, ...Object.values(place.fields).map(({ keep }) => keep)].flatMap((keep) => keep?.until?.after ?? []);
  const names = place.identifies === undefined ? [] : Object.values(place.identifies.keys);
  const wanted = [...mapped, ...names, ...rolesOf(place).flatMap(startOf), ...shape.references.flatMap(({ fields }) => fields), ...incoming, ...until];
  return [...new Set(wanted)].filter((field) => live.has(field));
}

/** The day that ends what is kept, from the row itself. */
export function endOf(until: { readonly after: string; readonly period: string } | null | undefined, cells: Readonly<Record<string, Cell>>): string | null {
  const from = until === null || until === undefined ? null : cells[until.after];
  return typeof from === 'string' && until !== null && until !== undefined ? dayAfter(from, until.period) : null;
}

/** What becomes of one row by the treatment of its place, before anything that points at it is looked at. */
export function judgedRow({ ref, treatment }: Pick<PlaceSide, 'ref' | 'treatment'>, row: LocatedRow, at: string): JudgedRow {
  const until = treatment.rows === 'keep' ? (treatment.keep.day ?? endOf(treatment.keep.until, row.cells)) : treatment.rows === 'hold' ? treatment.until : null;
  const ended = treatment.rows === 'keep' && until !== null && until < at.slice(0, 10);
  const rule: RowStatus = treatment.rows === 'hold' ? 'hold' : row.standing === 'shared' ? 'shared' : treatment.rows === 'nothing' ? 'keep' : ended ? 'delete' : treatment.rows;
  return { ...row, place: ref.place, id: tupleText(row.key), status: rule, until, ended, nulled: new Set(), pinned: new Set(), heldBy: new Set() };
}

/** Finds the rows of one place that are this person's, wholly or in part, and says what their place does with them. */
export async function locatePlace(ground: Ground, remembered: Remembered, session: Session, locator: Locator, treatment: Treatment, at: string): Promise<Outcome<PlaceSide | null>> {
  const { ref } = locator;
  const [place, shape] = [placeOf(ground.map, ref), shapeOf(ground, ref)];
  if (place === undefined || shape === undefined) return { ok: true, value: null };
  const side: PlaceSide = { ref, place, shape, key: keyOf(ground, ref), treatment, locator, rows: [], naming: namingFields(ground.map, ref), arrivals: arrivalsAt(ground.map, ref), at };
  const found: LocatedRow[] = [];
  const outcome = await locate(ground, remembered, session, locator, { fields: fieldsSeen(ground, ref, place, shape), ownedOnly: true }, (rows) => {
    found.push(...rows);
  });
  if (!outcome.ok) return outcome;
  const judged = await withoutNobody(ground, session, ref, found);
  if (!judged.ok) return judged;
  side.rows.push(...judged.value.map((row) => judgedRow(side, row, at)));
  return { ok: true, value: side };
}
