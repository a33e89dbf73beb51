import { Encrypter } from 'age-encryption';
import { spelledChance } from '../spelled-chance.ts';

/** For whom an answer is encrypted: whoever knows the passphrase, or whoever holds the key of an age recipient (`age1…`). */
export type AnswerLock = { readonly passphrase: string; /** Base-2 logarithm of scrypt's work; 18 takes about a second. */ readonly workFactor?: number } | { readonly recipient: string };

/**
 * The bytes as an age file (age-encryption.org/v1), piece by piece. Throws RangeError for a passphrase that could be guessed
 * and for what is no recipient.
 */
export async function* encryptAnswer(chunks: AsyncIterable<Uint8Array>, lock: AnswerLock): AsyncGenerator<Uint8Array> {
  const encrypter = new Encrypter();
  if ('passphrase' in lock) {
    if (lock.passphrase.length < 16) throw new RangeError('a passphrase for an answer has at least 16 characters');
    encrypter.setPassphrase(lock.passphrase);
    encrypter.setScryptWorkFactor(lock.workFactor ?? 18);
  } else {
    try {
      encrypter.addRecipient(lock.recipient.trim());
    } catch (cause) {
      throw new RangeError('this is no age recipient; one begins with age1', { cause });
    }
  }
  const stream = await encrypter.encrypt(streamOf(chunks));
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

const streamOf = (chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> => {
  const source = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const next = await source.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => {
      await source.return?.();
    },
  });
};

/** A passphrase of 125 random bits: `k7p2m-9x0ra-…`. */
export const passphraseOf = (random: (bytes: number) => Uint8Array): string => spelledChance(random);
