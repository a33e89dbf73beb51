import type { Cell, FieldShape, PlaceShape } from '../store.ts';
import type { Cells } from '../stores/matching.ts';
import type { DescribedField, DescribedPlace } from './description.ts';
import { at, isObject, type Json, put, without } from './json-paths.ts';
import { filledJson, type Filling } from './holes.ts';

/** The field that holds whatever the service gave and the description does not name: an answer must not lose it. */
export const otherField = '_other';

/** The fields of a place: those that are described, and those that the account defines itself. */
export type PlaceFields = Readonly<Record<string, DescribedField>>;

const pathOf = (name: string, field: DescribedField): string => field.path ?? name;

const instantOf = (value: Json, unit: DescribedField['unit']): Cell => {
  if (typeof value === 'number') return new Date(unit === 'milliseconds' ? value : value * 1000).toISOString();
  if (typeof value === 'string' && unit !== undefined && /^\d+$/.test(value)) return instantOf(Number(value), unit);
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : value;
};

const cellOf = (value: Json | undefined, { type, unit }: DescribedField): Cell => {
  if (value === undefined || value === null) return null;
  if (type === 'instant') return instantOf(value, unit);
  if (type === 'text' && typeof value !== 'object') return String(value);
  if (type === 'decimal' && typeof value === 'number') return String(value);
  return value;
};

/** The cells of one row as the service gave it. `adds` are fields that it does not say. */
export const cellsOf = (fields: PlaceFields, adds: Readonly<Record<string, string>>, filling: Filling, row: Json): Cells => {
  const added = Object.entries(adds).map(([name, text]) => [name, filledJson(text, filling)] as const);
  const named = Object.entries(fields).map(([name, field]) => [name, cellOf(at(row, pathOf(name, field)), field)] as const);
  const other = without(row, Object.entries(fields).map(([name, field]) => pathOf(name, field)));
  const rest = isObject(other) && Object.keys(other).length === 0 ? null : other;
  return { ...Object.fromEntries(named), ...Object.fromEntries(added), [otherField]: rest };
};

/** Whether the service shows a row that it deleted. */
export const isGone = (place: DescribedPlace, row: Json): boolean => place.gone.length > 0 && place.gone.every(({ path, is }) => (at(row, path) ?? null) === is);

/** The body of a change: fields at their paths, emptied in the service's own way. */
export const bodyOf = (fields: PlaceFields, cells: Cells, empty: null | ''): Json => {
  let body: Json = {};
  for (const [name, cell] of Object.entries(cells)) {
    const field = fields[name];
    if (field !== undefined) body = put(body, pathOf(name, field), cell ?? empty);
  }
  return body;
};

const shapeOf = (place: DescribedPlace, name: string, field: DescribedField): FieldShape => ({
  name, type: field.type, native: field.category === undefined ? field.type : `${field.type}, suggested: ${field.category}`,
  nullable: field.nullable, lengthMax: field.lengthMax ?? null, ...(field.choices === undefined ? {} : { choices: field.choices }),
  generated: place.set === undefined || place.key.includes(name) || (place.set.fields !== 'any' && !place.set.fields.includes(name)), comment: field.comment ?? null,
});

/** A place as its description and the account's own fields shape it. A field that cannot be set counts as filled by the service. */
export const placeShapeOf = (name: string, title: string, place: DescribedPlace, fields: PlaceFields): PlaceShape => {
  const cannot = {
    insert: `Avouch makes no rows at ${title}.`,
    ...(place.delete === undefined ? { delete: place.cannot.delete ?? `${title} has no way to delete ${place.title.toLowerCase()} that is described.` } : {}),
    ...(place.set === undefined ? { set: place.cannot.set ?? `${title} has no way to change ${place.title.toLowerCase()} that is described.` } : {}),
  };
  const effects = {
    ...(place.delete?.effect === undefined ? {} : { delete: place.delete.effect }),
    ...(place.set?.effect === undefined ? {} : { set: place.set.effect }),
  };
  const other: FieldShape = { name: otherField, type: 'json', native: 'json', nullable: true, lengthMax: null, generated: true, comment: 'Whatever else the service gives' };
  return {
    place: name, kind: 'resource', key: place.key, uniques: [], rows: null, comment: place.comment ?? null, cannot, effects,
    fields: [...Object.entries(fields).map(([field, described]) => shapeOf(place, field, described)), ...(place.presumed ? [] : [other])],
    references: place.references.map(({ fields: own, to, toFields }) => ({ name: `${name}.${own.join('.')}`, fields: own, to, toFields, onDelete: 'refuse', deferrable: false })),
  };
};
