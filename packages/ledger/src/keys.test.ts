import { randomBytes } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { expect, test } from 'vitest';
import { generateSigner, openSigner } from './keys.ts';
import { formatVerifierKey, parseVerifierKey } from './notes/verifier-key.ts';
import * as browser from './primitives/browser.ts';
import * as node from './primitives/node.ts';
import { isSignature } from './signatures/ed25519.ts';
import { chance } from './testing/facts.ts';

const { Point } = ed25519;
const L = Point.Fn.ORDER;
const P = Point.Fp.ORDER;
const message = new TextEncoder().encode('a checkpoint');

const little = (value: bigint): Uint8Array => Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 255n));
const number = (bytes: Uint8Array): bigint => bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

/** A point of order 8: any point times L, until its order is whole. */
function torsion(): InstanceType<typeof Point> {
  for (let y = 2n; ; y++) {
    try {
      const point = Point.fromBytes(little(y)).multiplyUnsafe(L - 1n).add(Point.fromBytes(little(y)));
      if (!point.multiplyUnsafe(4n).is0()) return point;
    } catch {
      // This y is on no point: the next one may be.
    }
  }
}

const T = torsion();
const small = Array.from({ length: 8 }, (_, k) => (k === 0 ? Point.ZERO : T.multiplyUnsafe(BigInt(k))));
const challenge = (r: Uint8Array, key: Uint8Array): bigint => number(sha512(join(r, key, message))) % L;

/** A signature by the secret scalar, with R and A moved by points of small order. */
function crafted(secret: bigint, nonce: bigint, rShift: InstanceType<typeof Point>, aShift: InstanceType<typeof Point>) {
  const key = Point.BASE.multiplyUnsafe(secret).add(aShift).toBytes();
  const r = Point.BASE.multiplyUnsafe(nonce).add(rShift).toBytes();
  return { key, signature: join(r, little((nonce + challenge(r, key) * secret) % L)) };
}

type Case = { readonly key: Uint8Array; readonly signature: Uint8Array };

/** Encodings of small order with y + p where that fits, and with the sign of x = 0 set. */
function oddEncodings(): Uint8Array[] {
  const withSign = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, at) => (at === 31 ? byte | 0x80 : byte));
  const plain = [...small.map((point) => point.toBytes()), ...[0n, 1n, 18n].map((y) => little(P + y))];
  return [...plain, ...plain.map(withSign)];
}

function cases(): Case[] {
  const list: Case[] = [];
  for (let n = 1n; n <= 12n; n++) for (const r of small) for (const a of small) list.push(crafted(12345n + n, 6789n * n, r, a));
  const honest = crafted(777n, 888n, Point.ZERO, Point.ZERO);
  const s = number(honest.signature.subarray(32));
  for (const more of [L, 2n * L, 7n * L]) list.push({ key: honest.key, signature: join(honest.signature.subarray(0, 32), little(s + more)) });
  for (const odd of oddEncodings()) {
    list.push({ key: odd, signature: join(odd, little(0n)) });
    list.push({ key: odd, signature: honest.signature });
    list.push({ key: honest.key, signature: join(odd, honest.signature.subarray(32)) });
    list.push({ key: honest.key, signature: join(odd, little((challenge(odd, honest.key) * 777n) % L)) });
  }
  return list;
}

/** The rule with the browser's equation in place of this process's. */
const accepted = ({ key, signature }: Case) => ({
  rule: isSignature(key, message, signature),
  node: node.equationHolds(key, message, signature),
  browser: browser.equationHolds(key, message, signature),
});

test('node and the browser decide every edge case of Ed25519 alike', () => {
  const decided = cases().map((one) => ({ one, ...accepted(one) }));
  for (const { one, rule, browser: there } of decided) {
    const label = Buffer.from(join(one.key, one.signature)).toString('hex');
    if (rule) expect(there, label).toBe(true);
    // What the bytes alone don't rule out, both equations must decide alike.
    if (there) expect(node.equationHolds(one.key, message, one.signature), label).toBe(true);
  }
  const sound = decided.filter(({ one }) => !oddEncodings().some((odd) => Buffer.from(odd).equals(one.key)));
  for (const { node: here, browser: there, one } of sound) expect(here, Buffer.from(one.key).toString('hex')).toBe(there);
  expect(decided.filter(({ rule }) => rule).length).toBeGreaterThan(12);
  expect(decided.filter(({ rule }) => !rule).length).toBeGreaterThan(500);
});

test('the rule refuses s + L, and keys and R of small order or of another spelling', () => {
  const honest = crafted(777n, 888n, Point.ZERO, Point.ZERO);
  expect(isSignature(honest.key, message, honest.signature)).toBe(true);
  const s = number(honest.signature.subarray(32));
  expect(isSignature(honest.key, message, join(honest.signature.subarray(0, 32), little(s + L)))).toBe(false);
  for (const odd of oddEncodings()) {
    expect(isSignature(odd, message, join(odd, little(0n)))).toBe(false);
    expect(isSignature(honest.key, message, join(odd, little((challenge(odd, honest.key) * 777n) % L)))).toBe(false);
  }
});

test('the rule is cofactorless: a signature that holds only times eight is refused', () => {
  const shifted = crafted(777n, 888n, T, Point.ZERO);
  expect(ed25519.verify(shifted.signature, message, shifted.key, { zip215: true })).toBe(true);
  expect(isSignature(shifted.key, message, shifted.signature)).toBe(false);
});

test('hashes, codes, keys and signatures are the same bytes in node and the browser', () => {
  const random = chance('primitives');
  for (const length of [0, 1, 55, 56, 63, 64, 65, 400, 5000, 40_000]) {
    const [bytes, key] = [random(length), random(32)];
    expect(browser.sha256(bytes)).toEqual(Uint8Array.from(node.sha256(bytes)));
    expect(browser.hmacSha256(key, bytes, key)).toEqual(Uint8Array.from(node.hmacSha256(key, bytes, key)));
    expect(browser.hmacSha256(bytes, key)).toEqual(Uint8Array.from(node.hmacSha256(bytes, key)));
    expect(browser.toBase64(bytes)).toBe(node.toBase64(bytes));
    expect(browser.fromBase64(node.toBase64(bytes))).toEqual(bytes);
  }
  const seed = random(32);
  expect(browser.publicKeyOf(seed)).toEqual(Uint8Array.from(node.publicKeyOf(seed)));
  expect(browser.signerOf(seed)(message)).toEqual(Uint8Array.from(node.signerOf(seed)(message)));
});

test('a signer opens again from its seed or its PKCS #8, and a verifier key has one spelling', () => {
  const fresh = generateSigner('avouch.example/log', randomBytes);
  const der = join(Buffer.from('302e020100300506032b657004220420', 'hex'), fresh.seed);
  expect(openSigner(fresh.seed, 'avouch.example/log').verifierKey).toBe(fresh.verifierKey);
  expect(openSigner(der, 'avouch.example/log').verifierKey).toBe(fresh.verifierKey);
  const key = parseVerifierKey(fresh.verifierKey);
  expect(key && formatVerifierKey(key)).toBe(fresh.verifierKey);
  for (let at = 0; at < fresh.verifierKey.length; at++) {
    const changed = fresh.verifierKey.slice(0, at) + (fresh.verifierKey[at] === 'A' ? 'B' : 'A') + fresh.verifierKey.slice(at + 1);
    expect(parseVerifierKey(changed), changed).toBeUndefined();
  }
  expect(() => openSigner(fresh.seed, 'two words')).toThrow(RangeError);
  expect(() => openSigner(new Uint8Array(31), 'name')).toThrow(RangeError);
});
