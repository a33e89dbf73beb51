/**
 * Storage limitation (Art. 5(1)(e)): what is older than its schedule goes by itself, through the same judging and the same steps as an
 * erasure: nothing goes that a legal hold covers or that rows that stay still point at, and each batch is all or nothing.
 */
import type { Problem } from '@avouch/connectors/connector';
import type { DataMap } from './datamap.ts';
import type { PlaceRef, Stores } from './ownership.ts';
import type { Hold } from './plan.ts';
import type { Deed } from './run.ts';

/** What is overdue in one place. Null figures mean that nobody knows, with the problem. */
export type OverduePlace = PlaceRef & {
  readonly title: string;
  /** Null where the data map has no schedule for a place with personal data. */
  readonly schedule: { readonly after: string; readonly period: string; readonly action: 'delete' | 'empty'; readonly reason: string; /** Whether it goes by itself, without a person who starts it. */ readonly automatic: boolean } | null;
  /** The day before which rows are overdue. */
  readonly before: string | null;
  readonly overdue: number | null;
  /** Overdue too, but covered by a legal hold. */
  readonly held: number | null;
  readonly problem: Problem | null;
};

/** A dry run: what would go. Names nobody. `digest` is what is approved. */
export type RetentionPlan = { readonly v: 1; readonly at: string; readonly map: string; readonly places: readonly OverduePlace[]; readonly digest: string };

export type RetentionInput = { readonly map: DataMap; readonly stores: Stores; readonly holds: readonly Hold[]; readonly at: string };

export type RetentionRunInput = RetentionInput & {
  readonly plan: RetentionPlan;
  readonly approved: string;
  /** Key of the pseudonyms, the same for every run of one organisation, so that what was emptied once is not changed again. */
  readonly secret: Uint8Array;
  /** Only places that the data map has go by themselves. */
  readonly automaticOnly?: boolean;
  /** The most rows of one place in one run; what is left over stays overdue and is told. */
  readonly rowsMax: number;
  readonly done: readonly Deed[];
  /** Must be durable before it resolves. */
  readonly record: (deed: Deed) => Promise<void>;
  readonly signal: AbortSignal;
};

/** `done` when every place is through; `left` says which still have overdue rows, and why. */
export type RetentionOutcome =
  | { readonly status: 'done'; readonly deeds: readonly Deed[]; readonly left: readonly string[] }
  | { readonly status: 'stopped'; readonly deeds: readonly Deed[]; readonly problems: readonly Problem[] }
  | { readonly status: 'refused'; readonly sentence: string };

export { planRetention, retentionEntities, runRetention } from './run/retain.ts';
