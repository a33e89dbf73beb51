import type { Cell, FieldType } from '../store.ts';

const integer = /^[+-]?\d+$/;
const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;
const instant = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?$/i;
const day = /^\d{4}-\d\d-\d\d$/;
const time = /^((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:\.(\d+))?)?$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** JSON with the fields of objects in order, so that equal values have equal texts. */
export const stableJson = (cell: Cell): string => {
  if (Array.isArray(cell)) return `[${cell.map((one: Cell) => stableJson(one)).join(',')}]`;
  if (cell !== null && typeof cell === 'object') {
    const fields = cell as { readonly [field: string]: Cell };
    return `{${Object.keys(fields).sort().map((field) => `${JSON.stringify(field)}:${stableJson(fields[field] ?? null)}`).join(',')}}`;
  }
  return JSON.stringify(cell);
};

const plainDecimal = (text: string): string | undefined => {
  const found = decimal.exec(text.trim());
  const [, sign = '', whole = '', part = '', exponent = '0'] = found ?? [];
  if (found === null || whole + part === '') return undefined;
  const digits = whole + part;
  const point = whole.length + Number(exponent);
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const before = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const after = padded.slice(at).replace(/0+$/, '');
  const value = after === '' ? before : `${before}.${after}`;
  return sign === '-' && value !== '0' ? `-${value}` : value;
};

const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

/** `2026-01-31T10:00:00.5` in UTC, without zeros at the end: such texts sort as time goes. Undefined when it is no instant. */
export const instantText = (text: string): string | undefined => {
  if (day.test(text)) return isDay(text) ? `${text}T00:00:00` : undefined;
  const [whole, date = '', minute = '', second = '00', part = '', zone = 'Z'] = instant.exec(text) ?? [];
  if (whole === undefined || !isDay(date)) return undefined;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : zone.length === 3 ? `${zone}:00` : zone.replace(/^(...)(\d\d)$/, '$1:$2');
  const at = Date.parse(`${date}T${minute}:${second}${offset}`);
  if (Number.isNaN(at)) return undefined;
  const fraction = part.replace(/0+$/, '');
  return `${new Date(at).toISOString().slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}`;
};

const timeText = (text: string): string | undefined => {
  const [whole, minute = '', second = '00', part = ''] = time.exec(text) ?? [];
  const fraction = part.replace(/0+$/, '');
  return whole === undefined ? undefined : `${minute}:${second}${fraction === '' ? '' : `.${fraction}`}`;
};

const booleans: ReadonlyMap<string, string> = new Map([['true', 'true'], ['t', 'true'], ['1', 'true'], ['false', 'false'], ['f', 'false'], ['0', 'false']]);

/**
 * One text for all spellings of a value in a field of this type (`1.50` and `1.5` in a decimal, an offset and UTC in an instant).
 * Undefined for null and for what such a field cannot hold: that equals nothing.
 */
export const comparable = (type: FieldType, cell: Cell): string | undefined => {
  if (cell === null) return undefined;
  if (type === 'json' || type === 'list') return stableJson(cell);
  if (typeof cell === 'object') return stableJson(cell);
  const text = String(cell);
  switch (type) {
    case 'integer': return integer.test(text) ? BigInt(text.replace(/^\+/, '')).toString() : undefined;
    case 'decimal': return plainDecimal(text);
    case 'boolean': return booleans.get(text.toLowerCase());
    case 'day': return day.test(text) && isDay(text) ? text : undefined;
    case 'instant': return instantText(text);
    case 'time': return timeText(text);
    case 'uuid': return uuid.test(text.toLowerCase()) ? text.toLowerCase() : undefined;
    case 'bytes': return Buffer.from(text, 'base64').toString('base64');
    default: return text;
  }
};

/** One text for a whole tuple; undefined when any part of it equals nothing. */
export const comparableTuple = (types: readonly FieldType[], cells: readonly Cell[]): string | undefined => {
  if (types.length === 1) return comparable(types[0] ?? 'other', cells[0] ?? null);
  const parts: string[] = [];
  for (const [at, type] of types.entries()) {
    const part = comparable(type, cells[at] ?? null);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return JSON.stringify(parts);
};
