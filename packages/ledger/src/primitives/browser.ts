import { ed25519 } from '@noble/curves/ed25519.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as digest, sha512 } from '@noble/hashes/sha2.js';

/** The same promises as `node.ts`, without Node: synchronous, so that verification is one call everywhere. */

/** SHA-256 of the bytes, 32 bytes. */
export const sha256 = (bytes: Uint8Array): Uint8Array => digest(bytes);

/** HMAC-SHA-256 over the pieces one after the other, 32 bytes. */
export function hmacSha256(key: Uint8Array, ...pieces: readonly Uint8Array[]): Uint8Array {
  const mac = hmac.create(digest, key);
  for (const piece of pieces) mac.update(piece);
  return mac.digest();
}

const encoder = new TextEncoder();

/** UTF-8 bytes of the text. */
export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** One array of all the pieces in order. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Bytes of base64 text; lenient: callers print again and compare. What is no base64 at all gives no bytes. */
export function fromBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return new Uint8Array(0);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The Ed25519 public key (32 bytes) of a 32-byte seed. */
export const publicKeyOf = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed);

/** A signing function that holds the key inside. */
export const signerOf =
  (seed: Uint8Array) =>
  (message: Uint8Array): Uint8Array =>
    ed25519.sign(message, seed);

const { Point } = ed25519;

const littleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);

const pointOf = (bytes: Uint8Array) => {
  try {
    return Point.fromBytes(bytes);
  } catch {
    // The bytes are no point of the curve: the answer is a value, not an error.
    return undefined;
  }
};

/** The cofactorless equation alone: encode(sB − hA) equals R's bytes. See `node.ts`. */
export function equationHolds(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const order = Point.Fn.ORDER;
  const s = littleEndian(signature.subarray(32));
  const key = pointOf(publicKey);
  if (key === undefined || s >= order) return false;
  const r = signature.subarray(0, 32);
  const challenge = sha512.create().update(r).update(publicKey).update(message).digest();
  const h = littleEndian(challenge) % order;
  const left = Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(h)).toBytes();
  return left.every((byte, at) => byte === r[at]);
}
