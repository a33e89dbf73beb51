import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@avouch/database/testing';
import type { Store, StoredRow } from '../store.ts';
import { run, storeAt } from '../stores/testing/postgres.ts';
import { kindOf, valueOf } from '../stores/testing/suite.ts';
import { readLayout } from './layout.ts';

/** What the catalogues say, read whole on a connection of its own. */
async function whole(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set search_path = pg_catalog');
    return (await readLayout(async (sql, values) => (await client.query({ text: sql, values: [...(values ?? [])] })).rows)).shape;
  } finally {
    await client.end();
  }
}

describe('the shape of a PostgreSQL database', () => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await openTestDatabase();
    await run(database.url, `create table public.people (id int primary key, mail text); create table public.orders (id int primary key, buyer int);
      create table public.days (id int, day date) partition by range (day); create table public.days_2025 partition of public.days for values from ('2025-01-01') to ('2026-01-01');
      create type public.mood as enum ('glad'); create domain public.short as varchar(8); create table public.notes (mood public.mood, line public.short); create schema other`);
    store = await storeAt(database.url);
  });
  afterAll(async () => { await store.close(); await database.close(); });

  const changes = [
    'alter table public.people add column born date', 'alter table public.orders add constraint buyer foreign key (buyer) references public.people on delete cascade',
    'alter table public.orders drop constraint buyer', 'alter table public.orders add constraint buyer foreign key (buyer) references public.people (id) deferrable', 'alter table public.people rename column mail to email',
    'alter table public.people alter column email type varchar(100)', 'alter table public.people alter column email set not null', 'alter table public.people drop column born', 'create unique index on public.people (email)',
    'alter table public.people drop constraint people_pkey cascade', "comment on column public.people.email is 'How they are written to'", "comment on table public.people is 'People'", "alter type public.mood add value 'sad' before 'glad'",
    'alter type public.mood rename to humour', 'alter domain public.short set not null', 'alter domain public.short rename to brief', 'alter table public.days detach partition public.days_2025', 'alter table public.notes set schema other', 'alter schema other rename to another', 'alter table public.people rename to humans', 'create table public.new (id int generated always as identity)',
    'drop table public.days', 'insert into public.humans select n, n::text from generate_series(1, 5000) n; analyze public.humans',
  ];
  it.each(changes)('is another at the next look after: %s', async (sql) => {
    const before = valueOf(await store.shape());
    await run(database.url, sql);
    const after = valueOf(await store.shape());
    expect(after).toEqual(await whole(database.url));
    expect(after).not.toEqual(before);
  });

  it('is read whole once, and known to every store of this process as long as nothing changes', async () => {
    const first = valueOf(await store.shape());
    expect(valueOf(await store.shape())).toBe(first);
    const second = await storeAt(database.url);
    expect(valueOf(await second.shape())).toBe(first);
    await second.close();
    await run(database.url, 'create table public.newest (id int)');
    expect(valueOf(await store.shape())).not.toBe(first);
  });

  it('is that of the database that is asked, also where another one is laid out almost the same', async () => {
    const other = await openTestDatabase();
    await run(other.url, 'create table public.people (id int primary key, mail text)');
    const elsewhere = await storeAt(other.url);
    expect(valueOf(await elsewhere.shape())).toEqual(await whole(other.url));
    expect(valueOf(await store.shape())).toEqual(await whole(database.url));
    await elsewhere.close();
    await other.close();
  });
});

describe('reads that are asked at once', () => {
  let database: TestDatabase;
  let store: Store;
  const tables = Array.from({ length: 20 }, (_, at) => `public.t${at}`);
  beforeAll(async () => {
    database = await openTestDatabase();
    await run(database.url, tables.map((table, at) => `create table ${table} as select n as id, n * ${at} as times from generate_series(1, ${at * 317}) n`).join('; '));
    store = await storeAt(database.url);
  });
  afterAll(async () => { await store.close(); await database.close(); });
  const everything = { op: 'all', of: [] } as const;

  it('give each its own rows, however many parts they come in, and counts between them', async () => {
    const [rows, counts] = valueOf(await store.work('read', async (session) => {
      const found: readonly StoredRow[][] = tables.map(() => []);
      const counted = await Promise.all(tables.map(async (place, at) => {
        valueOf(await session.read({ place, key: ['id'], fields: ['times'], where: everything }, async (part) => {
          await new Promise((done) => { setImmediate(done); });
          found[at]?.push(...part);
        }));
        return valueOf(await session.count(place, everything));
      }));
      return { ok: true, value: [found, counted] as const };
    }));
    for (const [at, of] of rows.entries()) expect(of.map(({ cells }) => cells['times'])).toEqual(Array.from({ length: at * 317 }, (_, n) => (n + 1) * at));
    expect(counts).toEqual(tables.map((_, at) => at * 317));
  });

  it('all say so when one of them fails, and the next work finds everything as it was', async () => {
    await run(database.url, 'create table public.gone (id int)');
    await store.shape();
    await run(database.url, 'drop table public.gone');
    const outcome = await store.work('read', async (session) => {
      const outcomes = await Promise.all([...tables, 'public.gone', ...tables].map((place) => session.read({ place, key: [], fields: ['id'], where: everything }, () => undefined)));
      expect(outcomes.slice(-5).map(kindOf)).toEqual(Array.from({ length: 5 }, () => 'not-found'));
      return { ok: true, value: undefined };
    });
    expect(kindOf(outcome)).toBe('not-found');
    expect(valueOf(await store.work('read', (session) => session.count('public.t1', everything)))).toBe(317);
  });
});
