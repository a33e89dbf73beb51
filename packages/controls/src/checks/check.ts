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
  /** Reference control ids that it supports. */
  readonly controls: readonly string[];
  /**
   * What a pass shows: a `setting`, which never shows that people acted, or an `act` that the source itself recorded,
   * such as the approval of one change.
   */
  readonly shows: 'setting' | 'act';
  readonly judge: (entity: EntityOf<T>, at: string) => Judgement;
};

type Draft<T extends EntityType> = Omit<Check<T>, 'entityType' | 'shows'> & { readonly shows?: Check['shows'] };

/** Completes the checks over one entity type, and forgets which type it is where checks of all types stand together. */
export const checksOver = <T extends EntityType>(entityType: T, drafts: readonly Draft<T>[]): readonly Check[] =>
  drafts.map((draft): Check<T> => ({ shows: 'setting', ...draft, entityType })) as unknown as readonly Check[];
