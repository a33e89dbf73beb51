import type { Ask } from '../postgres/connection.ts';
import type { Layout } from './layout.ts';

// Everything that a layout is made of, row by row as the catalogues hold it: what users made has numbers from 16384 on. Of the estimate
// of rows its size counts alone, so that a table that grows is told anew from time to time and not at each look.
const query = `
with place as materialized (select c.* from pg_catalog.pg_class c where c.oid >= 16384 and c.relkind in ('r', 'p')),
told (what) as (
  select pg_catalog.concat_ws(' ', 'c', p.oid, p.relnamespace, p.relkind, p.relispartition, p.relpersistence, p.reltuples < 0, pg_catalog.length(pg_catalog.round(p.reltuples)::text), pg_catalog.quote_ident(p.relname)) from place p
  union all select pg_catalog.concat_ws(' ', 'n', n.oid, pg_catalog.quote_ident(n.nspname)) from pg_catalog.pg_namespace n
  union all select pg_catalog.concat_ws(' ', 'a', a.attrelid, a.attnum, a.atttypid, a.atttypmod, a.attnotnull, a.attgenerated, a.attidentity, a.attisdropped, pg_catalog.quote_ident(a.attname))
    from pg_catalog.pg_attribute a join place p on p.oid = a.attrelid where a.attnum > 0
  union all select pg_catalog.concat_ws(' ', 't', t.oid, t.typnamespace, t.typtype, t.typcategory, t.typlen, t.typbasetype, t.typtypmod, t.typnotnull, t.typelem, pg_catalog.quote_ident(t.typname)) from pg_catalog.pg_type t where t.oid >= 16384
  union all select pg_catalog.concat_ws(' ', 'e', e.enumtypid, e.enumsortorder, pg_catalog.quote_literal(e.enumlabel)) from pg_catalog.pg_enum e
  union all select pg_catalog.concat_ws(' ', 'i', i.indexrelid, i.indrelid, i.indkey, i.indnkeyatts, i.indisprimary, i.indimmediate, i.indisunique, i.indisvalid, i.indpred is null, i.indexprs is null, pg_catalog.quote_ident(x.relname))
    from pg_catalog.pg_index i join place p on p.oid = i.indrelid join pg_catalog.pg_class x on x.oid = i.indexrelid
  union all select pg_catalog.concat_ws(' ', 'k', k.oid, k.conrelid, k.confrelid, k.condeferrable, k.confdeltype, k.conparentid, k.conkey, k.confkey, pg_catalog.quote_ident(k.conname)) from pg_catalog.pg_constraint k where k.contype = 'f'
  union all select pg_catalog.concat_ws(' ', 'h', h.inhrelid, h.inhparent) from pg_catalog.pg_inherits h
  union all select pg_catalog.concat_ws(' ', 'd', d.objoid, d.objsubid, pg_catalog.quote_literal(d.description)) from pg_catalog.pg_description d where d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid >= 16384
  union all select pg_catalog.concat_ws(' ', 'x', d.objid) from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid >= 16384 and d.deptype = 'e'
)
select pg_catalog.concat_ws(' ', pg_catalog.current_setting('server_version'), pg_catalog.current_database(), pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(coalesce(pg_catalog.string_agg(what, E'\\n' order by what collate "C"), ''), pg_catalog.getdatabaseencoding())), 'hex')) as print
from told`;

/** A digest of what the catalogues hold of the tables of users: databases with the same are laid out the same. One question, whose answer is one line. */
export const fingerprintOf = async (ask: Ask): Promise<string> => {
  const [row] = await ask<{ print: string }>(query);
  if (row === undefined) throw new Error('a select without from gives one row');
  return row.print;
};

const layoutsMax = 64;
const layouts = new Map<string, Layout>();

/** The layout that a database with this fingerprint has, when one was read in this process. */
export const rememberedLayout = (print: string): Layout | undefined => layouts.get(print);

/** Keeps a layout for stores of this process that find the same fingerprint; those that were remembered first are dropped first. */
export const rememberLayout = (print: string, layout: Layout): void => {
  layouts.set(print, layout);
  const [oldest] = layouts.keys();
  if (layouts.size > layoutsMax && oldest !== undefined) layouts.delete(oldest);
};
