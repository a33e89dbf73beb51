import type { EntityOf } from '@avouch/connectors/entities';
import type { Problem } from '@avouch/connectors/connector';
import type { Outcome, Session } from '@avouch/connectors/store';
import type { PlaceRef } from '../ownership.ts';
import type { Ground } from '../ownership/drafts.ts';
import { pieces } from '../ownership/lookups.ts';
import { personalPlaces } from '../ownership/roles.ts';
import { readShapes } from '../ownership/shapes.ts';
import type { OverduePlace, RetentionInput, RetentionOutcome, RetentionPlan, RetentionRunInput } from '../retention.ts';
import type { Deed } from '../run.ts';
import { digestOf, mapDigest } from '../survey/digest.ts';
import { dispositionsOf } from '../survey/take.ts';
import { judgeRows } from './judge.ts';
import { overdueIn, overdueSide, scheduleOf, type Overdue } from './overdue.ts';
import { applyTo, inDeletionOrder, writesOf } from './writes.ts';

/** Rows that go together in one transaction. */
const batchRows = 500;

const groundOf = ({ map, stores }: RetentionInput, shapes: Ground['shapes']): Ground => ({ map, stores, shapes, identity: {} });

/** Counts what is overdue in every place with personal data. Changes nothing: the dry run. */
export async function planRetention(input: RetentionInput): Promise<RetentionPlan> {
  const { map, stores, at } = input;
  const { shapes, problems } = await readShapes(Object.fromEntries(Object.entries(stores).filter(([system]) => map.systems[system] !== undefined)));
  const ground = groundOf(input, shapes);
  const places: OverduePlace[] = [];
  for (const { ref, place } of personalPlaces(map)) {
    const schedule = scheduleOf(place, at);
    const base = { ...ref, title: place.title, schedule: schedule?.schedule ?? null, before: schedule?.before ?? null };
    if (map.systems[ref.system]?.engine === 'manual') continue;
    if (schedule === null) {
      places.push({ ...base, overdue: null, held: null, problem: null });
      continue;
    }
    const counted = await countOverdue(ground, input, ref, problems[ref.system]);
    places.push({ ...base, ...(counted.ok ? { ...counted.value, problem: null } : { overdue: null, held: null, problem: counted.problem }) });
  }
  const plan = { v: 1 as const, at, map: mapDigest(map), places };
  return { ...plan, digest: digestOf(plan) };
}

/** A dry run as what the checks of controls judge: one entity a place, with unknown figures where nobody knows. */
export const retentionEntities = ({ places }: RetentionPlan): readonly EntityOf<'retentionPlace'>[] => places.map(({ system, place, title, schedule, overdue, held }) => ({
  id: `${system}/${place}`, name: title, system, place, scheduled: schedule !== null, overdue, held,
}));

const silent = (system: string): Problem => ({ kind: 'unreachable', sentence: `The system ${system} is not connected, so nobody knows what is overdue in it.`, remedy: 'Connect it.' });

async function countOverdue(ground: Ground, { holds, at }: RetentionInput, ref: PlaceRef, problem: Problem | undefined): Promise<Outcome<{ readonly overdue: number; readonly held: number }>> {
  const store = ground.stores[ref.system];
  if (problem !== undefined || store === undefined) return { ok: false, problem: problem ?? silent(ref.system) };
  const overdue = await overdueIn(ground, ref, holds, at);
  if (!overdue.ok) return overdue;
  return store.work('read', async (session) => {
    const free = await session.count(ref.place, overdue.value.free);
    if (!free.ok) return free;
    const all = await session.count(ref.place, overdue.value.all);
    return all.ok ? { ok: true, value: { overdue: free.value, held: all.value - free.value } } : all;
  });
}

/** Carries out an approved dry run, place by place, those that point at others first. A run that was killed goes on from its deeds. */
export async function runRetention(input: RetentionRunInput): Promise<RetentionOutcome> {
  const { plan, approved, map, at, record, signal } = input;
  const { digest, ...rest } = plan;
  if (digest !== approved || digestOf(rest) !== digest) return { status: 'refused', sentence: 'This is not the plan that was approved: its digest is another.' };
  if (plan.map !== mapDigest(map)) return { status: 'refused', sentence: 'The data map is no longer the one by which the plan was made.' };
  const { shapes } = await readShapes(input.stores);
  const ground = groundOf(input, shapes);
  const deeds: Deed[] = [...input.done];
  const problems: Problem[] = [];
  const left: string[] = [];
  const due = plan.places.filter(({ schedule, overdue }) => schedule !== null && (overdue ?? 0) > 0 && (input.automaticOnly !== true || schedule.automatic));
  for (const system of new Set(due.map((one) => one.system))) {
    const ordered = inDeletionOrder(ground, system, due.filter((one) => one.system === system).map(({ place }) => place)).flat();
    for (const place of ordered) {
      const step = `retain:${system}/${place}`;
      if (deeds.some((deed) => deed.step === step && deed.problem === undefined)) continue;
      if (signal.aborted) return { status: 'stopped', deeds, problems: [...problems, { kind: 'cut-short', sentence: 'The run was stopped before it was through.', remedy: 'Start it again: it goes on where it stopped.' }] };
      const planned = due.find((one) => one.system === system && one.place === place)?.overdue ?? 0;
      const deed = { step, system, place, does: 'change' as const, planned, ...await retainPlace(ground, input, { system, place }, at) };
      await record(deed);
      deeds.push(deed);
      if (deed.problem !== undefined) problems.push(deed.problem);
      else if (deed.done < planned) left.push(`${place} in ${system}: ${planned - deed.done} rows stay overdue, because rows that stay point at them or because one run does no more.`);
    }
  }
  return problems.length > 0 ? { status: 'stopped', deeds, problems } : { status: 'done', deeds, left };
}

type Done = Pick<Deed, 'done' | 'counts' | 'problem'>;

async function retainPlace(ground: Ground, input: RetentionRunInput, ref: PlaceRef, at: string): Promise<Done> {
  const store = ground.stores[ref.system];
  const overdue = store === undefined ? { ok: false as const, problem: silent(ref.system) } : await overdueIn(ground, ref, input.holds, at);
  if (!overdue.ok || store === undefined) return { done: 0, problem: overdue.ok ? silent(ref.system) : overdue.problem };
  const keys: Overdue['keys'][number][] = [];
  const listed = await store.work('read', (session) => {
    keys.length = 0;
    return session.read({ place: ref.place, key: overdue.value.key, fields: [], where: overdue.value.free, rowsMax: input.rowsMax }, (rows) => { keys.push(...rows.map(({ key }) => key)); });
  });
  if (!listed.ok) return { done: 0, problem: listed.problem };
  const counts = { deleted: 0, emptied: 0, shells: 0 };
  // Rows of one place may point at each other: what was held by a row of a later batch is looked at once more.
  let open: readonly Overdue['keys'][number][] = keys;
  for (let round = 0; round < 3 && open.length > 0; round += 1) {
    const held: Overdue['keys'][number][] = [];
    for (const some of pieces(open, batchRows)) {
      if (input.signal.aborted) return { done: counts.deleted + counts.emptied, problem: { kind: 'cut-short', sentence: 'The run was stopped before it was through.', remedy: 'Start it again.' } };
      const outcome = await store.work('write', (session) => retainBatch(ground, session, input, ref, { ...overdue.value, keys: some }));
      if (!outcome.ok) return { done: counts.deleted + counts.emptied, problem: outcome.problem };
      counts.deleted += outcome.value.deleted;
      counts.emptied += outcome.value.emptied;
      held.push(...outcome.value.held);
    }
    if (held.length === open.length || round === 2) counts.shells = held.length;
    open = held.length === open.length ? [] : held;
  }
  return { done: counts.deleted + counts.emptied, counts: { [ref.place]: counts } };
}

async function retainBatch(ground: Ground, session: Session, { secret, at }: RetentionRunInput, ref: PlaceRef, overdue: Overdue): Promise<Outcome<{ readonly deleted: number; readonly emptied: number; readonly held: Overdue['keys'] }>> {
  const side = await overdueSide(ground, session, ref, overdue, at);
  if (!side.ok) return side;
  const judged = await judgeRows(ground, session, ref.system, new Map([[ref.place, side.value]]));
  if (!judged.ok) return judged;
  const writes = await writesOf(session, secret, judged.value);
  if (!writes.ok) return writes;
  const applied = await applyTo(session, ground, judged.value, writes.value);
  if (!applied.ok) return applied;
  const { deleted, emptied } = dispositionsOf(judged.value, ref);
  return { ok: true, value: { deleted, emptied, held: side.value.rows.filter(({ status }) => status === 'shell').map(({ key }) => key) } };
}
