import { sha256 } from '#primitives';

// Reused for every short leaf and every node: hashing is synchronous, and both are hashed once an entry.
const leafScratch = new Uint8Array(4096);
const nodeScratch = new Uint8Array(65);
nodeScratch[0] = 1;

/** RFC 6962 section 2.1: a prefix byte keeps a leaf from passing for a node. */
export function leafHash(leaf: Uint8Array): Uint8Array {
  const prefixed = leaf.length < leafScratch.length ? leafScratch.subarray(0, leaf.length + 1) : new Uint8Array(leaf.length + 1);
  prefixed.set(leaf, 1);
  return sha256(prefixed);
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  nodeScratch.set(left, 1);
  nodeScratch.set(right, 33);
  return sha256(nodeScratch);
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
