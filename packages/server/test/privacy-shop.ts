import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openTestDatabase, type TestDatabase } from '@avouch/database/testing';
import type { Answer } from '@avouch/api/client';
import { openTestServer, type Caller, type TestServer } from '../src/testing/server.ts';
import { tasks } from '../src/tasks.ts';

/** The data map of the small shop. */
export const shopMap = (): string => readFileSync(join(import.meta.dirname, 'privacy-shop.datamap.yaml'), 'utf8');

/** The shop as it is before anybody asks for anything. */
export const shopTables = `
  create table customers (id integer primary key, email text not null, name text not null, phone text);
  create table orders (id integer primary key, customer_id integer not null references customers, placed_at date not null, address text not null, total numeric(10,2) not null);
  create table notes (id integer primary key, customer_id integer not null references customers on delete cascade, body text not null);
  insert into customers values (1, 'ada@example.com', 'Ada Lovelace', '+49 1'), (2, 'bob@example.com', 'Bob Babbage', '+49 2'), (3, 'eve@example.com', 'Eve Noether', null);
  insert into orders values (10, 1, '2026-01-05', 'Ada Street 1', 12.50), (11, 1, '2015-01-05', 'Ada Street 1', 3.00), (12, 2, '2026-02-01', 'Bob Road 2', 99.00);
  insert into notes values (100, 1, 'likes blue'), (101, 2, 'likes green');`;

type Made = 'dataMapWrite' | 'storeConnect' | 'request';

/** A company with a shop in a real PostgreSQL, its data map written, its privacy centre open. Jobs run when a test says so. */
export type Shop = {
  readonly server: TestServer;
  readonly org: string;
  readonly owner: Caller;
  readonly shop: TestDatabase;
  readonly query: (sql: string) => Promise<Record<string, unknown>[]>;
  readonly ask: <Name extends Made>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => Promise<Answer<Name>>;
  readonly detail: (id: string) => Promise<Answer<'request'>>;
  /** States that the one recipient of the shop's data was told of a change. */
  readonly tell: (id: string) => Promise<void>;
  /** Gives back every connection of the test's own to the shop; the next question opens a new one. */
  readonly rest: () => Promise<void>;
  /** Does every job that waits, until none does. */
  readonly work: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export const centreSettings = {
  open: true, slug: 'shop', host: null, people: 'customer', mailKey: 'customer.email', languages: ['en', 'de'],
  texts: { en: { title: 'Privacy at the shop', intro: 'Ask us anything about your data.', contact: 'privacy@shop.example' }, de: { title: 'Datenschutz im Laden', intro: 'Fragen Sie uns nach Ihren Daten.', contact: 'privacy@shop.example' } },
  rights: ['access', 'erasure', 'rectification', 'portability', 'restriction', 'objection', 'marketing'], jurisdiction: 'DE', zone: 'Europe/Berlin',
  controller: { name: 'Shop Ltd', address: 'Shop Street 1, Berlin', mail: 'privacy@shop.example' }, authority: { name: 'Berliner Beauftragte', address: 'Berlin', url: null }, remedy: 'Verwaltungsgericht Berlin',
};

/** The settings of a connection to a test database. */
export const connectionTo = (database: TestDatabase): { readonly settings: object; readonly secrets: Record<string, string> } => {
  const url = new URL(database.url);
  const socket = url.searchParams.get('host');
  return {
    settings: { database: url.pathname.slice(1), user: decodeURIComponent(url.username), tls: 'off', ...(socket === null ? { host: url.hostname, port: Number(url.port || 5432) } : { socket, port: Number(url.port || 5432) }) },
    secrets: url.password === '' ? {} : { password: decodeURIComponent(url.password) },
  };
};

/** Opens the shop and everything that it needs. */
export async function openShop(env: Readonly<Record<string, string>> = {}, { map = true, ...given }: { readonly map?: boolean; readonly work?: boolean; readonly listen?: boolean } = {}): Promise<Shop> {
  const server = await openTestServer(env, given);
  const { org, cookie } = await server.setUp();
  const owner = server.as(cookie);
  const shop = await openTestDatabase();
  let pool = new pg.Pool({ connectionString: shop.url, max: 2 });
  await pool.query(shopTables);
  const rest = async (): Promise<void> => {
    await pool.end();
    pool = new pg.Pool({ connectionString: shop.url, max: 2 });
  };
  const ask: Shop['ask'] = async (method, path, body) => {
    const asked = await owner(method, `/api/orgs/${org}/privacy${path}`, body);
    if (asked.status !== 200) throw new Error(`${method} ${path} gave ${asked.status}: ${asked.text}`);
    return asked.json() as never;
  };
  const { context } = server.server;
  const work = async (): Promise<void> => {
    for (;;) {
      const { rows } = await context.pool.query<{ id: string; task_identifier: string; payload: Record<string, string> }>(
        `select j.id, t.identifier as task_identifier, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where j.run_at <= now() order by j.id limit 1`);
      const [job] = rows;
      if (job === undefined) return;
      await context.pool.query('delete from graphile_worker._private_jobs where id = $1', [job.id]);
      await tasks[job.task_identifier]?.(job.payload, context, new AbortController().signal);
    }
  };
  if (map) await ask('PUT', '/data-map', { text: shopMap(), note: 'The first', expected: 0 });
  await ask('POST', '/stores', { connector: 'postgres', system: 'shop', name: 'Shop database', ...connectionTo(shop) });
  await ask('PUT', '/centre', { expected: 0, settings: centreSettings });
  return {
    server, org, owner, shop, ask, work, rest,
    detail: (id) => ask<'request'>('GET', `/requests/${id}`),
    tell: async (id) => { await ask<'request'>('POST', `/requests/${id}/told`, { recipient: 'parcel', outcome: 'told', note: 'By telephone.' }); },
    query: async (sql) => (await pool.query<Record<string, unknown>>(sql)).rows,
    close: async () => {
      await pool.end();
      await server.close();
      await shop.close();
    },
  };
}
