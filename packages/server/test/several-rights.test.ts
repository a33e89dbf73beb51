import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { verifyCertificate } from '@avouch/privacy/certificate';
import { openShop, type Shop } from './privacy-shop.ts';

let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop.close());

type Fields = Readonly<Record<string, string | readonly string[]>>;
const post = (path: string, fields: Fields) => {
  const payload = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : value.map((one) => [name, one])))).toString();
  return shop.server.server.app.inject({ method: 'POST', url: `/privacy-centre/shop${path}`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload });
};
const found = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';
const keptIn = (page: string) => ({ reference: found(page, /<code>([0-9a-z-]{29})<\/code>/), code: found(page, /<code>([0-9A-Z-]{14})<\/code>/) });
const mails = async (): Promise<Answer<'mails'>['items']> => ((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/mails`)).json() as Answer<'mails'>).items;
const mailedFor = async (reference: string): Promise<string> => found((await mails()).find(({ text }) => text.includes(reference))?.text ?? '', /\n([0-9A-Z]{4}-[0-9A-Z]{4})\n/);
const under = async (reference: string): Promise<ReadonlyMap<string, string>> => {
  const { items } = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests?reference=${reference}`)).json() as Answer<'requests'>;
  return new Map(items.map(({ id, rights }) => [rights.join(), id]));
};
const approve = async (id: string): Promise<Answer<'request'>> => {
  await shop.ask('POST', `/requests/${id}/approve`, { digest: (await shop.detail(id)).plan?.digest });
  await shop.work();
  return shop.detail(id);
};
const settled = (page: string): string => page.replace(/[0-9a-z]{5}(-[0-9a-z]{5}){4}/g, 'REFERENCE').replace(/[0-9A-Z]{4}(-[0-9A-Z]{4}){2}/g, 'CODE');

test('the centre says and does the same for several things, whether somebody is known or not', async () => {
  const { context } = shop.server.server;
  const seen = [];
  for (const mail of ['eve@example.com', 'nobody@example.net']) {
    const before = { facts: await (await context.ledgerOf(shop.org)).size(), mails: (await mails()).length };
    const { statusCode, body } = await post('/', { right: ['access', 'erasure'], mail, by: 'self' });
    seen.push({ statusCode, body: settled(body), facts: (await (await context.ledgerOf(shop.org)).size()) - before.facts, mails: (await mails()).length - before.mails });
  }
  expect(seen[0]).toEqual(seen[1]);
  expect(seen[0]).toMatchObject({ statusCode: 200, facts: 2, mails: 1 });
  const none = await post('/', { mail: 'eve@example.com', by: 'self' });
  expect([none.statusCode, none.body.includes('role="alert"')]).toEqual([400, true]);
  const wrong = await post('/', { right: ['access', 'erasure'], mail: 'no address', by: 'self' });
  expect(wrong.body.match(/type="checkbox"[^>]* checked/g)).toHaveLength(2);
  expect((await post('/', { right: ['access', 'everything'], mail: 'eve@example.com', by: 'self' })).statusCode).toBe(400);
});

test('a copy and an erasure are shown by one code, and nothing is erased before the copy was given', async () => {
  const { reference, code } = keptIn((await post('/', { right: ['erasure', 'access'], mail: 'ada@example.com', by: 'self' })).body);
  const requests = await under(reference);
  const [access = '', erasure = ''] = [requests.get('access'), requests.get('erasure')];
  expect((await post('/confirm', { reference, code: await mailedFor(reference) })).statusCode).toBe(200);
  await shop.work();
  const both = [await shop.detail(access), await shop.detail(erasure)];
  expect(both.map(({ status, proven, clock, together }) => [status, proven, clock.due === both[0]?.clock.due, together.length])).toEqual([['awaiting_approval', 'mail', true, 1], ['awaiting_approval', 'mail', true, 1]]);
  expect(both[0]?.together).toEqual([{ id: erasure, rights: ['erasure'], status: 'awaiting_approval' }]);

  const held = await approve(erasure);
  expect([held.status, held.steps, held.next.act]).toEqual(['running', [], 'wait']);
  expect(held.next.sentence).toContain('access');
  await shop.ask('POST', `/requests/${erasure}/run`, {});
  await shop.work();
  expect(await shop.query("select id from customers where email = 'ada@example.com'")).toEqual([{ id: 1 }]);

  expect((await approve(access)).status).toBe('answering');
  expect(await shop.query("select id from customers where email = 'ada@example.com'")).toEqual([{ id: 1 }]);
  await shop.ask('POST', `/requests/${access}/release`, { by: 'link' });
  await shop.work();
  expect(await shop.detail(erasure)).toMatchObject({ status: 'answering', reread: { clean: true } });
  expect(await shop.query("select id from customers where email = 'ada@example.com'")).toEqual([]);

  await shop.ask('POST', `/requests/${erasure}/release`, { by: 'link' });
  await shop.tell(erasure);
  await shop.ask('POST', `/requests/${erasure}/close`, { forget: true });
  const page = (await post('/status', { reference, code })).body;
  expect(page.match(/<section /g)).toHaveLength(2);
  expect(page).toContain('Get a copy of my data');
  expect(page).toMatch(/Carried out on \d+ \w+ \d{4}/);
  expect((await post('/passphrase', { reference, code, of: 'access' })).body).toMatch(/<code class="large">/);
  expect((await post('/withdraw', { reference, code })).statusCode).toBe(400);
  expect(verifyCertificate((await post('/certificate', { reference, code, of: 'erasure' })).body, { reference })).toMatchObject({ ok: true });
  const byReferenceAlone = (await post('/status', { reference, code: 'AAAA-AAAA-AAAA' })).body;
  expect(byReferenceAlone).toContain('Have my data erased');
  expect(byReferenceAlone).not.toContain('Get a copy of my data');
});

test('taking one of them back leaves the other, and it waits no more', async () => {
  const { reference, code } = keptIn((await post('/', { right: ['access', 'erasure'], mail: 'eve@example.com', by: 'self' })).body);
  const requests = await under(reference);
  const [access = '', erasure = ''] = [requests.get('access'), requests.get('erasure')];
  expect((await post('/withdraw', { reference, code, of: 'access' })).statusCode).toBe(200);
  expect([(await shop.detail(access)).status, (await shop.detail(erasure)).status]).toEqual(['withdrawn', 'received']);
  // The code had been sent for the one that was taken back.
  expect((await post('/confirm', { reference, code: await mailedFor(reference) })).statusCode).toBe(200);
  await shop.work();
  expect((await shop.detail(access)).proven).toBeNull();
  expect(await approve(erasure)).toMatchObject({ status: 'answering', reread: { clean: true } });
});

test('what somebody asked further proof for is not carried by the code of another, but by what staff state', async () => {
  const { reference } = keptIn((await post('/', { right: ['access', 'erasure'], mail: 'bob@example.com', by: 'self' })).body);
  const requests = await under(reference);
  const [access = '', erasure = ''] = [requests.get('access'), requests.get('erasure')];
  await shop.ask('POST', `/requests/${erasure}/ask-proof`, { reason: 'doubt', by: 'document', wanted: 'A letter that we sent you.' });
  await post('/confirm', { reference, code: await mailedFor(reference) });
  await shop.work();
  expect([(await shop.detail(access)).status, (await shop.detail(erasure)).status]).toEqual(['awaiting_approval', 'identifying']);
  await shop.ask('POST', `/requests/${erasure}/identify`, { by: 'document', keys: { 'customer.email': ['bob@example.com'] }, reason: 'The letter.' });
  await shop.work();
  expect((await shop.detail(erasure)).status).toBe('awaiting_approval');
  await shop.ask('POST', `/requests/${erasure}/withdraw`, { reason: 'He thought better of it.' });
});

test('what is wrong is put right before a copy is looked for, which is then found under the new address', async () => {
  const received = shop.server.server.context.now().toISOString();
  const correction = { category: 'contact.email', from: 'bob@example.com', to: 'robert@example.com' };
  const { id, together } = await shop.ask<'request'>('POST', '/requests', { rights: ['rectification', 'access'], channel: 'hand', received, name: 'Bob Babbage', mail: 'bob@example.com', corrections: [correction] });
  const access = together[0]?.id ?? '';
  expect([(await shop.detail(id)).stated?.corrections, (await shop.detail(access)).stated?.corrections]).toEqual([[correction], []]);
  await shop.ask('POST', `/requests/${access}/identify`, { by: 'known', keys: { 'customer.email': ['bob@example.com'] }, reason: 'He came himself.' });
  await shop.work();
  expect(await shop.detail(access)).toMatchObject({ status: 'surveying', survey: null, next: { act: 'wait', sentence: expect.stringContaining('rectification') as string } });
  await shop.ask('POST', `/requests/${id}/decide`, { corrections: [{ system: 'shop', place: 'public.customers', field: 'email', from: 'bob@example.com', to: 'robert@example.com' }] });
  await shop.work();
  expect(await approve(id)).toMatchObject({ status: 'answering' });
  expect(await shop.query('select email from customers where id = 2')).toEqual([{ email: 'robert@example.com' }]);
  await shop.ask('POST', `/requests/${id}/release`, { by: 'hand' });
  await shop.work();
  const planned = await shop.detail(access);
  expect(planned.plan?.places.map(({ place, does, rows }) => `${place} ${does} ${rows.own}`).toSorted()).toEqual(['public.customers read 1', 'public.notes read 1', 'public.orders read 1']);
});

test('the company’s app asks for several things, and its signed-in people tick several; one of both words is needed', async () => {
  const { secret } = (await shop.owner('POST', `/api/orgs/${shop.org}/privacy/app-keys`, { name: 'Shop', scopes: ['requests'] })).json() as Answer<'appKeyIssue'>;
  const ask = (body: object) => shop.server.as()('POST', `/api/orgs/${shop.org}/app/requests`, { keys: { 'customer.id': ['2'] }, ...body }, { authorization: `Bearer ${secret}` });
  const { reference } = (await ask({ rights: ['access', 'portability', 'access'] })).json() as Answer<'appRequest'>;
  await shop.work();
  const byApp = await under(reference);
  expect([...byApp.keys()].toSorted()).toEqual(['access', 'portability']);
  for (const id of byApp.values()) expect(await shop.detail(id)).toMatchObject({ proven: 'account', status: 'awaiting_approval' });
  for (const body of [{}, { right: 'access', rights: ['access'] }, { rights: [] }]) expect((await ask(body)).status, JSON.stringify(body)).toBe(400);

  const { audience } = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/assertion-keys`)).json() as Answer<'assertionKeys'>;
  const issued = (await shop.owner('POST', `/api/orgs/${shop.org}/privacy/assertion-keys`, { name: 'Shop' })).json() as Answer<'assertionKeyIssue'>;
  const now = Math.floor(shop.server.server.context.now().getTime() / 1000);
  const input = [{ alg: 'HS256', kid: issued.key.id }, { sub: '2', keys: { 'customer.id': ['2'] }, aud: audience, iat: now, exp: now + 60, jti: 'nonce-of-sixteen-letters' }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const form = await post('/signed-in', { assertion: `${input}.${createHmac('sha256', issued.secret ?? '').update(input).digest('base64url')}` });
  const sent = await post('/signed-in/request', { ticket: found(form.body, /name="ticket" value="([^"]+)"/), right: ['restriction', 'access'], restriction: 'claims' });
  const bySignedIn = await under(keptIn(sent.body).reference);
  await shop.work();
  for (const id of bySignedIn.values()) expect((await shop.detail(id)).proven).toBe('account');
  expect((await shop.detail(bySignedIn.get('restriction') ?? '')).restriction).toBe('claims');
});

test('a copy that was joined to an earlier request holds the erasure back until that one is answered', async () => {
  const ask = (rights: readonly string[]) => shop.ask<'request'>('POST', '/requests', { rights, channel: 'hand', received: shop.server.server.context.now().toISOString(), mail: 'robert@example.com' });
  const earlier = await ask(['access']);
  const copy = await ask(['access', 'erasure']);
  const erasure = copy.together[0]?.id ?? '';
  await shop.ask('POST', `/requests/${erasure}/identify`, { by: 'known', keys: { 'customer.id': ['2'] }, reason: 'He came himself.' });
  await shop.work();
  await shop.ask('POST', `/requests/${copy.id}/join`, { to: earlier.id, reason: 'He asked before.' });
  expect(await approve(erasure)).toMatchObject({ status: 'running', steps: [], next: { act: 'wait' } });
  expect(await shop.query('select id from customers where id = 2 and email = \'robert@example.com\'')).toHaveLength(1);
  await shop.ask('POST', `/requests/${earlier.id}/withdraw`, { reason: 'He wants no copy after all.' });
  await shop.work();
  expect(await shop.detail(erasure)).toMatchObject({ status: 'answering', reread: { clean: true } });
});

test('headers tie them together by an id and name nobody; a rebuild gives the same rows', async () => {
  const { items } = (await shop.owner('GET', `/api/orgs/${shop.org}/ledger/entries?kind=request.received`)).json() as Answer<'entries'>;
  const ledger = await shop.server.server.context.ledgerOf(shop.org);
  const headers = await Promise.all(items.map(async ({ index }) => (await ledger.read(index))?.entry.header));
  expect(headers.filter((header) => typeof header?.['bundle'] === 'string').length).toBeGreaterThan(10);
  expect(JSON.stringify(headers)).not.toMatch(/@example|Babbage/);
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {})).json()).toMatchObject({ identical: true, differences: [] });
});

test('a request joins the one that came first, whose clock counts, and never the other way', async () => {
  const takeIn = (received: string): Promise<Answer<'request'>> => shop.ask<'request'>('POST', '/requests', { right: 'access', channel: 'hand', received, name: 'Eve', mail: 'eve@example.com' });
  const now = shop.server.server.context.now().getTime();
  const [early, late] = [await takeIn(new Date(now - 10 * 86_400_000).toISOString()), await takeIn(new Date(now).toISOString())];
  const join = async (from: string, to: string): Promise<number> => (await shop.owner('POST', `/api/orgs/${shop.org}/privacy/requests/${from}/join`, { to, reason: 'The same letter.' })).status;
  expect([await join(early.id, late.id), await join(late.id, early.id)]).toEqual([409, 200]);
});
