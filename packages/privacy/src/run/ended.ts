import type { Outcome, Session } from '@avouch/connectors/store';
import type { EndedKept, EndedPlace, EndKeptInput, KeptRows } from '../kept.ts';
import type { DataMap, Identity } from '../datamap.ts';
import type { PlaceRef } from '../ownership.ts';
import { tupleText } from '../ownership/cells.ts';
import { keyOf, shapeOf, type Ground } from '../ownership/drafts.ts';
import { locate, locatorOf, type LocatedRow } from '../ownership/locate.ts';
import { withoutNobody } from '../ownership/nobody.ts';
import { formatRemembered, lookedUpAgain, rememberedOf, type Remembered } from '../ownership/lookups.ts';
import { arrivalsAt, namingFields, placeOf } from '../ownership/roles.ts';
import { readShapes } from '../ownership/shapes.ts';
import type { Treatment } from '../plan.ts';
import type { Deed, LaterDuty } from '../run.ts';
import { endOf, fieldsSeen, judgedRow, type JudgedRow, type PlaceSide } from './judged.ts';
import { judgeRows } from './judge.ts';
import { dayAfter } from './periods.ts';
import { locatedIn } from './prepared.ts';
import { isHeld, treatmentOf } from './treatment.ts';
import { applyTo, writesOf, type RowWrite } from './writes.ts';

const hasDay = ({ until }: LaterDuty): boolean => until !== null;

/** What a finished erasure has kept until a day, system by system; nothing of systems in which no ground has a day. */
export function keptIn(deeds: readonly Deed[], identity: Identity): readonly KeptRows[] {
  const systems = [...new Set(deeds.filter(({ does }) => does === 'locate').map(({ system }) => system))];
  return systems.flatMap((system) => {
    const located = locatedIn(deeds, system);
    const [until] = (located?.later ?? []).flatMap((duty) => duty.until ?? []).toSorted();
    if (located === null || until === undefined) return [];
    return [{ system, identity, until, remembered: formatRemembered(located.remembered), later: located.later.filter((duty) => hasDay(duty) || duty.shell === true) }];
  });
}

/** One place while its kept rows are judged: what is due of which row. */
type Due = { readonly side: PlaceSide; readonly others: ReadonlySet<string>; readonly rows: ReadonlySet<string>; readonly fields: ReadonlyMap<string, ReadonlySet<string>>; readonly shells: ReadonlySet<string> };

type Work = { readonly input: EndKeptInput; readonly ground: Ground; readonly remembered: Remembered };

const refOf = (kept: KeptRows, { place }: LaterDuty): PlaceRef => ({ system: kept.system, place });

/** The treatment of a place by the map of today, without what was decided for the erasure: a decision had its own day. */
function treatmentNow({ map, holds, rules, kept }: EndKeptInput, ref: PlaceRef): Treatment {
  const place = placeOf(map, ref);
  return place === undefined ? { rows: 'nothing' } : treatmentOf(map, ref, place, { right: 'erasure', holds: holds.filter((hold) => isHeld(map, hold, kept.identity)), decisions: [], rules });
}

/** Whether somebody else owns a row now. One that leads to nobody is still what was kept: the erasure let its pointer go. */
const isOthers = ({ others, mine }: LocatedRow, owners: ReadonlySet<string>): boolean => others.some((role) => owners.has(role) && !mine.includes(role));

async function dueIn(work: Work, session: Session, ref: PlaceRef, duties: readonly LaterDuty[]): Promise<Outcome<Due | null>> {
  const { input, ground, remembered } = work;
  const [place, shape, key] = [placeOf(ground.map, ref), shapeOf(ground, ref), keyOf(ground, ref)];
  if (place === undefined || shape === undefined) return { ok: true, value: null };
  const locator = await locatorOf(ground, remembered, ref, 'any');
  if (!locator.ok) return locator;
  const rows = new Set(duties.filter(({ fields, shell }) => fields === null && shell !== true).flatMap(({ keys }) => keys.map(tupleText)));
  const shells = new Set(duties.filter(({ shell }) => shell === true).flatMap(({ keys }) => keys.map(tupleText)));
  const fields = new Map<string, Set<string>>();
  for (const duty of duties) for (const one of duty.fields === null ? [] : duty.keys) fields.set(tupleText(one), new Set([...(fields.get(tupleText(one)) ?? []), ...(duty.fields ?? [])]));
  const theirs = { op: 'in' as const, fields: key, tuples: duties.flatMap(({ keys }) => keys) };
  const found: LocatedRow[] = [];
  const read = await locate(ground, remembered, session, { ...locator.value, where: theirs, owned: theirs }, { fields: fieldsSeen(ground, ref, place, shape), ownedOnly: true }, (batch) => { found.push(...batch); });
  if (!read.ok) return read;
  // Whoever seems to own a row of which nothing leads to this person any more may be a value that the erasure has put there.
  const known = await withoutNobody(ground, session, ref, found.map((row) => (row.others.length > 0 ? { ...row, standing: 'shared' } : row)));
  if (!known.ok) return known;
  const owners = new Set([...(place.identifies === undefined ? [] : ['self']), ...Object.keys(place.owners)]);
  const own = known.value.filter((row) => !isOthers(row, owners));
  const others = new Set(known.value.filter((row) => isOthers(row, owners)).map(({ key: values }) => tupleText(values)));
  const treatment = treatmentNow(input, ref);
  const side: PlaceSide = { ref, place, shape, key, treatment, locator: { ref, where: theirs, owned: theirs, marks: {}, forward: [] }, rows: [], naming: namingFields(ground.map, ref), arrivals: arrivalsAt(ground.map, ref), at: input.at };
  for (const row of own) {
    const judged = judgedRow(side, { ...row, others: [], standing: 'own' }, input.at);
    // A row of which only fields were kept is not deleted for them; a shell goes when nothing points at it.
    if (!rows.has(judged.id) && !shells.has(judged.id) && judged.status !== 'hold') judged.status = 'empty';
    side.rows.push(judged);
  }
  return { ok: true, value: { side, others, rows, fields, shells } };
}

/** Of a row that stays nothing is written but the fields that are due, and pointers at what goes. */
function dueOnly(writes: readonly RowWrite[], dues: ReadonlyMap<string, Due>): readonly RowWrite[] {
  return writes.flatMap((write) => {
    const due = dues.get(write.side.ref.place);
    const allowed = new Set([...(due?.fields.get(write.row.id) ?? []), ...write.row.nulled]);
    const whole = due?.rows.has(write.row.id) === true && write.row.status !== 'keep';
    const cells = whole ? write.cells : Object.fromEntries(Object.entries(write.cells).filter(([field]) => allowed.has(field)));
    return Object.keys(cells).length === 0 ? [] : [{ ...write, cells }];
  });
}

type Judged = { readonly dues: ReadonlyMap<string, Due>; readonly judged: Parameters<typeof applyTo>[2]; readonly writes: readonly RowWrite[] };

async function judgeDue(work: Work, session: Session, due: readonly LaterDuty[]): Promise<Outcome<Judged>> {
  const { input, ground } = work;
  const dues = new Map<string, Due>();
  for (const place of new Set(due.map((duty) => duty.place))) {
    const found = await dueIn(work, session, { system: input.kept.system, place }, due.filter((duty) => duty.place === place));
    if (!found.ok) return found;
    if (found.value !== null) dues.set(place, found.value);
  }
  const judged = await judgeRows(ground, session, input.kept.system, new Map([...dues].map(([place, { side }]) => [place, side])));
  if (!judged.ok) return judged;
  const writes = await writesOf(session, input.secret, judged.value);
  return writes.ok ? { ok: true, value: { dues, judged: judged.value, writes: dueOnly(writes.value, dues) } } : writes;
}

function whyOf(row: JudgedRow, treatment: Treatment): string | null {
  if (row.status === 'hold') return treatment.rows === 'hold' ? `A legal hold keeps it: ${treatment.reason}` : 'A legal hold keeps it.';
  if (row.status === 'keep') return `${treatment.rows === 'keep' ? treatment.keep.reason : 'By the data map of today nobody owns it.'}${row.until === null ? '' : ` Until ${row.until}.`}`;
  return row.status === 'shell' ? `Its row stays, emptied: rows of ${[...row.heldBy].toSorted().join(', ')} point at it.` : null;
}

/** What a place that was read once more says of the rows that were due in it. */
function endedIn({ side, others, rows, fields, shells }: Due, due: readonly LaterDuty[]): EndedPlace {
  const there = new Map(side.rows.map((row) => [row.id, row]));
  const count = (ids: Iterable<string>, is: (row: JudgedRow | undefined) => boolean): number => [...ids].filter((id) => is(there.get(id))).length;
  const wanted = new Set(due.filter(({ fields: some, shell }) => some === null && shell !== true).flatMap(({ keys }) => keys.map(tupleText)));
  return {
    ...side.ref, others: others.size,
    gone: count([...wanted].filter((id) => !others.has(id)), (row) => row === undefined), ended: count(fields.keys(), (row) => row !== undefined && row.status !== 'hold'),
    kept: count(rows, (row) => row?.status === 'keep'), held: count([...rows, ...fields.keys()], (row) => row?.status === 'hold'),
    shells: count([...rows, ...shells], (row) => row?.status === 'shell'),
    why: [...new Set(side.rows.filter(({ id, status }) => !shells.has(id) || status !== 'shell').flatMap((row) => whyOf(row, side.treatment) ?? []))].toSorted(),
  };
}

/** When the rows that stay are looked at next: at their new end; tomorrow where a hold covers them; in a month where nobody knows. */
function nextOf(dues: ReadonlyMap<string, Due>, rest: readonly LaterDuty[], today: string): string | null {
  const days = rest.flatMap(({ until }) => until ?? []);
  for (const { side, rows, fields } of dues.values()) {
    for (const row of side.rows) {
      if (row.status === 'hold') days.push(today);
      if (row.status === 'keep') days.push(row.until !== null && row.until >= today ? row.until : (dayAfter(today, 'P1M') ?? today));
      for (const field of row.status === 'empty' || row.status === 'shell' ? (fields.get(row.id) ?? []) : []) {
        const end = endOf(side.place.fields[field]?.keep?.until, row.cells);
        if (end !== null && end >= today && row.cells[field] !== null) days.push(end);
      }
      if (row.status === 'delete' && rows.has(row.id)) days.push(today);
    }
  }
  return days.toSorted()[0] ?? null;
}

const silent = (map: DataMap, system: string): EndedKept => ({ places: [], next: null, problem: { kind: 'unreachable', sentence: `The system ${system} is not connected${map.systems[system] === undefined ? ' and not in the data map' : ''}, so what was kept in it could not be ended.`, remedy: 'Connect it; it is tried again tomorrow.' } });

/**
 * Ends what is due of what was kept in one system: judged, changed and, in an atomic store, all or nothing; then read once more. Doing
 * it again is harmless: what is gone is not found. With a problem `next` is null and says nothing.
 */
export async function endKept(input: EndKeptInput): Promise<EndedKept> {
  const { kept, map, stores, at } = input;
  const today = at.slice(0, 10);
  const store = stores[kept.system];
  if (store === undefined || map.systems[kept.system] === undefined) return silent(map, kept.system);
  const { shapes, problems } = await readShapes(Object.fromEntries(Object.entries(stores).filter(([system]) => map.systems[system] !== undefined)));
  const problem = problems[kept.system];
  if (problem !== undefined) return { places: [], next: null, problem };
  const isDue = ({ until, shell }: LaterDuty): boolean => shell === true || (until !== null && until < today);
  const [due, rest] = [kept.later.filter(isDue), kept.later.filter((duty) => !isDue(duty))];
  const work = (): Work => ({ input, ground: { map, identity: kept.identity, stores, shapes }, remembered: lookedUpAgain(rememberedOf(kept.remembered)) });
  const done = await store.work('write', async (session): Promise<Outcome<null>> => {
    const one = work();
    const judged = await judgeDue(one, session, due);
    if (!judged.ok) return judged;
    const applied = await applyTo(session, one.ground, judged.value.judged, judged.value.writes);
    return applied.ok ? { ok: true, value: null } : applied;
  });
  if (!done.ok) return { places: [], next: null, problem: done.problem };
  const again = await store.work('read', (session) => judgeDue(work(), session, due));
  if (!again.ok) return { places: [], next: null, problem: again.problem };
  const { dues } = again.value;
  const places = [...dues.values()].map((one) => endedIn(one, due.filter((duty) => refOf(kept, duty).place === one.side.ref.place)));
  return { places, next: nextOf(dues, rest, today), problem: null };
}
