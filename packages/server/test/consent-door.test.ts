import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../src/testing/server.ts';
import { answerOf, freshHex, openShop, type Shop } from './consent-shop.ts';

let server: TestServer;
let shop: Shop;
let draft: Shop;
let port: number;
beforeAll(async () => {
  server = await openTestServer({ AVOUCH_TRUST_PROXY: 'yes', AVOUCH_COUNTRY_HEADER: 'x-country' });
  const { org, cookie } = await server.setUp();
  shop = await openShop(server, org, cookie);
  draft = await openShop(server, org, cookie, { status: 'draft' });
  await server.server.app.listen({ host: '127.0.0.1', port: 0 });
  port = (server.server.app.server.address() as { port: number }).port;
});
afterAll(() => server.close());

type Sent = { readonly path: string; readonly body: string; readonly headers: Readonly<Record<string, string>> };
type Answered = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: string };

/** Over a socket, where an answer takes the short way. */
const overSocket = ({ path, body, headers }: Sent): Promise<Answered> => new Promise((resolve, reject) => {
  const sending = request({ host: '127.0.0.1', port, method: 'POST', path, headers }, (answer) => {
    let text = '';
    answer.setEncoding('utf8').on('data', (piece: string) => { text += piece; }).on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }));
  });
  sending.on('error', reject).end(body);
});

/** Through the framework. */
const through = async ({ path, body, headers }: Sent): Promise<Answered> => {
  const answer = await server.server.app.inject({ method: 'POST', url: path, payload: body, headers });
  return { status: answer.statusCode, headers: answer.headers, body: answer.body };
};

/** What a connection adds by itself. */
const own = ['date', 'connection', 'keep-alive', 'transfer-encoding'];
/** What differs between two who answered alike: numbers, times, and what is sealed. */
const alike = ({ status, headers, body }: Answered): unknown => ({
  status, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !own.includes(name) && !(name === 'content-length' && status === 200))),
  body: status === 200 ? Object.entries(JSON.parse(body) as object).map(([name, value]) => [name, ['receipt_id', 'record', 'proof', 'complete'].includes(name) ? shapeOf(value) : value]) : body,
});
const shapeOf = (value: unknown): unknown => (typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, held]) => [name, shapeOf(held)])) : typeof value);

const page = { 'content-type': 'text/plain;charset=UTF-8', 'origin': 'https://tea.example' };
const path = (): string => `/api/consents/${shop.key}`;
const text = (change: object = {}): string => JSON.stringify(answerOf(shop, change));

test.each<readonly [string, () => Partial<Sent>]>([
  ['is an answer', () => ({ body: text() })],
  ['is an answer with a country from the proxy', () => ({ body: text(), headers: { ...page, 'x-country': 'FR' } })],
  ['comes from Avouch’s own page', () => ({ body: text(), headers: { ...page, origin: 'http://127.0.0.1:4400' } })],
  ['comes from a page on another domain', () => ({ body: text(), headers: { ...page, origin: 'https://evil.example' } })],
  ['names no page', () => ({ body: text(), headers: { 'content-type': 'text/plain' } })],
  ['is for a site that is not there', () => ({ path: '/api/consents/org_x.site', body: text() })],
  ['is for something that is no key', () => ({ path: '/api/consents/tea', body: text() })],
  ['is for a key that is encoded', () => ({ path: path().replace('_', '%5F'), body: text() })],
  ['is for a draft', () => ({ path: `/api/consents/${draft.key}`, body: JSON.stringify(answerOf(draft)) })],
  ['is no JSON', () => ({ body: '{"v":1' })],
  ['is empty', () => ({ body: '' })],
  ['holds a NUL', () => ({ body: `${text()}\0` })],
  ['is no UTF-8', () => ({ body: '\ud800' })],
  ['has more to say than an answer', () => ({ body: text({ more: true }) })],
  ['names a notice that was never published', () => ({ body: text({ notice: { id: shop.site, version: '1', hash: freshHex() + freshHex() } }) })],
  ['answers what was not asked', () => ({ body: text({ answers: { other: true } }) })],
  ['is JSON by its type', () => ({ body: text(), headers: { ...page, 'content-type': 'application/json' } })],
  ['has no type', () => ({ body: text(), headers: { origin: page.origin } })],
  ['is too long', () => ({ body: 'a'.repeat(16_001) })],
  ['is as long as it may be', () => ({ body: 'a'.repeat(16_000) })],
  ['has a query', () => ({ path: `${path()}?a=b`, body: text() })],
])('what %s is answered over a socket as the framework answers it', async (_what, given) => {
  const sent = (): Sent => ({ path: path(), body: '', headers: page, ...given() });
  const [short, long] = [await overSocket(sent()), await through(sent())];
  expect(alike(short)).toEqual(alike(long));
});

test('an answer that came over a socket is taken once, by whichever way it comes again', async () => {
  const sent: Sent = { path: path(), body: text(), headers: page };
  const first = await overSocket(sent);
  const entryOf = ({ body }: Answered): unknown => (JSON.parse(body) as { receipt_id: string }).receipt_id;
  expect(first.status).toBe(200);
  expect([entryOf(await through(sent)), entryOf(await overSocket(sent))]).toEqual([entryOf(first), entryOf(first)]);
});

test('too much from one address is refused over a socket, by the address that the proxy added, and others are heard', async () => {
  const from = (forwarded: string): Promise<Answered> => overSocket({ path: path(), body: '{}', headers: { ...page, 'x-forwarded-for': forwarded } });
  const many = await Promise.all(Array.from({ length: 80 }, (_, n) => from(`10.9.9.${n}, 10.7.7.7`)));
  expect(many.filter(({ status }) => status === 429).length).toBeGreaterThan(10);
  expect(many.every(({ status }) => status === 429 || status === 400)).toBe(true);
  expect((await from('10.7.7.7, 10.9.9.9')).status).toBe(400);
});

test('a visitor who goes in the middle of an answer has said nothing, and the next is heard', async () => {
  const size = async (): Promise<number> => (await server.server.context.ledgerOf(shop.org)).size();
  const before = await size();
  await new Promise<void>((resolve) => {
    const sending = request({ host: '127.0.0.1', port, method: 'POST', path: path(), headers: { ...page, 'content-length': '400' } });
    sending.on('error', () => undefined).on('close', () => resolve());
    sending.write('{"v":1,', () => sending.destroy());
  });
  expect((await overSocket({ path: path(), body: text(), headers: page })).status).toBe(200);
  expect(await size()).toBe(before + 1);
});

test('a fault of the server is told by a number and nothing else', async () => {
  const { context } = server.server;
  const { ledgerOf } = context;
  Object.assign(context, { ledgerOf: async () => { throw new Error('select secret from vault'); } });
  const answered = await overSocket({ path: path(), body: text(), headers: page });
  Object.assign(context, { ledgerOf });
  const { request: number } = JSON.parse(answered.body) as { request: string };
  expect([answered.status, JSON.parse(answered.body)]).toEqual([500, { code: 'failed', request: number, message: `Something failed in the server; its log says what, under ${number}.` }]);
  expect(server.logged.join()).toContain(`"request":"${number}","route":"POST /api/consents/:site"`);
});
