import { beforeAll, describe, expect, test } from 'vitest';
import { openSigner } from './keys.ts';
import { parsePolicy } from './notes/policy.ts';
import { chance, logSigner, ORIGIN } from './testing/facts.ts';
import { PLACE, policy, proved, witnessSigner } from './testing/proved.ts';
import type { Proved } from './testing/proved.ts';
import { verifyProof } from './verify.ts';

let good: Proved;
beforeAll(async () => {
  good = await proved();
});

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const changed = Uint8Array.from(bytes);
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
};

/** The text with one bit of its UTF-8 flipped, as a reader of a damaged file gets it. */
const flippedText = (text: string, bit: number): string => Buffer.from(flipped(Buffer.from(text), bit)).toString('utf8');

const withPolicy = ({ verifierKey: _verifierKey, ...rest }: Proved) => ({ ...rest, policy });

describe('verifyProof', () => {
  test('says that an entry stands at its place, when it was recorded, and who witnessed it', () => {
    const verdict = verifyProof({ ...withPolicy(good), strict: true });
    expect(verdict.findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(verdict).toMatchObject({ ok: true, origin: ORIGIN, index: PLACE, size: 11 });
    expect(verdict.witnesses).toEqual([{ name: 'witness.example/auditor', at: '2026-02-01T00:00:00.000Z' }]);
  });

  test('by the log key alone passes over a signature it does not know, unless strict', () => {
    expect(verifyProof(good).ok).toBe(true);
    expect(verifyProof({ ...good, strict: true }).ok).toBe(false);
  });

  test('rejects the entry with any one bit flipped', () => {
    for (let bit = 0; bit < good.entry.length * 8; bit++) {
      expect(verifyProof({ ...good, entry: flipped(good.entry, bit) }).ok, `bit ${bit}`).toBe(false);
    }
  });

  test('rejects the proof file, its checkpoint and every signature with any one bit flipped', () => {
    const claim = { ...withPolicy(good), strict: true };
    for (let bit = 0; bit < Buffer.byteLength(good.proof) * 8; bit++) {
      const proof = flippedText(good.proof, bit);
      expect(verifyProof({ ...claim, proof }).ok, `bit ${bit}`).toBe(false);
    }
  });

  test('rejects every commitment and every opening with any one bit flipped', () => {
    good.commitments.forEach((commitment, at) => {
      for (let bit = 0; bit < 256; bit++) {
        const commitments = good.commitments.map((other, place) => (place === at ? flipped(commitment, bit) : other));
        expect(verifyProof({ ...good, commitments }).ok).toBe(false);
      }
    });
    good.openings.forEach((shown, at) => {
      if (shown === null || !('payload' in shown)) throw new Error('the part is open');
      for (let bit = 0; bit < (32 + shown.payload.length) * 8; bit++) {
        const blind = bit < 256 ? flipped(shown.blind, bit) : shown.blind;
        const payload = bit < 256 ? shown.payload : flipped(shown.payload, bit - 256);
        const openings = good.openings.map((other, place) => (place === at ? { payload, blind } : other));
        expect(verifyProof({ ...good, openings }).ok).toBe(false);
      }
    });
  });

  test('rejects a proof for another place, another size, another log and another key', () => {
    const other = openSigner(chance('someone else')(32), ORIGIN);
    expect(verifyProof({ ...good, verifierKey: other.verifierKey }).ok).toBe(false);
    expect(verifyProof({ ...good, verifierKey: openSigner(chance('log')(32), 'other.example/log').verifierKey }).ok).toBe(false);
    expect(verifyProof({ ...good, proof: good.proof.replace('index 6\n', 'index 5\n') }).ok).toBe(false);
    expect(verifyProof({ ...good, proof: good.proof.replace('\n11\n', '\n12\n') }).ok).toBe(false);
  });

  test('refuses an extra line, which nothing signs, and spellings that are not canonical', () => {
    const spoil = (from: string, to: string) => verifyProof({ ...good, proof: good.proof.replace(from, to) }).ok;
    expect(spoil('index 6\n', 'index 6\n\n')).toBe(false);
    expect(spoil('c2sp.org/tlog-proof@v1\n', 'c2sp.org/tlog-proof@v1\nextra aGk=\n')).toBe(false);
    expect(spoil('index 6\n', 'index 06\n')).toBe(false);
    expect(spoil('index 6\n', 'index 0x6\n')).toBe(false);
    expect(spoil('\n11\n', '\n+11\n')).toBe(false);
    expect(spoil('index 6\n', 'index 6\r\n')).toBe(false);
    expect(verifyProof({ ...good, proof: `${good.proof}\n` }).ok).toBe(false);
  });

  test('accepts parts that are not shown or that were erased, and says so', () => {
    const gone = { forgotten: true, at: '2026-03-01T00:00:00.000Z', entry: 12 } as const;
    const verdict = verifyProof({ ...good, openings: [gone, null] });
    expect(verdict.ok).toBe(true);
    expect(verdict.findings.map(({ what }) => what).join('\n')).toContain('erased on 2026-03-01T00:00:00.000Z');
  });

  test('refuses openings without the commitments that tie them to the entry', () => {
    const { commitments: _commitments, ...rest } = good;
    expect(verifyProof(rest).ok).toBe(false);
    expect(verifyProof({ ...good, openings: good.openings.slice(1) }).ok).toBe(false);
  });

  test('asks for the quorum of the policy', () => {
    const second = openSigner(chance('second')(32), 'witness.example/second', 'witness');
    const both = `${policy.replace('quorum auditor\n', '')}witness second ${second.verifierKey}\n`;
    const ok = (rest: string) => verifyProof({ ...withPolicy(good), policy: both + rest }).ok;
    expect(ok('group either any auditor second\nquorum either\n')).toBe(true);
    expect(ok('group both all auditor second\nquorum both\n')).toBe(false);
    expect(ok('quorum second\n')).toBe(false);
    expect(ok('quorum none\n')).toBe(true);
  });
});

test('a policy with any line that is not understood trusts nobody', () => {
  const line = `log ${logSigner.verifierKey}\n`;
  const witness = `witness a ${witnessSigner.verifierKey}\n`;
  expect(parsePolicy(`# trust\n\n${line}${witness}quorum a\n`)).toMatchObject({ quorum: 'a' });
  const wrong = [
    '', line, `${line}quorum a\n`, `${line}quorum none\nquorum none\n`, `quorum none\n`, `${line}trust me\nquorum none\n`,
    `${line}${witness}${witness}quorum none\n`, `${line}${witness}group g 2 a\nquorum g\n`, `${line}${witness}group g 0 a\nquorum g\n`,
    `${line}${witness}group g 2 a a\nquorum g\n`, `${line}${witness.replace(' a ', ' b ')}${witness}quorum a\n`,
    `${line}witness a ${logSigner.verifierKey}\nquorum a\n`, `log ${witnessSigner.verifierKey}\nquorum none\n`, `${line}toString x\nquorum none\n`,
  ];
  for (const text of wrong) expect(parsePolicy(text), text).toBeUndefined();
});
