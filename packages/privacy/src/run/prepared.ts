import type { Problem } from '@avouch/connectors/connector';
import type { Json } from '@avouch/ledger/entry';
import { driftOf } from '../plan/drift.ts';
import type { DataMap, Identity } from '../datamap.ts';
import { textOf } from '../ownership/cells.ts';
import type { Ground } from '../ownership/drafts.ts';
import { rememberedOf, type Remembered } from '../ownership/lookups.ts';
import { keysOf, personalPlaces, rolesOf } from '../ownership/roles.ts';
import { readShapes } from '../ownership/shapes.ts';
import type { Correction, Hold, Plan, Treatment } from '../plan.ts';
import type { Deed, LaterDuty, RunInput, RunOutcome } from '../run.ts';
import { faultsOf } from '../survey/faults.ts';
import { digestOf, mapDigest } from '../survey/digest.ts';
import { isHeld } from './treatment.ts';

/** A run that may begin: the ground, the systems that the plan touches, and what each place gets. */
export type Prepared = { readonly ground: Ground; readonly systems: readonly string[]; readonly treatments: ReadonlyMap<string, ReadonlyMap<string, Treatment>>; readonly silent: Readonly<Record<string, Problem>> };

/** What a plan says of its places, by system and place, without those that it leaves out. */
export function planTreatments(plan: Plan): ReadonlyMap<string, ReadonlyMap<string, Treatment>> {
  const systems = new Map<string, Map<string, Treatment>>();
  for (const { system, place, treatment } of plan.places) if (treatment !== null) systems.set(system, (systems.get(system) ?? new Map<string, Treatment>()).set(place, treatment));
  return systems;
}

/** With the right values beside the wrong ones, where what is put right is itself a key: a run that goes on finds its rows by either. */
export function withCorrected(map: DataMap, identity: Identity, corrections: readonly Correction[]): Identity {
  const more = new Map<string, string[]>(Object.entries(identity).map(([key, values]) => [key, [...values]]));
  for (const { system, place: name, field, to } of corrections) {
    const place = map.systems[system]?.places[name];
    const text = textOf(to);
    if (place === undefined || text === null) continue;
    const keys = [...(place.identifies === undefined ? [] : keysOf(place.identifies)), ...rolesOf(place).flatMap(({ paths }) => paths.filter(({ hops }) => hops.length === 0).map((path) => [path.is, path.field] as const))];
    for (const [key, held] of keys) if (held === field && more.get(key)?.includes(text) === false) more.get(key)?.push(text);
  }
  return Object.fromEntries(more);
}

const holdsBeyond = (plan: Plan, map: DataMap, identity: Identity, holds: readonly Hold[]): readonly string[] => holds.filter((hold) => isHeld(map, hold, identity)).flatMap((hold) =>
  plan.places.filter(({ system, place, treatment }) => treatment !== null && treatment.rows !== 'hold' && (hold.places === 'all' || hold.places.some((one) => one.system === system && one.place === place)))
    .map(({ place, system }) => `The legal hold ${hold.id} covers ${place} in ${system}, and the plan does not know it.`));

/** Checks that the plan is the one that was approved and that the sources are still those that it was made for. Touches nothing. */
export async function prepare({ plan, approved, map, identity, stores, holds, corrections = [] }: Pick<RunInput, 'plan' | 'approved' | 'map' | 'identity' | 'stores' | 'holds' | 'corrections'>): Promise<Prepared | (RunOutcome & { readonly status: 'refused' })> {
  const refused = (code: 'not-approved' | 'not-ready' | 'drifted', sentence: string, beyond: readonly string[] = []): RunOutcome & { readonly status: 'refused' } => ({ status: 'refused', code, sentence, drift: { moved: [], beyond } });
  const { digest, ...rest } = plan;
  if (digest !== approved || digestOf(rest) !== digest) return refused('not-approved', 'This is not the plan that was approved: its digest is another.');
  if (!plan.ready) return refused('not-ready', 'The plan has faults that stop it and that nobody accepted.');
  if (mapDigest(map) !== plan.map) return refused('drifted', 'The data map is no longer the one by which the plan was made.', ['The data map has changed.']);
  const treatments = planTreatments(plan);
  const systems = [...treatments.keys()];
  const read = await readShapes(Object.fromEntries(Object.entries(stores).filter(([system]) => map.systems[system] !== undefined)));
  const byPlace = new Map(plan.places.flatMap(({ system, place, treatment }) => (treatment === null ? [] : [[`${system}/${place}`, treatment] as const])));
  const faults = faultsOf({ map, stores, read, right: plan.right, role: plan.role, treatments: byPlace }).filter(({ code }) => code !== 'unreachable');
  const changing = plan.right === 'erasure' || plan.right === 'rectification' || plan.right === 'retention';
  const beyond = [...driftOf(plan, { at: plan.at, map: plan.map, role: plan.role, places: [], faults }).beyond, ...(changing ? holdsBeyond(plan, map, identity, holds) : [])];
  if (beyond.length > 0) return refused('drifted', 'The sources are no longer those for which the plan was approved: make a new plan.', beyond);
  return { ground: { map, identity: withCorrected(map, identity, corrections), stores, shapes: read.shapes }, systems, treatments, silent: read.problems };
}

type Located = { readonly remembered: Remembered; readonly later: readonly LaterDuty[] };

/** What the locating step of a system has kept. */
export function locatedIn(deeds: readonly Deed[], system: string): Located | null {
  const deed = deeds.findLast(({ step, problem }) => step === `locate:${system}` && problem === undefined);
  if (deed === undefined) return null;
  const kept = (deed.private ?? {}) as { remembered?: Json; later?: readonly LaterDuty[] };
  return { remembered: rememberedOf(kept.remembered), later: kept.later ?? [] };
}

/** The personal places of a system that a plan does something about. */
export const placesOf = ({ ground, treatments }: Prepared, system: string): readonly string[] => personalPlaces(ground.map).filter(({ ref }) => ref.system === system && treatments.get(system)?.has(ref.place) === true).map(({ ref }) => ref.place);

