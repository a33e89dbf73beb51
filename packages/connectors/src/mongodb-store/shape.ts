import type { Db } from 'mongodb';
import type { Cell, FieldShape, FieldType, PlaceShape } from '../store.ts';
import { cellOf, type Document, leavesOf, type Stored, typeOfValue } from './cells.ts';

/** What a bounded look at a collection showed. */
export type Look = { readonly documents: readonly Document[]; readonly schema: Stored; readonly uniques: readonly (readonly string[])[]; readonly rows: number | null };

const lookMax = 300;

const part = (value: Stored, name: string): Stored => (typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Readonly<Record<string, Stored>>)[name] : undefined);

/** Reads a sample, the validator and the indexes of a collection. */
export const lookAt = async (database: Db, name: string, options: Stored): Promise<Look> => {
  const collection = database.collection(name);
  const documents = await collection.aggregate([{ $sample: { size: lookMax } }]).toArray();
  const indexes = await collection.listIndexes().toArray();
  return {
    documents, schema: part(part(options, 'validator'), '$jsonSchema'),
    uniques: indexes.filter((index) => index['unique'] === true).map((index) => Object.keys(Object(index['key']))),
    rows: await collection.estimatedDocumentCount(),
  };
};

type Described = { type?: string; readonly nullable: boolean; readonly lengthMax: number | null; readonly choices: readonly string[] | undefined };

/** The fields that a JSON schema of a validator names, by path. */
const described = (schema: Stored, base = ''): ReadonlyMap<string, Described> => {
  const found = new Map<string, Described>();
  const required = part(schema, 'required');
  for (const [key, inner] of Object.entries(Object(part(schema, 'properties')))) {
    const path = base === '' ? key : `${base}.${key}`;
    const items = part(inner, 'items');
    const deeper = part(inner, 'properties') !== undefined ? described(inner, path) : part(items, 'properties') !== undefined ? described(items, `${path}[]`) : undefined;
    if (deeper !== undefined) for (const [at, one] of deeper) found.set(at, one);
    else {
      const choices = part(inner, 'enum');
      const length = part(inner, 'maxLength');
      const type = part(inner, 'bsonType');
      found.set(path, {
        nullable: !(Array.isArray(required) && required.includes(key)), lengthMax: typeof length === 'number' ? length : null,
        choices: Array.isArray(choices) ? choices.filter((one) => typeof one === 'string') : undefined, ...(typeof type === 'string' ? { type } : {}),
      });
    }
  }
  return found;
};

const types: Readonly<Record<string, FieldType>> = { string: 'text', objectId: 'text', int: 'integer', long: 'integer', double: 'decimal', decimal: 'decimal', bool: 'boolean', date: 'instant', binData: 'bytes', array: 'list', object: 'json' };

/** What a field is, of all values that were seen: of two numbers the wider; of what does not go together, nothing certain. */
const joined = (seen: ReadonlyMap<string, FieldType>): FieldType => {
  const kinds = new Set(seen.values());
  if (kinds.size === 1) return [...kinds][0] ?? 'other';
  return [...kinds].every((kind) => kind === 'integer' || kind === 'decimal') ? 'decimal' : 'other';
};

/** The shape of a collection, as a sample and its validator show it: a field that no sampled document has is not there. */
export const shapeOf = (name: string, look: Look): PlaceShape => {
  const seen = new Map<string, { readonly natives: Map<string, FieldType>; count: number }>();
  for (const document of look.documents) {
    const here = new Set<string>();
    for (const [path, value] of leavesOf(document)) {
      const field = seen.get(path) ?? { natives: new Map<string, FieldType>(), count: 0 };
      seen.set(path, field);
      if (value === null || value === undefined) continue;
      const { type, native } = typeOfValue(value);
      field.natives.set(native, type);
      if (!here.has(path)) field.count += 1;
      here.add(path);
    }
  }
  const rules = described(look.schema);
  const paths = [...new Set(['_id', ...rules.keys(), ...seen.keys()])].filter((path) => path !== '');
  const fields = paths.map((path): FieldShape => {
    const natives = seen.get(path)?.natives ?? new Map<string, FieldType>();
    const rule = rules.get(path);
    const inList = path.includes('[]');
    const type = natives.size > 0 ? joined(natives) : rule?.type === undefined ? 'other' : types[rule.type] ?? 'other';
    return {
      name: path, type: inList ? 'list' : type, native: [...natives.keys()].sort().join(' or ') || (rule?.type ?? 'never seen with a value'), nullable: path !== '_id' && (rule?.nullable ?? true),
      lengthMax: rule?.lengthMax ?? null, ...(rule?.choices === undefined ? {} : { choices: rule.choices }), generated: path === '_id', comment: inList ? 'Of each in a list' : null,
    };
  });
  return { place: name, kind: 'collection', key: ['_id'], uniques: look.uniques.map((keys) => [...keys]), references: [], rows: look.rows, fields, comment: null, cannot: { insert: 'Avouch makes no documents in MongoDB.' } };
};

/** The sampled documents as rows of these fields. */
export const rowsIn = (look: Look, fields: readonly string[], valueAt: (document: Document, path: string) => Stored): readonly Readonly<Record<string, Cell>>[] =>
  look.documents.map((document) => Object.fromEntries(fields.map((field) => [field, cellOf(valueAt(document, field))])));
