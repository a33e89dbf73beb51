import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@avouch/database/testing';
import { openTestServer } from '../testing/server.ts';
import { openDatabase } from './database.ts';

let database: TestDatabase;
let admin: pg.Client;
const made: string[] = [];
beforeEach(async () => {
  database = await openTestDatabase();
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});
afterEach(async () => {
  for (const role of made.splice(0)) await admin.query(`drop owned by ${role} cascade; revoke avouch_app from ${role}`);
  await admin.end();
  await database.close();
});

/** A login of this kind that owns the database, and its address. */
async function login(rights: string): Promise<string> {
  const name = `login_${randomBytes(4).toString('hex')}`;
  made.push(name);
  await admin.query(`create role ${name} login ${rights}`);
  await admin.query(`alter database ${new URL(database.url).pathname.slice(1)} owner to ${name}; alter schema public owner to ${name}`);
  const url = new URL(database.url);
  url.username = name;
  return url.href;
}

const roleOf = async (url: string): Promise<{ name: string; said: string }> => {
  const said: string[] = [];
  const opened = await openDatabase({ url, folder: '/nowhere', say: (sentence) => said.push(sentence) });
  const { rows } = await opened.pool.query<{ name: string }>('select current_user as name');
  await opened.close();
  return { name: rows[0]?.name ?? '', said: said.join(' ') };
};

test('a superuser migrates, and works as the role that row security binds', async () => {
  expect((await roleOf(database.url)).name).toBe('avouch_app');
});

test('a login that may create roles works as that role too', async () => {
  const url = await login('createrole');
  await admin.query('do $$ begin create role avouch_app nologin; exception when duplicate_object then null; end $$');
  await admin.query(`grant avouch_app to ${new URL(url).username} with admin option`);
  expect((await roleOf(url)).name).toBe('avouch_app');
});

test('a plain owner works as itself, is told so, and is bound by row security all the same', async () => {
  const url = await login('');
  const { name, said } = await roleOf(url);
  expect(name).toBe(new URL(url).username);
  expect(said).toContain('Stronger: create role avouch_app');
  const served = await openTestServer({ DATABASE_URL: url });
  const { org } = await served.setUp();
  const { context } = served.server;
  expect((await context.pool.query('select from record_version')).rowCount).toBe(0);
  expect((await context.tenant(org, (tx) => tx.query('select from record_version'))).rowCount).toBe(2);
  expect((await context.tenant('org_other', (tx) => tx.query('select from record_version'))).rowCount).toBe(0);
  await served.close();
});

test('a login that passes row security by and may not become another is refused', async () => {
  const url = await login('bypassrls');
  await expect(roleOf(url)).rejects.toThrow(/passes row security by and may not become avouch_app: .+\.$/);
});
