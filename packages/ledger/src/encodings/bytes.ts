import { concat as join, fromBase64, toBase64, utf8 as encode } from '#primitives';

/** UTF-8 bytes of the text. */
export const utf8 = encode;

/** One array of all the pieces in order. */
export const concat = join;

// A byte order mark is kept: dropping it would let two spellings print alike.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes; undefined when they are not UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    // Not UTF-8 is an expected answer about foreign bytes.
    return undefined;
  }
}

/** Whether both hold the same bytes. Not constant in time: nothing secret is compared. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}

/** Unsigned 64-bit big-endian of a safe integer. */
export function u64(value: number): Uint8Array {
  const high = Math.floor(value / 2 ** 32);
  return Uint8Array.of(high >>> 24, high >>> 16, high >>> 8, high, value >>> 24, value >>> 16, value >>> 8, value);
}

/** The safe integer of 8 big-endian bytes; undefined beyond 2^53. */
export function parseU64(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const value = view.getUint32(0) * 2 ** 32 + view.getUint32(4);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Standard base64 with padding. */
export const formatBase64 = toBase64;

/** Parses by printing: only the one spelling that `formatBase64` gives is accepted. */
export function parseBase64(text: string): Uint8Array | undefined {
  const bytes = fromBase64(text);
  return toBase64(bytes) === text ? bytes : undefined;
}

/** A decimal number as `String` prints it, from 0 to 2^53 − 1; undefined for any other spelling. */
export function parseDecimal(text: string): number | undefined {
  if (!/^[0-9]{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) && String(value) === text ? value : undefined;
}

/** Lower-case hex. */
export const formatHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The 32-byte pieces that lie one after the other in the bytes. */
export function splitHashes(bytes: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 32) pieces.push(bytes.subarray(at, at + 32));
  return pieces;
}
