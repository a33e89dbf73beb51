/**
 * What there is of one person, counted and not copied: the ground of a plan. What cannot be reached or was never classified
 * shows as a fault; it is never left out silently.
 */
import type { Problem } from '@avouch/connectors/connector';
import type { DataMap, Identity } from './datamap.ts';
import type { PlaceRef, Stores } from './ownership.ts';
import type { AcceptedFault, Correction, Decision, Hold, Right, RightsRule, Treatment } from './plan.ts';

/**
 * What would become of this person's rows under erasure. `deleted`, `emptied` and `kept` are own rows by the rule of their
 * place; `ended` are kept rows whose ground has ended, counted under `deleted` too; `shells` are own rows that rows of others
 * still point at; `cleared` are shared rows in which this person's part goes; `loosened` are rows of others in which a
 * pointer that the map calls loose is cleared; `held` are rows that a legal hold keeps as they are.
 */
export type Dispositions = {
  readonly deleted: number;
  readonly emptied: number;
  readonly kept: number;
  readonly ended: number;
  readonly shells: number;
  readonly cleared: number;
  readonly loosened: number;
  readonly held: number;
};

/** The days on which kept rows come to the end of their ground: the first, the last, and how many have no day. */
export type KeptUntil = { readonly first: string | null; readonly last: string | null; readonly open: number };

/** One place: how many rows of each standing; null figures where it could not be read, with the problem. */
export type PlaceSurvey = PlaceRef & {
  readonly own: number | null;
  readonly shared: number | null;
  readonly accessible: number | null;
  /** Only for erasure and retention. */
  readonly dispositions: Dispositions | null;
  readonly keptUntil: KeptUntil | null;
  /** Rows that hold the wrong value, for each correction by its index: only for rectification. */
  readonly corrections: Readonly<Record<string, number>>;
  /** What erasure does to its own rows, from the map, the holds, the decisions and the law; null where the place is left out by an accepted fault. */
  readonly treatment: Treatment | null;
  readonly problem: Problem | null;
};

/**
 * Something that keeps the plan from being whole. `id` is stable between surveys: `unclassified-field:shop/public.orders/gift_note`.
 * One that stops must be mended, or accepted by a person with a reason, before anything runs.
 */
export type Fault = {
  readonly id: string;
  readonly code: 'unreachable' | 'missing-place' | 'missing-field' | 'unclassified-place' | 'unclassified-field' | 'no-key' | 'broken-path' | 'cannot' | 'undecided';
  readonly system: string;
  readonly place: string | null;
  readonly field: string | null;
  /** What happened and what it means for this request. */
  readonly sentence: string;
  readonly remedy: string;
  readonly stops: boolean;
};

export type SurveyInput = {
  readonly map: DataMap;
  readonly identity: Identity;
  readonly stores: Stores;
  readonly right: Right;
  /** As what the company is asked: a request to a controller leaves out the systems in which it works for others, and the other way round. */
  readonly role: 'controller' | 'processor';
  readonly holds: readonly Hold[];
  readonly decisions: readonly Decision[];
  readonly rules: readonly RightsRule[];
  /** Faults of whole places and systems that a person accepted: what they are about is left out. */
  readonly accepted: readonly AcceptedFault[];
  readonly corrections?: readonly Correction[];
  readonly at: string;
};

/** Everything that was counted at one moment. */
export type Survey = {
  readonly at: string;
  /** Hex SHA-256 of the data map's canonical JSON. */
  readonly map: string;
  readonly role: 'controller' | 'processor';
  readonly places: readonly PlaceSurvey[];
  readonly faults: readonly Fault[];
};

export { takeSurvey } from './survey/take.ts';
