import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { openShop, type Shop } from './privacy-shop.ts';

let shop: Shop;
let audience: string;
let serial = 0;
beforeAll(async () => {
  shop = await openShop();
  audience = ((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/assertion-keys`)).json() as Answer<'assertionKeys'>).audience ?? '';
});
afterAll(() => shop.close());

const issue = async (body: object): Promise<Answer<'assertionKeyIssue'>> => (await shop.owner('POST', `/api/orgs/${shop.org}/privacy/assertion-keys`, { name: 'Shop', ...body })).json() as Answer<'assertionKeyIssue'>;
const end = (id: string) => shop.owner('DELETE', `/api/orgs/${shop.org}/privacy/assertion-keys/${id}`);
type Signing = { readonly kid: string; readonly alg?: string; readonly sign: (input: string) => Buffer };
const withSecret = ({ key, secret }: Answer<'assertionKeyIssue'>): Signing => ({ kid: key.id, sign: (input) => createHmac('sha256', secret ?? '').update(input).digest() });
const withKey = (kid: string, key: KeyObject): Signing => ({ kid, alg: 'ES256', sign: (input) => sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }) });
const seconds = (): number => Math.floor(shop.server.server.context.now().getTime() / 1000);
const assertionOf = ({ kid, alg = 'HS256', sign: signs }: Signing, claims: object = {}): string => {
  serial += 1;
  const now = seconds();
  const input = [{ alg, kid }, { sub: 'account-2', keys: { 'customer.email': ['bob@example.com'] }, name: 'Bob <b>Babbage</b>', mail: 'bob@example.com', aud: audience, iat: now, exp: now + 120, jti: `nonce-${String(serial).padStart(16, '0')}`, ...claims }];
  const text = input.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${signs(text).toString('base64url')}`;
};
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  shop.server.server.app.inject({ method: 'POST', url: `/privacy-centre/shop/signed-in${path}`, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, payload: new URLSearchParams(fields).toString() });
const found = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';
const ticketIn = (page: string): string => found(page, /name="ticket" value="([^"]+)"/);
const reasonOf = async (assertion: string): Promise<unknown> => { const { statusCode, body } = await post('', { assertion }); return [statusCode, statusCode === 403 ? found(body, /\((\w+)\)/) : '']; };

test('somebody who is signed in at the company’s app opens a request that is identified at once, and it is planned for them', async () => {
  const issued = await issue({});
  const page = await post('?lang=de', { assertion: assertionOf(withSecret(issued)) }, { origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' });
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('Sie sind bei Shop Ltd als Bob &#60;b&#62;Babbage&#60;/b&#62; angemeldet');
  expect(page.headers['set-cookie']).toBeUndefined();
  expect(page.headers['cache-control']).toBe('no-store');
  const ticket = ticketIn(page.body);
  expect(Buffer.from(ticket, 'base64url').toString('latin1')).not.toContain('bob@');
  const wrong = await post('/request', { ticket, right: 'access', mail: 'no address' });
  expect([wrong.statusCode, ticketIn(wrong.body)]).toEqual([400, ticket]);
  const sent = await post('/request', { ticket, right: 'access', mail: 'bob@example.com', statement: 'All of it' });
  expect(sent.statusCode).toBe(200);
  const reference = found(sent.body, /<code>([0-9a-z-]{29})<\/code>/);
  await shop.work();
  const { items: [request] } = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests?reference=${reference}`)).json() as Answer<'requests'>;
  expect([request?.channel, request?.proven, request?.status]).toEqual(['app', 'account', 'awaiting_approval']);
  expect((await post('/request', { ticket, right: 'access' })).statusCode).toBe(410);
  expect((await post('/request', { ticket, right: 'access' }, { origin: 'https://shop.example' })).statusCode).toBe(403);
  expect(shop.server.logged.join('\n')).not.toMatch(/bob@|eyJ/);
});

test('an assertion is taken once, within its five minutes, for this centre, under a key that stands, and of keys that the data map knows', async () => {
  const issued = await issue({});
  const own = withSecret(issued);
  const one = assertionOf(own);
  expect([await reasonOf(one), await reasonOf(one)]).toEqual([[200, ''], [403, 'used']]);
  const now = seconds();
  expect(await reasonOf(assertionOf(own, { iat: now + 55, exp: now + 300 }))).toEqual([200, '']);
  expect(await reasonOf(assertionOf(own, { iat: now + 90, exp: now + 300 }))).toEqual([403, 'time']);
  expect(await reasonOf(assertionOf(own, { iat: now - 290, exp: now - 90 }))).toEqual([403, 'time']);
  expect(await reasonOf(assertionOf(own, { exp: now + 400 }))).toEqual([403, 'life']);
  expect(await reasonOf(assertionOf(own, { aud: 'https://elsewhere.example/' }))).toEqual([403, 'audience']);
  expect(await reasonOf(assertionOf(own, { jti: 'short' }))).toEqual([403, 'claims']);
  expect(await reasonOf(assertionOf(own, { keys: { 'customer.shoe': ['44'] } }))).toEqual([403, 'keys']);
  expect(await reasonOf(assertionOf(own, { keys: {} }))).toEqual([403, 'claims']);
  expect(await reasonOf(assertionOf({ ...own, kid: 'sig_0000000000000000' }))).toEqual([403, 'key']);
  expect(await reasonOf(assertionOf({ ...own, alg: 'none', sign: () => Buffer.alloc(0) }))).toEqual([403, 'algorithm']);
  expect(await reasonOf(assertionOf(withSecret({ ...issued, secret: 'another' })))).toEqual([403, 'signature']);
  expect(await reasonOf('nothing')).toEqual([403, 'key']);
});

test('keys overlap while they are changed, an ended one counts for nothing, and a public key is never taken for a secret', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const [old, fresh] = [await issue({}), await issue({ publicKey: pem })];
  expect([fresh.secret, fresh.key.algorithm]).toEqual([null, 'ES256']);
  expect([await reasonOf(assertionOf(withSecret(old))), await reasonOf(assertionOf(withKey(fresh.key.id, privateKey)))]).toEqual([[200, ''], [200, '']]);
  expect(await reasonOf(assertionOf({ kid: fresh.key.id, sign: (input) => createHmac('sha256', pem).update(input).digest() }))).toEqual([403, 'algorithm']);
  await end(old.key.id);
  expect(await reasonOf(assertionOf(withSecret(old)))).toEqual([403, 'key']);
  const page = await post('', { assertion: assertionOf(withKey(fresh.key.id, privateKey)) });
  shop.server.advance(1_801_000);
  expect((await post('/request', { ticket: ticketIn(page.body), right: 'access' })).statusCode).toBe(410);
  expect((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/assertion-keys`)).text).not.toContain(old.secret);
  expect((await issue({ publicKey: 'no key' }) as unknown as { code: string }).code).toBe('invalid');
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {})).json()).toMatchObject({ identical: true });
});

test('what the guide shows is what is taken', async () => {
  const guide = await readFile(join(import.meta.dirname, '../../../docs/guides/requests.md'), 'utf8');
  const folder = await mkdtemp(join(tmpdir(), 'avouch-guide-'));
  const file = join(folder, 'assertion.mjs');
  await writeFile(file, found(guide, /```js\n(import \{ createHmac[^]*?)```/));
  const { assertionFor } = (await import(pathToFileURL(file).href)) as { assertionFor: (user: object, with_: object) => string };
  await rm(folder, { recursive: true });
  const { key, secret } = await issue({});
  expect(await reasonOf(assertionFor({ id: '2', name: 'Bob', mail: 'bob@example.com' }, { keyId: key.id, secret, centre: audience, now: seconds() * 1000 }))).toEqual([200, '']);
});
