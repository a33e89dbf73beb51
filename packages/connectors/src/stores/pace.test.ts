import { expect, it } from 'vitest';
import { openMemoryStore } from '../memory-store.ts';
import { openPace } from './pace.ts';
import { shopOf } from './testing/shop.ts';

/** A clock that stands still but for those who wait by it. */
const clockOf = () => {
  let at = 1_000_000;
  return { now: () => new Date(at), sleep: async (ms: number) => { at += ms; }, signal: new AbortController().signal, passed: () => at - 1_000_000 };
};

it('lets no more through than it may in a second, whatever the parts are', async () => {
  for (const parts of [Array.from({ length: 300 }, () => 1), [100, 100, 100], [1, 298, 1]]) {
    const clock = clockOf();
    const pace = openPace(100, clock);
    for (const units of parts) await pace.spend(units);
    // The last part goes when all before it are paid for.
    expect(clock.passed()).toBeCloseTo(((300 - (parts.at(-1) ?? 0)) / 100) * 1000, 3);
  }
});

it('does not save up for later what nobody used, and holds nobody back without a bound', async () => {
  const clock = clockOf();
  const pace = openPace(10, clock);
  await pace.spend(1);
  await clock.sleep(60_000);
  await pace.spend(10);
  await pace.spend(1);
  expect(clock.passed()).toBe(61_000);
  await openPace(undefined, clock).spend(1_000_000);
  expect(clock.passed()).toBe(61_000);
});

it('counts the rows of every change of a store', async () => {
  const clock = clockOf();
  const shop = shopOf((name) => name);
  const store = openMemoryStore(shop.shape, shop.rows, { perSecondMax: 2, clock });
  const remove = (...ids: readonly number[]) => ({ change: 'delete' as const, rows: [{ place: 'lines', key: ['id'], keys: ids.map((id) => [id]) }] });
  await store.work('write', (session) => session.change([remove(1, 2, 3, 4), remove(5)]));
  expect(clock.passed()).toBe(2000);
});
