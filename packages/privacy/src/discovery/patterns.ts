import { isIP } from 'node:net';

/** A way in which values show what they are. `strength`: how far it is believed when all sampled values match. */
export type Pattern = {
  readonly category: string;
  /** Ends the sentence "98 of 100 sampled values look like …". */
  readonly looksLike: string;
  readonly strength: number;
  readonly matches: (value: string) => boolean;
};

const digitsOf = (value: string): string => value.replace(/[\s.\-/]/g, '');

/** ISO 7064: the number that the text spells, with letters as 10 to 35, modulo 97. */
function mod97(text: string): number {
  let rest = 0;
  for (const letter of text) {
    const value = parseInt(letter, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** IBAN, ISO 13616: two letters, two check digits, up to 30 more, mod 97 = 1. */
export function isIban(value: string): boolean {
  const text = value.replace(/\s/g, '').toUpperCase();
  return /^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(text) && mod97(text.slice(4) + text.slice(0, 4)) === 1;
}

/** ISO/IEC 7812: the check digit of cards. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (const [n, digit] of [...digits].reverse().entries()) {
    const doubled = Number(digit) * (n % 2 === 0 ? 1 : 2);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const isCard = (value: string): boolean => {
  const digits = value.replace(/[\s-]/g, '');
  return /^(4\d{12}(\d{3}|\d{6})?|5[1-5]\d{14}|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(011|5\d\d)\d{12}|3(0[0-5]|[68]\d)\d{11})$/.test(digits) && isLuhn(digits);
};

const weighted = (digits: string, weights: readonly number[]): number => weights.reduce((sum, weight, n) => sum + weight * Number(digits[n] ?? 0), 0);

/** PESEL (Poland): a date and a check digit. */
const isPesel = (value: string): boolean => /^\d{2}([02468][1-9]|[13579][0-2])([0-2]\d|3[01])\d{5}$/.test(value) && (10 - (weighted(value, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === Number(value[10]);
/** Codice fiscale (Italy), by its shape. */
const isCodiceFiscale = (value: string): boolean => /^[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]$/i.test(value);
/** NIR (France): 13 digits and 97 − (them mod 97). */
const isNir = (value: string): boolean => {
  const digits = digitsOf(value);
  return /^[12]\d{2}(0[1-9]|1[0-2]|[2-9]\d)\d{10}$/.test(digits) && 97 - Number(BigInt(digits.slice(0, 13)) % 97n) === Number(digits.slice(13));
};
/** DNI and NIE (Spain): a number and the letter that it gives. */
const isDni = (value: string): boolean => {
  const [, prefix = '', number = '', letter = ''] = /^([XYZ]?)(\d{7,8})([A-Z])$/i.exec(value.replace(/[\s-]/g, '')) ?? [];
  return number !== '' && 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(`${['X', 'Y', 'Z'].indexOf(prefix.toUpperCase()) + (prefix === '' ? 1 : 0) || ''}${number}`) % 23] === letter.toUpperCase();
};
/** BSN (Netherlands): the eleven test over nine digits. One number in eleven passes it by chance. */
const isBsn = (value: string): boolean => /^\d{9}$/.test(value) && weighted(value, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
const isSsn = (value: string): boolean => /^(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}$/.test(value);

const isPhone = (value: string): boolean => /^(\+|00)[1-9][\d ().\-/]{6,20}\d$/.test(value) && value.replace(/\D/g, '').length <= 15;
const isLocalPhone = (value: string): boolean => /^\(?0\d{1,5}\)?[ \-/.]?[\d \-/.]{4,14}$/.test(value) && value.replace(/\D/g, '').length >= 7 && value.replace(/\D/g, '').length <= 14;

/** Whether it has the shape of an e-mail address. */
export const isEmail = (value: string): boolean => /^[^\s@<>"(),;:]+@[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)+$/i.test(value);
const isStreet = (value: string): boolean => /^[\p{L}.'’ -]{3,40}?(stra(ß|ss)e|str\.|gasse|weg|allee|platz|straat|laan|plein)\s*\d{1,4}\s?[a-z]?$/iu.test(value)
  || /^\d{1,5}[a-z]?,?\s(rue|avenue|boulevard|place|chemin)\s/iu.test(value) || /^\d{1,5}[a-z]?\s[\p{L}.'’ -]{2,40}\s(street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|dr\.?|close|way|court|square)$/iu.test(value)
  || /^(calle|via|viale|piazza|rua|ul\.|ulica|carrer|avenida)\s[\p{L}.'’ -]{2,40},?\s\d{1,5}/iu.test(value);

const pattern = (category: string, looksLike: string, strength: number, matches: (value: string) => boolean): Pattern => ({ category, looksLike, strength, matches });

/** From the surest to the least sure. */
export const patterns: readonly Pattern[] = [
  pattern('contact.email', 'e-mail addresses', 0.93, isEmail),
  pattern('payment.account', 'IBANs with a right check number', 0.97, isIban),
  pattern('payment.card', 'card numbers with a right check digit', 0.93, isCard),
  pattern('government-id', 'national numbers with a right check digit', 0.85, (value) => isPesel(value) || isCodiceFiscale(value) || isNir(value) || isDni(value) || isSsn(value)),
  pattern('government-id', 'Dutch citizen numbers', 0.55, isBsn),
  pattern('online-id', 'addresses of the internet', 0.93, (value) => isIP(value.split('/')[0] ?? '') !== 0 && (value.includes('.') || value.includes(':'))),
  pattern('online-id', 'addresses of network cards', 0.85, (value) => /^([\da-f]{2}[:-]){5}[\da-f]{2}$/i.test(value)),
  pattern('credential', 'hashes of passwords', 0.97, (value) => /^\$(2[aby]|argon2(id|i|d)|scrypt|5|6|y|pbkdf2[-\w]*)\$/.test(value) || /^(pbkdf2_sha256|bcrypt_sha256)\$/.test(value)),
  pattern('credential', 'signed tokens (JWT)', 0.95, (value) => /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(value)),
  pattern('device', 'names of browsers', 0.92, (value) => /^(Mozilla|Opera|Dalvik|okhttp|curl|[A-Z]\w+)\/\d.*(\(|\/)/.test(value)),
  pattern('contact.phone', 'telephone numbers with country code', 0.85, isPhone),
  pattern('contact.phone', 'telephone numbers', 0.4, isLocalPhone),
  pattern('contact.address', 'streets with house numbers', 0.85, isStreet),
  pattern('contact.social', 'profiles at social networks', 0.85, (value) => /^(https?:\/\/)?(www\.)?(twitter|x|linkedin|facebook|instagram|github|mastodon|xing)\.(com|social)\/\w/.test(value)),
  pattern('location', 'coordinates', 0.7, (value) => /^\(?-?\d{1,2}\.\d{3,},\s?-?\d{1,3}\.\d{3,}\)?$/.test(value)),
];
