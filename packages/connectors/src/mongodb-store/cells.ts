import { Binary, type BSON, Decimal128, Double, Int32, Long, ObjectId, Timestamp, UUID } from 'mongodb';
import type { Cell, FieldType } from '../store.ts';

/** A value as the driver gives it. */
export type Stored = unknown;
export type Document = BSON.Document;

const isPlain = (value: Stored): value is Readonly<Record<string, Stored>> => typeof value === 'object' && value !== null && !Array.isArray(value) && !('_bsontype' in value) && !(value instanceof Date) && !(value instanceof RegExp);

/** What a value is: our type, and MongoDB's own word for it. */
export const typeOfValue = (value: Stored): { readonly type: FieldType; readonly native: string } => {
  if (value instanceof ObjectId) return { type: 'text', native: 'objectId' };
  if (value instanceof Date) return { type: 'instant', native: 'date' };
  if (value instanceof Decimal128) return { type: 'decimal', native: 'decimal' };
  if (value instanceof Long) return { type: 'integer', native: 'long' };
  if (value instanceof UUID || (value instanceof Binary && value.sub_type === Binary.SUBTYPE_UUID)) return { type: 'uuid', native: 'binData' };
  if (value instanceof Binary) return { type: 'bytes', native: 'binData' };
  if (typeof value === 'string') return { type: 'text', native: 'string' };
  if (typeof value === 'boolean') return { type: 'boolean', native: 'bool' };
  if (typeof value === 'number' || value instanceof Double || value instanceof Int32) return Number.isInteger(Number(value)) ? { type: 'integer', native: 'int' } : { type: 'decimal', native: 'double' };
  if (Array.isArray(value)) return { type: 'list', native: 'array' };
  return isPlain(value) ? { type: 'json', native: 'object' } : { type: 'other', native: typeof value === 'object' && value !== null && '_bsontype' in value ? String(value._bsontype) : 'other' };
};

/** A value as a cell: exactly, as text where JSON cannot hold it. */
export const cellOf = (value: Stored): Cell => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) ? value : String(value);
  if (value instanceof Double || value instanceof Int32) return cellOf(Number(value));
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  if (value instanceof Decimal128 || value instanceof Timestamp || value instanceof RegExp) return value.toString();
  if (value instanceof Long) return cellOf(Number.isSafeInteger(value.toNumber()) ? value.toNumber() : value.toString());
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Binary) return value.sub_type === Binary.SUBTYPE_UUID ? value.toUUID().toString() : Buffer.from(value.buffer.subarray(0, value.position)).toString('base64');
  if (Array.isArray(value)) return value.map(cellOf);
  if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cellOf(inner)]));
  return JSON.stringify(value);
};

/** The steps of a path: `items[].email` goes into each of a list. */
export const stepsOf = (path: string): readonly { readonly name: string; readonly each: boolean }[] =>
  path.split('.').map((step) => (step.endsWith('[]') ? { name: step.slice(0, -2), each: true } : { name: step, each: false }));

/** What stands at a path of a document; a list where the path goes into each of one. Undefined when nothing does. */
export const valueAt = (document: Stored, path: string): Stored => {
  let found: Stored = document;
  const steps = stepsOf(path);
  for (const [index, { name, each }] of steps.entries()) {
    if (!isPlain(found)) return undefined;
    // A name may itself hold a dot, which no path can say: then the rest of the path is one name.
    const rest = path.split('.').slice(index).join('.');
    if (!Object.hasOwn(found, name) && Object.hasOwn(found, rest)) return found[rest];
    found = Object.hasOwn(found, name) ? found[name] : undefined;
    if (each) {
      if (!Array.isArray(found)) return undefined;
      const further = steps.slice(index + 1).map((step) => step.name + (step.each ? '[]' : '')).join('.');
      return further === '' ? found : found.map((one) => valueAt(one, further) ?? null);
    }
  }
  return found;
};

/** Every path at which a document holds a value that is no object, with the value. Objects within lists are gone into. */
export const leavesOf = (document: Stored, base = ''): readonly (readonly [string, Stored])[] => {
  if (Array.isArray(document)) {
    const objects = document.filter(isPlain);
    return objects.length === 0 || objects.length < document.length ? [[base, document]] : objects.flatMap((one) => leavesOf(one, `${base}[]`));
  }
  if (!isPlain(document) || (base !== '' && Object.keys(document).length === 0)) return [[base, document]];
  return Object.entries(document).flatMap(([key, inner]) => leavesOf(inner, base === '' ? key : `${base}.${key}`));
};

/** All values that a cell may stand for in a document: a query finds each, and what it finds is compared again. */
export const valuesFor = (cell: Cell): readonly Stored[] => {
  if (cell === null) return [];
  if (typeof cell === 'boolean') return [cell, String(cell)];
  if (typeof cell === 'object') return [];
  const text = String(cell);
  const values: Stored[] = [text];
  if (/^[0-9a-f]{24}$/i.test(text)) values.push(new ObjectId(text));
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) values.push(new UUID(text));
  if (/^[+-]?\d{1,19}$/.test(text)) values.push(Long.fromString(text.replace(/^\+/, '')));
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/.test(text) && text.length < 40) values.push(Number(text), ...(text.replace(/\D/g, '').length <= 34 ? [Decimal128.fromString(text)] : []));
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text))) values.push(new Date(text));
  if (/^(true|false|t|f|0|1)$/i.test(text)) values.push(/^(true|t|1)$/i.test(text));
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0) values.push(new Binary(Buffer.from(text, 'base64')));
  return values;
};

/** The value that a cell becomes where `now` stands: of the same kind, so that the app reads it as before. */
export const storedLike = (cell: Cell, now: Stored): Stored => {
  if (Array.isArray(cell) && Array.isArray(now)) return cell.map((one: Cell, index) => storedLike(one, now[index] ?? now[0]));
  if (cell === null || typeof cell === 'boolean' || typeof cell === 'object') return cell;
  const text = String(cell);
  if (now instanceof Date && !Number.isNaN(Date.parse(text))) return new Date(text);
  if (now instanceof ObjectId && /^[0-9a-f]{24}$/i.test(text)) return new ObjectId(text);
  if (now instanceof Decimal128) return Decimal128.fromString(text);
  if (now instanceof Long && /^[+-]?\d{1,19}$/.test(text)) return Long.fromString(text);
  if (now instanceof Binary) return now.sub_type === Binary.SUBTYPE_UUID ? new UUID(text) : new Binary(Buffer.from(text, 'base64'));
  if (typeof now === 'number' && !Number.isNaN(Number(text))) return Number(text);
  return cell;
};
