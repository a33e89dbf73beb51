import { concat } from '../encodings/bytes.ts';
import { draftOf, ENTRY_BYTES_MAX, flawOf } from '../entries/leaf.ts';
import type { Draft } from '../entries/leaf.ts';
import type { Fact } from '../entry.ts';
import { opens } from '../seal.ts';
import { AppendError } from './append-error.ts';
import { encryptPart } from './keyring.ts';

/**
 * A fact made ready when it arrives, while an earlier batch is on its way: checked, printed, and encrypted where the
 * key can't be destroyed meanwhile (parts about nobody; `sealed` is null for the others).
 */
export type Prepared = {
  readonly fact: Fact;
  readonly draft: Draft;
  readonly commitments: Uint8Array;
  readonly sealed: readonly (Uint8Array | null)[];
  readonly weight: number;
};

/** As long as every instant: the text's length is known before the recorded time is. */
const SOME_INSTANT = '0000-00-00T00:00:00.000Z';

function checkParts({ parts }: Fact): void {
  for (const part of parts) {
    if (part.subject === '') throw new AppendError('invalid', 'a part is about a subject with an id, or about nobody');
    if (!opens(part.commitment, part)) throw new AppendError('invalid', 'a part does not open its own commitment');
  }
}

/** Throws AppendError `invalid` or `too_large`. */
export function prepare(fact: Fact, own: Uint8Array, random: (bytes: number) => Uint8Array): Prepared {
  const flaw = flawOf(fact);
  if (flaw !== undefined) throw new AppendError('invalid', flaw);
  checkParts(fact);
  const draft = printed(fact);
  const length = Buffer.byteLength(draft.before) + SOME_INSTANT.length + Buffer.byteLength(draft.after);
  if (length > ENTRY_BYTES_MAX) throw new AppendError('too_large', `an entry has at most ${ENTRY_BYTES_MAX} bytes, this has ${length}`);
  const sealed = fact.parts.map((part) => (part.subject === null ? encryptPart(own, part, random) : null));
  const weight = fact.parts.reduce((sum, part) => sum + part.payload.length + 128, length);
  return { fact, draft, commitments: concat(fact.parts.map((part) => part.commitment)), sealed, weight };
}

function printed(fact: Fact): Draft {
  try {
    return draftOf(fact);
  } catch (cause) {
    throw new AppendError('invalid', 'the header has no canonical JSON', { cause });
  }
}
