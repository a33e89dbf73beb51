import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { tasks } from '../src/tasks.ts';
import { openShop, shopMap, type Shop } from './privacy-shop.ts';

let shop: Shop;
afterEach(() => shop.close());

const get = async <T>(path: string): Promise<T> => (await shop.owner('GET', `/api/orgs/${shop.org}/privacy${path}`)).json() as T;
const retention = () => get<Answer<'retention'>>('/retention');
const kept = async () => (await get<Answer<'kept'>>('/kept')).items;
const DAY = 86_400_000;

/** The clock strikes, and whatever it begins is done. */
async function strike(): Promise<void> {
  await tasks['daily']?.({}, shop.server.server.context, new AbortController().signal);
  await shop.work();
}

async function until(day: string): Promise<void> {
  shop.server.advance(Date.parse(`${day}T12:00:00Z`) - shop.server.server.context.now().getTime());
  await strike();
}

/** Erases somebody, to the word that it is done. */
async function erase(mail: string): Promise<string> {
  const { id } = await shop.ask<'request'>('POST', '/requests', { right: 'erasure', channel: 'hand', received: shop.server.server.context.now().toISOString(), name: 'A customer', mail });
  await shop.ask<'request'>('POST', `/requests/${id}/identify`, { by: 'document', keys: { 'customer.email': [mail] }, reason: 'A passport.' });
  await shop.work();
  await shop.ask<'request'>('POST', `/requests/${id}/approve`, { digest: (await shop.detail(id)).plan?.digest });
  await shop.work();
  expect((await shop.detail(id)).reread?.clean).toBe(true);
  return id;
}

const rebuilt = async (): Promise<unknown> => (await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {})).json();

test('overdue data is counted once a day by itself, and goes only where the data map lets it go without a person', async () => {
  shop = await openShop();
  await shop.query("insert into orders values (13, 2, '2014-05-05', 'Old Road', 1.00)");
  await strike();
  await strike();
  expect(await retention()).toMatchObject({ items: [{ place: 'public.orders', overdue: 2, automatic: false }], runs: [{ dry: true, scheduled: true, state: 'done' }] });
  expect(await shop.query('select id from orders where id in (11, 13) order by id')).toHaveLength(2);
  await shop.ask('PUT', '/data-map', { text: shopMap().replace('reason: nothing needs it longer', 'reason: nothing needs it longer, start: automatic'), note: 'By itself', expected: 1 });
  shop.server.advance(DAY);
  await strike();
  expect(await shop.query('select id from orders order by id')).toEqual([{ id: 10 }, { id: 12 }]);
  const { items, runs } = await retention();
  expect(items).toMatchObject([{ automatic: true }]);
  expect(runs[0]).toMatchObject({ dry: false, scheduled: true, lines: [{ place: 'public.orders', planned: 2, done: 2 }], seal: { kind: 'retention.ran' } });
  expect(await rebuilt()).toMatchObject({ identical: true });
});

test('a legal hold keeps overdue data from going by itself', async () => {
  shop = await openShop();
  await shop.ask('PUT', '/data-map', { text: shopMap().replace('reason: nothing needs it longer', 'reason: nothing needs it longer, start: automatic'), note: 'By itself', expected: 1 });
  const held = await shop.owner('POST', `/api/orgs/${shop.org}/records/legal-hold`, { value: { title: 'A claim', reason: 'A claim before the court', places: ['shop/public.orders'] } });
  expect(held.status, held.text).toBe(200);
  await strike();
  expect(await shop.query('select id from orders where id = 11')).toHaveLength(1);
  expect((await retention()).items).toMatchObject([{ overdue: 0, held: 1 }]);
});

test('what an erasure keeps goes by itself on the day after its ground has ended, also when the request is long forgotten, and the receipts tell of it', async () => {
  shop = await openShop();
  const id = await erase('ada@example.com');
  expect(await kept()).toMatchObject([{ request: id, system: 'shop', rows: 1, until: '2036-01-05', next: '2036-01-05', gone: 0 }]);
  await shop.owner('POST', `/api/orgs/${shop.org}/privacy/requests/${id}/release`, { by: 'link', days: 7 });
  await shop.tell(id);
  await shop.ask('POST', `/requests/${id}/close`, { forget: true });
  await until('2036-01-05');
  expect(await shop.query('select id from orders where id = 10')).toHaveLength(1);
  await until('2036-01-06');
  expect(await shop.query('select id from orders order by id')).toEqual([{ id: 12 }]);
  expect(await shop.query('select id from customers order by id')).toEqual([{ id: 2 }, { id: 3 }]);
  expect(await kept()).toMatchObject([{ next: null, gone: 1, seal: { kind: 'kept.looked' } }]);
  const detail = await shop.detail(id);
  expect(detail.kept).toMatchObject([{ gone: 1 }]);
  expect(detail.timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['kept.written', 'kept.looked']));
  const { rows } = await shop.server.server.context.tenant(shop.org, (tx) => tx.query(`select forgotten from kept_rows where org = $1`, [shop.org]));
  expect(rows).toEqual([{ forgotten: true }]);
  await until('2036-01-07');
  expect((await shop.detail(id)).timeline.filter(({ kind }) => kind === 'kept.looked')).toHaveLength(1);
  expect(await rebuilt()).toMatchObject({ identical: true });
});

test('what a legal hold keeps past its day stays, and is told once and not every day', async () => {
  shop = await openShop();
  const id = await erase('ada@example.com');
  const held = await shop.owner('POST', `/api/orgs/${shop.org}/records/legal-hold`, { value: { title: 'A claim', reason: 'A claim before the court', places: ['shop/public.orders'] } });
  expect(held.status, held.text).toBe(200);
  await until('2036-01-06');
  await until('2036-01-07');
  expect(await shop.query('select id from orders where id = 10')).toHaveLength(1);
  const detail = await shop.detail(id);
  expect(detail.kept).toMatchObject([{ held: 1, gone: 0, why: ['A legal hold keeps it: A claim before the court'] }]);
  expect(detail.timeline.filter(({ kind }) => kind === 'kept.looked')).toHaveLength(1);
});

test('a process that dies after the rows went and before it is recorded records it the next time', async () => {
  shop = await openShop();
  const id = await erase('ada@example.com');
  const { context } = shop.server.server;
  shop.server.advance(Date.parse('2036-01-06T12:00:00Z') - context.now().getTime());
  const dying = { ...context, ledgerOf: async (org: string) => { const ledger = await context.ledgerOf(org); return { ...ledger, append: (): never => { throw new Error('killed'); } }; } };
  await tasks['daily']?.({}, context, new AbortController().signal);
  const { rows: [job] } = await context.pool.query<{ payload: Record<string, string> }>(`select payload from graphile_worker._private_jobs where payload ->> 'kind' = 'kept'`);
  await expect(tasks['upkeep']?.(job?.payload ?? {}, dying, new AbortController().signal)).rejects.toThrow('killed');
  expect(await shop.query('select id from orders where id = 10')).toEqual([]);
  expect(await kept()).toMatchObject([{ gone: 0 }]);
  await shop.work();
  expect((await shop.detail(id)).kept).toMatchObject([{ gone: 1, next: null }]);
});

/** Runs one statement beside the shop, while nobody holds a connection to it. */
async function beside(sql: string): Promise<void> {
  const url = new URL(shop.shop.url);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

test('whoever was erased is found by itself when a whole database is restored from before, and erased again', async () => {
  shop = await openShop();
  const name = new URL(shop.shop.url).pathname.slice(1);
  const others = await shop.query('select * from customers where id <> 1 order by id');
  const cut = (): Promise<void> => beside(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
  await shop.rest();
  await beside(`create database ${name}_backup template ${name}`);
  const id = await erase('ada@example.com');
  await strike();
  await shop.rest();
  await cut();
  await beside(`alter database ${name} rename to ${name}_gone`);
  await beside(`alter database ${name}_backup rename to ${name}`);
  expect(await shop.query('select email from customers where id = 1')).toEqual([{ email: 'ada@example.com' }]);
  shop.server.advance(DAY);
  await strike();
  expect(await get('/suppression')).toMatchObject({ found: 1, again: 1, asked: 0, scheduled: true, problems: [], seal: { kind: 'suppression.scanned' } });
  expect(await shop.query("select id from customers where email ilike 'ada@example.com' or name like 'Ada%'")).toEqual([]);
  expect(await shop.query('select id from notes order by id')).toEqual([{ id: 101 }]);
  expect(await shop.query('select * from customers where id <> 1 order by id')).toEqual(others);
  const { items } = await get<Answer<'requests'>>('/requests?right=erasure');
  const again = await shop.detail(items.find((one) => one.id !== id)?.id ?? '');
  expect(again).toMatchObject({ plan: { approved: { by: 'rule' } }, reread: { clean: true, unexplained: 0 } });
  expect(again.reread?.places.flatMap(({ sentences }) => sentences.map(({ why }) => why))).toEqual(expect.arrayContaining(['kept', 'shell']));
  shop.server.advance(DAY);
  await strike();
  expect(await get('/suppression')).toMatchObject({ found: 0 });
  expect(await rebuilt()).toMatchObject({ identical: true });
  await beside(`drop database ${name}_gone with (force)`);
});

test('whoever stands again under one old address alone is not erased before a person has decided', async () => {
  shop = await openShop();
  await shop.query('create table newsletter (email text primary key)');
  await shop.ask('PUT', '/data-map', { text: shopMap().replace('      public.customers:\n', "      public.newsletter: { identifies: 'customer by email', purposes: orders, fields: { email: contact.email } }\n      public.customers:\n"), note: 'A newsletter', expected: 1 });
  await erase('ada@example.com');
  await strike();
  await shop.query("insert into newsletter values ('ada@example.com')");
  shop.server.advance(DAY);
  await strike();
  expect(await get('/suppression')).toMatchObject({ found: 1, again: 0, asked: 1, problems: [] });
  expect(await shop.query('select email from newsletter')).toEqual([{ email: 'ada@example.com' }]);
});

test('how often it is looked for erased people is the company’s to say', async () => {
  shop = await openShop();
  await erase('ada@example.com');
  const centre = await get<Answer<'privacyCentre'>>('/centre');
  expect(centre.current?.settings.scanDays).toBe(1);
  await shop.ask('PUT', '/centre', { expected: 1, settings: { ...centre.current?.settings, scanDays: 0 } });
  await strike();
  expect(await get('/suppression')).toMatchObject({ people: 1, scanned: null });
});
