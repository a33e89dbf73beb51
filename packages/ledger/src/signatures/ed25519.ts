import { equationHolds } from '#primitives';

/**
 * One strict Ed25519 rule for the server and the browser. Libraries disagree on hundreds of edge cases (cofactored or
 * not, non-canonical points); this rule leaves none open: s < L, canonical A and R, neither of small order, and the
 * cofactorless equation. All but the equation is decided on the bytes here, so both sides decide it alike.
 */

const bigEndianHex = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = bytes.length - 1; at >= 0; at--) text += (bytes[at] ?? 0).toString(16).padStart(2, '0');
  return text;
};

/** p = 2^255 − 19 and L, as fixed-width big-endian hex: comparing the texts compares the numbers. */
const FIELD = '7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed';
const ORDER = '1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed';

/** The y coordinates of the eight points of small order: orders 1, 2, 4 and (two values) 8. */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000001',
  '7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826',
  '7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7',
]);

/** The sign bit is cleared: with x = 0 only ±1 remain as y, and both are of small order. */
function isSoundPoint(bytes: Uint8Array): boolean {
  const y = Uint8Array.from(bytes);
  y[31] = (y[31] ?? 0) & 0x7f;
  const text = bigEndianHex(y);
  return text < FIELD && !SMALL_ORDER.has(text);
}

/** Whether the signature is the key's over the message under the one rule. Wrong lengths are a plain no. */
export function isSignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  if (bigEndianHex(signature.subarray(32)) >= ORDER) return false;
  if (!isSoundPoint(publicKey) || !isSoundPoint(signature.subarray(0, 32))) return false;
  return equationHolds(publicKey, message, signature);
}
