const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** 125 random bits in five groups of five, without letters that are taken for others (Crockford's base 32). */
export const spelledChance = (random: (bytes: number) => Uint8Array): string =>
  [...random(25)].map((byte, place) => `${place > 0 && place % 5 === 0 ? '-' : ''}${LETTERS[byte & 31] ?? ''}`).join('');

/** As somebody may have written it down: capitals, blanks, O for 0 and I or L for 1. */
export const plainSpelling = (text: string): string => text.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1').replaceAll(/(.{5})(?=.)/g, '$1-');
