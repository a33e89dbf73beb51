import { createHmac, createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto';

/**
 * What the ledger needs of cryptography, on node:crypto. `browser.ts` promises the same results byte for byte;
 * package.json's `#primitives` chooses between them.
 */

/** SHA-256 of the bytes, 32 bytes. By way of hex: twice as quick on short inputs as asking for a buffer. */
export const sha256 = (bytes: Uint8Array): Uint8Array => Buffer.from(hash('sha256', bytes, 'hex'), 'hex');

/** UTF-8 bytes of the text. From the pool of buffers: short texts cost the collector nothing of their own. */
export const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** One array of all the pieces in order. */
export const concat = (pieces: readonly Uint8Array[]): Uint8Array => Buffer.concat(pieces);

const BLOCK = 64;
/** Below this an HMAC is two one-shot hashes: a third of the time of an Hmac object, and nothing for the collector. */
const SHORT = 16 * 1024;
// Reused by every short HMAC: each is one synchronous call.
const inner = Buffer.alloc(BLOCK + SHORT);
const outer = Buffer.alloc(BLOCK + 32);

function shortHmac(key: Uint8Array, pieces: readonly Uint8Array[]): Uint8Array {
  for (let at = 0; at < BLOCK; at++) {
    const byte = key[at] ?? 0;
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  let end = BLOCK;
  for (const piece of pieces) {
    inner.set(piece, end);
    end += piece.length;
  }
  outer.write(hash('sha256', inner.subarray(0, end), 'hex'), BLOCK, 'hex');
  return sha256(outer);
}

/** HMAC-SHA-256 over the pieces one after the other, 32 bytes. */
export function hmacSha256(key: Uint8Array, ...pieces: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  if (length <= SHORT && key.length <= BLOCK) return shortHmac(key, pieces);
  const mac = createHmac('sha256', key);
  for (const piece of pieces) mac.update(piece);
  return mac.digest();
}

/** Standard base64 with padding. */
export const toBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** Bytes of base64 text; lenient: callers print again and compare. */
export const fromBase64 = (text: string): Uint8Array => Buffer.from(text, 'base64');

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

const privateKeyOf = (seed: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });

/** The Ed25519 public key (32 bytes) of a 32-byte seed. */
export const publicKeyOf = (seed: Uint8Array): Uint8Array =>
  createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);

/** A signing function that holds the key inside. */
export function signerOf(seed: Uint8Array): (message: Uint8Array) => Uint8Array {
  const key = privateKeyOf(seed);
  return (message) => sign(null, message, key);
}

/**
 * The cofactorless equation alone: encode(sB − hA) equals R's bytes. OpenSSL decodes a non-canonical A, so callers
 * go through `signatures/ed25519.ts`, which looks at the encodings first.
 */
export function equationHolds(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' });
  return verify(null, message, key, signature);
}
