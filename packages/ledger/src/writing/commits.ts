import { equalBytes, formatBase64, utf8 } from '../encodings/bytes.ts';
import { formatInstant } from '../encodings/instant.ts';
import { entryOf, entryText } from '../entries/leaf.ts';
import type { Instant, Receipt } from '../entry.ts';
import type { AppendOptions, LedgerOptions, Recorded } from '../ledger.ts';
import type { Batch, Head, KeyRow, LedgerStorage, PartRow, StorageWriter } from '../storage/storage.ts';
import { leafHash } from '../trees/hashes.ts';
import { grow } from '../trees/tiles.ts';
import type { Edge } from '../trees/tiles.ts';
import { AppendError } from './append-error.ts';
import type { Prepared } from './drafts.ts';
import type { EdgeCache } from './edges.ts';
import { encryptPart, newKey, unwrapKey } from './keyring.ts';
import type { Settling, Waiting } from './queue.ts';
import { together } from './together.ts';

/** One caller of `append`, `appendAll` or `forget`. */
export type Call<Tx> = Waiting & {
  /** The facts; those of `forget` are made under the writer's lock. */
  readonly facts: readonly Prepared[] | ((writer: StorageWriter<Tx>) => Promise<readonly Prepared[]>);
  readonly guard: AppendOptions<Tx>['guard'] | undefined;
  /** Last in the transaction. */
  readonly finish: ((writer: StorageWriter<Tx>, receipts: readonly Receipt[]) => Promise<void>) | undefined;
  readonly resolve: (receipts: readonly Receipt[]) => void;
  readonly reject: (error: unknown) => void;
};

export type Writing<Tx> = {
  readonly storage: LedgerStorage<Tx>;
  readonly options: LedgerOptions<Tx>;
  readonly edges: EdgeCache;
  readonly settling: Settling;
  /** Throws when the head lies before something this ledger knows to be in the log. */
  readonly checkHead: (head: Head) => void;
};

/** A call with its facts at hand. */
type Ready<Tx> = { readonly call: Call<Tx>; readonly facts: readonly Prepared[] };

/** A batch with its place: what the commit makes true. */
type Placed = {
  readonly first: number;
  readonly token: Uint8Array;
  readonly edge: Edge;
  readonly receipts: readonly (readonly Receipt[])[];
};

/** The recorded time: now, but never before the entry in front, whatever the clock does. */
function recordedAfter(head: Head, now: Date): Instant {
  const instant = formatInstant(now);
  return head.recorded !== null && head.recorded > instant ? head.recorded : instant;
}

/** A fresh key for everybody whom the parts are about: kept for those who have none. */
function freshKeys<Tx>({ storage, options }: Writing<Tx>, facts: readonly Prepared[]) {
  const keys = new Map<string, Uint8Array>();
  const rows: KeyRow[] = [];
  for (const { fact } of facts) {
    for (const { subject } of fact.parts) {
      if (subject === null || keys.has(subject)) continue;
      const { key, row } = newKey(storage, subject, options.random);
      keys.set(subject, key);
      rows.push(row);
    }
  }
  return { keys, rows };
}

/** Puts the keys that stood already in the place of the fresh ones; a forgotten subject refuses the append. */
function takeStanding<Tx>({ storage }: Writing<Tx>, keys: Map<string, Uint8Array>, standings: Awaited<ReturnType<StorageWriter<Tx>['keepKeys']>>): void {
  for (const { subject, key, erasure } of standings) {
    if (erasure !== undefined) throw new AppendError('forgotten', `subject ${subject} was forgotten by entry ${erasure.index}`);
    if (key !== undefined) keys.set(subject, unwrapKey(storage, key));
  }
}

function partRows(index: number, { fact, sealed }: Prepared, keys: ReadonlyMap<string, Uint8Array>, random: (n: number) => Uint8Array): PartRow[] {
  return fact.parts.map((part, at) => {
    const { subject } = part;
    const key = subject === null ? undefined : keys.get(subject);
    const bytes = sealed[at] ?? (key === undefined ? null : encryptPart(key, part, random));
    if (bytes === null) throw new Error('a part reached its batch without a key');
    return { index, part: at, subject, sealed: bytes };
  });
}

/** Folds neighbours together; a guard first has everything before it folded, so that it sees what it guards. */
async function foldAll<Tx>({ options }: Writing<Tx>, tx: Tx, ready: readonly Ready<Tx>[], first: number, recorded: Instant) {
  const { fold } = options;
  let index = first;
  let waiting: Recorded[] = [];
  const flush = async () => {
    if (fold !== undefined && waiting.length > 0) await fold(tx, waiting);
    waiting = [];
  };
  for (const { call, facts } of ready) {
    if (call.guard !== undefined) {
      await flush();
      await call.guard(tx);
    }
    for (const { fact, draft } of facts) {
      if (fold !== undefined) waiting.push({ index, entry: entryOf(fact, draft, recorded), fact });
      index++;
    }
  }
  await flush();
}

/** The facts of each call; those of `forget` ask the storage first. */
async function readyOf<Tx>(writer: StorageWriter<Tx>, calls: readonly Call<Tx>[]): Promise<readonly Ready<Tx>[]> {
  const ready: Ready<Tx>[] = [];
  for (const call of calls) {
    const { facts } = call;
    ready.push({ call, facts: typeof facts === 'function' ? await facts(writer) : facts });
  }
  return ready;
}

/**
 * All of a batch, inside its transaction: nothing of it is true until the commit. Two round trips where the storage takes
 * a statement before the one in front was answered: what stands, then everything that is written.
 */
async function place<Tx>(writing: Writing<Tx>, writer: StorageWriter<Tx>, calls: readonly Call<Tx>[]): Promise<Placed> {
  const { options, edges, settling, checkHead } = writing;
  const ready = await readyOf(writer, calls);
  const facts = ready.flatMap((one) => one.facts);
  const { keys, rows } = freshKeys(writing, facts);
  const [head, standings] = await together([writer.head(), rows.length === 0 ? [] : writer.keepKeys(rows)]);
  if (head === undefined) throw new Error('the log is gone from its storage');
  checkHead(head);
  const edge = await edges.at(writer, head);
  takeStanding(writing, keys, standings);
  const first = head.size;
  const recorded = recordedAfter(head, options.now());
  const token = options.random(16);
  const entries = facts.map(({ draft, commitments }) => ({ bytes: utf8(entryText(draft, recorded)), commitments }));
  const leaves = entries.map(({ bytes }) => leafHash(bytes));
  const grown = grow(edge, leaves);
  const parts = facts.flatMap((fact, at) => partRows(first + at, fact, keys, options.random));
  const batch: Batch = { first, recorded, token, entries, parts, tiles: grown.tiles };
  const under = [entries.length > 0 ? writer.put(batch) : undefined, foldAll(writing, writer.tx, ready, first, recorded)];
  settling.now();
  await together(under);
  let at = 0;
  const receipts: (readonly Receipt[])[] = [];
  for (const one of ready) {
    const own = one.facts.map(() => ({ log: options.origin, index: first + at, recorded, leaf: formatBase64(leaves[at++] as Uint8Array) }));
    receipts.push(own);
    if (one.call.finish !== undefined) await one.call.finish(writer, own);
  }
  return { first, token, edge: grown.edge, receipts };
}

const READ_BACK_TRIES = 5;

/** Whether a batch whose commit was not answered is in the log. Taking the lock waits until its own fate is settled. */
async function isIn<Tx>(storage: LedgerStorage<Tx>, { first, token }: Placed, failure: unknown): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      const [row] = await storage.write((writer) => writer.entries(first, first + 1));
      return row !== undefined && row.batch !== null && equalBytes(row.batch, token);
    } catch (error) {
      const cause = new AggregateError([failure, error]);
      if (attempt === READ_BACK_TRIES) throw new AppendError('unknown', 'the storage did not say whether the entry is kept', { cause });
      await new Promise((resolve) => setTimeout(resolve, 20 * 4 ** attempt));
    }
  }
}

/** Runs the calls in one transaction; the answer is true also when the storage kept them but reported a failure. */
async function attempt<Tx>(writing: Writing<Tx>, calls: readonly Call<Tx>[]): Promise<Placed> {
  let placed: Placed | undefined;
  try {
    await writing.storage.write(async (writer) => {
      placed = await place(writing, writer, calls);
    });
  } catch (failure) {
    // Until `place` has ended no commit was sent: the transaction is undone for certain.
    if (placed === undefined || !(await isIn(writing.storage, placed, failure))) throw failure;
  }
  return placed as Placed;
}

/**
 * Commits the calls and settles each. A batch that fails is halved until the call that fails is alone, so a fold or a
 * guard never fails its neighbours; what fails alone is rejected with its own error and is not in the log.
 */
export async function commit<Tx>(writing: Writing<Tx>, calls: readonly Call<Tx>[]): Promise<void> {
  try {
    const { receipts, token, edge } = await attempt(writing, calls);
    writing.edges.keep(token, edge);
    writing.settling.later(() => calls.forEach((call, at) => call.resolve(receipts[at] ?? [])));
  } catch (error) {
    if (calls.length === 1 || (error instanceof AppendError && error.code === 'unknown')) {
      for (const call of calls) call.reject(error);
      return;
    }
    const middle = Math.ceil(calls.length / 2);
    await commit(writing, calls.slice(0, middle));
    await commit(writing, calls.slice(middle));
  }
}
