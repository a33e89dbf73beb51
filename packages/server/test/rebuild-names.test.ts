import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestFact } from '@avouch/privacy/request';
import { openTestServer, type Caller, type TestServer } from '../src/testing/server.ts';
import { centreSettings } from './privacy-shop.ts';

let test1: TestServer;
let org: string;
let other: string;
let owner: Caller;
let stranger: Caller;

beforeAll(async () => {
  test1 = await openTestServer();
  const first = await test1.setUp();
  org = first.org;
  owner = test1.as(first.cookie);
  other = await test1.server.people.found({ company: { name: 'Other' }, system: { name: 'S', purpose: 'P' }, categories: ['security'] }, first.member);
  stranger = test1.as((await test1.enter(other, 'owner', 'stranger')).cookie);
});
afterAll(() => test1.close());

test('a name of a privacy centre that was given up, and that another company took, does not hinder a rebuild', async () => {
  const write = async (caller: Caller, of: string, expected: number, slug: string, host: string): Promise<number> => (await caller('PUT', `/api/orgs/${of}/privacy/centre`, { expected, settings: { ...centreSettings, slug, host } })).status;
  expect(await write(owner, org, 0, 'shop', 'privacy.shop.example')).toBe(200);
  expect(await write(stranger, other, 0, 'shop', 'privacy.other.example')).toBe(409);
  expect(await write(owner, org, 1, 'tea', 'privacy.tea.example')).toBe(200);
  expect(await write(stranger, other, 0, 'shop', 'privacy.shop.example')).toBe(200);
  expect((await owner('POST', `/api/orgs/${org}/rebuild`, {})).json()).toMatchObject({ identical: true });
  expect([await test1.server.context.centreOf('shop'), await test1.server.context.centreOf('tea')]).toEqual([other, org]);
});

test('a name of a privacy centre that is closed is taken all the same, and its owner is told so', async () => {
  const write = async (caller: Caller, of: string, expected: number, given: object): Promise<number> => (await caller('PUT', `/api/orgs/${of}/privacy/centre`, { expected, settings: { ...centreSettings, host: null, ...given } })).status;
  expect(await write(owner, org, 2, { slug: 'coffee', open: false })).toBe(200);
  expect(await write(stranger, other, 1, { slug: 'coffee' })).toBe(409);
});

test('somebody who was erased twice is watched for as long as one of the two erasures is known', async () => {
  const { context } = test1.server;
  const ledger = await context.ledgerOf(org);
  const abouts = ['dsr_0123456789abcdef', 'dsr_fedcba9876543210'].map((request) => ({ request, about: `${request}:suppression` }));
  for (const { request, about } of abouts) {
    await ledger.append(requestFact({ kind: 'suppression.written', about, header: { request, keys: 1 }, sealed: { keys: { 'customer.email': ['a-mark'] } }, subject: about, actor: 'system', captured: context.now().toISOString(), random: (bytes) => new Uint8Array(randomBytes(bytes)) }));
  }
  await ledger.forget({ subject: abouts[0]?.about ?? '', actor: 'system', basis: 'GDPR Art. 17(1)(b)', at: context.now().toISOString() });
  const marks = async (): Promise<unknown[]> => context.tenant(org, async (tx) => (await tx.query('select mark, request from suppressed where org = $1', [org])).rows as unknown[]);
  expect(await marks()).toEqual([{ mark: 'a-mark', request: abouts[1]?.about }]);
  expect((await owner('POST', `/api/orgs/${org}/rebuild`, {})).json()).toMatchObject({ identical: true });
});
