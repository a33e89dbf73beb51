import type { Disclosed, Entry, Fact, Instant, Kept, Receipt } from './entry.ts';
import type { Signer } from './keys.ts';

/** A fact that has just been given its place: what a fold sees, inside the transaction that makes it durable. */
export type Recorded = { readonly index: number; readonly entry: Entry; readonly fact: Fact };

/** A subject whose key is being destroyed in this transaction: a projection must drop what names the subject. */
export type Fold<Tx> = (tx: Tx, recorded: readonly Recorded[]) => Promise<void>;

export type AppendOptions<Tx> = {
  /** Runs first, in the same transaction, under the writer's lock; throwing refuses the append and nothing else. */
  readonly guard?: (tx: Tx) => Promise<void>;
};

export type ForgetOrder = {
  readonly subject: string;
  readonly actor: string;
  /** `GDPR Art. 17(1)(b)`, `retention`: a ground, never a name. */
  readonly basis: string;
  readonly at: Instant;
};

/**
 * One organisation's log. `append` is the one door: it resolves when the fact is durable and ordered, and never
 * twice for one call. Callers that arrive together share one transaction.
 */
export type Ledger<Tx = unknown> = {
  /** The checkpoint origin: `<instance origin>/<log id>`, without a scheme. */
  readonly origin: string;
  readonly append: (fact: Fact, options?: AppendOptions<Tx>) => Promise<Receipt>;
  /** Consecutive places, all or none. */
  readonly appendAll: (facts: readonly Fact[], options?: AppendOptions<Tx>) => Promise<readonly Receipt[]>;
  readonly size: () => Promise<number>;
  readonly read: (index: number) => Promise<Kept | undefined>;
  /** In order, from `from` up to but not including `to` (the end when absent). */
  readonly scan: (from: number, to?: number) => AsyncIterable<Kept>;
  /** The parts of an entry, each opened or forgotten. Never throws for a forgotten part. */
  readonly disclose: (index: number) => Promise<readonly Disclosed[]>;
  /** The newest signed checkpoint, signing one when entries came since (at most one a second). */
  readonly checkpoint: () => Promise<string>;
  /** The `.tlog-proof` text for one entry under the newest checkpoint that covers it. */
  readonly proof: (index: number) => Promise<string>;
  /** RFC 9162 consistency proof between two sizes, base64 hashes. */
  readonly consistency: (from: number, to: number) => Promise<readonly string[]>;
  /** A static resource by its tlog-tiles path: `checkpoint`, `tile/0/000`, `tile/entries/000.p/5`; undefined when there is none. */
  readonly resource: (path: string) => Promise<Uint8Array | undefined>;
  /** Adds a witness's cosignature to the stored checkpoint after checking it. */
  readonly cosign: (lines: string) => Promise<void>;
  /** Destroys the subject's key and payloads and appends `subject.forgotten`; every proof still verifies. */
  readonly forget: (order: ForgetOrder) => Promise<Receipt>;
  /** Calls `fold` over the whole log in order, with payloads opened where they still can be: how projections are rebuilt. */
  readonly replay: (fold: Fold<Tx>) => Promise<number>;
  readonly close: () => Promise<void>;
};

export type LedgerOptions<Tx> = {
  readonly origin: string;
  readonly signer: Signer;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  /** Folds every batch into projections in the batch's own transaction. */
  readonly fold?: Fold<Tx>;
};
