import { publicKeyOf, signerOf } from '#primitives';
import { formatVerifierKey, isKeyName, KEY_TYPES } from './notes/verifier-key.ts';

/** Signs checkpoints. The private key never leaves the value. */
export type Signer = {
  /** The key name: equals the log's origin for a log, the witness's own name for a witness. */
  readonly name: string;
  /** `<name>+<hex key id>+<base64(type ‖ key)>` (c2sp.org/signed-note). */
  readonly verifierKey: string;
  readonly sign: (message: Uint8Array) => Uint8Array;
};

/** A signer with the 32 secret bytes that `openSigner` takes: keep them once, in a safe place, and drop this value. */
export type FreshSigner = Signer & { readonly seed: Uint8Array };

/** What a key signs: a log its checkpoints, a witness its timed cosignatures. The key id depends on it. */
export type Use = 'log' | 'witness';

const PKCS8 = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

function seedOf(secret: Uint8Array): Uint8Array {
  if (secret.length === 32) return secret;
  if (secret.length === 48 && PKCS8.every((byte, at) => secret[at] === byte)) return secret.subarray(16);
  throw new RangeError('an Ed25519 secret is a seed of 32 bytes or its PKCS #8 DER');
}

/** A signer from its Ed25519 seed (32 bytes) or PKCS #8 DER. Throws RangeError for another secret or an unfit name. */
export function openSigner(secret: Uint8Array, name: string, use: Use = 'log'): Signer {
  if (!isKeyName(name)) throw new RangeError('a key name is not empty and has no blanks and no plus sign');
  const seed = Uint8Array.from(seedOf(secret));
  const type = use === 'log' ? KEY_TYPES.ed25519 : KEY_TYPES.cosignature;
  return { name, verifierKey: formatVerifierKey({ name, type, key: publicKeyOf(seed) }), sign: signerOf(seed) };
}

/** A signer with a new key out of 32 bytes of `random`. */
export function generateSigner(name: string, random: (bytes: number) => Uint8Array, use: Use = 'log'): FreshSigner {
  const seed = random(32);
  return { ...openSigner(seed, name, use), seed };
}
