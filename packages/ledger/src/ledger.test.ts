import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from './entry.ts';
import type { Fact, Json, SealedPart } from './entry.ts';
import type { Fold, LedgerStorage } from './ledger.ts';
import type { PoolClient } from 'pg';
import { memoryStorage } from './memory.ts';
import type { MemoryTx } from './memory.ts';
import { postgresStorage } from './postgres.ts';
import { seal } from './seal.ts';
import { openLedgerDatabase } from './testing/databases.ts';
import type { LedgerDatabase } from './testing/databases.ts';
import { all, chance, clock, factOf, kek, ledgerOn, logSigner } from './testing/facts.ts';
import { verifyProof } from './verify.ts';

let database: LedgerDatabase;
beforeAll(async () => {
  database = await openLedgerDatabase();
  await database.pool.query('create table seen (about text primary key)');
});
afterAll(() => database.close());

type Projection = {
  readonly add: (tx: unknown, about: string) => Promise<void>;
  readonly has: (tx: unknown, about: string) => Promise<boolean>;
};

const inMemory: Projection = {
  add: async (tx, about) => void (tx as MemoryTx).projection.set(about, true),
  has: async (tx, about) => (tx as MemoryTx).projection.has(about),
};

const inPostgres: Projection = {
  add: async (tx, about) => void (await (tx as PoolClient).query('insert into seen values ($1)', [about])),
  has: async (tx, about) => (await (tx as PoolClient).query('select from seen where about = $1', [about])).rowCount === 1,
};

let made = 0;
const kinds: readonly (readonly [string, () => LedgerStorage<unknown>, Projection])[] = [
  ['memory', () => memoryStorage({ kek }) as LedgerStorage<unknown>, inMemory],
  ['PostgreSQL', () => postgresStorage({ pool: database.pool, org: `org-${made++}`, kek }) as LedgerStorage<unknown>, inPostgres],
];

const refuse = (message: string) => async () => {
  throw new Error(message);
};

describe.each(kinds)('a ledger on %s', (_name, open, projection) => {
  test('callers that arrive together get consecutive places, in order of arrival, in one batch', async () => {
    const batches: number[] = [];
    const fold: Fold<unknown> = async (_tx, recorded) => void batches.push(recorded.length);
    const ledger = await ledgerOn(open(), { fold });
    const receipts = await Promise.all([0, 1, 2, 3, 4].map((n) => ledger.append(factOf(n))));
    expect(receipts.map((receipt) => receipt.index)).toEqual([0, 1, 2, 3, 4]);
    expect(batches).toEqual([5]);
    expect((await all(ledger.scan(0))).map(({ entry }) => entry.about)).toEqual([0, 1, 2, 3, 4].map((n) => `source-${n}`));
  });

  test('what is kept is the canonical JSON of the entry', async () => {
    const ledger = await ledgerOn(open());
    await ledger.append({ ...factOf(1, { payload: 'x' }), held: { from: '2026-01-01T00:00:00.000Z' } });
    const kept = await ledger.read(0);
    expect(Buffer.from(kept?.bytes ?? []).toString()).toBe(canonicalJson(kept?.entry as unknown as Json));
    expect(kept?.entry).toMatchObject({ v: 1, seals: { count: 1 }, recorded: '2026-02-01T00:00:00.000Z' });
  });

  test('a part that does not open its own commitment, and a fact that is not well formed, are refused at the door', async () => {
    const ledger = await ledgerOn(open());
    const [part] = factOf(1, { payload: 'x' }).parts;
    const wrong: Fact[] = [
      { ...factOf(1), parts: [{ ...(part as SealedPart), payload: new Uint8Array(1) }] },
      { ...factOf(1), parts: [{ ...(part as SealedPart), subject: '' }] },
      { ...factOf(1), kind: 'nonsense' },
      { ...factOf(1), captured: '2026-01-31' },
      { ...factOf(1), header: { value: Number.NaN } },
      { ...factOf(1), about: '\ud800' },
    ];
    for (const fact of wrong) await expect(ledger.append(fact)).rejects.toMatchObject({ code: 'invalid' });
    expect(await ledger.size()).toBe(0);
  });

  test('appendAll keeps all of its facts in consecutive places or none', async () => {
    const ledger = await ledgerOn(open());
    const tooLarge: Fact = { ...factOf(2), header: { text: 'x'.repeat(3000) } };
    await expect(ledger.appendAll([factOf(1), tooLarge])).rejects.toMatchObject({ code: 'too_large' });
    expect(await ledger.size()).toBe(0);
    expect((await ledger.appendAll([factOf(1), factOf(2)])).map((receipt) => receipt.index)).toEqual([0, 1]);
  });

  test('a guard that throws refuses its own append and none of its neighbours', async () => {
    const ledger = await ledgerOn(open());
    const results = await Promise.allSettled(
      [0, 1, 2, 3, 4, 5, 6].map((n) => ledger.append(factOf(n), n % 3 === 1 ? { guard: refuse('not now') } : {})),
    );
    expect(results.map(({ status }) => status)).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((n) => (n % 3 === 1 ? 'rejected' : 'fulfilled')),
    );
    expect((await all(ledger.scan(0))).map(({ entry }) => entry.about)).toEqual([0, 2, 3, 5, 6].map((n) => `source-${n}`));
  });

  test('a guard sees the fold of every fact before its own, also of the same batch', async () => {
    const fold: Fold<unknown> = async (tx, recorded) => {
      for (const { fact } of recorded) await projection.add(tx, fact.about);
    };
    const ledger = await ledgerOn(open(), { fold });
    const guard = async (tx: unknown) => {
      if (await projection.has(tx, 'source-1')) throw new Error('taken');
    };
    const results = await Promise.allSettled([
      ledger.append(factOf(1), { guard }),
      ledger.append(factOf(2)),
      ledger.append(factOf(1), { guard }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect((await all(ledger.scan(0))).map(({ entry }) => entry.about)).toEqual(['source-1', 'source-2']);
  });

  test('a fold that throws for one fact refuses that fact alone', async () => {
    const fold: Fold<unknown> = async (_tx, recorded) => {
      if (recorded.some(({ fact }) => fact.about === 'source-3')) throw new Error('cannot fold 3');
    };
    const ledger = await ledgerOn(open(), { fold });
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map((n) => ledger.append(factOf(n))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await ledger.size()).toBe(4);
  });

  test('the recorded time never goes back, whatever the clock does', async () => {
    const time = clock('2026-02-01T00:00:00.000Z');
    const ledger = await ledgerOn(open(), { now: time.now });
    await ledger.append(factOf(1));
    time.set('2020-01-01T00:00:00.000Z');
    await ledger.append(factOf(2));
    await ledger.checkpoint();
    time.set('2030-01-01T00:00:00.000Z');
    await ledger.append(factOf(3));
    const recorded = (await all(ledger.scan(0))).map(({ entry }) => entry.recorded);
    expect(recorded).toEqual([...recorded].sort());
    expect(recorded[2]).toBe('2030-01-01T00:00:00.000Z');
    expect(await ledger.checkpoint()).toContain('\n3\n');
  });

  test('two ledgers on one storage, as two processes, write one history', async () => {
    const storage = open();
    const [left, right] = [await ledgerOn(storage, { random: chance('left') }), await ledgerOn(storage, { random: chance('right') })];
    const receipts = await Promise.all(
      Array.from({ length: 600 }, (_, n) => (n % 2 === 0 ? left : right).append(factOf(n, { payload: n }))),
    );
    expect(new Set(receipts.map((receipt) => receipt.index)).size).toBe(600);
    expect(await left.checkpoint()).toBe(await right.checkpoint());
    for (const { index } of [receipts[0], receipts[599]] as { index: number }[]) {
      const entry = (await right.read(index))?.bytes ?? new Uint8Array();
      const verdict = verifyProof({ entry, proof: await left.proof(index), verifierKey: logSigner.verifierKey });
      expect(verdict).toMatchObject({ ok: true, index, size: 600 });
    }
  });

  test('an edge that another process moved is read again, over tile borders', async () => {
    const storage = open();
    const left = await ledgerOn(storage, { random: chance('left') });
    const right = await ledgerOn(storage, { random: chance('right') });
    const facts = (count: number) => Array.from({ length: count }, (_, n) => factOf(n));
    for (const [ledger, count] of [[left, 255], [right, 1], [left, 1], [right, 300], [left, 2]] as const) {
      await ledger.appendAll(facts(count));
    }
    const proof = await right.proof(400);
    const entry = (await left.read(400))?.bytes ?? new Uint8Array();
    expect(verifyProof({ entry, proof, verifierKey: logSigner.verifierKey })).toMatchObject({ ok: true, size: 559 });
  });

  test('a closed ledger refuses to append, after finishing what it took', async () => {
    const ledger = await ledgerOn(open());
    const last = ledger.append(factOf(1));
    await ledger.close();
    expect((await last).index).toBe(0);
    await expect(ledger.append(factOf(2))).rejects.toMatchObject({ code: 'closed' });
  });

  test('replay gives the fold the same facts again, with their payloads', async () => {
    const live: unknown[] = [];
    const again: unknown[] = [];
    const fold =
      (into: unknown[]): Fold<unknown> =>
      async (_tx, recorded) =>
        recorded.forEach(({ index, entry, fact }) =>
          into.push({ index, entry, payloads: fact.parts.map(({ payload, subject }) => [subject, Buffer.from(payload).toString()]) }),
        );
    const ledger = await ledgerOn(open(), { fold: fold(live) });
    await Promise.all([1, 2, 3].map((n) => ledger.append(factOf(n, { payload: { n }, subject: n === 2 ? 'person-2' : null }))));
    expect(await ledger.replay(fold(again))).toBe(3);
    expect(again).toEqual(live);
  });

  test('another origin or another key-encryption key does not open the log', async () => {
    const storage = open();
    await (await ledgerOn(storage)).append(factOf(1));
    await expect(ledgerOn({ ...storage, kek: new Uint8Array(32) })).rejects.toThrow('key-encryption key');
    const signer = { ...logSigner, name: 'avouch.example/other' };
    await expect(ledgerOn(storage, { origin: signer.name, signer })).rejects.toThrow('not avouch.example/other');
  });
});

test('a rebuild sees every part of entries with tens of thousands of them, each entry once and in order', async () => {
  const ledger = await ledgerOn(memoryStorage({ kek }));
  const random = chance('many parts');
  const many = Array.from({ length: 40_000 }, (_, n) => seal(n, null, random));
  await ledger.appendAll([factOf(0), { ...factOf(1), parts: many }, { ...factOf(2), parts: many }, factOf(3)]);
  const seen: [number, number, number][] = [];
  await ledger.replay(async (_tx, recorded) => {
    for (const { index, fact } of recorded) seen.push([index, fact.parts.length, Number(Buffer.from(fact.parts.at(-1)?.payload ?? []).toString())]);
  });
  expect(seen.map(([index]) => index)).toEqual([0, 1, 2, 3]);
  expect(seen.slice(1, 3)).toEqual([[1, 40_000, 39_999], [2, 40_000, 39_999]]);
});
