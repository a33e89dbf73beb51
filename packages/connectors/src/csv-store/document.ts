import { parse } from 'csv-parse/sync';
import type { PlaceShape } from '../store.ts';
import type { Cells } from '../stores/matching.ts';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** A file as its rows. Of each row the text is kept as it stands, so that a row that nobody changes is written back byte by byte. */
export type Document = {
  readonly header: readonly string[]; readonly headerText: string; readonly delimiter: Delimiter; readonly newline: string;
  readonly rows: readonly Cells[]; readonly texts: ReadonlyMap<Cells, string>;
};

/** Why a file cannot be read as rows, in words for a person. */
export class NotRows extends Error {
  override readonly name = 'NotRows';
}

/** The delimiter that parts the first line most often, outside of quotes. */
const delimiterOf = (text: string): Delimiter => {
  const counts = new Map<string, number>();
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) break;
    else if (!quoted) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return [...delimiters].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))[0] ?? ',';
};

type Raw = { readonly record: readonly string[]; readonly raw: string };

const rawRows = (text: string, delimiter: Delimiter): readonly Raw[] => {
  let found: readonly Raw[];
  try {
    found = parse(text, { delimiter, raw: true, relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'] }) as unknown as readonly Raw[];
  } catch (error) {
    const line: unknown = error instanceof Error ? Reflect.get(error, 'lines') : undefined;
    throw new NotRows(`its quotes do not close${typeof line === 'number' ? ` (line ${line})` : ''}`, { cause: error });
  }
  // The parser drops half of a two-sign line end from what it gives as raw: the text itself says where a row ends, line ends included.
  let from = 0;
  return found.map(({ record, raw }) => {
    const core = raw.replace(/^[\r\n]+|[\r\n]+$/g, '');
    const start = text.indexOf(core, from);
    if (start < 0 || /[^\r\n]/.test(text.slice(from, start))) throw new NotRows('its rows cannot be told apart');
    let end = start + core.length;
    while (text[end] === '\r' || text[end] === '\n') end += 1;
    const whole = text.slice(from, end);
    from = end;
    return { record, raw: whole };
  });
};

/** Reads a text with a header line. An empty cell is null: such a file knows no other. Throws `NotRows`. */
export const documentOf = (text: string, given: Delimiter | undefined): Document => {
  const delimiter = given ?? delimiterOf(text);
  const [first, ...others] = rawRows(text, delimiter);
  if (first === undefined) throw new NotRows('it has no header line');
  const header = first.record;
  const twice = header.find((name, at) => name === '' || header.indexOf(name) !== at);
  if (twice !== undefined) throw new NotRows(twice === '' ? 'a column has no name' : 'two columns have the same name');
  const rows: Cells[] = [];
  const texts = new Map<Cells, string>();
  for (const [at, { record, raw }] of others.entries()) {
    if (record.length !== header.length) throw new NotRows(`row ${at + 1} has ${record.length} cells and the header has ${header.length}`);
    const row = Object.fromEntries(header.map((name, column) => [name, record[column] === '' ? null : record[column] ?? null]));
    rows.push(row);
    texts.set(row, raw);
  }
  return { header, headerText: first.raw, delimiter, newline: text.includes('\r\n') ? '\r\n' : '\n', rows, texts };
};

const cellText = (cell: unknown, delimiter: Delimiter): string => {
  const text = cell === null || cell === undefined ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  return /["\r\n]/.test(text) || text.includes(delimiter) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Writes a document with other rows. Those that it had before keep their text to the byte; what looks like a formula stays what it is. */
export const textOf = (document: Document, rows: Iterable<Cells>): string => {
  const end = (text: string): string => (/[\r\n]$/.test(text) ? text : text + document.newline);
  let text = end(document.headerText);
  for (const row of rows) {
    text = end(text) + (document.texts.get(row) ?? document.header.map((name) => cellText(row[name], document.delimiter)).join(document.delimiter) + document.newline);
  }
  return text;
};

/** What a document looks like to others: texts that may be empty, and no key. */
export const shapeOf = (place: string, document: Document, key: readonly string[]): PlaceShape => ({
  place, kind: 'file', key, uniques: [], references: [], rows: document.rows.length, comment: null,
  fields: document.header.map((name) => ({ name, type: 'text', native: 'text', nullable: true, lengthMax: null, generated: false, comment: null })),
});
