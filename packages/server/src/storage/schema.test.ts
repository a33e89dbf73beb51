import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@avouch/database/testing';
import { dumpSchema } from '../testing/schema-dump.ts';
import { migrate, readMigrations } from './migrations.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await openTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await migrate(client, await readMigrations());
});
afterAll(async () => {
  await client.end();
  await database.close();
});

/** Sign-in belongs to no organisation; the list of migrations to none either. Each exception is named here. */
const shared = ['identity.account', 'identity.attempt', 'identity.instance', 'identity.session', 'identity.user', 'identity.verification', 'public.migration'];
const tables = `select n.nspname || '.' || c.relname as name, c.relrowsecurity as on, c.relforcerowsecurity as forced,
    (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary) as first,
    (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname in ('public', 'identity')`;

test('the migrations make the schema that schema.sql shows', async () => {
  await expect(await dumpSchema(client)).toMatchFileSnapshot('../../schema.sql');
});

test('every table but the listed ones begins its primary key with the organisation, and is fenced for its owner too', async () => {
  const { rows } = await client.query<{ name: string; on: boolean; forced: boolean; first: string; policies: number }>(tables);
  const own = rows.filter((row) => !shared.includes(row.name));
  expect(own.length).toBeGreaterThan(15);
  expect(rows.filter((row) => shared.includes(row.name))).toHaveLength(shared.length);
  expect(own.filter((row) => row.first !== 'org' || !row.on || !row.forced || row.policies < 1)).toEqual([]);
});

test('no sequence is shared between organisations', async () => {
  const { rows } = await client.query("select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and n.nspname in ('public', 'identity')");
  expect(rows).toEqual([]);
});
