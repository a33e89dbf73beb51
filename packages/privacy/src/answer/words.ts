import { de } from './words/de.ts';
import { en } from './words/en.ts';

/** Everything that stands in an answer apart from what was found and recorded, in one language. `{n}` and other placeholders are filled in. */
export type AnswerWords = {
  readonly language: string;
  readonly title: Readonly<Record<'access' | 'portability', string>>;
  readonly reference: string;
  readonly composed: string;
  readonly received: string;
  readonly short: {
    readonly heading: string;
    readonly yes: string;
    readonly none: string;
    readonly portable: string;
    readonly leftOut: string;
    readonly files: string;
    readonly forms: string;
  };
  readonly contents: string;
  readonly purposes: { readonly heading: string; readonly purpose: string; readonly basis: string; readonly kept: string; readonly ground: string; readonly special: string };
  readonly bases: Readonly<Record<'6(1)(a)' | '6(1)(b)' | '6(1)(c)' | '6(1)(d)' | '6(1)(e)' | '6(1)(f)', string>>;
  readonly categories: { readonly heading: string; readonly special: string };
  readonly recipients: {
    readonly heading: string; readonly none: string; readonly name: string; readonly role: string; readonly country: string; readonly safeguard: string; readonly hosted: string;
    readonly roles: Readonly<Record<'processor' | 'controller' | 'joint', string>>; readonly inside: string;
  };
  readonly sources: { readonly heading: string; readonly given: string; readonly observed: string; readonly derived: string; readonly elsewhere: string };
  readonly machine: { readonly heading: string; readonly none: string };
  readonly rights: { readonly heading: string; readonly list: readonly string[]; readonly consent: string };
  readonly data: {
    readonly heading: string; readonly rows: string; readonly one: string; readonly standing: Readonly<Record<'shared' | 'accessible', string>>; readonly more: string; readonly empty: string; readonly withheld: string; readonly open: string;
    readonly yes: string; readonly no: string; readonly record: string;
  };
  readonly leftOut: { readonly heading: string; readonly why: Readonly<Record<'access' | 'portability', string>>; readonly line: string };
  readonly files: { readonly heading: string };
  readonly company: { readonly heading: string; readonly name: string; readonly address: string; readonly mail: string; readonly officer: string; readonly representative: string; readonly authority: string };
};

/** The words of answers by language. */
export const answerWords: Readonly<Record<string, AnswerWords>> = { en, de };

export const wordsIn = (language: string): AnswerWords => answerWords[language.slice(0, 2)] ?? en;
