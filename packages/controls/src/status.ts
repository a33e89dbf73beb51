/** How a control stands on a day (facts C.4). Only `pass` counts as support. */
export type Status = 'pass' | 'fail' | 'no-data' | 'stale' | 'not-applicable' | 'not-started' | 'excluded';

/** A half-open interval of instants; no `to` means that it still holds. */
export type Interval = { readonly from: string; readonly to?: string };

/**
 * How one check stood at one source, interval by interval: counts of subjects by verdict. Intervals of one check and
 * source neither overlap nor leave holes while the source is read.
 */
export type Tally = Interval & {
  readonly check: string; readonly source: string;
  readonly pass: number; readonly fail: number; readonly notApplicable: number; readonly unknown: number;
};

/** When a source's entity type was read whole, or was not and why. `last` is the latest reading that said so. */
export type Coverage = {
  readonly source: string; readonly entityType: string; readonly complete: boolean;
  readonly from: string; readonly last: string; readonly reason?: string;
};

/** Evidence filed for a control: it supports from `from` until it goes stale. */
export type EvidenceSpan = { readonly id: string; readonly from: string; readonly freshUntil: string };

/** What the company decided about a control, with the day from which it holds. */
export type Decision = { readonly from: string; readonly decision: 'applicable' | 'not-applicable' | 'excluded'; readonly reason: string };

export type ControlHistory = {
  readonly control: string;
  readonly checks: readonly string[];
  readonly tallies: readonly Tally[];
  /** Keyed by the entity types of its checks, over the connected sources. */
  readonly coverage: readonly Coverage[];
  readonly evidence: readonly EvidenceSpan[];
  readonly decisions: readonly Decision[];
  /** How long one complete reading counts as fresh, in hours. */
  readonly freshHours: number;
};

export type DayStatus = { readonly date: string; readonly status: Status; readonly reason: string };
