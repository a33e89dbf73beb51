import { expect, test } from 'vitest';
import { openLedger } from './ledger.ts';
import { memoryStorage } from './memory.ts';
import { parseCheckpoint } from './notes/checkpoint.ts';
import { parseNote } from './notes/note.ts';
import { chance, factOf, kek, logSigner, ORIGIN } from './testing/facts.ts';
import { rootOfHashes } from './trees/hashes.ts';

const SIZE = 40;

/** The 32-byte hashes of which a tile is made. */
const hashesIn = (tile: Uint8Array): Uint8Array[] => Array.from({ length: tile.length / 32 }, (_, at) => tile.subarray(at * 32, at * 32 + 32));

test('a tile gives the root that was signed, and with any one bit flipped it does not', async () => {
  const ledger = await openLedger(memoryStorage({ kek }), { origin: ORIGIN, signer: logSigner, now: () => new Date('2026-02-01T00:00:00.000Z'), random: chance('tiles') });
  await ledger.appendAll(Array.from({ length: SIZE }, (_, n) => factOf(n)));
  const head = parseCheckpoint(parseNote(await ledger.checkpoint())?.text ?? '');
  const tile = await ledger.resource(`tile/0/000.p/${SIZE}`);
  if (head === undefined || tile === undefined) throw new Error('a log of forty entries has a checkpoint and a tile');
  const signed = Buffer.from(head.root);
  expect(signed.equals(rootOfHashes(hashesIn(tile)))).toBe(true);
  const accepted: number[] = [];
  for (let bit = 0; bit < tile.length * 8; bit++) {
    const changed = Uint8Array.from(tile);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    if (signed.equals(rootOfHashes(hashesIn(changed)))) accepted.push(bit);
  }
  expect(accepted).toEqual([]);
  await ledger.close();
});
