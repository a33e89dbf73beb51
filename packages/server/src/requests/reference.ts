const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** So many letters of Crockford's alphabet, each five random bits, in groups of four: easy to read out, hard to guess. */
export function randomWord(random: (bytes: number) => Uint8Array, letters: number): string {
  const word = [...random(letters)].map((byte) => LETTERS.charAt(byte & 31)).join('');
  return word.match(/.{1,4}/g)?.join('-') ?? word;
}

/** A reference as it was typed in, as it was made: five groups of five small letters and digits. */
export const typedReference = (typed: string): string => typed.toLowerCase().replace(/[^0-9a-z]/g, '').replace(/[il]/g, '1').replace(/o/g, '0').match(/.{1,5}/g)?.join('-') ?? '';

/** What a person typed, as it was made: without blanks and hyphens, in capitals, with letters that look alike made one. */
export const typedWord = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0').replace(/U/g, 'V').match(/.{1,4}/g)?.join('-') ?? '';
