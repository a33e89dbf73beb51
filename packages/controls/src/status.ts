import { decisionOn } from './status/decisions.ts';
import { openHistory, type OpenHistory } from './status/history.ts';
import { statusBetween } from './status/day.ts';
import { knownBefore } from './status/known.ts';

/** How a control stands on a day (facts C.4). Only `pass` counts as support. */
export type Status = 'pass' | 'fail' | 'no-data' | 'stale' | 'not-applicable' | 'not-started' | 'excluded';

/** A half-open interval of instants; no `to` means that it still holds. */
export type Interval = { readonly from: string; readonly to?: string };

/**
 * How one check stood at one source, interval by interval: counts of subjects by verdict. Intervals of one check and
 * source neither overlap nor leave holes while the source is read. A tally alone says nothing: it counts only as far as
 * coverage shows that somebody looked.
 */
export type Tally = Interval & {
  readonly check: string; readonly source: string;
  readonly pass: number; readonly fail: number; readonly notApplicable: number; readonly unknown: number;
};

/**
 * When a source's entity type was read whole, or was not and why. `last` is the latest reading that said so. A new
 * interval begins whenever the answer changes, and whenever more than `freshHours` lie between two readings, so that
 * an interval never bridges a time in which nobody looked.
 */
export type Coverage = {
  readonly source: string; readonly entityType: string; readonly complete: boolean;
  readonly from: string; readonly last: string; readonly reason?: string;
  /** When the source was disconnected: it counts until then and no longer. */
  readonly ended?: string;
};

/** Evidence filed for a control: it supports from `from` until it goes stale. */
export type EvidenceSpan = { readonly id: string; readonly from: string; readonly freshUntil: string };

/** What the company decided about a control, with the instant from which it holds: when it was recorded, never earlier. */
export type Decision = { readonly from: string; readonly decision: 'applicable' | 'not-applicable' | 'excluded'; readonly reason: string };

export type ControlHistory = {
  readonly control: string;
  /** Whether a machine, a person, or a person on a machine's output carries the control out. */
  readonly nature: 'automated' | 'manual' | 'hybrid';
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

/** Consecutive days of one status; `to` is inclusive, and the reason is that of the last day. */
export type StatusRun = { readonly from: string; readonly to: string; readonly status: Status; readonly reason: string };

/** Days with a fresh result against the days on which there should have been one; `rate` is null when there were none. */
export type DayCoverage = { readonly fresh: number; readonly days: number; readonly rate: number | null; readonly gaps: readonly StatusRun[] };

const dayMs = 86_400_000;
const startOf = (date: string): number => Date.parse(`${date}T00:00:00.000Z`);
const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const dayOf = (history: OpenHistory, start: number, at: number): DayStatus => {
  const end = Math.max(start, Math.min(start + dayMs, at));
  const date = dateOf(start);
  return { date, ...(decisionOn(history, end) ?? statusBetween(history, start, end)) };
};

const untilOf = (at: string | undefined): number => (at === undefined ? Number.POSITIVE_INFINITY : Date.parse(at));

/**
 * How a control stood on one day in UTC: exactly one status, from what the sources last said that day. A failure that was
 * seen at any time of the day makes the day a failure. `at` is the instant up to which a day that is not over has run;
 * nothing later is looked at.
 */
export const statusOn = (history: ControlHistory, date: string, at?: string): DayStatus => dayOf(openHistory(history), startOf(date), untilOf(at));

/** The status of every day from `from` to `to`, both included. Days that have not begun at `at` are left out. */
export function statusDays(history: ControlHistory, from: string, to: string, at?: string): readonly DayStatus[] {
  const opened = openHistory(history);
  const [last, now] = [startOf(to), untilOf(at)];
  const days: DayStatus[] = [];
  for (let start = startOf(from); start <= last && start < now; start += dayMs) days.push(dayOf(opened, start, now));
  return days;
}

/** Consecutive days of one status as runs, in the order of the days. A day that is missing ends a run. */
export function runsOf(days: readonly DayStatus[]): readonly StatusRun[] {
  const runs: StatusRun[] = [];
  for (const { date, status, reason } of days) {
    const last = runs.at(-1);
    if (last !== undefined && last.status === status && startOf(last.to) + dayMs === startOf(date)) runs[runs.length - 1] = { ...last, to: date, reason };
    else runs.push({ from: date, to: date, status, reason });
  }
  return runs;
}

const isGap = ({ status }: StatusRun): boolean => status === 'no-data' || status === 'stale' || status === 'not-started';

/**
 * How many days had a fresh result, pass or fail, out of those on which the control applied, counted from the first day on
 * which anything was known of it; with every gap since. It stands beside each rate.
 */
export function coverageOf(days: readonly DayStatus[]): DayCoverage {
  const first = days.findIndex(({ status }) => status !== 'not-started' && status !== 'not-applicable' && status !== 'excluded');
  const counted = first < 0 ? [] : days.slice(first);
  const asked = counted.filter(({ status }) => status !== 'not-applicable' && status !== 'excluded');
  const fresh = asked.filter(({ status }) => status === 'pass' || status === 'fail').length;
  return { fresh, days: asked.length, rate: asked.length === 0 ? null : fresh / asked.length, gaps: runsOf(counted).filter(isGap) };
}

/**
 * What was last known of a control whose status at this instant is `no-data` or `stale`, and when: the oldest of the
 * looks that it rests on. Null when nothing was ever known. It is never support, only memory.
 */
export const lastKnownOf = (history: ControlHistory, at: string): { readonly status: Status; readonly at: string } | null => {
  const known = knownBefore(openHistory(history), Date.parse(at));
  return known === undefined ? null : { status: known.status, at: new Date(known.ms).toISOString() };
};
