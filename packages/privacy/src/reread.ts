/** Every source read again after a run: what is still there of the person, and why. What nothing explains is a fault. */
import type { Problem } from '@avouch/connectors/connector';
import type { Cell } from '@avouch/connectors/store';
import type { ErasureExemption } from './datamap.ts';
import type { PlaceRef } from './ownership.ts';

/**
 * Why a row is still found. kept: by a reason of the map or a decision; held: by a legal hold; shared: it is another's too and
 * this person's part is gone; accessible: another's, only shown to them; shell: emptied, because rows of others point at it;
 * emptied: stays without personal data, as the map says; key: a value that is part of a key to which others point; unexplained: a fault.
 */
export type RemainderWhy = 'kept' | 'held' | 'shared' | 'accessible' | 'shell' | 'emptied' | 'key' | 'unexplained';

/** One row that is still found. The key is personal. */
export type Remainder = {
  readonly key: readonly Cell[];
  readonly why: RemainderWhy;
  /** A sentence for people, without personal data. */
  readonly sentence: string;
  readonly exemption?: ErasureExemption;
  readonly until?: string | null;
  /** Places whose rows point at a shell, and how many do. */
  readonly pointedAtBy?: Readonly<Record<string, number>>;
};

/** What is left in one place; a problem means that nobody knows. */
export type PlaceReread = PlaceRef & { readonly counts: Readonly<Partial<Record<RemainderWhy, number>>>; readonly remainders: readonly Remainder[]; readonly problem: Problem | null };

/** `clean` only when every place was read and every row is explained. */
export type Reread = { readonly at: string; readonly places: readonly PlaceReread[]; readonly clean: boolean };
