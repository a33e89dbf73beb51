import { describe, expect, test } from 'vitest';
import { nextSteps, readinessOf, type Situation } from './standing.ts';
import type { Status } from './status.ts';

const of = (...statuses: readonly Status[]) => readinessOf('CC6.1', [{ criteria: ['CC1.1'], status: 'fail' }, ...statuses.map((status) => ({ criteria: ['CC6.1', 'CC6.2'], status }))]);

test.each<[readonly Status[], string]>([
  [[], 'no control mapped'],
  [['excluded', 'not-applicable'], 'no control mapped'],
  [['pass', 'not-started', 'no-data'], 'control not in place'],
  [['pass', 'stale'], 'evidence incomplete'],
  [['pass', 'no-data'], 'evidence incomplete'],
  [['fail', 'not-started', 'stale', 'pass'], 'deviations open'],
  [['pass', 'not-applicable'], 'evidence complete – not examined'],
])('a criterion whose controls stand at %j is: %s', (statuses, readiness) => expect(of(...statuses)).toBe(readiness));

const settled: Situation = { systems: 1, commitments: 4, sources: 2, unknownSources: [], failing: [], controls: [{ id: 'IAM-02', title: 'Factor', status: 'pass' }], criteria: [] };

describe('the next step', () => {
  test('of a company that has just begun is to begin', () => {
    expect(nextSteps({ ...settled, systems: 0, commitments: 0, sources: 0, controls: [] }).map(({ href }) => href)).toEqual(['/programme/system/new', '/sources/connect', '/programme/service-commitment/new']);
  });
  test('brings back what cannot be read before it mends what fails, and mends before it fills', () => {
    const steps = nextSteps({
      ...settled,
      unknownSources: [{ source: 's1', name: 'main database', reason: 'The host did not answer.' }],
      failing: [{ check: 'a.b', title: 'Small', count: 9, controls: [] }, { check: 'c.d', title: 'Large', count: 1, controls: ['IAM-02', 'IAM-07'] }],
      controls: [{ id: 'A', title: '', status: 'stale' }, { id: 'B', title: '', status: 'no-data' }, { id: 'C', title: '', status: 'not-started' }],
      criteria: [{ id: 'CC1.2', title: '', readiness: 'no control mapped' }],
    });
    expect(steps.map(({ kind, href }) => `${kind} ${href}`)).toEqual([
      'unknown /sources/s1', 'fail /checks/c.d', 'fail /checks/a.b', 'missing /controls?state=stale', 'unknown /controls?state=no-data', 'missing /criteria', 'missing /controls?state=not-started',
    ]);
    expect(steps[0]?.why).toBe('The host did not answer.');
  });
  test('when nothing is open is to look at the package', () => expect(nextSteps(settled).map(({ href }) => href)).toEqual(['/packages']));
});
