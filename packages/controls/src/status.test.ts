import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ControlHistory, type Coverage, coverageOf, type Decision, lastKnownOf, runsOf, type Status, statusDays, statusOn, type Tally } from './status.ts';

const hour = (n: number): string => new Date(Date.UTC(2026, 0, 1) + n * 3_600_000).toISOString();
const check = 'account.second-factor';
const counts = { pass: 0, fail: 0, notApplicable: 0, unknown: 0 };
const tally = (from: number, to: number | undefined, more: Partial<Tally>): Tally =>
  ({ check, source: 's', from: hour(from), ...(to === undefined ? {} : { to: hour(to) }), ...counts, ...more });
const read = (from: number, last = from, more: Partial<Coverage> = {}): Coverage =>
  ({ source: 's', entityType: 'account', complete: true, from: hour(from), last: hour(last), ...more });
const broken = (from: number, last = from, reason = 'The source did not answer.'): Coverage => read(from, last, { complete: false, reason });
const history = (more: Partial<ControlHistory>): ControlHistory =>
  ({ control: 'IAM-02', nature: 'automated', checks: [check], tallies: [], coverage: [], evidence: [], decisions: [], freshHours: 24, ...more });
const first = '2026-01-01';
const statusesOf = (given: ControlHistory, days = 4): readonly Status[] => statusDays(given, first, `2026-01-0${days}`).map(({ status }) => status);

describe('a control on a day', () => {
  test('passes when the source was read whole and every subject that applies passed', () => {
    expect(statusOn(history({ coverage: [read(1, 23)], tallies: [tally(1, undefined, { pass: 3, notApplicable: 2 })] }), first)).toMatchObject({ status: 'pass', date: first });
  });
  test('has not started when no source is connected and no evidence filed', () => {
    expect(statusesOf(history({}))).toEqual(['not-started', 'not-started', 'not-started', 'not-started']);
  });
  test('has not started when the source holds nothing that its checks apply to: an empty source supports nothing', () => {
    expect(statusOn(history({ coverage: [read(1, 23)], tallies: [tally(1, undefined, {})] }), first).status).toBe('not-started');
  });
  test('fails for the whole day when a subject failed at any time of it', () => {
    const given = history({ coverage: [read(0, 71)], tallies: [tally(0, 30, { pass: 3 }), tally(30, 31, { pass: 2, fail: 1 }), tally(31, undefined, { pass: 3 })] });
    expect(statusesOf(given, 3)).toEqual(['pass', 'fail', 'pass']);
  });
  test('has no data, with the reason, from the moment in which its source cannot be read', () => {
    const given = history({ coverage: [read(0, 30), broken(31, 90)], tallies: [tally(0, undefined, { pass: 3 })] });
    expect(statusesOf(given)).toEqual(['pass', 'no-data', 'no-data', 'no-data']);
    expect(statusOn(given, '2026-01-03').reason).toBe('The source did not answer.');
  });
  test('goes stale when nobody looks for longer than a reading stays fresh', () => {
    expect(statusesOf(history({ coverage: [read(0, 20)], tallies: [tally(0, undefined, { pass: 3 })] }))).toEqual(['pass', 'stale', 'stale', 'stale']);
  });
  test('is not known when the source does not tell, however many others pass', () => {
    expect(statusOn(history({ coverage: [read(1, 23)], tallies: [tally(1, undefined, { pass: 999, unknown: 1 })] }), first).status).toBe('no-data');
  });
  test('is supported by fresh evidence where a source that was read whole does not tell', () => {
    const evidence = [{ id: 'e', from: hour(2), freshUntil: hour(60) }];
    const given = history({ evidence, coverage: [read(1, 90)], tallies: [tally(1, undefined, { pass: 9, unknown: 1 })] });
    expect(statusesOf(given)).toEqual(['pass', 'pass', 'no-data', 'no-data']);
  });
  test('is not rescued by evidence when its source cannot be read', () => {
    const evidence = [{ id: 'e', from: hour(2), freshUntil: hour(600) }];
    expect(statusOn(history({ evidence, coverage: [read(1), broken(2, 20)], tallies: [tally(1, undefined, { pass: 9 })] }), first).status).toBe('no-data');
  });
  test('keeps a known failure on the day on which its source is read again', () => {
    const given = history({ coverage: [read(1), broken(2, 30), read(31, 95)], tallies: [tally(1, 31, { fail: 1 }), tally(31, undefined, { pass: 1 })] });
    expect(statusesOf(given)).toEqual(['fail', 'fail', 'pass', 'pass']);
  });
  test('follows the decision of the company, from when it was taken and never before', () => {
    const decisions: readonly Decision[] = [{ from: hour(30), decision: 'not-applicable', reason: 'There is no office.' }, { from: hour(80), decision: 'applicable', reason: 'An office opened.' }];
    expect(statusesOf(history({ decisions, coverage: [read(0, 95)], tallies: [tally(0, undefined, { fail: 1 })] }))).toEqual(['fail', 'not-applicable', 'not-applicable', 'fail']);
  });
  test('that has not run to its end is judged as of the instant, and days to come are left out', () => {
    const given = history({ freshHours: 24, coverage: [read(0, 23)], tallies: [tally(0, undefined, { pass: 1 })] });
    expect(statusOn(given, '2026-01-02', hour(40)).status).toBe('pass');
    expect(statusOn(given, '2026-01-02').status).toBe('stale');
    expect(statusDays(given, first, '2026-01-09', hour(40))).toHaveLength(2);
  });
});

describe('what people do', () => {
  const machine = { coverage: [read(0, 95)], tallies: [tally(0, undefined, { pass: 3 })] };
  test('is not shown by passing settings: a hybrid control without filed evidence has no data', () => {
    expect(statusOn(history({ nature: 'hybrid', ...machine }), first)).toMatchObject({ status: 'no-data', reason: expect.stringContaining('people acted') });
  });
  test('is shown by fresh filed evidence beside the settings, until that is too old', () => {
    const evidence = [{ id: 'e', from: hour(2), freshUntil: hour(50) }];
    expect(statusesOf(history({ nature: 'hybrid', evidence, ...machine }))).toEqual(['pass', 'pass', 'stale', 'stale']);
    expect(statusesOf(history({ nature: 'manual', checks: [], evidence }))).toEqual(['pass', 'pass', 'stale', 'stale']);
  });
  test('is shown by a source that recorded the act itself, for a hybrid control and not for a manual one', () => {
    const given = { checks: ['change.reviewed'], coverage: [read(0, 23, { entityType: 'change' })], tallies: [tally(0, undefined, { check: 'change.reviewed', pass: 40 })] };
    expect(statusOn(history({ nature: 'hybrid', ...given }), first).status).toBe('pass');
    expect(statusOn(history({ nature: 'manual', ...given }), first).status).toBe('no-data');
  });
});

type Read = { readonly at: number; readonly kind: 'pass' | 'fail' | 'unknown' | 'problem' };
const reads = fc.uniqueArray(fc.record({ at: fc.integer({ min: 0, max: 240 }), kind: fc.constantFrom<Read['kind'][]>('pass', 'pass', 'pass', 'fail', 'unknown', 'problem') }), { selector: ({ at }) => at, maxLength: 30 });

/** The history that these readings leave behind; a problem changes what is covered and never what was judged. */
const left = (given: readonly Read[], judgedBy: readonly Read[] = given): Pick<ControlHistory, 'tallies' | 'coverage'> => {
  const sorted = given.toSorted((a, b) => a.at - b.at);
  const whole = judgedBy.toSorted((a, b) => a.at - b.at).filter(({ kind }) => kind !== 'problem');
  return {
    coverage: sorted.map(({ at, kind }) => (kind === 'problem' ? broken(at) : read(at))),
    tallies: whole.map(({ at, kind }, place) => tally(at, whole[place + 1]?.at, { [kind]: 1 })),
  };
};
const passes = (given: ControlHistory): number => statusDays(given, first, '2026-01-14').filter(({ status }) => status === 'pass').length;

describe('laws of the status', () => {
  test('each day has exactly one status, and asking for one day or many gives the same', () => {
    fc.assert(fc.property(reads, (given) => {
      const of = history(left(given));
      const days = statusDays(of, first, '2026-01-14');
      expect(days).toHaveLength(14);
      for (const day of days) expect(statusOn(of, day.date)).toEqual(day);
    }));
  });
  test('the order in which facts are handed over changes nothing', () => {
    fc.assert(fc.property(reads, fc.integer(), (given, seed) => {
      const of = history({ nature: 'hybrid', checks: [check, 'account.personal'], ...left(given), evidence: [{ id: 'a', from: hour(3), freshUntil: hour(90) }, { id: 'b', from: hour(50), freshUntil: hour(60) }] });
      const shuffled = <T>(items: readonly T[]): readonly T[] => items.map((item, at) => [Math.imul(at + 1, seed) >>> 0, item] as const).toSorted((a, b) => a[0] - b[0]).map(([, item]) => item);
      const other = { ...of, checks: shuffled(of.checks), tallies: shuffled(of.tallies), coverage: shuffled(of.coverage), evidence: shuffled(of.evidence) };
      expect(statusDays(other, first, '2026-01-14')).toEqual(statusDays(of, first, '2026-01-14'));
    }));
  });
  test('a further failed read never adds a day that passes', () => {
    fc.assert(fc.property(reads, fc.integer({ min: 0, max: 240 }), (given, at) => {
      fc.pre(given.every((one) => one.at !== at));
      expect(passes(history(left([...given, { at, kind: 'problem' }])))).toBeLessThanOrEqual(passes(history(left(given))));
    }), { numRuns: 500 });
  });
  test('a whole read that fails instead or goes missing, where it would have found things unchanged, never adds a day that passes', () => {
    fc.assert(fc.property(reads, fc.nat(), fc.boolean(), (given, pick, missing) => {
      const whole = given.filter(({ kind }) => kind !== 'problem');
      fc.pre(whole.length > 0);
      const lost = whole[pick % whole.length] as Read;
      const without = missing ? given.filter((one) => one !== lost) : given.map((one) => (one === lost ? { ...one, kind: 'problem' as const } : one));
      expect(passes(history(left(without, given)))).toBeLessThanOrEqual(passes(history(left(given))));
    }), { numRuns: 500 });
  });
  test('nothing is filled in between: a day further from a whole reading than its freshness never passes', () => {
    fc.assert(fc.property(reads, (given) => {
      const whole = given.filter(({ kind }) => kind !== 'problem').map(({ at }) => at);
      statusDays(history(left(given)), first, '2026-01-14').forEach(({ status }, day) => {
        const end = (day + 1) * 24;
        if (status === 'pass') expect(whole.some((at) => at < end && at + 24 >= end)).toBe(true);
      });
    }));
  });
});

describe('many days', () => {
  const days = statusDays(history({ coverage: [read(24, 47), broken(48, 71), read(72, 95)], tallies: [tally(24, undefined, { pass: 1 })] }), first, '2026-01-06');
  test('are shown as runs without holes', () => {
    expect(runsOf(days).map(({ from, to, status }) => [from, to, status])).toEqual([
      ['2026-01-01', '2026-01-01', 'not-started'], ['2026-01-02', '2026-01-02', 'pass'], ['2026-01-03', '2026-01-03', 'no-data'],
      ['2026-01-04', '2026-01-04', 'pass'], ['2026-01-05', '2026-01-06', 'stale'],
    ]);
  });
  test('have a coverage that counts from the first day on which anything was known, with its gaps', () => {
    expect(coverageOf(days)).toMatchObject({ fresh: 2, days: 5, rate: 0.4, gaps: [{ from: '2026-01-03', status: 'no-data' }, { from: '2026-01-05', to: '2026-01-06' }] });
    expect(coverageOf([])).toEqual({ fresh: 0, days: 0, rate: null, gaps: [] });
  });
});

describe('what was last known', () => {
  test('is remembered with its time when the source is lost, and is not support', () => {
    const given = history({ coverage: [read(0, 20), broken(21, 90)], tallies: [tally(0, undefined, { fail: 2 })] });
    expect(lastKnownOf(given, hour(80))).toEqual({ status: 'fail', at: hour(20) });
    expect(statusOn(given, '2026-01-04').status).toBe('no-data');
  });
  test('is nothing when nothing was ever read', () => {
    expect(lastKnownOf(history({ coverage: [broken(0, 90)] }), hour(80))).toBeNull();
  });
});
