import { dayAt } from '../calls/clock.ts';
import type { State } from '../marks/states.ts';
import type { Run } from '../marks/strip.ts';

const dayMs = 86_400_000;
const rest: Readonly<Record<State, string>> = {
  'pass': 'All subjects passed.', 'fail': 'At least one subject failed.', 'no-data': 'The source could not be read.', 'stale': 'The last evidence is too old.',
  'not-applicable': 'Decided not applicable.', 'not-started': 'Nothing supports it yet.', 'excluded': 'Left out by decision.',
};

/** A history of spans, oldest first; each is a state and the day, counted back from now, on which it began. */
export function historyOf(now: number, spans: readonly (readonly [State, number, (string | undefined)?])[]): Run[] {
  return spans.map(([status, back, reason], at) => {
    const next = spans[at + 1]?.[1] ?? 0;
    return { from: dayAt(now - back * dayMs), to: dayAt(now - (at === spans.length - 1 ? 0 : next + 1) * dayMs), status, reason: reason ?? rest[status] };
  });
}

/** How it stood on a day; before its history began, not started. */
export const runOn = (runs: readonly Run[], day: string): Run => runs.find((run) => run.from <= day && day <= run.to) ?? { from: day, to: day, status: 'not-started', reason: 'Nothing was recorded by then.' };

/** A plausible history that ends in this state; `seed` sets where its dents are. */
export function endingIn(now: number, status: State, seed: number, since: number, reason?: string): Run[] {
  const begin = 88 + (seed % 5);
  const dent = 24 + (seed * 7) % 46;
  if (status === 'not-started') return historyOf(now, [['not-started', begin, reason]]);
  if (status === 'not-applicable' || status === 'excluded') return historyOf(now, [['not-started', begin], [status, 70, reason]]);
  if (seed % 4 === 0) return historyOf(now, [['not-started', begin], ['pass', begin - 4], ['fail', dent, 'One subject failed.'], ['pass', dent - 3], [status, since, reason]]);
  if (seed % 4 === 1) return historyOf(now, [['not-started', begin], ['fail', begin - 4, '11 subjects failed.'], ['pass', begin - 16], ['no-data', dent, 'The source did not answer.'], ['pass', dent - 2], [status, since, reason]]);
  return historyOf(now, [['not-started', begin], ['pass', begin - 4 - (seed % 9)], [status, since, reason]]);
}
