import { stateMarks, type State } from './states.ts';

/** A run of days in one state; both ends inclusive, `YYYY-MM-DD`. */
export type Run = { readonly from: string; readonly to: string; readonly status: State; readonly reason: string };
/** A run in the strip's own measure: days from its left edge. */
export type PlacedRun = Run & { readonly start: number; readonly days: number };

const dayMs = 86_400_000;
/** The number of the day since 1970. */
export const dayNumberOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayMs;
/** The day of that number. */
export const dayOf = (number: number): string => new Date(number * dayMs).toISOString().slice(0, 10);

/** Places the runs on a line of `days` days that ends with `last`. Days that no run covers are not drawn as anything. */
export function placeRuns(runs: readonly Run[], last: string, days: number): PlacedRun[] {
  const end = dayNumberOf(last);
  const first = end - days + 1;
  return runs.flatMap((run) => {
    const from = Math.max(dayNumberOf(run.from), first);
    const to = Math.min(dayNumberOf(run.to), end);
    return to < from ? [] : [{ ...run, start: from - first, days: to - from + 1 }];
  });
}

/** How many days a strip shows: a year, or less when the history has only just begun. */
export function spanOf(runs: readonly Run[], last: string): number {
  // What was not started yet is drawn, but does not make a young history long.
  const begun = runs.filter((run) => run.status !== 'not-started').reduce((first, run) => Math.min(first, dayNumberOf(run.from)), dayNumberOf(last));
  const age = dayNumberOf(last) - begun + 1;
  return [30, 91, 182].find((days) => age <= days) ?? 365;
}

/** One sentence that says what the strip shows, for who cannot see it. */
export function summariseRuns(placed: readonly PlacedRun[], days: number): string {
  const counts = new Map<State, number>();
  for (const run of placed) counts.set(run.status, (counts.get(run.status) ?? 0) + run.days);
  const parts = [...counts].map(([state, count]) => `${stateMarks[state].word.toLowerCase()} on ${count}`);
  const covered = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const before = covered < days ? `; ${days - covered} before it was followed` : '';
  return parts.length === 0 ? `Of the last ${days} days, none was followed.` : `Of the last ${days} days: ${parts.join(', ')}${before}.`;
}
