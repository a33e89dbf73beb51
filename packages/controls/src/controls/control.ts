/** How often a control runs; `event` is once for each occurrence of its population. */
export type Frequency = 'continuous' | 'multiple-daily' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'semiannual' | 'annual' | 'event';

/** When a control applies: always, when its category is in scope, or in a situation that only the company knows. */
export type AppliesWhen = 'always' | 'availability' | 'processing-integrity' | 'privacy' | 'gdpr' | 'office';

/**
 * A control of the reference set: a starting point in our own words that a company adopts, changes or leaves out. It is
 * never assumed to be in place. Articles of the GDPR are those that it supports, which is not conformity.
 */
export type ReferenceControl = {
  readonly id: string;
  readonly domain: string;
  readonly title: string;
  readonly ownerRole: string;
  readonly statement: string;
  readonly nature: 'automated' | 'manual' | 'hybrid';
  readonly effect: 'preventive' | 'detective';
  readonly frequency: readonly Frequency[];
  readonly appliesWhen: AppliesWhen;
  readonly criteria: readonly string[];
  readonly gdpr: readonly string[];
  readonly policies: readonly string[];
  readonly evidence: readonly string[];
  readonly managementTest: string;
  readonly population: string | null;
};
