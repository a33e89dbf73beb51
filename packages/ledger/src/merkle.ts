import { leafHash, rootOfHashes } from './trees/hashes.ts';

/** The RFC 6962 tree head over the leaves, in their order: 32 bytes; SHA-256 of nothing when there are none. */
export const rootOf = (leaves: readonly Uint8Array[]): Uint8Array => rootOfHashes(leaves.map(leafHash));
