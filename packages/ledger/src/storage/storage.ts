import type { Instant } from '../entry.ts';
import type { Tile, TilePlace } from '../trees/tiles.ts';

/** The log's writing end. `batch` is the random token of the last batch: it tells one history from another. */
export type Head = { readonly origin: string; readonly size: number; readonly recorded: Instant | null; readonly batch: Uint8Array | null };

/** `commitments` lie one after the other. `batch` is the token of the batch, on its first entry alone. */
export type EntryRow = { readonly index: number; readonly bytes: Uint8Array; readonly commitments: Uint8Array; readonly batch: Uint8Array | null };

/** `sealed` is null once forgotten. */
export type PartRow = { readonly index: number; readonly part: number; readonly subject: string | null; readonly sealed: Uint8Array | null };

/** `signedMs` is when the log signed, in milliseconds of POSIX time; `cosignatures` are whole lines. */
export type CheckpointRow = { readonly size: number; readonly note: string; readonly signedMs: number; readonly cosignatures: readonly string[] };

/** A wrapped key; the empty subject is the organisation's own. */
export type KeyRow = { readonly subject: string; readonly wrapped: Uint8Array };

/** A subject that was forgotten, and the entry that says so. */
export type ErasureRow = { readonly subject: string; readonly index: number; readonly at: Instant };

/** What stands about a subject: a key, an erasure, or (never seen) neither. */
export type Standing = { readonly key?: KeyRow; readonly erasure?: ErasureRow };

export type Batch = {
  readonly first: number;
  readonly recorded: Instant;
  readonly token: Uint8Array;
  readonly entries: readonly Pick<EntryRow, 'bytes' | 'commitments'>[];
  readonly parts: readonly PartRow[];
  readonly tiles: readonly Tile[];
};

/** Reads of what is committed (or, on a writer, of what its transaction sees). Missing rows are absent, not errors. */
export type StorageReader = {
  readonly head: () => Promise<Head | undefined>;
  /** In order, from `from` up to but not including `to`. */
  readonly entries: (from: number, to: number) => Promise<readonly EntryRow[]>;
  readonly parts: (from: number, to: number) => Promise<readonly PartRow[]>;
  /** Those at these places that there are, with their parts, each in order. */
  readonly among: (places: readonly number[]) => Promise<{ readonly entries: readonly EntryRow[]; readonly parts: readonly PartRow[] }>;
  /** One answer a place: the tile's hashes one after the other, as wide as stored, or undefined. */
  readonly tiles: (places: readonly TilePlace[]) => Promise<readonly (Uint8Array | undefined)[]>;
  /** The newest first. */
  readonly checkpoints: (count: number) => Promise<readonly CheckpointRow[]>;
  /** One answer a subject. */
  readonly standings: (subjects: readonly string[]) => Promise<readonly Standing[]>;
};

/** Writes inside one transaction, under the writer's lock. */
export type StorageWriter<Tx> = StorageReader & {
  readonly tx: Tx;
  /** Appends the batch and moves the head behind it. */
  readonly put: (batch: Batch) => Promise<void>;
  /**
   * Keeps each key whose subject has none yet and was not forgotten. Of every other subject it gives what stands; none
   * twice in `keys`.
   */
  readonly keepKeys: (keys: readonly KeyRow[]) => Promise<readonly (Standing & { readonly subject: string })[]>;
  readonly putCheckpoint: (row: CheckpointRow) => Promise<void>;
  readonly putCosignatures: (size: number, lines: readonly string[]) => Promise<void>;
  /** Where the subject's parts lie, erased or not. */
  readonly partsOf: (subject: string) => Promise<readonly { readonly index: number; readonly part: number }[]>;
  /** Destroys the subject's key and payloads, and keeps the erasure for ever. */
  readonly erase: (row: ErasureRow) => Promise<void>;
  /** Destroys again what an erasure names and a restored backup brought back; how many subjects that were. */
  readonly eraseAgain: () => Promise<number>;
};

/**
 * Where one organisation's log lies. Implemented in memory and on PostgreSQL, both under one conformance suite with a
 * fault at every call.
 */
export type LedgerStorage<Tx> = {
  /** The organisation, bound into every wrapped key. */
  readonly org: string;
  /** The key-encryption key, 32 bytes. It is never stored. */
  readonly kek: Uint8Array;
  /** Makes the log when there is none; leaves an existing one as it is. */
  readonly create: (origin: string) => Promise<void>;
  /**
   * Runs `work` in one transaction that holds the writer's lock from its first statement, across processes. Commits
   * when `work` resolves, rolls back when it throws. When `write` rejects although `work` resolved, nobody knows:
   * the next `write` waits until the outcome is settled, and reads it.
   */
  readonly write: <T>(work: (writer: StorageWriter<Tx>) => Promise<T>) => Promise<T>;
  readonly read: <T>(work: (reader: StorageReader) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};
