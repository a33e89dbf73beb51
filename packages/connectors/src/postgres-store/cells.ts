import type { Cell } from '../store.ts';
import { comparable, instantText, stableJson } from '../stores/compare.ts';
import { exactJson } from '../stores/exact-json.ts';
import { quote, type Column } from './layout.ts';

const stamp = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:\+00)?$/;

/** How a column is asked for, so that `cellOf` can read it: everything comes as text. */
export const selected = (column: Column, row: string): string => {
  const field = `${row}.${quote(column.shape.name)}`;
  return column.shape.type === 'list' ? `pg_catalog.array_to_json(${field})` : field;
};

/** PostgreSQL's text of a value (dates in ISO form, the time zone UTC) as a cell. */
export const cellOf = (column: Column, text: string | null): Cell => {
  if (text === null) return null;
  switch (column.shape.type) {
    case 'integer': return Number.isSafeInteger(Number(text)) ? Number(text) : text;
    case 'boolean': return text === 't';
    // What has no such form (infinity, years before Christ) stays as PostgreSQL spells it, and is taken back so.
    case 'instant': return text.replace(stamp, '$1T$2Z');
    case 'bytes': return Buffer.from(text.slice(2), 'hex').toString('base64');
    case 'json': case 'list': return exactJson(text);
    default: return text;
  }
};

const element = (cell: Cell): string => {
  if (cell === null) return 'null';
  if (Array.isArray(cell)) return listText(cell);
  const text = typeof cell === 'object' ? stableJson(cell) : String(cell);
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
};

/** An array as PostgreSQL writes it: `{"a",null}`. */
const listText = (cells: readonly Cell[]): string => `{${cells.map(element).join(',')}}`;

/** A cell as PostgreSQL reads it in a column of this type. */
export const textOf = (column: Column, cell: Cell): string | null => {
  if (cell === null) return null;
  switch (column.shape.type) {
    case 'bytes': return `\\x${Buffer.from(String(cell), 'base64').toString('hex')}`;
    case 'json': return JSON.stringify(cell);
    case 'list': return Array.isArray(cell) ? listText(cell) : String(cell);
    // A type without zone drops what a text says about it, so that it has to be UTC before.
    case 'instant': return instantText(String(cell)) ?? String(cell);
    default: return typeof cell === 'object' ? stableJson(cell) : String(cell);
  }
};

const ranges: Readonly<Record<string, bigint>> = { smallint: 15n, integer: 31n, bigint: 63n };

/** How a column is compared: the expression, and the type of the value that it is compared with. */
export type Compared = { readonly expression: string; readonly type: string; readonly equals: string };

/** What a column is compared as. Types without equality are compared as text, or as jsonb. */
export const compared = (column: Column, row: string, fold?: 'case'): Compared => {
  const field = `${row}.${quote(column.shape.name)}`;
  const { type } = column.shape;
  if (fold === 'case' && type === 'text') return { expression: `lower(${field}${column.base === 'text' || column.base === 'character varying' ? '' : '::text'})`, type: 'text', equals: '=' };
  if (type === 'json') return { expression: `${field}::jsonb`, type: 'jsonb', equals: '=' };
  if (type === 'list') return { expression: `to_jsonb(${field})`, type: 'jsonb', equals: '=' };
  // As it is shown: a cast to text may show it otherwise (an inet gets its mask).
  if (type === 'other') return { expression: `(case when ${field} is not null then format('%s', ${field}) end)`, type: 'text', equals: '=' };
  return { expression: field, type: column.base, equals: column.folding === null ? '=' : `operator(${quote(column.folding)}.=)` };
};

/** A cell as what the column is compared with, or undefined when no row can hold it: PostgreSQL would fail where nothing is to be found. */
export const comparedText = (column: Column, cell: Cell): string | undefined => {
  const { type, choices } = column.shape;
  const text = comparable(type, cell);
  if (text === undefined || text.includes('\u0000') || (choices !== undefined && !choices.includes(text))) return undefined;
  if (type === 'json' || type === 'list') return /\\u0000/.test(text) ? undefined : text;
  if (type === 'bytes') return `\\x${Buffer.from(text, 'base64').toString('hex')}`;
  if (type === 'integer') {
    const bits = ranges[column.base] ?? 63n;
    const value = BigInt(text);
    return value >= -(2n ** bits) && value < 2n ** bits ? text : undefined;
  }
  if (column.base === 'real') return Number.isFinite(Math.fround(Number(text))) ? text : undefined;
  if (column.base === 'double precision') return Number.isFinite(Number(text)) ? text : undefined;
  return text;
};
