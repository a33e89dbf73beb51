import type { Problem } from '@avouch/connectors/connector';
import type { Outcome } from '@avouch/connectors/store';
import { eachAtOnce } from '../ownership/at-once.ts';
import { formatRemembered, rememberedOf } from '../ownership/lookups.ts';
import { locatorOf, locatorsOf } from '../ownership/locate.ts';
import type { Deed, RunInput, RunOutcome } from '../run.ts';
import { answerPlace } from './answer.ts';
import { eraseIn, locateSystem } from './erase.ts';
import { locatedIn, placesOf, prepare, type Prepared } from './prepared.ts';
import { markSystem } from './marks.ts';
import { rectifyIn } from './rectify.ts';

/** So many systems are worked on at once. */
const systemsAtOnce = 4;

/** Steps that may go side by side: each for one system, skipped when it was done before. */
type Stage = { readonly does: Deed['does']; /** The systems that it is about; all where it does not say. */ readonly only?: readonly string[]; readonly run: (system: string) => Promise<Deed> };

type Log = { readonly deeds: Deed[]; readonly input: RunInput };

const isDone = (deeds: readonly Deed[], step: string): boolean => deeds.some((deed) => deed.step === step && deed.problem === undefined);

/** Runs one stage over all systems. Every deed is recorded, those that failed too; gives the problems. */
async function runStage({ deeds, input }: Log, { systems, silent }: Prepared, stage: Stage): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const open = (stage.only ?? systems).filter((system) => !isDone(deeds, `${stage.does}:${system}`));
  const next = async (): Promise<void> => {
    for (let system = open.shift(); system !== undefined && !input.signal.aborted; system = open.shift()) {
      const step = { step: `${stage.does}:${system}`, system, place: null, does: stage.does, planned: 0, done: 0 };
      const problem = silent[system];
      const deed: Deed = problem === undefined ? await stage.run(system) : { ...step, problem };
      await input.record(deed);
      deeds.push(deed);
      if (deed.problem !== undefined) problems.push(deed.problem);
    }
  };
  await Promise.all(Array.from({ length: Math.min(systemsAtOnce, open.length) }, next));
  return input.signal.aborted && open.length > 0 ? [...problems, { kind: 'cut-short', sentence: 'The run was stopped before it was through.', remedy: 'Start it again: it goes on where it stopped.' }] : problems;
}

function stagesOf(log: Log, prepared: Prepared): readonly Stage[] {
  const { ground, treatments } = prepared;
  const { plan, secret, corrections = [], sink, at } = log.input;
  const planned = (system: string): number => plan.places.filter((place) => place.system === system).reduce((sum, { dispositions }) => sum + (dispositions === null ? 0 : dispositions.deleted + dispositions.emptied + dispositions.shells + dispositions.cleared + dispositions.loosened), 0);
  const remembered = (system: string): ReturnType<typeof rememberedOf> => locatedIn(log.deeds, system)?.remembered ?? rememberedOf();
  const order = (system: string): Parameters<typeof locateSystem>[0] => ({ ground, system, treatments: treatments.get(system) ?? new Map(), secret, at });
  switch (plan.right) {
    case 'access': case 'portability': return sink === undefined ? [] : [{ does: 'read', run: (system) => answerSystem(prepared, log.input, system) }];
    case 'erasure': return [{ does: 'locate', run: (system) => locateSystem(order(system)) }, { does: 'change', run: (system) => eraseIn(order(system), remembered(system), planned(system)) }];
    case 'rectification': return [
      { does: 'locate', run: (system) => lookUpFirst(prepared, system) },
      { does: 'change', run: (system) => rectifyIn(ground, remembered(system), system, corrections, corrections.filter((one) => one.system === system).length) },
    ];
    case 'restriction': case 'objection': {
      const only = [...new Set(plan.places.filter(({ marks }) => marks !== undefined).map(({ system }) => system))];
      return only.length === 0 ? [] : [{ does: 'change', only, run: (system) => markSystem(ground, plan, system, at) }];
    }
    default: return [];
  }
}

async function answerSystem(prepared: Prepared, { plan, sink }: RunInput, system: string): Promise<Deed> {
  const { ground } = prepared;
  const store = ground.stores[system];
  const planned = plan.places.filter((place) => place.system === system).reduce((sum, { rows }) => sum + rows.own + rows.shared + (plan.right === 'access' ? rows.accessible : 0), 0);
  const step = { step: `read:${system}`, system, place: null, does: 'read' as const, planned };
  if (store === undefined || sink === undefined) return { ...step, done: 0, problem: { kind: 'unreachable', sentence: `The system ${system} is not connected.`, remedy: 'Connect it and start the run again.' } };
  const counts: Record<string, { read: number }> = {};
  const remembered = rememberedOf();
  const outcome = await store.work('read', async (session): Promise<Outcome<number>> => {
    const found = await locatorsOf(ground, remembered, system, placesOf(prepared, system));
    if (!found.ok) return found;
    const { locators, atOnce } = found.value;
    const answered = await eachAtOnce(locators, atOnce, (locator) => answerPlace({ ground, plan, remembered, sink }, session, store, locator));
    if (!answered.ok) return answered;
    for (const [at, { rows }] of answered.value.entries()) if (rows > 0) counts[locators[at]?.ref.place ?? ''] = { read: rows };
    return { ok: true, value: answered.value.reduce((sum, { rows }) => sum + rows, 0) };
  });
  return outcome.ok ? { ...step, done: outcome.value, counts } : { ...step, done: 0, problem: outcome.problem };
}

/** Reads what paths over other systems lead to, before a correction changes it. */
async function lookUpFirst(prepared: Prepared, system: string): Promise<Deed> {
  const remembered = rememberedOf();
  const step = { step: `locate:${system}`, system, place: null, does: 'locate' as const, planned: 0, done: 0 };
  for (const place of placesOf(prepared, system)) {
    const locator = await locatorOf(prepared.ground, remembered, { system, place });
    if (!locator.ok) return { ...step, problem: locator.problem };
  }
  return { ...step, private: { remembered: formatRemembered(remembered) } };
}

/**
 * Carries out an approved plan, or goes on with it from `done`. Nothing is changed anywhere before every system has been looked
 * through; a deed is recorded only when the source has it. Called again after a kill it ends in the same state.
 */
export async function runPlan(input: RunInput): Promise<RunOutcome> {
  const { plan } = input;
  if ((plan.right === 'access' || plan.right === 'portability') && input.sink === undefined) throw new RangeError(`${plan.right} needs a sink`);
  const prepared = await prepare(input);
  if ('status' in prepared) return prepared;
  const log: Log = { deeds: [...input.done], input };
  for (const stage of stagesOf(log, prepared)) {
    const problems = await runStage(log, prepared, stage);
    if (problems.length > 0) return { status: 'stopped', deeds: log.deeds, problems };
  }
  const later = prepared.systems.flatMap((system) => locatedIn(log.deeds, system)?.later ?? []);
  return { status: 'done', deeds: log.deeds, later, moved: movedIn(input, log.deeds) };
}

/** Where what was done is not what was planned. */
const movedIn = ({ plan }: RunInput, deeds: readonly Deed[]): readonly string[] => deeds.filter(({ does, problem }) => does === (plan.right === 'erasure' ? 'locate' : 'read') && problem === undefined).flatMap(({ system, counts = {} }) =>
  plan.places.filter((place) => place.system === system).flatMap(({ place, rows, dispositions }) => {
    if (dispositions === null) {
      const [then, now] = [rows.own + rows.shared + (plan.right === 'access' ? rows.accessible : 0), counts[place]?.['read'] ?? 0];
      return then === now ? [] : [`${place} in ${system}: ${then} rows when planned, ${now} when read.`];
    }
    return Object.entries(dispositions).filter(([name, then]) => then !== (counts[place]?.[name] ?? 0)).map(([name, then]) => `${place} in ${system}: ${then} ${name} when planned, ${counts[place]?.[name] ?? 0} when found.`);
  }));
