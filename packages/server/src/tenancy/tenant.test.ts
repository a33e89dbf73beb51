import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../testing/server.ts';
import { openQuickly, sql } from './tenant.ts';

let served: TestServer;
let acme: string;
let other: string;
beforeAll(async () => {
  served = await openTestServer();
  const first = await served.setUp();
  acme = first.org;
  other = await served.server.people.found({ company: { name: 'Other' }, system: { name: 'S', purpose: 'P' }, categories: ['security'] }, first.member);
});
afterAll(() => served.close());

const tables = async (): Promise<readonly string[]> => {
  const { rows } = await served.server.context.pool.query<{ name: string }>("select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'migration'");
  return rows.map((row) => row.name);
};

test('the process works as a role that owns nothing and cannot pass row security by', async () => {
  const { rows } = await served.server.context.pool.query(
    "select current_user as name, rolsuper, rolbypassrls, rolcreaterole, (select count(*)::int from pg_class where relowner = r.oid) as owns from pg_roles r where rolname = current_user");
  expect(rows).toEqual([{ name: 'avouch_app', rolsuper: false, rolbypassrls: false, rolcreaterole: false, owns: 0 }]);
});

test('a query that names no organisation sees no row of any', async () => {
  for (const table of await tables()) expect((await served.server.context.pool.query(`select from ${table}`)).rowCount, table).toBe(0);
});

test('a query within one organisation sees its rows and none of another, whatever it asks for', async () => {
  const seen = (org: string) => served.server.context.tenant(org, async (tx) => (await tx.query<{ org: string }>('select distinct org from ledger_entry union select distinct org from record_version union select distinct org from member')).rows);
  expect(await seen(acme)).toEqual([{ org: acme }]);
  expect(await seen(other)).toEqual([{ org: other }]);
  const stolen = await served.server.context.tenant(acme, (tx) => tx.query('select from record_version where org = $1', [other]));
  expect(stolen.rowCount).toBe(0);
});

test('a row of another organisation can be neither written nor taken over', async () => {
  const { context } = served.server;
  await expect(context.tenant(acme, (tx) => tx.query("insert into secret (org, owner, sealed) values ($1, 'x', '')", [other]))).rejects.toThrow('row-level security');
  await context.tenant(other, (tx) => context.secrets.put(tx, other, 'x', { token: 't' }));
  expect((await context.tenant(acme, (tx) => tx.query('update secret set org = $1', [acme]))).rowCount).toBe(0);
  expect((await context.tenant(acme, (tx) => tx.query('delete from secret'))).rowCount).toBe(0);
  expect(await context.secrets.read(other, 'x')).toEqual({ token: 't' });
});

test('the organisation of one transaction does not stay on its connection', async () => {
  await served.server.context.tenant(acme, (tx) => tx.query('select 1'));
  const { rows } = await served.server.context.pool.query("select coalesce(current_setting('avouch.org', true), '') as org");
  expect(rows).toEqual([{ org: '' }]);
});

test('a quick question sees one organisation alone, takes no value for SQL, and leaves nothing on its connection, also when it fails', async () => {
  const { pool } = served.server.context;
  const quickly = openQuickly(pool);
  expect(await quickly(acme, sql`select distinct org from member`)).toEqual([{ org: acme }]);
  expect(await quickly(acme, sql`select org from member where org = ${other}`)).toEqual([]);
  for (const odd of ["'; drop table member; --", "\\'; select 1; --", 'é\n"']) expect(await quickly(odd, sql`select ${odd} as said, current_setting('avouch.org') as org`)).toEqual([{ said: odd, org: odd }]);
  await expect(quickly(acme, sql`select ${'x'}::int`)).rejects.toThrow('invalid input syntax');
  const { rows } = await pool.query("select coalesce(current_setting('avouch.org', true), '') as org");
  expect(rows).toEqual([{ org: '' }]);
});

test('the process cannot change the schema or empty a table of the ledger', async () => {
  const { pool } = served.server.context;
  for (const sql of ['drop table record_version', 'alter table member disable row level security', 'truncate ledger_entry', 'create table x (org text primary key)', "delete from migration"]) {
    await expect(pool.query(sql), sql).rejects.toThrow(/permission denied|must be owner/);
  }
});
