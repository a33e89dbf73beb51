import type pg from 'pg';

const tables = `
  select n.nspname || '.' || c.relname as name, c.relpersistence = 'u' as unlogged, c.relrowsecurity and c.relforcerowsecurity as forced,
    (select string_agg(format('  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
        case when a.attcollation <> t.typcollation then ' collate ' || (select quote_ident(collname) from pg_collation where oid = a.attcollation) else '' end,
        case when a.attnotnull then ' not null' else '' end,
        case when d.adbin is null then '' when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored' else ' default ' || pg_get_expr(d.adbin, d.adrelid) end), E',\\n' order by a.attnum)
      from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select string_agg(format('  %I %s', x.conname, pg_get_constraintdef(x.oid)), E',\\n' order by x.conname) from pg_constraint x where x.conrelid = c.oid and x.contype <> 'n') as constraints,
    (select string_agg(pg_get_indexdef(i.indexrelid) || ';', E'\\n' order by pg_get_indexdef(i.indexrelid)) from pg_index i where i.indrelid = c.oid and not i.indisprimary) as indexes,
    (select string_agg(format('policy %I for %s using (%s) with check (%s);', p.polname, p.polcmd, pg_get_expr(p.polqual, p.polrelid), coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')), E'\\n' order by p.polname) from pg_policy p where p.polrelid = c.oid) as policies,
    (select string_agg(pg_get_triggerdef(g.oid) || ';', E'\\n' order by g.tgname) from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal) as triggers
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname in ('public', 'identity') order by 1`;

/** The schema as text: the same for the same schema, on every PostgreSQL. */
export async function dumpSchema(client: pg.Client): Promise<string> {
  const { rows } = await client.query<Record<string, string | boolean | null>>(tables);
  const parts = rows.map((row) => [
    `create ${row['unlogged'] === true ? 'unlogged ' : ''}table ${row['name']} (\n${[row['columns'], row['constraints']].filter((part) => part !== null).join(',\n')}\n);`,
    ...(row['forced'] === true ? ['row security forced;'] : []), row['policies'], row['indexes'], row['triggers'],
  ].filter((part) => part !== null).join('\n'));
  const functions = await client.query<{ text: string }>(
    "select pg_get_functiondef(p.oid) as text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'identity') order by p.proname");
  return `-- What the migrations make, as the database tells it. Written by the test of the schema.\n\n${[...parts, ...functions.rows.map((row) => `${row.text.trimEnd()};`)].join('\n\n')}\n`;
}
