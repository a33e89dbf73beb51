/** Every source read again after a run: what is still there of the person, and why. What nothing explains is a fault. */
import type { Problem } from '@avouch/connectors/connector';
import type { Cell } from '@avouch/connectors/store';
import type { DataMap, ErasureExemption, Identity } from './datamap.ts';
import type { PlaceRef, Stores } from './ownership.ts';
import type { Correction, Plan } from './plan.ts';
import type { Deed } from './run.ts';

/**
 * Why a row is still found. kept: by a reason of the map or a decision; held: by a legal hold; shared: it is another's too and
 * this person's part is gone; shell: emptied, because rows that stay point at it; emptied: stays without personal data, as the map says;
 * unexplained: a fault.
 */
export type RemainderWhy = 'kept' | 'held' | 'shared' | 'shell' | 'emptied' | 'unexplained';

/** Why a personal field of such a row still holds what it held. pointer: it cannot be empty and must point at something that is there. */
export type FieldStays = 'key' | 'pointed-at' | 'pointer' | 'kept' | 'others';

/** One row that is still found. The key is personal. */
export type Remainder = {
  readonly key: readonly Cell[];
  readonly why: RemainderWhy;
  /** A sentence for people, without personal data. */
  readonly sentence: string;
  readonly exemption?: ErasureExemption;
  readonly until?: string | null;
  /** Places whose rows point at a shell. */
  readonly pointedAtBy?: readonly string[];
  /** Personal fields that still hold what they held. */
  readonly stays: Readonly<Record<string, FieldStays>>;
};

/** What is left in one place; a problem means that nobody knows. */
export type PlaceReread = PlaceRef & {
  readonly counts: Readonly<Partial<Record<RemainderWhy, number>>>;
  /** Rows of others that are only shown to this person: none of theirs, and untouched. */
  readonly accessible: number;
  readonly remainders: readonly Remainder[];
  readonly problem: Problem | null;
};

/** `clean` only when every place was read and every row is explained. */
export type Reread = { readonly at: string; readonly places: readonly PlaceReread[]; readonly clean: boolean };

export type RereadInput = {
  readonly plan: Plan;
  readonly map: DataMap;
  readonly identity: Identity;
  readonly stores: Stores;
  /** The key of the pseudonyms of the run: without it nobody could tell a pseudonym from a value that was left. */
  readonly secret: Uint8Array;
  readonly corrections?: readonly Correction[];
  readonly deeds: readonly Deed[];
  readonly at: string;
};

export { readAgain } from './run/read-again.ts';
