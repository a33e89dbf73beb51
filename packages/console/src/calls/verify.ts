import { verifyProof, type Shown, type Verification } from '@avouch/ledger/verify';
import type { Answer } from '@avouch/api/client';

/** What verification in this browser says of an entry. */
export type EntryVerification = Verification;

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** Checks an entry's bytes, proof and openings as they came from the server. Gives a verdict, whatever came. */
export function verifyEntry(entry: Pick<Answer<'entry'>, 'bytes' | 'proof' | 'verifierKey' | 'commitments' | 'disclosed'>): EntryVerification {
  const openings = entry.disclosed.map((part): Shown => (part.forgotten ? { forgotten: true, at: part.at, entry: part.entry } : { payload: bytesOf(part.payload), blind: bytesOf(part.blind) }));
  const commitments = entry.commitments.map(bytesOf);
  return verifyProof({
    entry: bytesOf(entry.bytes), proof: entry.proof, verifierKey: entry.verifierKey, commitments,
    // What the viewer may not see comes as no openings at all: the commitments are still tied to the leaf.
    ...(openings.length === 0 && commitments.length > 0 ? {} : { openings }),
  });
}
