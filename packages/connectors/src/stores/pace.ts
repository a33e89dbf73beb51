import { setTimeout as delay } from 'node:timers/promises';
import type { Change } from '../store.ts';

/** How many rows a change touches at most. */
export const rowsIn = (change: Change): number => {
  if (change.change === 'delete') return change.rows.reduce((sum, set) => sum + set.keys.length, 0);
  return change.change === 'insert' ? change.rows.length : 1;
};

/** Waits so many milliseconds, or until the signal. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** The real clock's. */
export const sleep: Sleep = async (ms, signal) => { await delay(ms, undefined, { signal }).catch(() => undefined); };

/** Holds a store back. `spend` comes back when so many units may go. */
export type Pace = { readonly spend: (units: number) => Promise<void> };

/**
 * Lets no more than `perSecondMax` units through a second on the whole. What must go at once goes when all before it is paid for,
 * however large, and those that come after it wait for it to be paid for.
 */
export const openPace = (perSecondMax: number | undefined, clock: { readonly now: () => Date; readonly signal: AbortSignal; readonly sleep?: Sleep | undefined }): Pace => {
  if (perSecondMax === undefined) return { spend: async () => undefined };
  const wait = clock.sleep ?? sleep;
  // The moment at which everything that went is paid for.
  let clear = 0;
  return {
    spend: async (units) => {
      const now = clock.now().getTime();
      const from = Math.max(clear, now);
      clear = from + (units * 1000) / perSecondMax;
      if (from > now) await wait(from - now, clock.signal);
    },
  };
};
