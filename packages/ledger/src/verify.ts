import type { Instant } from './entry.ts';

/** One thing that was looked at, in words that a reader understands. */
export type Finding = { readonly ok: boolean; readonly what: string; readonly detail?: string };

/**
 * What verification says. `ok` is the conjunction of the findings. It speaks of existence, position, time and
 * integrity; never of whether what the entry states is so.
 */
export type Verification = {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly origin?: string;
  readonly index?: number;
  readonly size?: number;
  readonly recorded?: Instant;
  readonly witnesses?: readonly { readonly name: string; readonly at: Instant }[];
};
