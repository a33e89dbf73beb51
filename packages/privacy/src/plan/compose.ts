import type { DataMap, MappedPlace } from '../datamap.ts';
import type { PlaceRef } from '../ownership.ts';
import { personalPlaces } from '../ownership/roles.ts';
import type { Decision, KeptPlan, ManualTask, PlacePlan, Plan, PlanInput, RecipientToTell, Right } from '../plan.ts';
import { marksOf } from '../run/marks.ts';
import { basesOf, rulesFor } from '../run/treatment.ts';
import type { Fault, PlaceSurvey } from '../survey.ts';
import { digestOf, mapDigest } from '../survey/digest.ts';
import { fieldPlans } from './fields.ts';
import { sentencesOf } from './sentences.ts';

const changing: readonly Right[] = ['erasure', 'rectification', 'retention'];

/** Composes the plan of a request from what was counted. Pure: the same input, the same digest. */
export function planOf({ request, map, survey, identity, accepted, rules, decisions = [], more = [], at }: PlanInput): Plan {
  if (survey.map !== mapDigest(map)) throw new RangeError('the survey was taken by another data map');
  const surveyed = new Map(survey.places.map((place) => [`${place.system}/${place.place}`, place]));
  const places = personalPlaces(map).filter(({ ref }) => map.systems[ref.system]?.engine !== 'manual').map(({ ref, place }) => placePlan(ref, place, surveyed.get(`${ref.system}/${ref.place}`), { request, map, survey, rules, decisions }));
  const undecided = places.filter((place) => place.rows.own + place.rows.shared > 0 && decisionIn(decisions, request.right, place) === undefined).flatMap((place) => undecidedIn(place, request.right));
  const faults = [...survey.faults, ...undecided].map((fault) => ({ ...fault, accepted: accepted.find(({ id }) => id === fault.id)?.reason ?? null }));
  const plan: Omit<Plan, 'digest'> = {
    v: 1, request: request.id, right: request.right, role: survey.role, at, map: survey.map, identity, places, faults,
    tasks: [...tasksOf(map, survey.role, faults), ...more],
    recipients: recipientsOf(map, places, request.right),
    backups: Object.entries(map.systems).flatMap(([system, { backups }]) => (backups === undefined || !places.some((place) => place.system === system && place.does === 'change') ? [] : [{ system, days: backups.days, note: backups.note ?? null }])),
    ready: faults.every((fault) => !fault.stops || fault.accepted !== null),
  };
  return { ...plan, digest: digestOf(plan) };
}

type Rest = Pick<PlanInput, 'request' | 'map' | 'survey' | 'rules'> & { readonly decisions: readonly Decision[] };

const decisionIn = (decisions: readonly Decision[], right: Right, { system, place }: PlaceRef): Decision | undefined => decisions.find((one) => one.right === right && one.system === system && one.place === place);

function placePlan(ref: PlaceRef, place: MappedPlace, counted: PlaceSurvey | undefined, { request, map, survey, rules, decisions }: Rest): PlacePlan {
  const system = map.systems[ref.system];
  const rows = { own: counted?.own ?? 0, shared: counted?.shared ?? 0, accessible: counted?.accessible ?? 0 };
  const ours = system?.role === survey.role;
  const leftOut = ours && counted === undefined;
  const { right } = request;
  const corrected = Object.values(counted?.corrections ?? {}).reduce((sum, count) => sum + count, 0);
  const marks = ours && !leftOut && rows.own > 0 && counted?.treatment?.rows !== 'hold' && (right === 'restriction' || right === 'objection') ? marksOf(place, request.marks ?? []) : [];
  const decided = decisionIn(decisions, right, ref);
  // What is kept by a decision says its reason with the rows.
  const weighed = decided?.outcome === 'applies' ? [`It was weighed for this request, and the right applies: ${decided.reason}`] : [];
  const does = !ours ? 'nothing' : leftOut ? 'left-out' : marks.length > 0 ? 'change' : doesIn(right, rows, counted, corrected);
  return {
    ...ref, title: place.title, engine: system?.engine ?? '', rows, does, treatment: counted?.treatment ?? null, dispositions: counted?.dispositions ?? null,
    why: [...sentencesOf({ right, rows, counted, corrected, ours, leftOut, role: survey.role, marks }), ...weighed],
    kept: keptOf(counted), fields: does === 'nothing' || leftOut ? [] : fieldPlans(map, place, right, rules, (request.corrections ?? []).filter((one) => one.system === ref.system && one.place === ref.place).map(({ field }) => field)),
    rules: rulesFor(rules, right, basesOf(map, place)), ...(marks.length === 0 ? {} : { marks }),
  };
}

function doesIn(right: Right, rows: PlacePlan['rows'], counted: PlaceSurvey | undefined, corrected: number): PlacePlan['does'] {
  if (right === 'rectification') return corrected > 0 ? 'change' : 'nothing';
  if (!changing.includes(right)) return right === 'portability' ? (rows.own + rows.shared > 0 ? 'read' : 'nothing') : rows.own + rows.shared + rows.accessible > 0 ? 'read' : 'nothing';
  const { deleted = 0, emptied = 0, shells = 0, cleared = 0, loosened = 0, kept = 0, held = 0 } = counted?.dispositions ?? {};
  return deleted + emptied + shells + cleared + loosened > 0 ? 'change' : kept + held > 0 ? 'keep' : 'nothing';
}

function keptOf(counted: PlaceSurvey | undefined): readonly KeptPlan[] {
  const { treatment, dispositions, keptUntil } = counted ?? {};
  if (treatment?.rows === 'keep' && (dispositions?.kept ?? 0) > 0) return [{ rows: dispositions?.kept ?? 0, reason: treatment.keep.reason, exemption: treatment.keep.exemption, law: treatment.keep.law, until: keptUntil ?? null, hold: null }];
  if (treatment?.rows === 'hold' && (dispositions?.held ?? 0) > 0) return [{ rows: dispositions?.held ?? 0, reason: treatment.reason, exemption: null, law: null, until: null, hold: treatment.hold }];
  return [];
}

const undecidedIn = (place: PlacePlan, right: Right): readonly Fault[] => place.rules.filter(({ applies }) => applies === 'weigh').slice(0, 1).map((rule) => ({
  id: `undecided:${place.system}/${place.place}`, code: 'undecided', system: place.system, place: place.place, field: null, stops: false,
  sentence: `Whether the right of ${right} covers ${place.title} is to be weighed (${rule.source}): ${rule.because}`, remedy: 'Decide it for this request and write down why.',
}));

function tasksOf(map: DataMap, role: Plan['role'], faults: Plan['faults']): readonly ManualTask[] {
  return Object.entries(map.systems).filter(([, system]) => system.role === role).flatMap(([id, system]): ManualTask[] => {
    const personal = Object.entries(system.places).filter(([, place]) => place.personal).map(([name]) => name);
    const unable = faults.filter((fault) => fault.system === id && fault.accepted !== null && fault.stops && fault.field === null && fault.code !== 'unclassified-place').flatMap(({ place }) => (place === null ? personal : [place]));
    const places = system.engine === 'manual' ? personal : [...new Set(unable)];
    return places.length === 0 ? [] : [{ system: id, title: system.title, owner: system.task?.owner ?? null, days: system.task?.days ?? null, how: system.task?.how ?? null, places }];
  });
}

function recipientsOf(map: DataMap, places: readonly PlacePlan[], right: Right): readonly RecipientToTell[] {
  if (right !== 'erasure' && right !== 'rectification' && right !== 'restriction') return [];
  const categories = new Map<string, Set<string>>();
  for (const { system, place: name, does, rows } of places) {
    const place = map.systems[system]?.places[name];
    if (place === undefined || (right === 'restriction' ? rows.own + rows.shared === 0 : does !== 'change')) continue;
    for (const field of Object.values(place.fields)) {
      if (field.category === 'none') continue;
      for (const id of (field.purposes.length > 0 ? field.purposes : place.purposes).flatMap((purpose) => map.purposes[purpose]?.recipients ?? [])) categories.set(id, (categories.get(id) ?? new Set()).add(field.category));
    }
  }
  return [...categories].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([id, held]) => {
    const recipient = map.recipients[id];
    return recipient === undefined ? [] : [{ id, title: recipient.title, role: recipient.role, told: recipient.told ?? null, categories: [...held].sort() }];
  });
}
