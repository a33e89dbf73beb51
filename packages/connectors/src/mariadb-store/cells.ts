import type { Cell } from '../store.ts';
import { comparable, instantText, stableJson } from '../stores/compare.ts';
import { exactJson } from '../stores/exact-json.ts';
import { literal, quote, type Column, type Layout } from './layout.ts';

/** How a column is asked for, so that `cellOf` can read it: bytes come in hex. */
export const selected = (column: Column, row: string): string => {
  const field = `${row}.${quote(column.shape.name)}`;
  if (column.shape.type === 'bytes' || column.shape.native === 'binary(16)') return `hex(${field})`;
  if (column.data === 'bit') return `${field} + 0`;
  return /^(geometry|point|linestring|polygon|multi\w+|geom\w*)$/.test(column.data) ? `st_astext(${field})` : field;
};

const uuidOf = (hex: string): string => hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The server's text of a value (the time zone UTC) as a cell. */
export const cellOf = (column: Column, text: string | null): Cell => {
  if (text === null) return null;
  switch (column.shape.type) {
    case 'integer': return Number.isSafeInteger(Number(text)) ? Number(text) : text;
    // A tiny integer may hold more than yes and no; what is neither stays a number.
    case 'boolean': return text === '1' ? true : text === '0' ? false : Number(text);
    // A date of zeros stays as it is spelled: it is no day.
    case 'instant': return instantText(text) === undefined ? text : `${text.replace(' ', 'T')}Z`;
    case 'uuid': return column.data === 'binary' ? uuidOf(text) : text.toLowerCase();
    case 'bytes': return Buffer.from(text, 'hex').toString('base64');
    case 'json': return exactJson(text);
    default: return text;
  }
};

const bytes = (hex: string): string => (hex === '' ? "''" : `X'${hex}'`);

/** A cell as SQL that the column takes. What does not fit goes as text, and the server refuses it. */
export const written = (column: Column, cell: Cell): string => {
  if (cell === null) return 'null';
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  const exact = comparable(column.shape.type, cell);
  switch (column.shape.type) {
    case 'integer': case 'decimal': return exact ?? literal(text);
    case 'boolean': return exact === undefined ? literal(text) : exact === 'true' ? '1' : '0';
    case 'instant': return literal((exact ?? text).replace('T', ' '));
    case 'uuid': return column.data === 'binary' && exact !== undefined ? bytes(exact.replaceAll('-', '')) : literal(text);
    case 'bytes': return bytes(Buffer.from(text, 'base64').toString('hex'));
    case 'json': return literal(JSON.stringify(cell));
    default: return literal(text);
  }
};

/**
 * How a column is compared exactly. `broad` is what an index can serve and matches at least as much: collations find `ann` where
 * `Ann ` stands. `value` gives the SQL of a cell, or undefined when no row can hold it.
 */
export type Compared = { readonly exact: string; readonly value: (cell: Cell) => readonly string[]; readonly broad?: { readonly expression: string; readonly value: (cell: Cell) => string } };

const asBytes = (expression: string): string => `cast(convert(${expression} using utf8mb4) as binary)`;
const hexOf = (text: string): string => bytes(Buffer.from(text, 'utf8').toString('hex'));

const textCompared = (column: Column, field: string, fold: 'case' | undefined): Compared => {
  const { choices } = column.shape;
  // In the column's own characters: a server compares no other ones with it. What they cannot say becomes a question mark, and is not found exactly.
  const own = column.charset === null || column.charset === 'utf8mb4' ? (text: string) => literal(text) : (text: string) => `convert(${literal(text)} using ${column.charset ?? ''}) collate ${column.collation ?? ''}`;
  const broad = { expression: field, value: (cell: Cell) => own(String(cell)) };
  if (fold === undefined) return { exact: asBytes(field), value: (cell) => (choices !== undefined && !choices.includes(String(cell)) ? [] : [hexOf(String(cell))]), broad };
  // Both ways of lower case, that of the server and ours: they differ beyond ASCII.
  const value = (cell: Cell): readonly string[] => [`cast(lower(${literal(String(cell))}) as binary)`, hexOf(String(cell).toLowerCase())];
  return { exact: `cast(lower(convert(${field} using utf8mb4)) as binary)`, value, ...(/_ci$/.test(column.collation ?? '') && choices === undefined ? { broad } : {}) };
};

const numberText = (column: Column, text: string): readonly string[] => {
  // More digits than the server reads exactly are more than any column holds.
  if (text.replace(/[-.]/g, '').length > 60) return [];
  return [column.data === 'double' ? `${text}e0` : text];
};

const jsonCompared = (field: string, as: Layout['jsonAs']): Compared => {
  const one = (text: string): string => (as === 'json' ? `cast(${text} as json)` : as === 'normalised' ? `cast(json_normalize(${text}) as binary)` : `cast(${text} as binary)`);
  return { exact: as === 'json' ? field : one(field), value: (cell) => [one(literal(stableJson(cell)))] };
};

/** What a column is compared as. */
export const compared = (column: Column, row: string, jsonAs: Layout['jsonAs'], fold?: 'case'): Compared => {
  const field = `${row}.${quote(column.shape.name)}`;
  const fitting = (of: (text: string) => readonly string[]) => (cell: Cell): readonly string[] => {
    const text = comparable(column.shape.type, cell);
    return text === undefined ? [] : of(text);
  };
  switch (column.shape.type) {
    case 'text': return textCompared(column, field, fold);
    case 'integer': return { exact: column.data === 'bit' ? `${field} + 0` : field, value: fitting((text) => numberText(column, text)) };
    // What a float holds is not what it shows: it is compared as it shows.
    case 'decimal': return column.data === 'float' ? { exact: asBytes(`cast(${field} as char)`), value: fitting((text) => [hexOf(text)]) } : { exact: field, value: fitting((text) => numberText(column, text)) };
    case 'boolean': return { exact: column.data === 'bit' ? `${field} + 0` : field, value: (cell) => (typeof cell === 'number' ? [String(cell)] : fitting((text) => [text === 'true' ? '1' : '0'])(cell)) };
    case 'day': return { exact: field, value: fitting((text) => [`date '${text}'`]) };
    case 'instant': return { exact: field, value: fitting((text) => (/\.\d{7}/.test(text) || text < '0001' ? [] : [`timestamp '${text.replace('T', ' ')}'`])) };
    case 'time': return { exact: field, value: fitting((text) => (/\.\d{7}/.test(text) ? [] : [`time '${text}'`])) };
    case 'uuid': return { exact: field, value: fitting((text) => [column.data === 'binary' ? `X'${text.replaceAll('-', '')}'` : `'${text}'`]) };
    case 'bytes': return { exact: field, value: fitting((text) => [bytes(Buffer.from(text, 'base64').toString('hex'))]) };
    case 'json': case 'list': return jsonCompared(field, jsonAs);
    default: return { exact: asBytes(`cast(${selected(column, row)} as char)`), value: fitting((text) => [hexOf(text)]) };
  }
};
