/**
 * Carrying out an approved plan. Each step is recorded as a deed once it is durable at the source; a run that was killed
 * anywhere goes on from its deeds and ends in the same state. A step that met a problem is not done.
 */
import type { Problem } from '@avouch/connectors/connector';
import type { Cell, StoredFile } from '@avouch/connectors/store';
import type { Json } from '@avouch/ledger/entry';
import type { DataMap, Identity } from './datamap.ts';
import type { PlaceRef, Standing, Stores } from './ownership.ts';
import type { Correction, Drift, Hold, Plan } from './plan.ts';

/** One action and what came of it. `private` holds keys and tuples of the person, which a resumed run needs: it is sealed, all else names nobody. */
export type Deed = {
  /** Unique in a run and the same in a run that goes on: `erase:shop`, `access:shop/public.orders`. */
  readonly step: string;
  readonly system: string;
  /** Null where the step is about the whole system. */
  readonly place: string | null;
  readonly does: 'read' | 'locate' | 'change';
  readonly planned: number;
  readonly done: number;
  /** What was done, by place, where a step covers several: `{ 'public.orders': { deleted: 3 } }`. */
  readonly counts?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly problem?: Problem;
  readonly private?: Json;
};

/** One row of an access answer: only what this person may see of it. */
export type AnswerRow = {
  readonly standing: Exclude<Standing, 'foreign'>;
  readonly key: readonly Cell[];
  readonly cells: Readonly<Record<string, Cell>>;
  /** Fields of others that are left out: Art. 15(4). */
  readonly leftOut: readonly string[];
};

/** Where an access answer is collected, place by place. `begin` throws away what an earlier, killed run had put there. */
export type AnswerSink = {
  readonly begin: (place: PlaceRef) => Promise<void>;
  readonly rows: (place: PlaceRef, rows: readonly AnswerRow[]) => Promise<void>;
  readonly file: (place: PlaceRef, key: readonly Cell[], file: StoredFile) => Promise<void>;
  readonly end: (place: PlaceRef) => Promise<void>;
};

export type RunInput = {
  readonly plan: Plan;
  /** The digest that was approved; a plan with another one is refused. */
  readonly approved: string;
  readonly map: DataMap;
  /** As it was resolved and persisted before anything was changed. */
  readonly identity: Identity;
  readonly stores: Stores;
  /** Key of the pseudonyms: 32 random bytes of this request, destroyed with its key. */
  readonly secret: Uint8Array;
  /** The holds that stand now: one that the plan does not know stops the run before it begins. */
  readonly holds: readonly Hold[];
  readonly corrections?: readonly Correction[];
  /** Needed for access and portability. */
  readonly sink?: AnswerSink;
  /** What was recorded so far, oldest first. */
  readonly done: readonly Deed[];
  /** Must be durable before it resolves. */
  readonly record: (deed: Deed) => Promise<void>;
  readonly signal: AbortSignal;
  readonly at: string;
};

/**
 * What is kept until a day: a later duty to delete the rows, or to clear some of their fields. Null days are not known. A shell has no
 * day of its own: it goes when no row points at it any more. The keys are personal.
 */
export type LaterDuty = PlaceRef & { readonly keys: readonly (readonly Cell[])[]; readonly fields: readonly string[] | null; readonly until: string | null; readonly reason: string; readonly shell?: true };

/** `done` only when every step is; `stopped` by problems or the signal, and goes on when called again; `refused` before anything was touched. `deeds` are all, the earlier ones too. */
export type RunOutcome =
  | { readonly status: 'done'; readonly deeds: readonly Deed[]; readonly later: readonly LaterDuty[]; readonly moved: Drift['moved'] }
  | { readonly status: 'stopped'; readonly deeds: readonly Deed[]; readonly problems: readonly Problem[] }
  | { readonly status: 'refused'; readonly code: 'not-approved' | 'not-ready' | 'drifted'; readonly sentence: string; readonly drift: Drift };

export { clearMarks } from './run/marks.ts';
export { runPlan } from './run/run-plan.ts';
