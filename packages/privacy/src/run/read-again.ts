import type { Outcome, Session } from '@avouch/connectors/store';
import type { ErasureExemption } from '../datamap.ts';
import type { Ground } from '../ownership/drafts.ts';
import { locate, locatorOf } from '../ownership/locate.ts';
import { lookedUpAgain, rememberedOf, type Remembered } from '../ownership/lookups.ts';
import type { Treatment } from '../plan.ts';
import type { FieldStays, PlaceReread, Remainder, RemainderWhy, Reread, RereadInput } from '../reread.ts';
import { readShapes } from '../ownership/shapes.ts';
import { changesIn } from './cleared.ts';
import { correctionWhere } from './corrections.ts';
import { judgeSystem, type JudgedSystem } from './judge.ts';
import type { JudgedRow, PlaceSide } from './judged.ts';
import { markedIn, unmarked } from './marks.ts';
import { locatedIn, planTreatments, withCorrected } from './prepared.ts';
import { writesOf, type RowWrite } from './writes.ts';

const whys: Readonly<Record<Exclude<JudgedRow['status'], 'delete'>, RemainderWhy>> = { keep: 'kept', hold: 'held', shared: 'shared', shell: 'shell', empty: 'emptied' };

/** The personal fields of a row that still hold what they held, and why. */
function staysIn(side: PlaceSide, row: JudgedRow): Readonly<Record<string, FieldStays>> {
  const changes = changesIn(side, row);
  const stays: Record<string, FieldStays> = {};
  for (const [field, { category, of, erasure }] of Object.entries(side.place.fields)) {
    if (category === 'none' || changes.has(field) || (row.cells[field] ?? null) === null) continue;
    if (row.status === 'shared' && (!row.mine.includes(of) || row.others.includes(of))) stays[field] = 'others';
    else if (row.status === 'keep' || row.status === 'hold' || erasure === 'keep') stays[field] = 'kept';
    else if (side.key.includes(field)) stays[field] = 'key';
    else stays[field] = row.pinned.has(field) ? 'pointed-at' : 'pointer';
  }
  return stays;
}

function sentenceOf(why: RemainderWhy, row: JudgedRow, treatment: Treatment, pending: RowWrite | undefined): string {
  switch (why) {
    case 'kept': return treatment.rows === 'keep' ? treatment.keep.reason : 'Nobody owns the rows of this place.';
    case 'held': return treatment.rows === 'hold' ? `A legal hold keeps it: ${treatment.reason}` : 'A legal hold keeps it.';
    case 'shared': return 'It is also somebody else\'s: this person\'s part is gone, the rest stays.';
    case 'shell': return `It is emptied, and its row stays because rows of ${[...row.heldBy].sort().join(', ')} point at it.`;
    case 'emptied': return 'Its row stays without personal data, as the data map says.';
    case 'unexplained': return pending === undefined ? 'It should have been deleted, and it is still there.' : `${Object.keys(pending.cells).sort().join(', ')} should have been cleared, and still hold something.`;
  }
}

function remainderOf(side: PlaceSide, row: JudgedRow, pending: RowWrite | undefined): Remainder {
  const why: RemainderWhy = row.status === 'delete' || pending !== undefined ? 'unexplained' : whys[row.status];
  const exemption: ErasureExemption | null = why === 'kept' && side.treatment.rows === 'keep' ? side.treatment.keep.exemption : null;
  return {
    key: row.key, why, sentence: sentenceOf(why, row, side.treatment, pending), stays: staysIn(side, row),
    ...(exemption === null ? {} : { exemption }), ...(why === 'kept' || why === 'held' ? { until: row.until } : {}), ...(why === 'shell' ? { pointedAtBy: [...row.heldBy].sort() } : {}),
  };
}

const countsOf = (remainders: readonly Remainder[]): PlaceReread['counts'] => {
  const counts: Partial<Record<RemainderWhy, number>> = {};
  for (const { why } of remainders) counts[why] = (counts[why] ?? 0) + 1;
  return counts;
};

type Explained = { readonly judged: JudgedSystem; readonly writes: readonly RowWrite[] };

function explain({ judged: { sides, loosened }, writes }: Explained, accessible: ReadonlyMap<string, number>): readonly PlaceReread[] {
  const pending = new Map(writes.map((write) => [write.row, write]));
  return [...sides.values()].map((side): PlaceReread => {
    const loose = loosened.filter(({ place }) => place === side.ref.place).map(({ key, field }): Remainder => ({ key, why: 'unexplained', sentence: `${field} points at a row that should be gone.`, stays: {} }));
    const remainders = [...side.rows.map((row) => remainderOf(side, row, pending.get(row))), ...loose];
    return { ...side.ref, counts: countsOf(remainders), accessible: accessible.get(side.ref.place) ?? 0, remainders, problem: null };
  });
}

async function shownOnly(ground: Ground, remembered: Remembered, session: Session, { sides }: JudgedSystem): Promise<Outcome<ReadonlyMap<string, number>>> {
  const found = new Map<string, number>();
  for (const { ref, locator } of sides.values()) {
    // Where nobody has access but who owns, nothing is shown to them only.
    if (locator.sure !== undefined) continue;
    const read = await locate(ground, remembered, session, locator, { fields: [] }, (rows) => { found.set(ref.place, (found.get(ref.place) ?? 0) + rows.filter(({ standing }) => standing === 'accessible').length); });
    if (!read.ok) return read;
  }
  return { ok: true, value: found };
}

async function uncorrected(ground: Ground, remembered: Remembered, session: Session, system: string, { corrections = [] }: RereadInput): Promise<Outcome<readonly PlaceReread[]>> {
  const places = new Map<string, Remainder[]>();
  for (const correction of corrections.filter((one) => one.system === system)) {
    const locator = await locatorOf(ground, remembered, correction);
    if (!locator.ok) return locator;
    const remainders = places.get(correction.place) ?? [];
    places.set(correction.place, remainders);
    const read = await locate(ground, remembered, session, { ...locator.value, ...correctionWhere(ground, locator.value, correction) }, { fields: [], ownedOnly: true }, (rows) => {
      for (const { key, standing } of rows) if (standing === 'own') remainders.push({ key, why: 'unexplained', sentence: `${correction.field} still holds the wrong value.`, stays: {} });
    });
    if (!read.ok) return read;
  }
  return { ok: true, value: [...places].map(([place, remainders]) => ({ system, place, counts: countsOf(remainders), accessible: 0, remainders, problem: null })) };
}

async function unmarkedIn(ground: Ground, remembered: Remembered, session: Session, system: string, { plan }: RereadInput): Promise<Outcome<readonly PlaceReread[]>> {
  const found = await unmarked(ground, remembered, session, plan, system);
  if (!found.ok) return found;
  return { ok: true, value: found.value.map(({ ref, mark, keys }) => {
    const remainders = keys.map((key): Remainder => ({ key, why: 'unexplained', sentence: `${mark.field} does not say that the row is ${mark.mark}.`, stays: {} }));
    return { ...ref, counts: countsOf(remainders), accessible: 0, remainders, problem: null };
  }) };
}

/**
 * Reads every source of a plan again and judges it as if nothing had been done: whatever it would still change is what was left
 * behind, and everything else that is found has its reason.
 */
export async function readAgain(input: RereadInput): Promise<Reread> {
  const { plan, map, stores, secret, deeds, at, corrections = [] } = input;
  const { shapes, problems } = await readShapes(stores);
  const ground: Ground = { map, identity: withCorrected(map, input.identity, corrections), stores, shapes };
  const marks = plan.right === 'restriction' || plan.right === 'objection';
  const places = await Promise.all([...planTreatments(plan)].filter(([system]) => !marks || markedIn(plan, system).length > 0).map(async ([system, treatments]): Promise<readonly PlaceReread[]> => {
    const remembered = lookedUpAgain(locatedIn(deeds, system)?.remembered ?? rememberedOf());
    const outcome = problems[system] !== undefined ? { ok: false as const, problem: problems[system] } : await stores[system]?.work('read', async (session): Promise<Outcome<readonly PlaceReread[]>> => {
      if (marks) return unmarkedIn(ground, remembered, session, system, input);
      if (plan.right === 'rectification') return uncorrected(ground, remembered, session, system, input);
      const judged = await judgeSystem(ground, remembered, session, { system, treatments, at });
      if (!judged.ok) return judged;
      const writes = await writesOf(session, secret, judged.value);
      if (!writes.ok) return writes;
      const accessible = await shownOnly(ground, remembered, session, judged.value);
      return accessible.ok ? { ok: true, value: explain({ judged: judged.value, writes: writes.value }, accessible.value) } : accessible;
    });
    if (outcome?.ok === true) return outcome.value;
    const problem = outcome?.problem ?? { kind: 'unreachable' as const, sentence: `The system ${system} is not connected.`, remedy: 'Connect it and read again.' };
    return [...treatments.keys()].map((place) => ({ system, place, counts: {}, accessible: 0, remainders: [], problem }));
  }));
  const all = places.flat();
  return { at, places: all, clean: all.every(({ problem, remainders }) => problem === null && remainders.every(({ why }) => why !== 'unexplained')) };
}
