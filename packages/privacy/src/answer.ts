/**
 * The answer to a request for access (Art. 15) or portability (Art. 20): collected place by place, composed with everything that the
 * law asks to be told, packed and encrypted. Nothing here reads a source, a clock or a disk.
 */
export type { Account, AnswerQuestion } from './answer/account.ts';
export { encryptAnswer, passphraseOf, type AnswerLock } from './answer/delivery.ts';
export { composeAnswer, packAnswer, type Answer, type AnswerFile, type AnswerInput } from './answer/package.ts';
export type { AnswerHead } from './answer/page.ts';
export { collectAnswer, type AnswerShelf } from './answer/shelf.ts';
