import { concat } from '../encodings/bytes.ts';
import type { Batch, CheckpointRow, EntryRow, ErasureRow, Head, KeyRow, PartRow, StorageReader, StorageWriter } from './storage.ts';

/** Where a fold in memory keeps its projection: what it sets is seen in its transaction, and stays if that commits. */
export type MemoryTx = { readonly projection: Map<string, unknown> };

/** A whole log. A transaction works on a draft, and committing is taking the draft's place. */
export type MemoryState = {
  head: Head | undefined;
  readonly entries: EntryRow[];
  readonly parts: PartRow[];
  readonly tiles: Map<string, Uint8Array>;
  readonly keys: Map<string, KeyRow>;
  readonly erasures: Map<string, ErasureRow>;
  readonly checkpoints: CheckpointRow[];
  readonly projection: Map<string, unknown>;
};

export const draftOf = (state: MemoryState): MemoryState => ({
  head: state.head,
  entries: [...state.entries],
  parts: [...state.parts],
  tiles: new Map(state.tiles),
  keys: new Map(state.keys),
  erasures: new Map(state.erasures),
  checkpoints: [...state.checkpoints],
  projection: new Map(state.projection),
});

const isWithin = (from: number, to: number) => (row: { readonly index: number }) => row.index >= from && row.index < to;

/** Reads of the state as it is when asked. */
export const openReader = (now: () => MemoryState): StorageReader => ({
  head: async () => now().head,
  entries: async (from, to) => now().entries.slice(from, to),
  parts: async (from, to) => now().parts.filter(isWithin(from, to)),
  among: async (places) => {
    const wanted = new Set(places);
    return { entries: now().entries.filter(({ index }) => wanted.has(index)), parts: now().parts.filter(({ index }) => wanted.has(index)) };
  },
  tiles: async (places) => places.map(({ level, n }) => now().tiles.get(`${level}/${n}`)),
  checkpoints: async (count) => now().checkpoints.slice(-count).toReversed(),
  standings: async (subjects) =>
    subjects.map((subject) => {
      const [key, erasure] = [now().keys.get(subject), now().erasures.get(subject)];
      return { ...(key === undefined ? {} : { key }), ...(erasure === undefined ? {} : { erasure }) };
    }),
});

function put(draft: MemoryState, { first, recorded, token, entries, parts, tiles }: Batch): void {
  if (draft.head?.size !== first) throw new RangeError('a batch begins where the log ends');
  entries.forEach((entry, at) => draft.entries.push({ ...entry, index: first + at, batch: at === 0 ? token : null }));
  for (const part of parts) draft.parts.push(part);
  for (const { level, n, hashes } of tiles) draft.tiles.set(`${level}/${n}`, concat(hashes));
  draft.head = { ...draft.head, size: first + entries.length, recorded, batch: token };
}

function destroy(draft: MemoryState, subject: string): boolean {
  let found = draft.keys.delete(subject);
  draft.parts.forEach((row, at) => {
    if (row.subject !== subject || row.sealed === null) return;
    draft.parts[at] = { ...row, sealed: null };
    found = true;
  });
  return found;
}

/** Writes into a draft. */
export const openWriter = (draft: MemoryState): StorageWriter<MemoryTx> => ({
  ...openReader(() => draft),
  tx: { projection: draft.projection },
  put: async (batch) => put(draft, batch),
  keepKeys: async (keys) =>
    keys.flatMap((fresh) => {
      const [key, erasure] = [draft.keys.get(fresh.subject), draft.erasures.get(fresh.subject)];
      if (key === undefined && erasure === undefined) draft.keys.set(fresh.subject, fresh);
      else return [{ subject: fresh.subject, ...(key === undefined ? {} : { key }), ...(erasure === undefined ? {} : { erasure }) }];
      return [];
    }),
  putCheckpoint: async (row) => void draft.checkpoints.push(row),
  putCosignatures: async (size, lines) => {
    const at = draft.checkpoints.findIndex((row) => row.size === size);
    const row = draft.checkpoints[at];
    if (row === undefined) throw new RangeError(`no checkpoint of size ${size}`);
    draft.checkpoints[at] = { ...row, cosignatures: [...new Set([...row.cosignatures, ...lines])] };
  },
  partsOf: async (subject) => draft.parts.filter((row) => row.subject === subject).map(({ index, part }) => ({ index, part })),
  erase: async (row) => {
    destroy(draft, row.subject);
    draft.erasures.set(row.subject, row);
  },
  eraseAgain: async () => [...draft.erasures.keys()].filter((subject) => destroy(draft, subject)).length,
});
