import { openMemoryStore, type MemoryOptions, type MemoryStore } from '@avouch/connectors/memory-store';
import { readShapes } from '../../src/ownership.ts';
import { resolveIdentity } from '../../src/identity.ts';
import { planOf, type Plan, type Right } from '../../src/plan.ts';
import { runPlan, type AnswerRow, type AnswerSink, type Deed, type RunInput, type RunOutcome } from '../../src/run.ts';
import { readAgain, type Reread } from '../../src/reread.ts';
import { takeSurvey, type Survey } from '../../src/survey.ts';
import type { DataMap, Identity } from '../../src/datamap.ts';
import type { Stores } from '../../src/ownership.ts';
import type { Dump } from './oracle.ts';
import type { World } from './world.ts';

export const at = '2026-11-25T12:00:00.000Z';
export const secret = new Uint8Array(32).fill(7);

/** The databases of a world, as they stand. */
export function openWorld({ systems }: World, options: (system: string) => MemoryOptions = () => ({})): Readonly<Record<string, MemoryStore>> {
  return Object.fromEntries(Object.entries(systems).map(([system, { places, rows, atomic, joins }]) => [system, openMemoryStore({ engine: 'memory', version: null, places }, rows, { atomic, joins, ...options(system) })]));
}

export const dumpOf = (stores: Readonly<Record<string, MemoryStore>>): Dump => Object.fromEntries(Object.entries(stores).map(([system, store]) => [system, store.rows()]));

/** Who it is, from the address that was proven. Throws when that is not plain. */
export async function identify(map: DataMap, stores: Stores, proven: Identity): Promise<Identity> {
  const result = await resolveIdentity({ map, stores, shapes: (await readShapes(stores)).shapes, proven });
  if (result.status !== 'known') throw new Error(`the identity is in ${result.status}: ${JSON.stringify(result)}`);
  return result.identity;
}

const surveyed = (map: DataMap, identity: Identity, stores: Stores, right: Right, accepted: readonly string[]): Promise<Survey> =>
  takeSurvey({ map, identity, stores, right, role: 'controller', holds: [], decisions: [], rules: [], accepted: accepted.map((id) => ({ id, reason: 'known' })), at });

/** Plans a request, accepting that some tables are nobody's business. */
export async function planned(map: DataMap, identity: Identity, stores: Stores, right: Right): Promise<Plan> {
  const first = await surveyed(map, identity, stores, right, []);
  const accepted = first.faults.filter(({ stops, code }) => stops && code === 'unclassified-place').map(({ id }) => id);
  const survey = accepted.length === 0 ? first : await surveyed(map, identity, stores, right, accepted);
  const plan = planOf({ request: { id: 'r1', right }, map, survey, identity: {}, accepted: accepted.map((id) => ({ id, reason: 'known' })), rules: [], at });
  if (!plan.ready) throw new Error(`the plan is not ready: ${JSON.stringify(plan.faults)}`);
  return plan;
}

/** What a run needs beside its plan and stores, with deeds kept in a list. */
export const runInput = (plan: Plan, map: DataMap, identity: Identity, stores: Stores, deeds: Deed[] = []): RunInput => ({
  plan, approved: plan.digest, map, identity, stores, secret, holds: [], done: [...deeds], record: async (deed) => { deeds.push(deed); }, signal: new AbortController().signal, at,
});

/** An answer as it comes, by place. */
export function sinkOf(): AnswerSink & { readonly answer: () => Readonly<Record<string, readonly AnswerRow[]>> } {
  const places = new Map<string, AnswerRow[]>();
  return {
    begin: async ({ system, place }) => { places.set(`${system}/${place}`, []); },
    rows: async ({ system, place }, rows) => { places.get(`${system}/${place}`)?.push(...rows); },
    file: async () => undefined,
    end: async () => undefined,
    answer: () => Object.fromEntries([...places].filter(([, rows]) => rows.length > 0)),
  };
}

/** The answer in the words of the oracle. */
export const answerText = (answer: Readonly<Record<string, readonly AnswerRow[]>>): Readonly<Record<string, readonly string[]>> => Object.fromEntries(Object.entries(answer).map(([place, rows]) => [place,
  rows.map(({ standing, cells }) => JSON.stringify([standing, Object.fromEntries(Object.entries(cells).sort(([one], [other]) => (one < other ? -1 : 1)))])).sort()]));

/** Asks for access and gives what came. */
export async function access(map: DataMap, identity: Identity, stores: Stores): Promise<Readonly<Record<string, readonly AnswerRow[]>>> {
  const sink = sinkOf();
  const outcome = await runPlan({ ...runInput(await planned(map, identity, stores, 'access'), map, identity, stores), sink });
  if (outcome.status !== 'done') throw new Error(`the run ended as ${JSON.stringify(outcome)}`);
  return sink.answer();
}

export type Erased = { readonly plan: Plan; readonly outcome: RunOutcome; readonly deeds: readonly Deed[]; readonly reread: Reread };

/** Erases a person and reads everything again. */
export async function erase(map: DataMap, identity: Identity, stores: Stores): Promise<Erased> {
  const plan = await planned(map, identity, stores, 'erasure');
  const deeds: Deed[] = [];
  const outcome = await runPlan(runInput(plan, map, identity, stores, deeds));
  return { plan, outcome, deeds, reread: await readAgain({ plan, map, identity, stores, secret, deeds, at }) };
}
