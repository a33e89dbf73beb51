import { hmacSha256 } from '#primitives';
import { equalBytes, u64, utf8 } from './encodings/bytes.ts';
import { canonicalJson } from './encodings/json.ts';
import type { Json, Opening, SealedPart } from './entry.ts';

export type { SealedPart };

const LABEL = utf8('avouch/seal/v1');

const commitmentOf = (payload: Uint8Array, blind: Uint8Array): Uint8Array =>
  hmacSha256(blind, LABEL, u64(payload.length), payload);

/**
 * Seals one payload under 32 fresh random bytes: HMAC-SHA-256(blind, "avouch/seal/v1" ‖ u64 length ‖ payload). JSON
 * is written by RFC 8785 first. `random` must be unpredictable: whoever guesses the blind can guess the payload.
 */
export function seal(payload: Uint8Array | Json, subject: string | null, random: (bytes: number) => Uint8Array): SealedPart {
  const bytes = payload instanceof Uint8Array ? payload : utf8(canonicalJson(payload));
  const blind = random(32);
  if (blind.length !== 32) throw new RangeError('a seal needs 32 random bytes');
  return { subject, payload: bytes, blind, commitment: commitmentOf(bytes, blind) };
}

/** Whether the opening is what the commitment was made of. */
export const opens = (commitment: Uint8Array, { payload, blind }: Opening): boolean =>
  blind.length === 32 && equalBytes(commitment, commitmentOf(payload, blind));
