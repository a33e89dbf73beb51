import type { Cell, Condition, Outcome, Session } from '@avouch/connectors/store';
import type { MappedPlace } from '../datamap.ts';
import type { PlaceRef } from '../ownership.ts';
import { tupleText } from '../ownership/cells.ts';
import { keyOf, never, shapeOf, type Ground } from '../ownership/drafts.ts';
import { locatorOf } from '../ownership/locate.ts';
import { rememberedOf } from '../ownership/lookups.ts';
import { arrivalsAt, namingFields, placeOf, rolesOf } from '../ownership/roles.ts';
import type { Hold } from '../plan.ts';
import type { OverduePlace } from '../retention.ts';
import { fieldsSeen, type JudgedRow, type PlaceSide } from './judged.ts';
import { dayAfter } from './periods.ts';

/** The schedule of a place, and the day before which its rows are overdue; null when the map has none or it cannot be read. */
export function scheduleOf({ retention }: MappedPlace, at: string): { readonly schedule: NonNullable<OverduePlace['schedule']>; readonly before: string } | null {
  if (retention === undefined) return null;
  const before = dayAfter(at.slice(0, 10), retention.period, -1);
  return before === null ? null : { schedule: { after: retention.after, period: retention.period, action: retention.action, reason: retention.reason, automatic: retention.start === 'automatic' }, before };
}

/** Overdue rows of one place: all, and those that no hold covers; `keys` of those at hand. */
export type Overdue = { readonly all: Condition; readonly free: Condition; readonly key: readonly string[]; readonly action: 'delete' | 'empty'; readonly keys: readonly (readonly Cell[])[] };

const both = (...of: readonly Condition[]): Condition => ({ op: 'all', of });

/** The fields of which one that holds something shows that a row was not emptied yet; empty where that cannot be told so. */
function stillFull(ground: Ground, ref: PlaceRef, place: MappedPlace): Condition | null {
  const shape = shapeOf(ground, ref);
  const cleared = Object.entries(place.fields).filter(([, { category, erasure }]) => category !== 'none' && erasure !== 'keep').map(([name]) => name);
  const known = cleared.filter((field) => shape?.fields.some(({ name, nullable, generated }) => name === field && nullable && !generated) === true && place.fields[field]?.erasure === 'clear' && !keyOf(ground, ref).includes(field));
  return known.length === 0 ? null : { op: 'any', of: known.map((field) => ({ op: 'known', fields: [field] })) };
}

/** What is overdue in a place, as conditions. Holds that cover everybody leave nothing free. */
export async function overdueIn(ground: Ground, ref: PlaceRef, holds: readonly Hold[], at: string): Promise<Outcome<Overdue>> {
  const place = placeOf(ground.map, ref);
  const schedule = place === undefined ? null : scheduleOf(place, at);
  if (place === undefined || schedule === null) return { ok: true, value: { all: never, free: never, key: [], action: 'delete', keys: [] } };
  const before: Condition = { op: 'before', field: schedule.schedule.after, instant: `${schedule.before}T00:00:00Z` };
  const full = schedule.schedule.action === 'empty' ? stillFull(ground, ref, place) : null;
  const all = full === null ? before : both(before, full);
  let free: Condition = all;
  for (const hold of holds.filter(({ places }) => places === 'all' || places.some((one) => one.system === ref.system && one.place === ref.place))) {
    if (hold.identity === undefined) return { ok: true, value: { all, free: never, key: keyOf(ground, ref), action: schedule.schedule.action, keys: [] } };
    const theirs = await locatorOf({ ...ground, identity: hold.identity }, rememberedOf(), ref);
    if (!theirs.ok) return theirs;
    free = both(free, { op: 'not', of: theirs.value.where });
  }
  return { ok: true, value: { all, free, key: keyOf(ground, ref), action: schedule.schedule.action, keys: [] } };
}

/** The overdue rows at hand as one side to be judged: whoever they are about, the whole row goes or is emptied. */
export async function overdueSide(ground: Ground, session: Session, ref: PlaceRef, { key, keys, free, action }: Overdue, at: string): Promise<Outcome<PlaceSide>> {
  const [place, shape] = [placeOf(ground.map, ref), shapeOf(ground, ref)];
  if (place === undefined || shape === undefined || key.length === 0) {
    return { ok: false, problem: { kind: 'unsupported', sentence: `Rows of ${ref.place} have no key, so no single one of them can be deleted.`, remedy: 'Name its key in the data map.' } };
  }
  const chosen: Condition = both({ op: 'in', fields: key, tuples: keys }, free);
  const rows: JudgedRow[] = [];
  const read = await session.read({ place: ref.place, key, fields: fieldsSeen(ground, ref, place, shape), where: chosen }, (batch) => {
    rows.push(...batch.map((row): JudgedRow => ({
      key: row.key, cells: row.cells, mine: rolesOf(place).map(({ name }) => name), others: [], standing: 'own', place: ref.place, id: tupleText(row.key), status: action, until: null, ended: false, nulled: new Set(), pinned: new Set(), heldBy: new Set(),
    })));
  });
  if (!read.ok) return read;
  const owned: Condition = { op: 'in', fields: key, tuples: rows.map((row) => row.key) };
  return { ok: true, value: { ref, place, shape, key, treatment: { rows: action }, locator: { ref, where: owned, owned, marks: {}, forward: [] }, rows, naming: namingFields(ground.map, ref), arrivals: arrivalsAt(ground.map, ref), at } };
}
