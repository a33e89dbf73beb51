import { createCipheriv, createDecipheriv } from 'node:crypto';
import { concat, utf8 } from '../encodings/bytes.ts';
import type { Opening, SealedPart } from '../entry.ts';
import type { KeyRow, LedgerStorage } from '../storage/storage.ts';

/**
 * Payloads at rest: AES-256-GCM under the subject's key, nonce(12) ‖ ciphertext ‖ tag(16). Subject keys are wrapped the
 * same way by the key-encryption key. Nonces are random, and a key seals far fewer than 2^32 messages.
 */
type Random = (bytes: number) => Uint8Array;
type KeyStore = Pick<LedgerStorage<unknown>, 'org' | 'kek'>;

const NONCE = 12;
const TAG = 16;

function encrypt(key: Uint8Array, nonce: Uint8Array, bound: Uint8Array, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(bound);
  const text = cipher.update(plain);
  // final() gives no bytes in GCM, but must come before the tag.
  cipher.final();
  return concat([nonce, text, cipher.getAuthTag()]);
}

/** Throws when the key, the binding or any byte is another. */
function decrypt(key: Uint8Array, bound: Uint8Array, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE));
  decipher.setAAD(bound);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  const opened = decipher.update(sealed.subarray(NONCE, sealed.length - TAG));
  decipher.final();
  return opened;
}

/** The organisation's own key, for parts about nobody. */
export const OWN = '';

const binding = (org: string, subject: string): Uint8Array => utf8(`avouch/key/v1\n${org}\n${subject}`);

/** A fresh key for the subject, and its wrapped row. */
export function newKey({ org, kek }: KeyStore, subject: string, random: Random): { readonly key: Uint8Array; readonly row: KeyRow } {
  const key = random(32);
  return { key, row: { subject, wrapped: encrypt(kek, random(NONCE), binding(org, subject), key) } };
}

/** The key in a row. Throws a sentence for the operator when the key-encryption key is not the one that wrapped it. */
export function unwrapKey({ org, kek }: KeyStore, { subject, wrapped }: KeyRow): Uint8Array {
  try {
    return decrypt(kek, binding(org, subject), wrapped);
  } catch (cause) {
    throw new Error('the key store does not open with this key-encryption key', { cause });
  }
}

/** The part as it is stored, bound to its commitment. */
export const encryptPart = (key: Uint8Array, { commitment, blind, payload }: SealedPart, random: Random): Uint8Array =>
  encrypt(key, random(NONCE), commitment, concat([blind, payload]));

/** The opening in a stored part. Throws when the storage was tampered with. */
export function decryptPart(key: Uint8Array, sealed: Uint8Array, commitment: Uint8Array): Opening {
  const opened = decrypt(key, commitment, sealed);
  return { blind: opened.subarray(0, 32), payload: opened.subarray(32) };
}
