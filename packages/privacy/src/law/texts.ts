import { de } from './texts/de.ts';
import { en } from './texts/en.ts';
import type { LawTexts } from './letters.ts';

/** The languages in which the law of a request is told, by their codes. */
export const lawTexts: Readonly<Record<string, LawTexts>> = { en, de };

/** The texts in a language, or in English where they do not exist in it. */
export const textsIn = (language: string): LawTexts => lawTexts[language.slice(0, 2)] ?? en;

/** Puts values into `{placeholders}`; throws RangeError for one without a value, so that no letter goes out with a gap. Values are inserted once and never read again. */
export const filled = (template: string, values: Readonly<Record<string, string | undefined>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === '') throw new RangeError(`the letter needs ${name}`);
    return value;
  });

/** A day as it is written in a language: `2. März 2026`. */
export const dayText = (day: string, language: string): string => new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day.slice(0, 10)}T00:00:00Z`));

/** An article as it is cited in a language: `17(3)(b)` → `Art. 17 Abs. 3 Buchst. b DSGVO`. */
export function citedIn(code: string, { cite }: LawTexts, law: 'gdpr' | 'uk-gdpr'): string {
  const [article = '', paragraph, letter] = code.split(/[()]+/).filter((part) => part !== '');
  const later = (template: string, n: string | undefined) => (n === undefined ? '' : filled(template, { n }));
  return `${filled(cite.article, { n: article })}${later(cite.paragraph, paragraph)}${later(cite.letter, letter)} ${cite.laws[law]}`;
}
