import { draftOf, openReader, openWriter } from './storage/memory-state.ts';
import type { MemoryState, MemoryTx } from './storage/memory-state.ts';
import type { LedgerStorage } from './storage/storage.ts';

export type { MemoryTx };
export type MemoryOptions = { readonly org?: string; readonly kek: Uint8Array };

/**
 * A log that lives as long as this value: for tests and short runs. It keeps the same promises as PostgreSQL while the
 * process lives, under the same conformance suite; several ledgers may be opened on one storage, as processes would.
 */
export function memoryStorage({ org = 'memory', kek }: MemoryOptions): LedgerStorage<MemoryTx> {
  let state: MemoryState = {
    head: undefined,
    entries: [],
    parts: [],
    tiles: new Map(),
    keys: new Map(),
    erasures: new Map(),
    checkpoints: [],
    projection: new Map(),
  };
  let last: Promise<unknown> = Promise.resolve();
  const locked = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    // The next in line waits for this turn's end, whatever it was; its failure goes to its own caller.
    last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  };
  return {
    org,
    kek,
    create: (origin) =>
      locked(async () => {
        if (state.head === undefined) state = { ...state, head: { origin, size: 0, recorded: null, batch: null } };
      }),
    read: (work) => work(openReader(() => state)),
    write: (work) =>
      locked(async () => {
        const draft = draftOf(state);
        const answer = await work(openWriter(draft));
        state = draft;
        return answer;
      }),
    close: async () => undefined,
  };
}
