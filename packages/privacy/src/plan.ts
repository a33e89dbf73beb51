/**
 * What will be done for one request, place by place, with reasons and counts, before anything is done. A plan names nobody.
 * Its digest is what a person approves and what a run checks.
 */
import type { DataMap, ErasureExemption, FieldErasure, Identity, Keep, LawfulBasis, Recipient } from './datamap.ts';
import type { Cell } from '@avouch/connectors/store';
import type { IdentitySummary } from './identity.ts';
import type { PlaceRef } from './ownership.ts';
import type { Dispositions, Fault, KeptUntil, Survey } from './survey.ts';

/** What is asked or, for retention, what falls due by itself. Objection runs as erasure or restriction once it is decided which. */
export type Right = 'access' | 'portability' | 'rectification' | 'erasure' | 'restriction' | 'objection' | 'retention';

/** One row of the matrix of rights and lawful bases: data, with its source in law. `weigh` means that a person decides. */
export type RightsRule = {
  readonly right: Right;
  readonly basis: LawfulBasis;
  readonly applies: 'yes' | 'no' | 'weigh';
  /** `Art. 17(3)(b)`. */
  readonly source: string;
  readonly because: string;
};

/** What a person decided for a place where the law says `weigh`, or against what the map does by default. Never loosens: it can only keep more, or say that the right applies. */
export type Decision = PlaceRef & {
  readonly right: Right;
  readonly outcome: 'applies' | 'keep';
  readonly exemption?: ErasureExemption;
  readonly reason: string;
  readonly until?: string;
};

/** A legal hold: what it covers is neither changed nor deleted, whatever else is asked. `identity` limits it to one person; without it it covers everybody. */
export type Hold = { readonly id: string; readonly reason: string; readonly places: 'all' | readonly PlaceRef[]; readonly identity?: Identity; readonly until?: string };

/** One value put right: rows of this person in which the field holds `from` get `to`. The values are personal: the plan holds only the index and the count. */
export type Correction = PlaceRef & { readonly field: string; readonly from: Cell; readonly to: Cell };

/** A fault that a person accepted, with the reason that the plan shows. */
export type AcceptedFault = { readonly id: string; readonly reason: string };

/** A mark that rows can bear for the company's own programs to see. */
export type MarkName = 'restricted' | 'objected';
export type RowMark = { readonly mark: MarkName; readonly field: string };

export type PlanRequest = {
  readonly id: string;
  readonly right: Right;
  /** Places and fields to be put right, in the order of `Survey.corrections`; the values stay outside of the plan. */
  readonly corrections?: readonly (PlaceRef & { readonly field: string })[];
  /** What rows are marked with, where their place has a field for it. */
  readonly marks?: readonly MarkName[];
};

/** Why a field is read, changed, kept or left out: the reason is a sentence for people. */
export type FieldPlan = {
  readonly field: string;
  readonly category: string;
  readonly of: string;
  /** For access: shown or left out. For erasure: what becomes of it in rows that stay. */
  readonly does: 'shown' | 'left-out' | 'corrected' | 'untouched' | FieldErasure;
  readonly why: string;
};

/** Why something stays: the reason for people, the exemption and law where there is one, and its end: a period after a day in the row, or one day for all. */
export type KeepReason = {
  readonly reason: string;
  readonly exemption: ErasureExemption | null;
  readonly law: string | null;
  readonly until: NonNullable<Keep['until']> | null;
  readonly day: string | null;
};

/** What erasure does to this person's own rows of a place. `hold` leaves every row as it is, shared ones too, and `nothing` is for places that nobody owns. */
export type Treatment =
  | { readonly rows: 'delete' | 'empty' | 'nothing' }
  | { readonly rows: 'keep'; readonly keep: KeepReason }
  | { readonly rows: 'hold'; readonly hold: string; readonly reason: string; readonly until: string | null };

/** Rows of a place that stay although erasure was asked. */
export type KeptPlan = { readonly rows: number; readonly reason: string; readonly exemption: ErasureExemption | null; readonly law: string | null; readonly until: KeptUntil | null; readonly hold: string | null };

/** What is done in one place. Counts are those of the survey and may move a little until the run. */
export type PlacePlan = PlaceRef & {
  readonly title: string;
  readonly engine: string;
  readonly rows: { readonly own: number; readonly shared: number; readonly accessible: number };
  readonly does: 'read' | 'change' | 'keep' | 'nothing' | 'left-out';
  /** Sentences that say what becomes of the rows, and why. */
  readonly why: readonly string[];
  readonly treatment: Treatment | null;
  readonly dispositions: Dispositions | null;
  readonly kept: readonly KeptPlan[];
  readonly fields: readonly FieldPlan[];
  /** Marks that its own rows get; absent where there are none. */
  readonly marks?: readonly RowMark[];
  /** The lawful bases of what lies here and what the law says of this right under each. */
  readonly rules: readonly RightsRule[];
};

/** A system without connector, or one whose connector cannot do this: a person does it and attests. Null where the map does not say. */
export type ManualTask = { readonly system: string; readonly title: string; readonly owner: string | null; readonly days: number | null; readonly how: string | null; readonly places: readonly string[] };

/** Who got the data and is told what was done with it: Art. 19. `told` is null where the map does not say how, which makes it a task of the privacy lead. */
export type RecipientToTell = { readonly id: string; readonly title: string; readonly role: Recipient['role']; readonly told: Recipient['told'] | null; readonly categories: readonly string[] };

/** `map` is the one that was surveyed: another is refused with a RangeError. Holds came in by the survey; `decisions` are those that it was taken with. */
export type PlanInput = {
  readonly request: PlanRequest;
  readonly map: DataMap;
  readonly survey: Survey;
  readonly identity: IdentitySummary;
  readonly accepted: readonly AcceptedFault[];
  readonly rules: readonly RightsRule[];
  readonly decisions?: readonly Decision[];
  /** What people do beside the systems of the map: grounds to be weighed, marketing that nobody marked. */
  readonly more?: readonly ManualTask[];
  readonly at: string;
};

export type Plan = {
  readonly v: 1;
  readonly request: string;
  readonly right: Right;
  readonly role: 'controller' | 'processor';
  readonly at: string;
  /** Digest of the data map that it was made from. */
  readonly map: string;
  readonly identity: IdentitySummary;
  readonly places: readonly PlacePlan[];
  readonly tasks: readonly ManualTask[];
  readonly recipients: readonly RecipientToTell[];
  /** Copies that outlive the run in backups, and for how long. */
  readonly backups: readonly { readonly system: string; readonly days: number; readonly note: string | null }[];
  readonly faults: readonly (Fault & { readonly accepted: string | null })[];
  /** Whether it may be approved: no fault stops it. */
  readonly ready: boolean;
  /** Hex SHA-256 over the canonical JSON of all the rest. */
  readonly digest: string;
};

/** How the sources moved since the plan was approved. `moved` are counts, which a run only tells; `beyond` is what nobody approved, which stops it. */
export type Drift = { readonly moved: readonly string[]; readonly beyond: readonly string[] };

export { driftOf } from './plan/drift.ts';
export { planOf } from './plan/compose.ts';
