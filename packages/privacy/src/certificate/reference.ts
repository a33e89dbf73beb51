import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { opens, seal } from '@avouch/ledger/seal';
import { plainSpelling, spelledChance } from '../spelled-chance.ts';

/** The blind of the commitment comes from the reference: 125 bits that nobody guesses. */
const blindOf = (reference: string): Uint8Array => hmac(sha256, utf8ToBytes('avouch/request-reference/v1'), utf8ToBytes(plainSpelling(reference)));

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/**
 * A reference for the person to keep, and the commitment to it and to the request's id that stands in the fact
 * `request.received`. Without the reference nobody can tell whose request it is; with it, the person shows that a certificate is theirs.
 * What was asked together has one reference: the others are committed to the one that is `kept`.
 */
export function referenceOf(request: string, random: (bytes: number) => Uint8Array, kept?: string): { readonly reference: string; readonly commitment: string } {
  const reference = kept ?? spelledChance(random);
  return { reference, commitment: base64(seal(utf8ToBytes(request), null, () => blindOf(reference)).commitment) };
}

/** Whether a commitment was made of this request and this reference. */
export function opensReference(commitment: string, request: string, reference: string): boolean {
  const bytes = Uint8Array.from(atob(commitment), (one) => one.charCodeAt(0));
  return opens(bytes, { payload: utf8ToBytes(request), blind: blindOf(reference) });
}
