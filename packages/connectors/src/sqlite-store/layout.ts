import type { FieldShape, FieldType, OnDelete, PlaceShape, Reference, StoreShape } from '../store.ts';
import type { Database } from './database.ts';

/** What is known of a column beyond its shape: how its instants count, where they are numbers. */
export type Column = { readonly shape: FieldShape; readonly declared: string };
/** `address` is the name by which a row without key is asked for, since the usual one may be a column's. */
export type TableLayout = { readonly shape: PlaceShape; readonly from: string; readonly address: string; readonly columns: ReadonlyMap<string, Column> };
export type Layout = { readonly shape: StoreShape; readonly tables: ReadonlyMap<string, TableLayout> };

/** A name as SQL takes it, whatever is in it. */
export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

// SQLite itself only knows affinities: what a column is meant to hold, its declaration says. In this order.
const kinds: readonly (readonly [RegExp, FieldType])[] = [
  [/bool/, 'boolean'], [/datetime|timestamp/, 'instant'], [/date/, 'day'], [/^time/, 'time'], [/uuid|guid/, 'uuid'], [/json/, 'json'], [/int/, 'integer'], [/dec|num|real|floa|doub/, 'decimal'], [/char|clob|text/, 'text'], [/blob|binary/, 'bytes'],
];
const actions: Readonly<Record<string, OnDelete>> = { CASCADE: 'cascade', 'SET NULL': 'clear', 'SET DEFAULT': 'default' };
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const columnOf = (row: Readonly<Record<string, unknown>>, isAlias: boolean): Column => {
  const declared = text(row['type']);
  const shape: FieldShape = {
    name: text(row['name']), type: kinds.find(([pattern]) => pattern.test(declared.toLowerCase()))?.[1] ?? 'other', native: declared === '' ? 'any' : declared.toLowerCase(),
    // A key may hold nulls here, unless it is the row's own number.
    nullable: row['notnull'] === 0 && !isAlias, lengthMax: null, generated: row['hidden'] === 2 || row['hidden'] === 3, comment: null,
  };
  return { shape, declared };
};

const referencesOf = (database: Database, table: string, keyOf: (name: string) => readonly string[], names: ReadonlyMap<string, string>): readonly Reference[] => {
  const found = new Map<number, { readonly to: string; readonly action: string; readonly pairs: (readonly [string, string | null])[] }>();
  for (const row of database.all('select id, seq, "table" as target, "from" as here, "to" as there, on_delete as action from pragma_foreign_key_list(?) order by id, seq', [table])) {
    const standing = found.get(Number(row['id'])) ?? { to: text(row['target']), action: text(row['action']), pairs: [] };
    standing.pairs.push([text(row['here']), typeof row['there'] === 'string' ? row['there'] : null]);
    found.set(Number(row['id']), standing);
  }
  return [...found].flatMap(([id, { to, action, pairs }]): readonly Reference[] => {
    const target = names.get(to.toLowerCase());
    if (target === undefined) return [];
    const key = keyOf(target);
    return [{ name: `${table} ${id}`, fields: pairs.map(([here]) => here), to: target, toFields: pairs.map(([, there], at) => there ?? key[at] ?? ''), onDelete: actions[action] ?? 'refuse', deferrable: true }];
  });
};

const uniquesOf = (database: Database, table: string): readonly (readonly string[])[] =>
  database.all('select name from pragma_index_list(?) where "unique" = 1 and partial = 0 and origin <> \'pk\' order by seq', [table])
    .map((index) => database.all('select name from pragma_index_xinfo(?) where key = 1 order by seqno', [text(index['name'])]).map((row) => row['name']))
    .filter((fields): fields is string[] => fields.length > 0 && fields.every((field) => typeof field === 'string'));

/** Reads what tables a file has. Views and virtual tables are left out. */
export const readLayout = (database: Database): Layout => {
  const found = database.all("select name, wr from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name");
  const names = new Map(found.map((row) => [text(row['name']).toLowerCase(), text(row['name'])]));
  const raw = new Map(found.map((row) => [text(row['name']), database.all('select name, type, "notnull", pk, hidden from pragma_table_xinfo(?) where hidden <> 1 order by cid', [text(row['name'])])]));
  const keyOf = (name: string): readonly string[] => (raw.get(name) ?? []).filter((row) => Number(row['pk']) > 0).sort((a, b) => Number(a['pk']) - Number(b['pk'])).map((row) => text(row['name']));
  const tables = [...raw].map(([name, rows]): TableLayout => {
    const key = keyOf(name);
    const columns = new Map(rows.map((row) => [text(row['name']), columnOf(row, key.length === 1 && Number(row['pk']) === 1 && /^integer$/i.test(text(row['type'])))]));
    const taken = new Set(rows.map((row) => text(row['name']).toLowerCase()));
    const shape: PlaceShape = {
      place: name, kind: 'table', fields: [...columns.values()].map((column) => column.shape), key, uniques: uniquesOf(database, name), references: referencesOf(database, name, keyOf, names), rows: null, comment: null,
    };
    return { shape, from: `main.${quote(name)}`, address: ['rowid', '_rowid_', 'oid'].find((one) => !taken.has(one)) ?? 'rowid', columns };
  });
  const [version] = database.all('select sqlite_version() as version');
  return { shape: { engine: 'SQLite', version: text(version?.['version']), places: tables.map((table) => table.shape) }, tables: new Map(tables.map((table) => [table.shape.place, table])) };
};
