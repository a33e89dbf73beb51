import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Kept } from './entry.ts';
import type { Ledger, LedgerStorage } from './ledger.ts';
import { memoryStorage } from './memory.ts';
import { postgresStorage } from './postgres.ts';
import { openLedgerDatabase } from './testing/databases.ts';
import type { LedgerDatabase } from './testing/databases.ts';
import { all, CAPTURED, chance, factOf, kek, ledgerOn, logSigner } from './testing/facts.ts';
import { faulty } from './testing/faults.ts';
import type { FaultMode } from './testing/faults.ts';
import { verifyProof } from './verify.ts';

let database: LedgerDatabase;
beforeAll(async () => {
  database = await openLedgerDatabase();
});
afterAll(() => database.close());

let made = 0;
const kinds: readonly (readonly [string, () => LedgerStorage<unknown>])[] = [
  ['memory', () => memoryStorage({ kek }) as LedgerStorage<unknown>],
  ['PostgreSQL', () => postgresStorage({ pool: database.pool, org: `faults-${made++}`, kek }) as LedgerStorage<unknown>],
];
const modes: readonly FaultMode[] = ['not persisted', 'persisted but reported failed'];

type Deed = {
  readonly name: string;
  readonly run: (ledger: Ledger) => Promise<unknown>;
  /** What is in the log when the deed was done once. */
  readonly adds: readonly string[];
  /** Whether it says so when it rejects: then it must not be in the log. */
  readonly writes: boolean;
};

const order = { subject: 'person-1', actor: 'dpo', basis: 'GDPR Art. 17(1)(b)', at: CAPTURED };
const deeds: readonly Deed[] = [
  { name: 'append', run: (ledger) => ledger.append(factOf(9, { payload: 'x' })), adds: ['source-9'], writes: true },
  { name: 'append about a new person', run: (ledger) => ledger.append(factOf(9, { payload: 'x', subject: 'person-2' })), adds: ['source-9'], writes: true },
  { name: 'appendAll', run: (ledger) => ledger.appendAll([factOf(8), factOf(9)]), adds: ['source-8', 'source-9'], writes: true },
  { name: 'forget', run: (ledger) => ledger.forget(order), adds: ['person-1'], writes: true },
  { name: 'checkpoint', run: (ledger) => ledger.checkpoint(), adds: [], writes: false },
  { name: 'proof', run: (ledger) => ledger.proof(1), adds: [], writes: false },
  { name: 'disclose', run: (ledger) => ledger.disclose(1), adds: [], writes: false },
  { name: 'replay', run: (ledger) => ledger.replay(async () => undefined), adds: [], writes: false },
];

const before = ['source-0', 'source-1', 'source-2', 'source-3'];

async function start(storage: LedgerStorage<unknown>): Promise<Ledger> {
  const ledger = await ledgerOn(storage);
  for (let n = 0; n < 3; n++) await ledger.append(factOf(n, { payload: `payload ${n}`, subject: n === 1 ? 'person-1' : null }));
  // Signed, and grown since: a deed that signs has something to sign.
  await ledger.checkpoint();
  await ledger.append(factOf(3));
  return ledger;
}

const aboutOf = async (ledger: Ledger) => (await all(ledger.scan(0))).map(({ entry }) => entry.about);

/** How many storage calls the deed makes when nothing fails. */
async function callsOf(open: () => LedgerStorage<unknown>, { run }: Deed): Promise<readonly string[]> {
  const { storage, calls } = faulty(open());
  const ledger = await start(storage);
  const from = calls.length;
  await run(ledger);
  return calls.slice(from);
}

/** After a fault: what was promised is there once, what was refused is not, and the log is whole and goes on. */
async function check(storage: LedgerStorage<unknown>, ledger: Ledger, deed: Deed, outcome: PromiseSettledResult<unknown>): Promise<void> {
  const abouts = await aboutOf(ledger);
  expect(abouts).toEqual([...before, ...(deed.writes && outcome.status === 'fulfilled' ? deed.adds : [])]);
  if (outcome.status === 'rejected') await deed.run(ledger);
  expect(await aboutOf(ledger)).toEqual([...before, ...deed.adds]);
  const other = await ledgerOn(storage, { random: chance('another process') });
  await other.append(factOf(77));
  await ledger.append(factOf(78));
  for await (const { index, bytes } of ledger.scan(0)) {
    expect(verifyProof({ entry: bytes, proof: await ledger.proof(index), verifierKey: logSigner.verifierKey }).ok).toBe(true);
  }
}

describe.each(kinds)('on %s', (_kind, open) => {
  describe.each(modes)('a fault that is %s', (mode) => {
    test.each(deeds)('at any storage call of $name loses nothing, doubles nothing and forks nothing', async (deed) => {
      const planned = await callsOf(open, deed);
      expect(planned.length).toBeGreaterThan(0);
      for (let number = 0; number < planned.length; number++) {
        const inner = open();
        const { storage, failAt, calls } = faulty(inner);
        const ledger = await start(storage);
        const from = calls.length;
        failAt(number, mode);
        const [outcome] = await Promise.allSettled([deed.run(ledger)]);
        expect(calls[from + number], 'the fault was reached').toBe(planned[number]);
        await check(inner, ledger, deed, outcome as PromiseSettledResult<unknown>);
      }
    });
  });

  test('opening survives a fault at any storage call when it is tried again', async () => {
    for (const mode of modes) {
      for (let number = 0; number < 7; number++) {
        const { storage, failAt } = faulty(open());
        failAt(number, mode);
        const [first] = await Promise.allSettled([ledgerOn(storage)]);
        const ledger = first?.status === 'fulfilled' ? first.value : await ledgerOn(storage);
        await ledger.append(factOf(1, { payload: 'kept' }));
        const [part] = await ledger.disclose(0);
        expect(part).toMatchObject({ forgotten: false });
        expect((await ledger.read(0)) as Kept).toMatchObject({ index: 0 });
      }
    }
  });

  test('an append costs one transaction with one head and one put, and a hundred at once the same', async () => {
    const { storage, calls } = faulty(open());
    const ledger = await ledgerOn(storage);
    await ledger.append(factOf(0, { payload: 1 }));
    const from = calls.length;
    await ledger.append(factOf(1, { payload: 1 }));
    expect(calls.slice(from)).toEqual(['write', 'head', 'put']);
    const between = calls.length;
    await Promise.all(Array.from({ length: 100 }, (_, n) => ledger.append(factOf(n, { payload: n }))));
    expect(calls.slice(between)).toEqual(['write', 'head', 'put']);
  });

  test('a caller whose neighbour was lost with the answer still gets its receipt', async () => {
    const { storage, failAt } = faulty(open());
    const ledger = await ledgerOn(storage);
    failAt(0, 'persisted but reported failed');
    const receipts = await Promise.all([1, 2, 3].map((n) => ledger.append(factOf(n))));
    expect(receipts.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(await ledger.size()).toBe(3);
  });
});

test('when the storage never answers again, the append says that its outcome is unknown', async () => {
  const inner = memoryStorage({ kek });
  let isGone = false;
  const ledger = await ledgerOn({
    ...inner,
    write: async <T>(work: Parameters<typeof inner.write<T>>[0]): Promise<T> => {
      if (isGone) throw new Error('no connection');
      const answer = await inner.write(work);
      if ((await inner.read((reader) => reader.entries(0, 1))).length === 0) return answer;
      isGone = true;
      throw new Error('the answer was lost');
    },
  });
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    const outcome = expect(ledger.append(factOf(1))).rejects.toMatchObject({ code: 'unknown' });
    await vi.advanceTimersByTimeAsync(60_000);
    await outcome;
  } finally {
    vi.useRealTimers();
  }
});
