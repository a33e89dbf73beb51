import { expect, it } from 'vitest';
import type { Outcome } from '@avouch/connectors/store';
import { eachAtOnce } from './at-once.ts';

const soon = (): Promise<void> => new Promise((done) => { setImmediate(done); });
const problem: Outcome<never> = { ok: false, problem: { kind: 'failed', sentence: 'It failed.', remedy: 'Try again.' } };

it('gives what came of each in the order of the list, and never does more at once than it may', async () => {
  let [under, most] = [0, 0];
  const outcome = await eachAtOnce([5, 1, 4, 2, 3], 2, async (one) => {
    under += 1;
    most = Math.max(most, under);
    for (let n = 0; n < one; n += 1) await soon();
    under -= 1;
    return { ok: true, value: one * 10 };
  });
  expect(outcome).toEqual({ ok: true, value: [50, 10, 40, 20, 30] });
  expect(most).toBe(2);
});

it('begins nothing more after a problem, and gives it when what was under way has ended', async () => {
  const [begun, ended]: [number[], number[]] = [[], []];
  const outcome = await eachAtOnce([0, 1, 2, 3, 4], 2, async (one) => {
    begun.push(one);
    await soon();
    if (one === 0) return problem;
    await soon();
    ended.push(one);
    return { ok: true, value: one };
  });
  expect(outcome).toEqual(problem);
  expect(begun).toEqual([0, 1]);
  expect(ended).toEqual([1]);
});

it('throws what a job threw, and not before the others have ended', async () => {
  const ended: number[] = [];
  await expect(eachAtOnce([0, 1], 2, async (one): Promise<Outcome<number>> => {
    await soon();
    if (one === 0) throw new Error('no room on the shelf');
    await soon();
    ended.push(one);
    return { ok: true, value: one };
  })).rejects.toThrow('no room on the shelf');
  expect(ended).toEqual([1]);
});
