import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { openEmbedded } from './embedded.ts';
import { openTestDatabase } from './testing.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});
async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'avouch-embedded-'));
  // As root the server runs under another account, which must be able to enter.
  await chmod(folder, 0o711);
  folders.push(folder);
  return folder;
}
async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

test('what was written is there after the server is closed and opened again', async () => {
  const folder = join(await temporary(), 'cluster');
  const first = await openEmbedded({ folder });
  await query(first.url(), 'create table kept (n int)');
  await query(first.url(), 'insert into kept values (7)');
  await first.close();
  const second = await openEmbedded({ folder });
  expect(await query(second.url(), 'select n from kept')).toEqual([{ n: 7 }]);
  await second.close();
});

test('a second opener joins the running server, and only the first stops it', async () => {
  const folder = join(await temporary(), 'cluster');
  const first = await openEmbedded({ folder });
  const second = await openEmbedded({ folder });
  expect(second.url()).toBe(first.url());
  await first.close();
  await expect(query(second.url(), 'select 1')).rejects.toThrow();
});

test('the server listens on no network address', async () => {
  const embedded = await openEmbedded({ folder: join(await temporary(), 'cluster') });
  expect(await query(embedded.url(), "select current_setting('listen_addresses') as on")).toEqual([{ on: '' }]);
  await embedded.close();
});

test('whoever deletes the data folder begins afresh, also where the cluster had to live elsewhere', async () => {
  const closed = await temporary();
  await chmod(closed, 0o700);
  const first = await openEmbedded({ folder: join(closed, 'data', 'cluster') });
  await query(first.url(), 'create table kept (n int)');
  await first.close();
  await rm(join(closed, 'data'), { recursive: true });
  const second = await openEmbedded({ folder: join(closed, 'data', 'cluster') });
  expect(await query(second.url(), "select count(*)::int as n from pg_tables where schemaname = 'public'")).toEqual([{ n: 0 }]);
  await second.close();
  for (const folder of [first.folder, second.folder]) folders.push(folder);
});

test('a folder that cannot be made gives one sentence that says what to do', async () => {
  const file = join(await temporary(), 'file');
  await writeFile(file, '');
  await expect(openEmbedded({ folder: join(file, 'cluster') })).rejects.toThrow(/cannot be written .*give this account the right/);
});

test('each test database starts empty', async () => {
  const database = await openTestDatabase();
  expect(await query(database.url, "select count(*)::int as n from pg_tables where schemaname = 'public'")).toEqual([{ n: 0 }]);
  await database.close();
});
