import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@avouch/database/testing';
import { migrate, readMigrations } from './migrations.ts';

let database: TestDatabase;
const clients: pg.Client[] = [];
const connect = async (): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  clients.push(client);
  return client;
};
beforeEach(async () => { database = await openTestDatabase(); });
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end()));
  await database.close();
});

test('four that start at the same moment migrate once between them', async () => {
  const migrations = await readMigrations();
  const racers = await Promise.all([connect(), connect(), connect(), connect()]);
  const done = await Promise.all(racers.map((client) => migrate(client, migrations)));
  expect(done.flat().toSorted()).toEqual(migrations.map(({ id }) => id).toSorted());
  expect(done.filter((ids) => ids.length > 0)).toHaveLength(1);
});

test('a migration that fails leaves nothing behind, and says which one', async () => {
  const client = await connect();
  const broken = [{ id: 'a', sql: 'create table a (org text primary key)' }, { id: 'b', sql: 'create table b (org text primary key); select 1 / 0' }];
  await expect(migrate(client, broken)).rejects.toThrow('The migration b failed and changed nothing: division by zero');
  const { rows } = await client.query("select to_regclass('a') is not null as a, to_regclass('b') is not null as b");
  expect(rows).toEqual([{ a: true, b: false }]);
  expect(await migrate(client, [broken[0], { id: 'b', sql: 'create table b (org text primary key)' }].filter((one) => one !== undefined))).toEqual(['b']);
});

test('a migration that was changed after it ran is refused', async () => {
  const client = await connect();
  await migrate(client, [{ id: 'a', sql: 'create table a (org text primary key)' }]);
  await expect(migrate(client, [{ id: 'a', sql: 'create table a (org text primary key, more text)' }])).rejects.toThrow('The migration a is not the one that made this database');
});

test('a database of a newer version is refused, and left as it is', async () => {
  const client = await connect();
  await migrate(client, [{ id: 'a', sql: 'select 1' }, { id: 'later', sql: 'select 1' }]);
  await expect(migrate(client, [{ id: 'a', sql: 'select 1' }])).rejects.toThrow('The database is of a newer Avouch (it has later)');
});
