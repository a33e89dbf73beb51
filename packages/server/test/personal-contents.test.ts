import { afterAll, beforeAll, expect, test } from 'vitest';
import { permissionsOf, type Role } from '@avouch/api/contract';
import { openTestServer, type Caller, type TestServer } from '../src/testing/server.ts';
import { answerOf, openShop, post, send, type Shop } from './consent-shop.ts';

const roles = Object.keys(permissionsOf) as Role[];
const seers = roles.filter((role) => permissionsOf[role].includes('privacy.write'));
const readers = roles.filter((role) => !permissionsOf[role].includes('privacy.write') && permissionsOf[role].includes('ledger.read'));

let test1: TestServer;
let shop: Shop;
const callers = new Map<Role, Caller>();

beforeAll(async () => {
  test1 = await openTestServer();
  const { org, cookie } = await test1.setUp();
  shop = await openShop(test1, org, cookie);
  for (const role of roles) callers.set(role, test1.as((await test1.enter(org, role, `the-${role}`)).cookie));
});
afterAll(() => test1.close());

const as = (role: Role): Caller => callers.get(role) ?? (() => { throw new Error(role); })();
const entriesAs = async (role: Role, kind: string): Promise<string[]> => {
  const { items } = (await as(role)('GET', `/api/orgs/${shop.org}/ledger/entries?kind=${kind}`)).json() as { items: { index: number }[] };
  const details = await Promise.all(items.map(async ({ index }) => (await as(role)('GET', `/api/orgs/${shop.org}/ledger/entries/${index}`)).json() as { disclosed: { payload?: string }[] }));
  return details.flatMap(({ disclosed }) => disclosed.map(({ payload }) => Buffer.from(payload ?? '', 'base64').toString()));
};

test('there are roles of both kinds', () => expect([seers.length, readers.length].every((count) => count > 0)).toBe(true));

test('whom a legal hold is about is shown to those who handle requests, in records, histories and searches', async () => {
  const made = await as('privacy-lead')('POST', `/api/orgs/${shop.org}/records/legal-hold`, { value: { title: 'A dispute', reason: 'It is in court.', person: { 'customer.email': ['quarrel@example.com'] } } });
  expect(made.text).toContain('quarrel@example.com');
  const { id } = made.json() as { id: string };
  const paths = ['', `/${id}`, `/${id}/versions`, '?search=quarrel'].map((path) => `/api/orgs/${shop.org}/records/legal-hold${path}`);
  for (const role of seers) for (const path of paths) expect([role, path, (await as(role)('GET', path)).text.includes('quarrel@example.com')]).toEqual([role, path, true]);
  for (const role of readers) {
    for (const path of paths) expect((await as(role)('GET', path)).text).not.toContain('quarrel@example.com');
    expect((await as(role)('GET', paths[1] ?? '')).json()).toMatchObject({ value: { title: 'A dispute', person: {} } });
    expect((await as(role)('GET', paths[3] ?? '')).status).toBe(403);
    expect((await as(role)('PUT', paths[1] ?? '', { value: { title: 'A dispute', reason: 'It is over.' }, expected: 1 })).status).toBe(403);
  }
});

test('to which account a browser belongs is opened to those who handle requests, and the hash of a key to nobody', async () => {
  const { secret } = (await shop.owner('POST', `/api/orgs/${shop.org}/consent/sites/${shop.site}/keys`, { name: 'Back end', scopes: ['bind'] })).json() as { secret: string };
  const answer = answerOf(shop);
  await send(test1, shop, answer);
  const { token } = (await test1.as()('POST', `/api/consents/${shop.key}/binding-tokens`, { account: 'somebody-at-example' }, { authorization: `Bearer ${secret}` })).json() as { token: string };
  expect((await post(test1, `/api/consents/${shop.key}/bindings`, JSON.stringify({ subject: answer.subject, token }))).status).toBe(200);
  for (const role of seers) expect((await entriesAs(role, 'consent.bound')).join()).toContain('somebody-at-example');
  for (const role of readers) {
    expect(await entriesAs(role, 'consent.bound')).toEqual([]);
    expect(await entriesAs(role, 'consent.published')).not.toEqual([]);
  }
  for (const role of [...seers, ...readers]) expect(await entriesAs(role, 'consent.key_made')).toEqual([]);
});
