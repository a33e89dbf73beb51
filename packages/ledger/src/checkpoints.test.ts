import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryStorage } from './memory.ts';
import { parseCheckpoint } from './notes/checkpoint.ts';
import { parseNote } from './notes/note.ts';
import { clock, factOf, kek, ledgerOn, logSigner } from './testing/facts.ts';
import { verifyProof } from './verify.ts';

const sizeOf = (checkpoint: string): number | undefined => parseCheckpoint(parseNote(checkpoint)?.text ?? '')?.size;

describe('checkpoints', () => {
  test('are signed at most once a second, and again once the second is over', async () => {
    const time = clock('2026-02-01T00:00:00.000Z');
    const ledger = await ledgerOn(memoryStorage({ kek }), { now: time.now, checkpointEveryMs: 1000 });
    expect(sizeOf(await ledger.checkpoint())).toBe(0);
    await ledger.append(factOf(1));
    expect(sizeOf(await ledger.checkpoint())).toBe(0);
    time.set('2026-02-01T00:00:01.500Z');
    expect(sizeOf(await ledger.checkpoint())).toBe(1);
  });

  test('go on being signed after the clock went back a year', async () => {
    const time = clock('2026-02-01T00:00:00.000Z');
    const ledger = await ledgerOn(memoryStorage({ kek }), { now: time.now, checkpointEveryMs: 1000 });
    await ledger.checkpoint();
    await ledger.append(factOf(1));
    time.set('2025-02-01T00:00:00.000Z');
    expect(sizeOf(await ledger.checkpoint())).toBe(1);
  });

  test('of one size are the same text, however often and by whichever process they are asked for', async () => {
    const storage = memoryStorage({ kek });
    const [left, right] = [await ledgerOn(storage), await ledgerOn(storage)];
    await left.append(factOf(1));
    const texts = await Promise.all([left, right, left, right].map((ledger) => ledger.checkpoint()));
    expect(new Set(texts).size).toBe(1);
  });
});

describe('a proof for an entry that no checkpoint covers yet', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  test('waits for the next signing and no longer, and callers share it', async () => {
    const ledger = await ledgerOn(memoryStorage({ kek }), { now: () => new Date('2026-02-01T00:00:00.000Z'), checkpointEveryMs: 1000 });
    await ledger.checkpoint();
    await Promise.all([1, 2, 3].map((n) => ledger.append(factOf(n))));
    const proofs = Promise.all([0, 1, 2].map((index) => ledger.proof(index)));
    await vi.advanceTimersByTimeAsync(1000);
    const checkpoints = new Set<string>();
    for (const [index, proof] of (await proofs).entries()) {
      const entry = (await ledger.read(index))?.bytes ?? new Uint8Array();
      expect(verifyProof({ entry, proof, verifierKey: logSigner.verifierKey })).toMatchObject({ ok: true, index, size: 3 });
      checkpoints.add(proof.slice(proof.indexOf('\n\n')));
    }
    expect(checkpoints.size).toBe(1);
  });

  test('is refused for an entry that is not there', async () => {
    const ledger = await ledgerOn(memoryStorage({ kek }));
    await ledger.append(factOf(1));
    for (const index of [1, -1, 0.5, Number.NaN]) await expect(ledger.proof(index)).rejects.toThrow(RangeError);
  });
});
