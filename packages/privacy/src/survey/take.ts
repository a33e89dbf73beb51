import type { Outcome, Session } from '@avouch/connectors/store';
import type { PlaceRef } from '../ownership.ts';
import type { Ground } from '../ownership/drafts.ts';
import { eachAtOnce } from '../ownership/at-once.ts';
import { locate, locatorsOf, type Locator } from '../ownership/locate.ts';
import { rememberedOf, type Remembered } from '../ownership/lookups.ts';
import { personalPlaces } from '../ownership/roles.ts';
import { readShapes } from '../ownership/shapes.ts';
import type { AcceptedFault, Correction, Treatment } from '../plan.ts';
import { changesIn } from '../run/cleared.ts';
import { correctionWhere } from '../run/corrections.ts';
import { judgeSystem, type JudgedSystem } from '../run/judge.ts';
import { isHeld, treatmentOf } from '../run/treatment.ts';
import type { Dispositions, Fault, KeptUntil, PlaceSurvey, Survey, SurveyInput } from '../survey.ts';
import { mapDigest } from './digest.ts';
import { faultsOf, systemsFor, unreachable } from './faults.ts';

/** What erasure does in each place, by `system/place`. */
export function treatmentsOf({ map, identity, right, holds, decisions, rules }: Pick<SurveyInput, 'map' | 'identity' | 'right' | 'holds' | 'decisions' | 'rules'>): ReadonlyMap<string, Treatment> {
  const theirs = holds.filter((hold) => isHeld(map, hold, identity));
  return new Map(personalPlaces(map).map(({ ref, place }) => [`${ref.system}/${ref.place}`, treatmentOf(map, ref, place, { right, holds: theirs, decisions, rules })]));
}

/** Without the places and systems of faults that a person accepted: nothing is read or changed there. Fields are no matter of places. */
export function withoutLeftOut(treatments: ReadonlyMap<string, Treatment>, faults: readonly Fault[], accepted: readonly AcceptedFault[]): ReadonlyMap<string, Treatment> {
  const left = faults.filter(({ id, field, stops }) => stops && field === null && accepted.some((one) => one.id === id));
  return new Map([...treatments].filter(([name]) => !left.some(({ system, place }) => (place === null ? name.startsWith(`${system}/`) : name === `${system}/${place}`))));
}

/** The treatments of one system, by place. */
export const inSystem = (treatments: ReadonlyMap<string, Treatment>, system: string): ReadonlyMap<string, Treatment> =>
  new Map([...treatments].flatMap(([name, treatment]) => (name.startsWith(`${system}/`) ? [[name.slice(system.length + 1), treatment] as const] : [])));

/** Counts what there is of one person and what a plan would do with it. Changes nothing. */
export async function takeSurvey(input: SurveyInput): Promise<Survey> {
  const { map, identity, stores, right, role, at } = input;
  const systems = systemsFor(map, role);
  const read = await readShapes(Object.fromEntries(Object.entries(stores).filter(([system]) => map.systems[system] !== undefined)));
  const ground: Ground = { map, identity, stores, shapes: read.shapes };
  const wished = treatmentsOf(input);
  const remembered = rememberedOf();
  const faults = [...faultsOf({ map, stores, read, right, role, treatments: wished })];
  const treatments = withoutLeftOut(wished, faults, input.accepted);
  const places = await Promise.all(systems.filter((system) => read.shapes[system] !== undefined).map((system) => surveySystem(ground, remembered, system, input, inSystem(treatments, system), faults)));
  return { at, map: mapDigest(map), role, places: places.flat(), faults };
}

type Counts = { own: number; shared: number; accessible: number; corrections: Record<string, number> };

async function surveySystem(ground: Ground, remembered: Remembered, system: string, input: SurveyInput, treatments: ReadonlyMap<string, Treatment>, faults: Fault[]): Promise<readonly PlaceSurvey[]> {
  const refs = personalPlaces(ground.map).map(({ ref }) => ref).filter((ref) => ref.system === system && treatments.has(ref.place) && ground.shapes[system]?.places.some(({ place }) => place === ref.place) === true);
  const erases = input.right === 'erasure';
  const broken = new Set(faults.filter((one) => one.code === 'broken-path' && one.system === system).map(({ place }) => place));
  const surveyed = await ground.stores[system]?.work('read', async (session): Promise<Outcome<readonly PlaceSurvey[]>> => {
    const found = await locatorsOf(ground, remembered, system, refs.map(({ place }) => place).filter((place) => !broken.has(place)));
    if (!found.ok) return found;
    const { locators, atOnce } = found.value;
    const counts = await eachAtOnce(locators, atOnce, (locator) => countPlace(ground, remembered, session, locator, input.right === 'rectification' ? (input.corrections ?? []) : []));
    if (!counts.ok) return counts;
    const counted = new Map(locators.map(({ ref }, at) => [ref.place, counts.value[at]]));
    const judged = erases && broken.size === 0 ? await judgeSystem(ground, remembered, session, { system, treatments, at: input.at }) : null;
    if (judged !== null && !judged.ok) return judged;
    return { ok: true, value: refs.flatMap((ref): PlaceSurvey[] => {
      const counts = counted.get(ref.place);
      if (counts === undefined) return [];
      return [{ ...ref, ...counts, treatment: treatments.get(ref.place) ?? null, dispositions: judged === null ? null : dispositionsOf(judged.value, ref), keptUntil: judged === null ? null : keptUntilOf(judged.value, ref), problem: null }];
    }) };
  });
  if (surveyed?.ok === true) return surveyed.value;
  if (surveyed !== undefined) faults.push(unreachable(system, null, surveyed.problem));
  return refs.map((ref) => ({ ...ref, own: null, shared: null, accessible: null, treatment: treatments.get(ref.place) ?? null, dispositions: null, keptUntil: null, corrections: {}, problem: surveyed?.problem ?? null }));
}

async function countPlace(ground: Ground, remembered: Remembered, session: Session, locator: Locator, corrections: readonly Correction[]): Promise<Outcome<Counts>> {
  const { ref, where, sure } = locator;
  const counts: Counts = { own: 0, shared: 0, accessible: 0, corrections: {} };
  // Where every row that is found is theirs alone, the store counts.
  const outcome = sure === undefined ? await locate(ground, remembered, session, locator, { fields: [] }, (rows) => { for (const { standing } of rows) counts[standing] += 1; }) : await session.count(ref.place, where);
  if (!outcome.ok) return outcome;
  if (typeof outcome.value === 'number') counts.own = outcome.value;
  for (const [at, correction] of corrections.entries()) {
    if (correction.system !== ref.system || correction.place !== ref.place) continue;
    const found = await locate(ground, remembered, session, { ...locator, ...correctionWhere(ground, locator, correction) }, { fields: [], ownedOnly: true }, () => undefined);
    if (!found.ok) return found;
    counts.corrections[String(at)] = found.value.rows;
  }
  return { ok: true, value: counts };
}

/** What becomes of the rows of one place. */
export function dispositionsOf({ sides, loosened }: JudgedSystem, { place }: PlaceRef): Dispositions {
  const side = sides.get(place);
  const rows = side?.rows ?? [];
  const count = (status: string): number => rows.filter((row) => row.status === status).length;
  const letGo = new Set(loosened.filter((one) => one.place === place).map(({ key, field }) => JSON.stringify([key, field])));
  return {
    deleted: count('delete'), emptied: count('empty'), kept: count('keep'), shells: count('shell'), held: count('hold'), ended: rows.filter(({ ended }) => ended).length, loosened: letGo.size,
    cleared: side === undefined ? 0 : rows.filter((row) => row.status === 'shared' && changesIn(side, row).size > 0).length,
  };
}

function keptUntilOf({ sides }: JudgedSystem, { place }: PlaceRef): KeptUntil | null {
  const kept = (sides.get(place)?.rows ?? []).filter(({ status }) => status === 'keep');
  const days = kept.flatMap(({ until }) => until ?? []).sort();
  return kept.length === 0 ? null : { first: days[0] ?? null, last: days.at(-1) ?? null, open: kept.length - days.length };
}
