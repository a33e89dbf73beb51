import type { Cell } from '../store.ts';
import { comparable, instantText } from '../stores/compare.ts';
import { exactJson } from '../stores/exact-json.ts';
import type { Value } from './database.ts';
import type { Column } from './layout.ts';

/** In what unit instants count that are kept as numbers; null when that is not known. */
export type Epoch = 'seconds' | 'milliseconds' | null;

const uuidOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const instantOf = (value: number, epoch: Epoch): Cell => {
  const at = epoch === null ? Number.NaN : value * (epoch === 'seconds' ? 1000 : 1);
  return Number.isFinite(at) && Math.abs(at) < 8.64e15 ? new Date(Math.round(at)).toISOString() : value;
};

const jsonOf = (text: string): Cell => {
  try {
    return exactJson(text);
  } catch {
    return text;
  }
};

/** A value as a cell. A column may hold other things than it was declared for: these come as what they are. */
export const cellOf = (column: Column, value: Value, epoch: Epoch): Cell => {
  const { type } = column.shape;
  if (value === null) return null;
  if (value instanceof Uint8Array) return type === 'uuid' && value.length === 16 ? uuidOf(value) : Buffer.from(value).toString('base64');
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') {
    if (type === 'boolean' && (value === 0 || value === 1)) return value === 1;
    if (type === 'instant') return instantOf(value, epoch);
    return type === 'decimal' || type === 'text' || type === 'other' ? String(value) : value;
  }
  if (type === 'instant') return instantText(value) === undefined ? value : /^[\d-]{10}[T ][\d:.]+Z?$/i.test(value) ? `${value.replace(' ', 'T').replace(/z$/i, '')}Z` : `${instantText(value) ?? value}Z`;
  return type === 'uuid' ? value.toLowerCase() : type === 'json' ? jsonOf(value) : value;
};

/** A cell as the column takes it. */
export const written = (column: Column, cell: Cell, epoch: Epoch): Value => {
  if (cell === null) return null;
  const { type } = column.shape;
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  const exact = comparable(type, cell);
  if (type === 'bytes') return Buffer.from(text, 'base64');
  if (type === 'json') return JSON.stringify(cell);
  if (exact === undefined) return text;
  switch (type) {
    case 'integer': return Number.isSafeInteger(Number(exact)) ? Number(exact) : BigInt(exact);
    case 'boolean': return exact === 'true' ? 1 : 0;
    case 'instant': return epoch === null ? text : Date.parse(`${exact}Z`) / (epoch === 'seconds' ? 1000 : 1);
    case 'uuid': return /blob|binary/i.test(column.declared) ? Buffer.from(exact.replaceAll('-', ''), 'hex') : text;
    default: return text;
  }
};

/** The one text for all spellings of a value in such a column, as every store has it; null when it equals nothing. Throws for a number without unit where an instant is asked for. */
export const sameText = (column: Column, value: Value, epoch: Epoch): string | null => {
  if (column.shape.type === 'instant' && typeof value === 'number' && epoch === null) throw new RangeError('an instant without unit');
  return comparable(column.shape.type, cellOf(column, value, epoch)) ?? null;
};
