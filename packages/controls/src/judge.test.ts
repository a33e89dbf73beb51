import type { EntityOf } from '@avouch/connectors/entities';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkOf, checks } from './checks.ts';
import { judgeEntity, judgeReading, tallyOf } from './judge.ts';

const at = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString();
const account = (id: string, lastSeen: number, mfa: boolean | null = true): EntityOf<'account'> => ({
  id, name: id, kind: 'person', active: true, privileged: false, rights: [], mfa, email: null, createdAt: null, lastSeenAt: at(lastSeen), expiresAt: null, passwordScheme: null, shared: false,
});
const nothing = { entityType: 'account' as const, put: [], gone: [], due: [] };

describe('judging what changed', () => {
  test('looks at what was put and what came due, once each, and at nothing else', () => {
    const { judged, ended } = judgeReading({ ...nothing, put: [account('a', 1), account('b', 1)], due: [account('b', 2), account('c', 1)], gone: ['d'], at: at(3) });
    const over = checks.filter(({ entityType }) => entityType === 'account').length;
    expect(judged.filter(({ entity }) => entity === 'b')).toHaveLength(over);
    expect([...new Set(judged.map(({ entity }) => entity))].sort()).toEqual(['a', 'b', 'c']);
    expect(ended).toEqual(['d']);
    expect(judgeReading({ ...nothing, at: at(3) })).toEqual({ judged: [], ended: [] });
  });
  test('ends what is gone, even when it had come due, and keeps what was replaced', () => {
    const { judged, ended } = judgeReading({ ...nothing, put: [account('b', 1)], due: [account('a', 1)], gone: ['a', 'b'], at: at(3) });
    expect(ended).toEqual(['a']);
    expect([...new Set(judged.map(({ entity }) => entity))]).toEqual(['b']);
  });
  test('names the instant at which time alone changes a verdict', () => {
    const dormant = (day: number) => judgeEntity('account', account('a', 1), at(day)).find(({ check }) => check === 'account.in-use')?.judgement;
    expect(dormant(3)).toMatchObject({ verdict: 'pass', until: at(91) });
    expect(dormant(91)?.verdict).toBe('fail');
  });
  test('judges nothing of a type that no check is over', () => {
    expect(judgeEntity('component', { id: 'c' }, at(1))).toEqual([]);
  });
});

test('judging step by step gives what judging everything at the end gives', () => {
  const steps = fc.array(fc.record({ at: fc.integer({ min: 1, max: 200 }), entities: fc.uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c'), seen: fc.integer({ min: 1, max: 100 }), mfa: fc.constantFrom(true, false, null) }), { selector: ({ id }) => id }) }), { minLength: 1, maxLength: 8 });
  fc.assert(fc.property(steps, (given) => {
    const held = new Map<string, ReturnType<typeof account>>();
    const verdicts = new Map<string, { readonly reason: string; readonly verdict: string; readonly until?: string }>();
    const ordered = given.toSorted((a, b) => a.at - b.at);
    for (const { at: day, entities } of ordered) {
      const now = at(day);
      const put = entities.map(({ id, seen, mfa }) => account(id, seen, mfa)).filter((one) => JSON.stringify(held.get(one.id)) !== JSON.stringify(one));
      const gone = [...held.keys()].filter((id) => !entities.some((one) => one.id === id));
      const due = [...held.values()].filter(({ id }) => [...verdicts].some(([key, { until }]) => key.startsWith(`${id} `) && until !== undefined && until <= now));
      const { judged, ended } = judgeReading({ entityType: 'account', put, gone, due, at: now });
      for (const id of ended) {
        held.delete(id);
        for (const key of [...verdicts.keys()]) if (key.startsWith(`${id} `)) verdicts.delete(key);
      }
      for (const one of put) held.set(one.id, one);
      for (const { entity, check, judgement } of judged) verdicts.set(`${entity} ${check}`, judgement);
    }
    const last = at(ordered.at(-1)?.at ?? 1);
    const whole = new Map([...held.values()].flatMap((entity) => judgeEntity('account', entity, last).map(({ check, judgement }) => [`${entity.id} ${check}`, judgement] as const)));
    expect(new Map([...verdicts].sort())).toEqual(new Map([...whole].sort()));
  }));
});

test('a tally counts every verdict, the unknown too', () => {
  expect(tallyOf(['pass', 'unknown', 'fail', 'pass', 'not-applicable', 'unknown'])).toEqual({ pass: 2, fail: 1, notApplicable: 1, unknown: 2 });
  expect(tallyOf([])).toEqual({ pass: 0, fail: 0, notApplicable: 0, unknown: 0 });
});

test('a check is found by its id', () => expect(checkOf('account.second-factor')?.entityType).toBe('account'));
