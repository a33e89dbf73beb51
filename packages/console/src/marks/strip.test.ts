import { expect, test } from 'vitest';
import { placeRuns, spanOf, summariseRuns, type Run } from './strip.ts';

const run = (from: string, to: string, status: Run['status']): Run => ({ from, to, status, reason: '' });

test('runs are placed on the days that they cover, cut off where the strip begins and ends', () => {
  const placed = placeRuns([run('2026-01-01', '2026-02-27', 'pass'), run('2026-02-28', '2026-03-05', 'fail')], '2026-03-01', 10);
  expect(placed.map(({ status, start, days }) => [status, start, days])).toEqual([['pass', 0, 8], ['fail', 8, 2]]);
});

test('the sentence counts unknown days and days before it was followed; neither is counted as a pass', () => {
  const placed = placeRuns([run('2026-03-01', '2026-03-04', 'pass'), run('2026-03-05', '2026-03-06', 'no-data')], '2026-03-06', 10);
  expect(summariseRuns(placed, 10)).toBe('Of the last 10 days: pass on 4, no data on 2; 4 before it was followed.');
});

test('a young history is shown at its own length, an old one as a year', () => {
  expect(spanOf([run('2024-02-20', '2026-02-25', 'not-started'), run('2026-02-26', '2026-03-01', 'fail')], '2026-03-01')).toBe(30);
  expect(spanOf([run('2026-02-20', '2026-03-01', 'pass')], '2026-03-01')).toBe(30);
  expect(spanOf([run('2024-02-20', '2026-03-01', 'pass')], '2026-03-01')).toBe(365);
});
