import type { Block, Inline, Text } from '@avouch/documents/document';
import type { RecordVersion } from '@avouch/records/record-type';

/** Printed on every page. */
export const runningNotice = 'Prepared by management – not an examination report';

export const heading = (level: 1 | 2 | 3 | 4, text: string, id?: string): Block => (id === undefined ? { kind: 'heading', level, text } : { kind: 'heading', level, text, id });
export const paragraph = (...text: readonly Inline[]): Block => ({ kind: 'paragraph', text });
/** A statement of fact with the entries that it rests on. */
export const stated = (text: string, entries: readonly number[]): Text => (entries.length === 0 ? text : [text, ' ', { kind: 'cite', entries: [...new Set(entries)].sort((a, b) => a - b) }]);
export const blank = (what: string): Inline => ({ kind: 'blank', what });
export const missing = (what: string): Block => ({ kind: 'notice', tone: 'missing', text: [blank(what)] });

/** Reads the fields of a record version; a field that is absent or of another kind is undefined, never invented. */
export type Fields = {
  readonly text: (key: string) => string | undefined;
  readonly list: (key: string) => readonly string[];
  readonly rows: (key: string) => readonly Fields[];
  readonly flag: (key: string) => boolean | undefined;
};

/** The fields of a record's value. */
export const fieldsOf = (record: Pick<RecordVersion, 'value'>): Fields => fieldsIn(record.value);

function fieldsIn(value: Readonly<Record<string, unknown>>): Fields {
  const array = (key: string): readonly unknown[] => (Array.isArray(value[key]) ? value[key] : []);
  return {
    text: (key) => (typeof value[key] === 'string' && value[key] !== '' ? value[key] : undefined),
    list: (key) => array(key).filter((one): one is string => typeof one === 'string'),
    rows: (key) => array(key).filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null).map(fieldsIn),
    flag: (key) => (typeof value[key] === 'boolean' ? value[key] : undefined),
  };
}

/** `3 controls`, `1 control`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
/** `31 January 2026`. */
export function longDate(day: string): string {
  const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(date)} ${months[Number(month) - 1] ?? month} ${year}`;
}
/** `2026-01-31 09:30 UTC`. */
export const minute = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
/** `security, availability and privacy`. */
export const joined = (words: readonly string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`);
/** The categories as the criteria name them. */
export const categoryWords = (categories: readonly string[]): string => joined(categories.map((one) => one.replace('-', ' ')));
