import { sha256 } from '#primitives';

/** RFC 6962 section 2.1: a prefix byte keeps a leaf from passing for a node. */
export function leafHash(leaf: Uint8Array): Uint8Array {
  const prefixed = new Uint8Array(leaf.length + 1);
  prefixed.set(leaf, 1);
  return sha256(prefixed);
}

// One scratch array for all nodes: hashing is synchronous, and a node is hashed about once a leaf.
const scratch = new Uint8Array(65);
scratch[0] = 1;

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  scratch.set(left, 1);
  scratch.set(right, 33);
  return sha256(scratch);
}

/** The largest power of two below n, for n ≥ 2. */
export function splitOf(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

/** The tree head over leaf (or complete subtree) hashes from `from` up to `to`; SHA-256 of nothing when there are none. */
export function rootOfHashes(hashes: readonly Uint8Array[], from = 0, to: number = hashes.length): Uint8Array {
  if (to === from) return sha256(new Uint8Array(0));
  if (to - from === 1) return hashes[from] as Uint8Array;
  const middle = from + splitOf(to - from);
  return nodeHash(rootOfHashes(hashes, from, middle), rootOfHashes(hashes, middle, to));
}
