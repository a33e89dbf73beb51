import type { ControlSummary } from './histories.ts';
import type { CriterionSummary } from './criteria.ts';

export function readinessOf(controls: readonly Pick<ControlSummary, 'status'>[]): CriterionSummary['readiness'] {
  const asked = controls.filter(({ status }) => status !== 'not-applicable' && status !== 'excluded');
  if (asked.length === 0) return 'no control mapped';
  if (asked.some(({ status }) => status === 'not-started')) return 'control not in place';
  if (asked.some(({ status }) => status === 'fail')) return 'deviations open';
  return asked.every(({ status }) => status === 'pass') ? 'evidence complete – not examined' : 'evidence incomplete';
}
export const nextSteps = (): never[] => [];
