import type { Instant, Problem, Reading } from '../connector.ts';
import type { EntityOf, EntityType } from '../entities.ts';

/** What every reading of one look has in common. */
export type Look = {
  readonly captured: Instant;
  readonly query: string;
  readonly sourceVersion: string | null;
  readonly window?: { readonly from: Instant; readonly to: Instant };
};

/** The reading of a look that saw everything. */
export const wholeReading = <T extends EntityType>(entityType: T, look: Look, entities: readonly EntityOf<T>[]): Reading<T> =>
  ({ entityType, ...look, complete: true, entities });

/** The reading of a look that did not. */
export const failedReading = <T extends EntityType>(entityType: T, look: Look, problem: Problem): Reading<T> =>
  ({ entityType, ...look, complete: false, problem });

/** Cuts a text to what the name of an entity may hold, at the end of a character. */
export const nameOf = (text: string): string => (text.length <= 500 ? text : `${text.slice(0, 499).replace(/[\uD800-\uDBFF]$/, '')}…`);

/** Seconds since 1970 as an instant; null for what no calendar can write, which sources do state. */
export const instantOf = (seconds: number): Instant | null =>
  (seconds >= 0 && seconds < 253_402_300_800 ? new Date(seconds * 1000).toISOString() : null);
