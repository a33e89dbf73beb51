import { accessAndOperationsCriteria } from './criteria/access-and-operations.ts';
import { controlEnvironmentCriteria } from './criteria/control-environment.ts';
import type { Category, Criterion } from './criteria/criterion.ts';
import { furtherCategoriesCriteria } from './criteria/further-categories.ts';
import { privacyCriteria } from './criteria/privacy.ts';
import { riskAndMonitoringCriteria } from './criteria/risk-and-monitoring.ts';

export type { Category, Criterion };

/** The categories that a report may cover, in the order in which they are usually named. */
export const categories: readonly Category[] = ['security', 'availability', 'confidentiality', 'processing-integrity', 'privacy'];

/** All 61 criteria, in the order of their source. */
export const criteria: readonly Criterion[] = [
  ...controlEnvironmentCriteria, ...riskAndMonitoringCriteria, ...accessAndOperationsCriteria, ...furtherCategoriesCriteria, ...privacyCriteria,
];

/** The criteria of these categories. The common criteria belong to every one of them, so security is always among them. */
export const criteriaInScope = (inScope: readonly string[]): readonly Criterion[] =>
  criteria.filter(({ category }) => category === 'security' || inScope.includes(category));
