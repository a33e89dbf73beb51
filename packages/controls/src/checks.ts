import type { EntityOf, EntityType } from '@avouch/connectors/entities';

/** What a check says of one subject. `unknown` when the source did not tell; never a pass. */
export type Verdict = 'pass' | 'fail' | 'not-applicable' | 'unknown';

/** A verdict with its reason in one sentence about this subject. `until`: the instant at which time alone changes it. */
export type Judgement = { readonly verdict: Verdict; readonly reason: string; readonly until?: string };

/**
 * A rule over one entity type. `judge` is pure: the same entity at the same instant gives the same judgement, so that an
 * auditor can judge again from the stored reading. It sees entities only; a failed reading never reaches it.
 */
export type Check<T extends EntityType = EntityType> = {
  /** `account.second-factor`. */
  readonly id: string;
  readonly title: string;
  readonly entityType: T;
  /** Why it matters, in one sentence. */
  readonly why: string;
  /** What to do about a failing subject, concretely, in Markdown. */
  readonly remedy: string;
  /** Reference control ids that it supports. It proves a setting, never that people acted. */
  readonly controls: readonly string[];
  readonly judge: (entity: EntityOf<T>, at: string) => Judgement;
};
