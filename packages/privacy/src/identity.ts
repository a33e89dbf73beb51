/**
 * Who asks: from keys that were proven to all keys under which the systems know this person. Only rows of places that
 * identify people lead on, and only through their leads.
 */
import type { Problem } from '@avouch/connectors/connector';
import type { Cell } from '@avouch/connectors/store';
import type { Identity, KeyName } from './datamap.ts';
import type { PlaceRef } from './ownership.ts';

/** One row that may or may not be the person's, described without a word of what it holds: only how its keys compare with what was proven. */
export type Candidate = PlaceRef & {
  /** The row's own key, for the person who settles the doubt in the source itself. Sealed like every key of a person. */
  readonly key: readonly Cell[];
  readonly same: readonly KeyName[];
  readonly different: readonly KeyName[];
  readonly absent: readonly KeyName[];
};

/** Two or more people under what should name one: nothing runs until a person says which rows are theirs. */
export type IdentityDoubt = { readonly key: KeyName; readonly place: PlaceRef; readonly sentence: string; readonly candidates: readonly Candidate[] };

/**
 * How a person settled doubts: rows that are the same person. A row of a doubt that is not among them is somebody else's;
 * a key value that such a row holds as well names both and is no longer used to find anything.
 */
export type Settled = readonly (PlaceRef & { readonly key: readonly Cell[] })[];

/** How many values of each key are known. Says nothing of whom. */
export type IdentitySummary = Readonly<Record<KeyName, number>>;

/** Who it is; or a doubt that a person settles; or why it could not be found out. */
export type IdentityResult =
  | { readonly status: 'known'; readonly identity: Identity; readonly summary: IdentitySummary; readonly rows: number }
  | { readonly status: 'doubt'; readonly doubts: readonly IdentityDoubt[] }
  | { readonly status: 'problem'; readonly system: string; readonly problem: Problem };

export { resolveIdentity, type ResolveInput } from './identity/resolve.ts';
