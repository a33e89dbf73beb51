import type { LedgerStorage, StorageReader, StorageWriter } from '../storage/storage.ts';

/** A fault either leaves the call undone, or does it and says that it failed: a lost answer. */
export type FaultMode = 'not persisted' | 'persisted but reported failed';

export class PlannedFault extends Error {}

export type Faulty<Tx> = {
  readonly storage: LedgerStorage<Tx>;
  /** The calls so far, by name, in order. */
  readonly calls: readonly string[];
  /** From now on the call with this number (0 is the next) fails, once. */
  readonly failAt: (number: number, mode: FaultMode) => void;
};

/** A storage of which one chosen call fails. Every call counts: those of a transaction, and its commit. */
export function faulty<Tx>(inner: LedgerStorage<Tx>): Faulty<Tx> {
  const calls: string[] = [];
  let plan: { readonly at: number; readonly mode: FaultMode } | undefined;
  const call = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const isPlanned = plan?.at === calls.length;
    const mode = isPlanned ? plan?.mode : undefined;
    calls.push(name);
    if (mode === 'not persisted') throw new PlannedFault(name);
    const answer = await work();
    if (mode === 'persisted but reported failed') throw new PlannedFault(name);
    return answer;
  };
  const wrap = <T extends StorageReader | StorageWriter<Tx>>(target: T): T =>
    Object.fromEntries(
      Object.entries(target).map(([name, value]) => [
        name,
        typeof value === 'function' ? (...words: unknown[]) => call(name, () => (value as (...all: unknown[]) => Promise<unknown>)(...words)) : value,
      ]),
    ) as T;
  return {
    calls,
    failAt: (number, mode) => void (plan = { at: calls.length + number, mode }),
    storage: {
      ...inner,
      create: (origin) => call('create', () => inner.create(origin)),
      read: (work) => call('read', () => inner.read((reader) => work(wrap(reader)))),
      write: (work) => call('write', () => inner.write((writer) => work(wrap(writer)))),
    },
  };
}
