import type { Problem } from '@avouch/connectors/connector';
import type { Identity } from '@avouch/privacy/datamap';
import type { IdentityDoubt, IdentitySummary, Settled } from '@avouch/privacy/identity';
import type { AcceptedFault, Correction, Decision, Hold, Plan, Right as PlannedRight } from '@avouch/privacy/plan';
import type { Reread } from '@avouch/privacy/reread';
import type { Right } from '@avouch/privacy/request';
import type { Deed, LaterDuty } from '@avouch/privacy/run';
import type { Survey } from '@avouch/privacy/survey';
import { allRecords } from '../collecting/source.ts';
import type { Context } from '../context.ts';
import type { RestrictionGround } from './intake.ts';
import { entriesOf, needRequest, partOf, partsAt, receivedOf, type Held } from './request.ts';

/** What a fact `request.identified` seals. */
export type IdentifiedPart = { readonly keys: Identity; readonly reason: string; /** Whether it is somebody erased who came back: that was approved before. */ readonly again?: boolean };
/** What a fact `request.surveyed` seals: who was found, or why nobody could be. */
export type SurveyedPart = {
  readonly identity: Identity | null; readonly summary: IdentitySummary | null; readonly survey: Survey | null;
  readonly doubts: readonly IdentityDoubt[]; readonly problem: Problem | null; readonly unopened: readonly string[];
};
export type PlannedPart = { readonly plan: Plan };
export type SteppedPart = { readonly deed?: Deed; readonly note?: string };
export type RanPart = { readonly later: readonly LaterDuty[]; readonly moved: readonly string[] };
export type RereadPart = { readonly reread: Reread };
/** What people decided about a request so far; the last word on each matter counts. */
export type Decided = {
  readonly settled: Settled; readonly decisions: readonly Decision[]; readonly accepted: readonly AcceptedFault[]; readonly corrections: readonly Correction[];
  /** The ground of Art. 18(1) on which restriction is asked: as a person said, else as it was asked. */
  readonly restriction: RestrictionGround | null;
  /** By question. */
  readonly answers: Readonly<Record<string, string>>;
};

/** All that is known of a request, opened: for jobs and for those who may see it. */
export type Known = {
  readonly held: Held;
  readonly secret: Uint8Array;
  readonly identified: IdentifiedPart | undefined;
  readonly surveyed: SurveyedPart | undefined;
  readonly planned: Plan | undefined;
  readonly decided: Decided;
};

const planned = ['access', 'portability', 'rectification', 'erasure', 'restriction', 'objection'] as const satisfies readonly PlannedRight[];

/** The right that a plan carries out. No advertising, consent withdrawn and a decision looked at again are planned as an objection: what is there is shown, and people act. */
export const plannedRight = (rights: readonly Right[]): PlannedRight => planned.find((right) => rights.includes(right)) ?? 'objection';

async function newestPart<T>(context: Context, org: string, id: string, kind: string): Promise<T | undefined> {
  const entry = (await context.tenant(org, (tx) => entriesOf(tx, org, id, kind))).at(-1);
  return entry === undefined ? undefined : ((await partOf(context, org, entry)) as T | undefined);
}

/** Every part of one kind of fact about a request, oldest first; those that were forgotten are not among them. */
export async function partsOf<T>(context: Context, org: string, id: string, kind: string): Promise<readonly T[]> {
  const parts = await partsAt(context, org, await context.tenant(org, (tx) => entriesOf(tx, org, id, kind)));
  return parts.filter((part) => part !== undefined) as readonly T[];
}

async function decidedOf(context: Context, org: string, id: string): Promise<Decided> {
  const decided = { settled: [] as Settled[number][], decisions: [] as Decision[], accepted: [] as AcceptedFault[], corrections: [] as Correction[], answers: {} as Record<string, string>, restriction: null as RestrictionGround | null };
  for (const part of await partsOf<Partial<Decided>>(context, org, id, 'request.decided')) {
    if (part.settled !== undefined) decided.settled = [...part.settled];
    if (part.corrections !== undefined && part.corrections.length > 0) decided.corrections = [...part.corrections];
    for (const one of part.decisions ?? []) decided.decisions = [...decided.decisions.filter(({ system, place }) => system !== one.system || place !== one.place), one];
    for (const one of part.accepted ?? []) decided.accepted = [...decided.accepted.filter((other) => other.id !== one.id), one];
    if (part.restriction !== undefined && part.restriction !== null) decided.restriction = part.restriction;
    Object.assign(decided.answers, part.answers);
  }
  return decided;
}

/** Opens what is sealed about a request; refuses once it is forgotten. */
export async function openKnown(context: Context, org: string, id: string): Promise<Known> {
  const held = await needRequest(context, org, id);
  const { secret, restriction } = await receivedOf(context, org, held);
  const decided = await decidedOf(context, org, id);
  return {
    held, secret: Buffer.from(secret, 'base64'),
    identified: await newestPart<IdentifiedPart>(context, org, id, 'request.identified'), surveyed: await newestPart<SurveyedPart>(context, org, id, 'request.surveyed'),
    planned: (await newestPart<PlannedPart>(context, org, id, 'request.planned'))?.plan, decided: { ...decided, restriction: decided.restriction ?? (restriction as RestrictionGround | undefined) ?? null },
  };
}

/** The legal holds that stand on a day. */
export async function holdsOn(context: Context, org: string, day: string): Promise<readonly Hold[]> {
  const records = await context.tenant(org, (tx) => allRecords(tx, org, 'legal-hold'));
  return records.flatMap(({ id, value, forgotten }): Hold[] => {
    const { reason, places, person, until } = value as { reason: string; places: string[]; person?: Identity; until?: string };
    if (until !== undefined && until < day) return [];
    const named = places.map((place) => ({ system: place.slice(0, place.indexOf('/')), place: place.slice(place.indexOf('/') + 1) }));
    // Of whom it was is forgotten: then it holds everybody's, rather than nobody's.
    return [{ id, reason, places: named.length === 0 ? 'all' : named, ...(person === undefined || forgotten === true ? {} : { identity: person }), ...(until === undefined ? {} : { until }) }];
  });
}
