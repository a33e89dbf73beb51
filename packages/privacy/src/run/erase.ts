import type { Outcome } from '@avouch/connectors/store';
import type { Json } from '@avouch/ledger/entry';
import type { Ground } from '../ownership/drafts.ts';
import { formatRemembered, rememberedOf, type Remembered } from '../ownership/lookups.ts';
import type { Treatment } from '../plan.ts';
import type { Deed, LaterDuty } from '../run.ts';
import { dispositionsOf } from '../survey/take.ts';
import { judgeSystem, type JudgedSystem } from './judge.ts';
import { laterOf } from './later.ts';
import { applyTo, writesOf } from './writes.ts';

export type EraseOrder = { readonly ground: Ground; readonly system: string; readonly treatments: ReadonlyMap<string, Treatment>; readonly secret: Uint8Array; readonly at: string };

type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

const countsOf = (judged: JudgedSystem): Counts => Object.fromEntries([...judged.sides.values()].map(({ ref }) => [ref.place, dispositionsOf(judged, ref)] as const).filter(([, counts]) => Object.values(counts).some((count) => count > 0)));
const touched = (counts: Counts): number => Object.values(counts).reduce((sum, { deleted = 0, emptied = 0, shells = 0, cleared = 0, loosened = 0 }) => sum + deleted + emptied + shells + cleared + loosened, 0);

/** Finds all rows of one system before anything is changed anywhere, and keeps what a later step could no longer find out. */
export async function locateSystem({ ground, system, treatments, at }: EraseOrder): Promise<Deed> {
  const remembered = rememberedOf();
  const store = ground.stores[system];
  const outcome: Outcome<JudgedSystem> = store === undefined ? unconnected(system) : await store.work('read', (session) => judgeSystem(ground, remembered, session, { system, treatments, at }));
  const step = { step: `locate:${system}`, system, place: null, does: 'locate' as const };
  if (!outcome.ok) return { ...step, planned: 0, done: 0, problem: outcome.problem };
  const counts = countsOf(outcome.value);
  const later: readonly LaterDuty[] = laterOf(outcome.value);
  return { ...step, planned: touched(counts), done: touched(counts), counts, private: { remembered: formatRemembered(remembered), later: later as unknown as Json } };
}

/** Carries out the erasure in one system. In an atomic store it finds, judges and changes in one work: all or nothing, of one moment. */
export async function eraseIn({ ground, system, treatments, secret, at }: EraseOrder, remembered: Remembered, planned: number): Promise<Deed> {
  const store = ground.stores[system];
  const outcome: Outcome<Counts> = store === undefined ? unconnected(system) : await store.work('write', async (session): Promise<Outcome<Counts>> => {
    const judged = await judgeSystem(ground, remembered, session, { system, treatments, at });
    if (!judged.ok) return judged;
    const writes = await writesOf(session, secret, judged.value);
    if (!writes.ok) return writes;
    const applied = await applyTo(session, ground, judged.value, writes.value);
    return applied.ok ? { ok: true, value: countsOf(judged.value) } : applied;
  });
  const step = { step: `change:${system}`, system, place: null, does: 'change' as const, planned };
  return outcome.ok ? { ...step, done: touched(outcome.value), counts: outcome.value } : { ...step, done: 0, problem: outcome.problem };
}

const unconnected = (system: string): Outcome<never> => ({ ok: false, problem: { kind: 'unreachable', sentence: `The system ${system} is not connected.`, remedy: 'Connect it and start the run again: it goes on where it stopped.' } });
