import { equalBytes, formatBase64, utf8 } from './encodings/bytes.ts';
import type { Disclosed, Entry, Fact, Instant, Kept, Receipt } from './entry.ts';
import type { Signer } from './keys.ts';
import { parseCheckpoint } from './notes/checkpoint.ts';
import { parseNote } from './notes/note.ts';
import { formatProofFile } from './notes/proof-file.ts';
import type { LedgerStorage } from './storage/storage.ts';
import { consistencyProof, inclusionProof, rootAt } from './trees/proofs.ts';
import { AppendError } from './writing/append-error.ts';
import type { AppendErrorCode } from './writing/append-error.ts';
import { openCheckpoints, publishedText } from './writing/checkpoints.ts';
import { commit } from './writing/commits.ts';
import type { Call, Writing } from './writing/commits.ts';
import { prepare } from './writing/drafts.ts';
import { hashReaderOf, openEdgeCache } from './writing/edges.ts';
import { erasureOf } from './writing/erasures.ts';
import { newKey, OWN, unwrapKey } from './writing/keyring.ts';
import { disclose, discloseAll, keptOf, replay } from './writing/openings.ts';
import { openQueue, openSettling } from './writing/queue.ts';
import { drawnAhead } from './writing/chance.ts';
import { readResource } from './writing/resources.ts';

export type { AppendErrorCode, LedgerStorage };

/** A fact that has just been given its place: what a fold sees, inside the transaction that makes it durable. */
export type Recorded = {
  readonly index: number;
  readonly entry: Entry;
  readonly fact: Fact;
  /** On replay: the positions of parts that were forgotten since; `fact.parts` holds the others, in order. */
  readonly forgotten?: readonly number[];
};

/**
 * Brings projections up to date with facts, in order. On `subject.forgotten` (`about` is the subject) it must drop what
 * names the subject. It may run again for the same facts when its transaction was undone, and must not call `append`.
 */
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
 * twice for one call. Callers that arrive together share one transaction. It rejects with an error whose `code` is an
 * `AppendErrorCode`, with the guard's or the fold's own error, or with the storage's; but for `unknown`, a rejected fact
 * is not in the log.
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
  /** The same of several entries, in the order asked, read together: their payloads are in memory at once. */
  readonly discloseAll: (indexes: readonly number[]) => Promise<readonly (readonly Disclosed[])[]>;
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
  /**
   * Calls `fold` over the whole log in order, with payloads opened where they still can be: how projections are
   * rebuilt. One transaction, in which `guard` runs first (to empty the projections); nothing is appended meanwhile.
   */
  readonly replay: (fold: Fold<Tx>, options?: AppendOptions<Tx>) => Promise<number>;
  /** Ends when the appends under way have ended; the storage is closed too. */
  readonly close: () => Promise<void>;
};

export type LedgerOptions<Tx> = {
  readonly origin: string;
  readonly signer: Signer;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  /** Folds every batch into projections in the batch's own transaction. */
  readonly fold?: Fold<Tx>;
  /** Verifier keys of the witnesses whose cosignatures are taken. */
  readonly witnesses?: readonly string[];
  /** Erasures known from outside the database: after a restore, those that the log has lost are carried out again. */
  readonly erasures?: readonly ForgetOrder[];
  /** The least time between two checkpoints in milliseconds; 1000 when absent. */
  readonly checkpointEveryMs?: number;
};

/** Makes the log and its own key when there are none; destroys again whatever a restored backup brought back. */
async function openLog<Tx>(storage: LedgerStorage<Tx>, { origin, random }: LedgerOptions<Tx>): Promise<Uint8Array> {
  await storage.create(origin);
  return storage.write(async (writer) => {
    const head = await writer.head();
    if (head?.origin !== origin) throw new Error(`this log is ${head?.origin ?? 'missing'}, not ${origin}`);
    await writer.eraseAgain();
    const { key, row } = newKey(storage, OWN, random);
    const [standing] = await writer.keepKeys([row]);
    if (standing?.key !== undefined) return unwrapKey(storage, standing.key);
    if (head.size > 0) throw new Error('the key store of this log is missing');
    return key;
  });
}

/** The tiles must still give the root that was signed last: a log that doesn't is not appended to. */
async function checkSigned<Tx>(storage: LedgerStorage<Tx>): Promise<number> {
  return storage.read(async (reader) => {
    const [row] = await reader.checkpoints(1);
    if (row === undefined || row.size === 0) return 0;
    const signed = parseCheckpoint(parseNote(row.note)?.text ?? '');
    const root = await rootAt(row.size, hashReaderOf(reader));
    if (signed === undefined || !equalBytes(signed.root, root)) throw new Error(`the log is not the one signed at size ${row.size}`);
    return row.size;
  });
}

/** How many entries `scan` reads at once. */
const SCAN_STEP = 512;

async function* scan<Tx>(storage: LedgerStorage<Tx>, from: number, to: number): AsyncIterable<Kept> {
  for (let at = from; at < to; at += SCAN_STEP) {
    const end = Math.min(at + SCAN_STEP, to);
    const rows = await storage.read((reader) => reader.entries(at, end));
    for (const row of rows) yield keptOf(row);
  }
}

type Doors<Tx> = Pick<Ledger<Tx>, 'append' | 'appendAll' | 'forget' | 'close'>;

/** The writing side: callers become calls of one queue. */
function openDoors<Tx>(writing: Writing<Tx>, own: Uint8Array): Doors<Tx> {
  const { storage, options } = writing;
  const queue = openQueue<Call<Tx>>((calls) => commit(writing, calls), writing.settling);
  let isClosed = false;
  type Wish = Omit<Call<Tx>, 'resolve' | 'reject'>;
  const push = ({ count, weight, alone, facts, guard, finish }: Wish): Promise<readonly Receipt[]> => {
    if (isClosed) throw new AppendError('closed', 'the ledger is closed');
    return new Promise((resolve, reject) => queue.push({ count, weight, alone, facts, guard, finish, resolve, reject }));
  };
  const appendAll: Ledger<Tx>['appendAll'] = async (facts, { guard } = {}) => {
    if (facts.length === 0) return [];
    const prepared = facts.map((fact) => prepare(fact, own, options.random));
    const weight = prepared.reduce((sum, one) => sum + one.weight, 0);
    return push({ count: facts.length, weight, alone: false, facts: prepared, guard, finish: undefined });
  };
  return {
    appendAll,
    append: async (fact, appendOptions) => (await appendAll([fact], appendOptions))[0] as Receipt,
    forget: async (order) => {
      const means = { log: options.origin, random: options.random, prepare: (fact: Fact) => prepare(fact, own, options.random) };
      const { facts, finish, earlier } = erasureOf<Tx>(order, means);
      const [receipt] = await push({ count: 1, weight: 0, alone: true, facts, guard: undefined, finish });
      return receipt ?? (earlier() as Receipt);
    },
    close: async () => {
      isClosed = true;
      await queue.drain();
      await storage.close();
    },
  };
}

/**
 * Opens an organisation's log on its storage, and makes it when there is none. Throws when the storage holds another
 * log, a key store under another key-encryption key, or tiles that don't give the root signed last.
 */
export async function openLedger<Tx>(storage: LedgerStorage<Tx>, given: LedgerOptions<Tx>): Promise<Ledger<Tx>> {
  const options = { ...given, random: drawnAhead(given.random) };
  if (options.signer.name !== options.origin) throw new RangeError('the signer of a log is named after its origin');
  const own = await openLog(storage, options);
  let known = await checkSigned(storage);
  const writing: Writing<Tx> = {
    storage,
    options,
    edges: openEdgeCache(),
    settling: openSettling(),
    checkHead: ({ size }) => {
      // A log that got shorter would sign a second history: a backup was restored under a running process.
      if (size < known) throw new Error(`the log has ${size} entries, but ${known} were signed`);
      known = Math.max(known, size);
    },
  };
  const checkpoints = openCheckpoints(writing);
  const doors = openDoors(writing, own);
  for (const order of options.erasures ?? []) await doors.forget(order);
  const size = async () => (await storage.read((reader) => reader.head()))?.size ?? 0;
  const hashes = async (list: readonly Uint8Array[]) => list.map(formatBase64);
  return {
    origin: options.origin,
    ...doors,
    size,
    read: async (index) => {
      const [row] = await storage.read((reader) => reader.entries(index, index + 1));
      return row === undefined ? undefined : keptOf(row);
    },
    async *scan(from, to) {
      yield* scan(storage, from, Math.min(to ?? Infinity, await size()));
    },
    disclose: (index) => disclose(storage, index),
    discloseAll: (indexes) => discloseAll(storage, indexes),
    checkpoint: async () => publishedText(await checkpoints.newest()),
    proof: async (index) => {
      const row = await checkpoints.covering(index);
      const path = await storage.read((reader) => inclusionProof(index, row.size, hashReaderOf(reader)));
      return formatProofFile({ index, hashes: path, checkpoint: publishedText(row) });
    },
    consistency: async (from, to) => hashes(await storage.read((reader) => consistencyProof(from, to, hashReaderOf(reader)))),
    resource: async (path) =>
      path === 'checkpoint' ? utf8(publishedText(await checkpoints.newest())) : readResource(storage, path),
    cosign: (lines) => checkpoints.cosign(lines),
    replay: (fold, replayOptions = {}) => replay(storage, fold, replayOptions),
    close: doors.close,
  };
}
