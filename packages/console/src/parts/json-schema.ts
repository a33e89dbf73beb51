/** The part of JSON Schema that forms are made from. */
export type JsonSchema = {
  readonly type?: string | readonly string[]; readonly title?: string; readonly description?: string; readonly default?: unknown; readonly format?: string; readonly maxLength?: number;
  readonly enum?: readonly unknown[]; readonly items?: unknown; readonly properties?: unknown; readonly required?: readonly string[]; readonly anyOf?: readonly unknown[]; readonly [key: string]: unknown;
};
/** What a form holds. */
export type Fields = Readonly<Record<string, unknown>>;
/** How a property is asked for. */
export type FieldKind = 'text' | 'long' | 'email' | 'url' | 'date' | 'instant' | 'number' | 'boolean' | 'maybe' | 'choice' | 'choices' | 'lines' | 'objects';

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;
/** The schema of a list’s items; a schema of anything when it doesn’t say. */
export const itemOf = (schema: JsonSchema): JsonSchema => (isSchema(schema.items) ? schema.items : {});
/** The properties, in the schema’s order. */
export const propertiesOf = (schema: JsonSchema): Readonly<Record<string, JsonSchema>> => (isSchema(schema.properties) ? (schema.properties as Readonly<Record<string, JsonSchema>>) : {});
/** The properties that must be there. */
export const requiredOf = (schema: JsonSchema): readonly string[] => schema.required ?? [];
/** The values to choose among. */
export const choicesOf = (schema: JsonSchema): readonly string[] => (schema.enum ?? []).filter((one) => one !== null).map(String);

const wholeOf = (schema: JsonSchema): JsonSchema => {
  // `anyOf: [X, null]` is how a schema says “X or not known”.
  const some = schema.anyOf?.filter((one): one is JsonSchema => isSchema(one) && one.type !== 'null') ?? [];
  return some.length === 1 && some[0] !== undefined ? { ...some[0], ...schema, type: some[0].type ?? 'string' } : schema;
};

const ofString = (schema: JsonSchema): FieldKind => {
  const byFormat: Readonly<Record<string, FieldKind>> = { 'date': 'date', 'date-time': 'instant', 'email': 'email', 'uri': 'url' };
  return byFormat[schema.format ?? ''] ?? ((schema.maxLength ?? 0) > 1000 ? 'long' : 'text');
};

/** How a property is asked for. */
export function kindOf(given: JsonSchema): FieldKind {
  const schema = wholeOf(given);
  const kinds = typeof schema.type === 'string' ? [schema.type] : schema.type ?? [];
  if (schema.enum !== undefined) return 'choice';
  if (kinds.includes('boolean')) return kinds.includes('null') || given.anyOf !== undefined ? 'maybe' : 'boolean';
  if (kinds.includes('integer') || kinds.includes('number')) return 'number';
  if (kinds.includes('array')) {
    const item = itemOf(schema);
    return item.enum !== undefined ? 'choices' : item.properties !== undefined ? 'objects' : 'lines';
  }
  return ofString(schema);
}

/** `outOfScope` and `out-of-scope` as a person writes it: “Out of scope”. */
export function wordsOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[-_.]/g, ' ').toLowerCase().replace(/ s$/, ' (seconds)').replace(/\b(tls|url|id|dns|sso)\b/g, (short) => short.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a new form begins with: the schema’s defaults, and nothing that nobody said. */
export function emptyOf(schema: JsonSchema): Fields {
  const entries = Object.entries(propertiesOf(schema)).flatMap(([name, property]) => (property.default === undefined ? (kindOf(property) === 'maybe' && requiredOf(schema).includes(name) ? [[name, null] as const] : []) : [[name, property.default] as const]));
  return Object.fromEntries(entries);
}

/** The form as it is sent: empty lines and fields that nobody filled are left out. */
export function filledOf(value: Fields): Record<string, unknown> {
  const clean = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(clean).filter((item) => item !== '' && item !== undefined);
    return isSchema(one) ? filledOf(one) : one;
  };
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, clean(one)] as const).filter(([, one]) => one !== undefined && one !== ''));
}

/** A value of a record in words, for lists and histories. */
export function formatValue(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.every((one) => typeof one !== 'object') ? value.join(', ') : `${value.length} ${value.length === 1 ? 'entry' : 'entries'}`;
  return isSchema(value) ? Object.entries(value).map(([name, one]) => `${wordsOf(name)}: ${formatValue(one)}`).join('; ') : String(value);
}
