import type { FieldShape, FieldType, OnDelete, PlaceShape, Reference, StoreShape } from '../store.ts';
import type { Ask } from '../postgres/connection.ts';

/** What is known of a column beyond its shape, to write SQL about it. */
export type Column = {
  readonly shape: FieldShape;
  /** The type to write a value as: a domain stands as itself. */
  readonly written: string;
  /** The type to compare as: a domain's own type. */
  readonly base: string;
  /** The schema of `citext`, whose operators are to be called by name. */
  readonly folding: string | null;
};

export type TableLayout = { readonly shape: PlaceShape; readonly from: string; readonly columns: ReadonlyMap<string, Column>; readonly partitioned: boolean };
export type Layout = { readonly shape: StoreShape; readonly tables: ReadonlyMap<string, TableLayout> };

/** A name as SQL takes it, whatever is in it. */
export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const part = (name: string): string => (/[."]/.test(name) ? quote(name) : name);

const tablesQuery = `
select c.oid::text as oid, n.nspname as schema, c.relname as name, c.relkind = 'p' as partitioned, pg_catalog.obj_description(c.oid, 'pg_class') as comment,
  case when c.relkind = 'p' then (select sum(greatest(l.reltuples, 0))::text from pg_catalog.pg_partition_tree(c.oid) p join pg_catalog.pg_class l on l.oid = p.relid where p.isleaf)
    when c.reltuples >= 0 then c.reltuples::numeric::text end as estimate
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
  and not exists (select 1 from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
order by 2, 3`;

// format_type with -1 spells the types that would otherwise be cut to one character (bpchar, "bit").
const columnsQuery = `
with recursive domain (oid, base, typmod, required) as (
  select t.oid, t.oid, -1, false from pg_catalog.pg_type t where t.typtype <> 'd'
  union all
  select t.oid, d.base, case when t.typtypmod = -1 then d.typmod else t.typtypmod end, t.typnotnull or d.required from pg_catalog.pg_type t join domain d on d.oid = t.typbasetype where t.typtype = 'd'
)
select a.attrelid::text as oid, a.attname as name, pg_catalog.format_type(a.atttypid, a.atttypmod) as native, pg_catalog.format_type(a.atttypid, -1) as written, pg_catalog.format_type(d.base, -1) as base,
  b.typname as kind, b.typtype = 'e' as enumerated, b.typcategory = 'A' and b.typlen = -1 as list, bn.nspname as "typeSchema", case when a.atttypmod = -1 then d.typmod else a.atttypmod end as typmod,
  not a.attnotnull and not d.required as nullable, a.attgenerated <> '' or a.attidentity = 'a' as generated, pg_catalog.col_description(a.attrelid, a.attnum) as comment,
  case when b.typtype = 'e' then array(select e.enumlabel::text from pg_catalog.pg_enum e where e.enumtypid = d.base order by e.enumsortorder) end as choices
from pg_catalog.pg_attribute a join domain d on d.oid = a.atttypid join pg_catalog.pg_type b on b.oid = d.base join pg_catalog.pg_namespace bn on bn.oid = b.typnamespace
where a.attrelid = any ($1::oid[]) and a.attnum > 0 and not a.attisdropped order by a.attrelid, a.attnum`;

const keysQuery = `
select i.indrelid::text as oid, i.indisprimary as main, i.indimmediate as immediate,
  array(select a.attname::text from pg_catalog.unnest(i.indkey::int2[]) with ordinality k (n, o) join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.n where k.o <= i.indnkeyatts order by k.o) as fields
from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
where i.indrelid = any ($1::oid[]) and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null order by i.indisprimary desc, c.relname`;

// A key on a partition, or to one, counts as its table's.
const referencesQuery = `
select coalesce(pg_catalog.pg_partition_root(k.conrelid), k.conrelid)::oid::text as oid, coalesce(pg_catalog.pg_partition_root(k.confrelid), k.confrelid)::oid::text as to, k.conname as name, k.condeferrable as deferrable, k.confdeltype as action,
  array(select a.attname::text from pg_catalog.unnest(k.conkey) with ordinality u (n, o) join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n order by u.o) as fields,
  array(select a.attname::text from pg_catalog.unnest(k.confkey) with ordinality u (n, o) join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.n order by u.o) as "toFields"
from pg_catalog.pg_constraint k where k.contype = 'f' and k.conparentid = 0 order by 1, k.conname`;

type TableRow = { oid: string; schema: string; name: string; partitioned: boolean; comment: string | null; estimate: string | null };
type ColumnRow = {
  oid: string; name: string; native: string; written: string; base: string; kind: string; enumerated: boolean; list: boolean; typeSchema: string; typmod: number; nullable: boolean; generated: boolean;
  comment: string | null; choices: readonly string[] | null;
};
type KeyRow = { oid: string; main: boolean; immediate: boolean; fields: readonly string[] };
type ReferenceRow = { oid: string; to: string; name: string; deferrable: boolean; action: string; fields: readonly string[]; toFields: readonly string[] };

const kinds: Readonly<Record<string, FieldType>> = {
  text: 'text', varchar: 'text', bpchar: 'text', name: 'text', citext: 'text', int2: 'integer', int4: 'integer', int8: 'integer', numeric: 'decimal', float4: 'decimal', float8: 'decimal', bool: 'boolean',
  date: 'day', timestamp: 'instant', timestamptz: 'instant', time: 'time', uuid: 'uuid', json: 'json', jsonb: 'json', bytea: 'bytes',
};
const actions: Readonly<Record<string, OnDelete>> = { a: 'refuse', r: 'refuse', c: 'cascade', n: 'clear', d: 'default' };

const columnOf = (row: ColumnRow): Column => {
  const own = row.typeSchema === 'pg_catalog' || row.kind === 'citext';
  const type = row.list ? 'list' : row.enumerated ? 'text' : (own ? kinds[row.kind] : undefined) ?? 'other';
  const shape: FieldShape = {
    name: row.name, type, native: row.native, nullable: row.nullable, lengthMax: (row.kind === 'varchar' || row.kind === 'bpchar') && row.typmod > 4 ? row.typmod - 4 : null,
    ...(row.choices === null ? {} : { choices: row.choices }), generated: row.generated, comment: row.comment,
  };
  return { shape, written: row.written, base: row.base, folding: row.kind === 'citext' ? row.typeSchema : null };
};

const byOid = <Row extends { oid: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> => {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const standing = found.get(row.oid);
    if (standing === undefined) found.set(row.oid, [row]);
    else standing.push(row);
  }
  return found;
};

/**
 * Reads from the catalogues what tables there are, in the schemas of users. Partitions are one place with their table; views,
 * foreign tables and the tables of extensions are left out. Asks about four times, however many tables there are.
 */
export const readLayout = async (ask: Ask): Promise<Layout> => {
  const [server] = await ask<{ version: string }>("select pg_catalog.current_setting('server_version') as version");
  const found = await ask<TableRow>(tablesQuery);
  const oids = [found.map((table) => table.oid)];
  const columns = byOid(await ask<ColumnRow>(columnsQuery, oids));
  const keys = byOid(await ask<KeyRow>(keysQuery, oids));
  const references = byOid(await ask<ReferenceRow>(referencesQuery));
  const names = new Map(found.map((table) => [table.oid, `${part(table.schema)}.${part(table.name)}`]));
  const tables = found.map((table): TableLayout => {
    const own = new Map((columns.get(table.oid) ?? []).map((row) => [row.name, columnOf(row)]));
    const uniques = keys.get(table.oid) ?? [];
    // Without a primary key, the first unique one that is wholly there names a row as well.
    const key = uniques.find((one) => one.main) ?? uniques.find((one) => one.immediate && one.fields.every((field) => own.get(field)?.shape.nullable === false));
    const shape: PlaceShape = {
      place: names.get(table.oid) ?? '', kind: 'table', fields: [...own.values()].map((column) => column.shape), key: key?.fields ?? [],
      uniques: uniques.filter((one) => one !== key).map((one) => one.fields),
      references: (references.get(table.oid) ?? []).flatMap((row): readonly Reference[] => {
        const to = names.get(row.to);
        return to === undefined ? [] : [{ name: row.name, fields: row.fields, to, toFields: row.toFields, onDelete: actions[row.action] ?? 'refuse', deferrable: row.deferrable }];
      }),
      rows: table.estimate === null ? null : Math.round(Math.min(Number(table.estimate), Number.MAX_SAFE_INTEGER)), comment: table.comment,
    };
    // A table from which others inherit shows their rows as its own, unless it is asked for alone; its partitions are its own.
    return { shape, from: `${table.partitioned ? '' : 'only '}${quote(table.schema)}.${quote(table.name)}`, columns: own, partitioned: table.partitioned };
  });
  return { shape: { engine: 'PostgreSQL', version: server?.version ?? null, places: tables.map((table) => table.shape) }, tables: new Map(tables.map((table) => [table.shape.place, table])) };
};
