import type { RecordType } from '../record-type.ts';

/** What a list sorts a record by: its label in lower case, cut to what an index row holds; empty when it is forgotten. */
export const labelOf = (type: RecordType | undefined, value: Readonly<Record<string, unknown>>): string => {
  const label = type === undefined ? undefined : value[type.label];
  return typeof label === 'string' ? label.toLowerCase().slice(0, 200) : '';
};

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
};

// A tsvector holds at most 1 MB, and nobody finds a record by the end of a long text.
const charactersMax = 20_000;

const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words by which a record is found: letters and digits in lower case, with blanks between. */
export const wordsOf = (value: Readonly<Record<string, unknown>>): string =>
  [...new Set(textsIn(value).flatMap(wordsIn))].join(' ').slice(0, charactersMax);

/** What somebody typed as a query for the beginnings of all its words; undefined when there is none in it. */
export const wordQueryOf = (search: string | undefined): string | undefined => {
  const words = wordsIn(search ?? '').slice(0, 20);
  return words.length === 0 ? undefined : words.map((word) => `${word}:*`).join(' & ');
};
