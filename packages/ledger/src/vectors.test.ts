import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { verifyProof } from './verify.ts';

type Vector = {
  readonly policy: string;
  readonly entry: string;
  readonly proof: string;
  readonly commitments: readonly string[];
  readonly openings: readonly { readonly payload: string; readonly blind: string }[];
  readonly rejected: readonly { readonly why: string; readonly proof: string }[];
};

const vector = JSON.parse(await readFile(new URL('../../../vectors/log/proved.json', import.meta.url), 'utf8')) as Vector;
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
const claim = {
  policy: vector.policy,
  strict: true,
  entry: bytes(vector.entry),
  commitments: vector.commitments.map(bytes),
  openings: vector.openings.map(({ payload, blind }) => ({ payload: bytes(payload), blind: bytes(blind) })),
};

test('the stored proof of an earlier day still verifies', () => {
  expect(verifyProof({ ...claim, proof: vector.proof })).toMatchObject({ ok: true, index: 6, size: 11 });
});

test.each(vector.rejected)('the stored proof is rejected with $why', ({ proof }) => {
  expect(proof).not.toBe(vector.proof);
  expect(verifyProof({ ...claim, proof }).ok).toBe(false);
});
