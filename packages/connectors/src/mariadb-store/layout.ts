import type { FieldShape, FieldType, OnDelete, PlaceShape, Reference, StoreShape } from '../store.ts';

/** Asks one question; every value comes as text. Rejects with the server's error. */
export type Ask = (sql: string) => Promise<readonly (readonly (string | null)[])[]>;

/** What is known of a column beyond its shape, to write SQL about it. */
export type Column = { readonly shape: FieldShape; readonly data: string; readonly charset: string | null; readonly collation: string | null };
export type TableLayout = { readonly shape: PlaceShape; readonly from: string; readonly columns: ReadonlyMap<string, Column>; readonly undoes: boolean };
/** `jsonAs`: how this server compares JSON by its meaning. */
export type Layout = { readonly shape: StoreShape; readonly tables: ReadonlyMap<string, TableLayout>; readonly jsonAs: 'normalised' | 'json' | 'text' };

/** A name as SQL takes it, whatever is in it. */
export const quote = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
/** A text as SQL takes it, whatever is in it and whatever the server thinks of backslashes. */
export const literal = (text: string): string => (text === '' ? "_utf8mb4 ''" : `_utf8mb4 X'${Buffer.from(text, 'utf8').toString('hex')}'`);

const kinds: Readonly<Record<string, FieldType>> = {
  char: 'text', varchar: 'text', tinytext: 'text', text: 'text', mediumtext: 'text', longtext: 'text', enum: 'text', tinyint: 'integer', smallint: 'integer', mediumint: 'integer', int: 'integer', bigint: 'integer', year: 'integer', bit: 'integer',
  decimal: 'decimal', float: 'decimal', double: 'decimal', date: 'day', datetime: 'instant', timestamp: 'instant', time: 'time', uuid: 'uuid', json: 'json',
  binary: 'bytes', varbinary: 'bytes', tinyblob: 'bytes', blob: 'bytes', mediumblob: 'bytes', longblob: 'bytes',
};
const actions: Readonly<Record<string, OnDelete>> = { CASCADE: 'cascade', 'SET NULL': 'clear' };

const typeOf = (data: string, native: string, isJson: boolean): FieldType => {
  if (isJson) return 'json';
  if (/^tinyint\(1\)/.test(native) || native === 'bit(1)') return 'boolean';
  // Sixteen bytes are a uuid almost always, and any sixteen bytes can be written as one.
  return native === 'binary(16)' ? 'uuid' : kinds[data] ?? 'other';
};

const choicesOf = (native: string): readonly string[] | undefined =>
  (/^enum\(/.test(native) ? [...native.matchAll(/'((?:[^']|'')*)'/g)].map((found) => (found[1] ?? '').replaceAll("''", "'")) : undefined);

const textual = new Set(['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext']);

type Row = readonly (string | null)[];

const columnOf = (row: Row, jsonChecks: ReadonlySet<string>): Column => {
  const [table = '', name = '', dataType, columnType, nullable, length, generation, comment, charset = null, collation = null] = row;
  const data = (dataType ?? '').toLowerCase();
  const native = columnType ?? '';
  const type = typeOf(data, native, data === 'json' || jsonChecks.has(`${table ?? ''}\n${name ?? ''}`));
  const choices = choicesOf(native);
  const shape: FieldShape = {
    name: name ?? '', type, native, nullable: nullable === 'YES', lengthMax: type === 'text' && textual.has(data) && length !== null && length !== undefined ? Number(length) : null,
    ...(choices === undefined ? {} : { choices }), generated: (generation ?? '') !== '', comment: comment === '' ? null : comment ?? null,
  };
  return { shape, data, charset, collation };
};

const grouped = (rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> => {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(row[0] ?? '', [...found.get(row[0] ?? '') ?? [], row]);
  return found;
};

/** Fields that belong together by the name in the second column, in their order. */
const named = (rows: readonly Row[]): readonly { readonly name: string; readonly rows: readonly Row[] }[] => {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(row[1] ?? '', [...found.get(row[1] ?? '') ?? [], row]);
  return [...found].map(([name, of]) => ({ name, rows: of }));
};

const referenceOf = ({ name, rows }: { readonly name: string; readonly rows: readonly Row[] }): Reference => ({
  name, fields: rows.map((row) => row[2] ?? ''), to: rows[0]?.[3] ?? '', toFields: rows.map((row) => row[4] ?? ''), onDelete: actions[rows[0]?.[5] ?? ''] ?? 'refuse', deferrable: false,
});

const jsonCheckOf = (row: Row): readonly string[] => {
  const found = /^\(?json_valid\(`((?:[^`]|``)+)`\)\)?$/i.exec(row[1] ?? '');
  return found === null ? [] : [`${row[0] ?? ''}\n${(found[1] ?? '').replaceAll('``', '`')}`];
};

/** MariaDB knows JSON as a check on a text; MySQL has no such column in its table of checks. */
const jsonChecks = async (ask: Ask, isMaria: boolean): Promise<ReadonlySet<string>> =>
  new Set(isMaria ? (await ask('select table_name, check_clause from information_schema.check_constraints where constraint_schema = database()')).flatMap(jsonCheckOf) : []);

/** Reads what tables the database that is connected to has. Views are left out. Asks about six times, however many tables there are. */
export const readLayout = async (ask: Ask): Promise<Layout> => {
  const [[version, database] = []] = await ask('select version(), database()');
  const isMaria = /mariadb/i.test(version ?? '');
  const found = await ask("select table_name, engine, table_rows, table_comment from information_schema.tables where table_schema = database() and table_type in ('BASE TABLE', 'SYSTEM VERSIONED') order by table_name");
  const json = await jsonChecks(ask, isMaria);
  const columns = grouped(await ask(`select table_name, column_name, data_type, column_type, is_nullable, character_maximum_length, generation_expression, column_comment, character_set_name, collation_name
    from information_schema.columns where table_schema = database() order by table_name, ordinal_position`));
  const keys = grouped(await ask(`select table_name, index_name, column_name, sub_part from information_schema.statistics where table_schema = database() and non_unique = 0 order by table_name, index_name = 'PRIMARY' desc, index_name, seq_in_index`));
  const references = grouped(await ask(`select k.table_name, k.constraint_name, k.column_name, k.referenced_table_name, k.referenced_column_name, r.delete_rule
    from information_schema.key_column_usage k join information_schema.referential_constraints r on r.constraint_schema = k.constraint_schema and r.constraint_name = k.constraint_name and r.table_name = k.table_name
    where k.table_schema = database() and k.referenced_table_schema = database() order by k.table_name, k.constraint_name, k.ordinal_position`));
  const tables = found.map(([name, engine, rows, comment]): TableLayout => {
    const own = new Map((columns.get(name ?? '') ?? []).map((row) => [row[1] ?? '', columnOf(row, json)]));
    // A key over the beginnings of texts or over expressions says nothing about whole fields.
    const uniques = named(keys.get(name ?? '') ?? []).filter((key) => key.rows.every((row) => row[2] !== null && row[3] === null)).map((key) => ({ main: key.name === 'PRIMARY', fields: key.rows.map((row) => row[2] ?? '') }));
    const key = uniques.find((one) => one.main) ?? uniques.find((one) => one.fields.every((field) => own.get(field)?.shape.nullable === false));
    const shape: PlaceShape = {
      place: name ?? '', kind: 'table', fields: [...own.values()].map((column) => column.shape), key: key?.fields ?? [], uniques: uniques.filter((one) => one !== key).map((one) => one.fields),
      references: named(references.get(name ?? '') ?? []).map(referenceOf), rows: rows === null || rows === undefined ? null : Number(rows), comment: comment === '' ? null : comment ?? null,
    };
    return { shape, from: `${quote(database ?? '')}.${quote(name ?? '')}`, columns: own, undoes: engine === 'InnoDB' };
  });
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  const jsonAs = !isMaria ? 'json' : major > 10 || (major === 10 && minor >= 7) ? 'normalised' : 'text';
  return { shape: { engine: isMaria ? 'MariaDB' : 'MySQL', version: version ?? null, places: tables.map((table) => table.shape) }, tables: new Map(tables.map((table) => [table.shape.place, table])), jsonAs };
};
