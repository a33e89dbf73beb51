import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract } from '@avouch/api/contract';
import { verifyReceipt } from '@avouch/privacy/receipts';
import { openTestServer, type TestServer } from '../src/testing/server.ts';
import { answerOf, freshHex, openShop, send, type Shop } from './consent-shop.ts';

let test1: TestServer;
let shop: Shop;
let other: Shop;
let verifierKey: string;

beforeAll(async () => {
  test1 = await openTestServer({ AVOUCH_TRUST_PROXY: 'yes', AVOUCH_COUNTRY_HEADER: 'CF-IPCountry' });
  const { org, cookie, member } = await test1.setUp();
  shop = await openShop(test1, org, cookie);
  const second = await test1.server.people.found({ company: { name: 'Other' }, system: { name: 'S', purpose: 'P' }, categories: ['security'] }, member);
  other = await openShop(test1, second, (await test1.enter(second, 'owner', 'stranger')).cookie);
  ({ verifierKey } = (await shop.owner('GET', `/api/orgs/${org}/ledger`)).json() as { verifierKey: string });
});
afterAll(() => test1.close());

type Reply = { receipt_id: string; complete: string; record: { pii_processing: [{ purposes: { purpose: string; state: string }[] }]; event: [Record<string, unknown>] }; proof: { index: number; entry: string; tlog_proof: null } };
const get = (path: string, headers: Readonly<Record<string, string>> = {}) => test1.as()('GET', path, undefined, headers);
const taken = async (answer: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> => {
  const asked = await send(test1, shop, answer, headers);
  if (asked.status !== 200) throw new Error(asked.text);
  return asked.json() as Reply;
};
const current = async (subject: string): Promise<{ allowed: string[]; asked: boolean; answers: Record<string, { state: string }> }> => (await get(`/api/consents/${shop.key}/current?subject=${subject}`)).json() as never;
const states = ({ record }: Reply): Record<string, string> => Object.fromEntries(record.pii_processing[0].purposes.map(({ purpose, state }) => [purpose, state]));

describe('an answer', () => {
  test('is taken without a preflight or a cookie, and the reply is the receipt, which the page may read', async () => {
    const asked = await send(test1, shop, answerOf(shop));
    expect([asked.status, asked.headers['access-control-allow-origin'], asked.headers['vary']]).toEqual([200, 'https://tea.example', 'origin']);
    const reply = asked.json() as Reply;
    expect(contract.consentChoose.output.parse(reply)).toEqual(reply);
    expect(states(reply)).toEqual({ statistics: 'ConsentGiven', media: 'ConsentRefused', newsletter: 'ConsentRefused' });
    const { items: [entry] } = (await shop.owner('GET', `/api/orgs/${shop.org}/ledger/entries?limit=1`)).json() as { items: [{ index: number; kind: string }] };
    const detail = (await shop.owner('GET', `/api/orgs/${shop.org}/ledger/entries/${entry.index}`)).json() as { bytes: string };
    expect(reply.proof).toMatchObject({ index: entry.index, entry: detail.bytes, tlog_proof: null });
  });
  test('gives a whole receipt a moment later that verifies offline, to who holds the pseudonym alone', async () => {
    const answer = answerOf(shop);
    const { complete } = await taken(answer);
    const path = new URL(complete).pathname;
    const file = await get(`${path}?subject=${answer.subject}`);
    expect(file.headers['content-disposition']).toContain('attachment');
    expect(verifyReceipt(file.text, { verifierKey })).toMatchObject({ ok: true, chosen: { id: answer.id, answers: answer['answers'] } });
    expect((await get(`${path}?subject=${freshHex()}`)).status).toBe(404);
    expect((await get(path)).status).toBe(400);
  });
  test('counts once, however often it arrives, and never with another content', async () => {
    const answer = answerOf(shop);
    const [first, second] = [await taken(answer), await taken(answer)];
    expect(second.receipt_id).toBe(first.receipt_id);
    expect((await send(test1, shop, { ...answer, answers: { ...(answer['answers'] as object), media: true } })).status).toBe(409);
    const history = (await get(`/api/consents/${shop.key}/history?subject=${answer.subject}`)).json() as { items: unknown[] };
    expect(history.items).toHaveLength(1);
    const fresh = answerOf(shop);
    const both = await Promise.all([taken(fresh), taken(fresh)]);
    expect(both[0].receipt_id).toBe(both[1].receipt_id);
  });
  test('that follows another is withdrawal or renewal, and the standing follows it', async () => {
    const first = answerOf(shop);
    await taken(first);
    expect(await current(first.subject)).toMatchObject({ asked: false, allowed: ['necessary', 'counter', 'statistics'] });
    const second = answerOf(shop, { subject: first.subject, previous: first.id, answers: { statistics: false, media: true, newsletter: false, counter: true } });
    expect(states(await taken(second))).toEqual({ statistics: 'ConsentWithdrawn', media: 'ConsentGiven', newsletter: 'ConsentRefused' });
    const third = answerOf(shop, { subject: first.subject, previous: second.id });
    expect(states(await taken(third))).toMatchObject({ statistics: 'ConsentGiven', media: 'ConsentWithdrawn' });
    expect((await current(first.subject)).allowed).toEqual(['necessary', 'counter', 'statistics']);
  });
  test('keeps the browser’s clock apart from ours, marks what is odd, and believes a country from the proxy alone', async () => {
    const ahead = await taken(answerOf(shop, { at: '2039-01-01T00:00:00.000Z' }), { 'cf-ipcountry': 'FR' });
    expect(ahead.record.event[0]).toMatchObject({ stated_time: '2039-01-01T00:00:00.000Z', marks: ['clock-ahead', 'place'] });
    expect(String(ahead.record.event[0]['event_time'])).toMatch(/^202/);
    expect((await taken(answerOf(shop, { at: '2020-01-01T00:00:00.000Z' }))).record.event[0]['marks']).toEqual(['late']);
    const plain = await openTestServer({}, {}, test1);
    try {
      const asked = await send(plain, shop, answerOf(shop), { 'cf-ipcountry': 'FR' });
      expect((asked.json() as Reply).record.event[0]['marks']).toBeUndefined();
    } finally {
      await plain.close();
    }
  });
});

describe('what nobody can have sent who was shown the notice is refused', () => {
  test.each([
    ['no JSON', 'hello', 400], ['a notice that was never published', { notice: { id: 'x', version: '1', hash: 'ab'.repeat(32) } }, 400], ['a purpose that was not asked', { answers: { weapons: true } }, 400],
    ['another version', { notice: undefined, version: '7' }, 400], ['a body of 20 kB', 'x'.repeat(20_000), 413], ['an address', { address: '192.0.2.1' }, 400],
  ])('%s', async (_, change, status) => {
    expect((await send(test1, shop, typeof change === 'string' ? change : answerOf(shop, change))).status).toBe(status);
  });
  test.each([['another site’s page', { origin: 'https://evil.example' }], ['a page that only ends alike', { origin: 'https://eviltea.example' }], ['no page', { origin: '' }], ['a sandbox', { origin: 'null' }]])('%s', async (_, headers) => {
    const asked = await send(test1, shop, answerOf(shop), headers);
    expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([403, undefined]);
  });
  test('a notice of another company, whose hash is real', async () => expect((await send(test1, shop, answerOf(other))).status).toBe(400));
  test('and the page can read why', async () => expect((await send(test1, shop, 'hello', { origin: 'https://www.tea.example' })).headers['access-control-allow-origin']).toBe('https://www.tea.example'));
  test('a flood from one address, while others are heard', async () => {
    const from = (address: string) => send(test1, shop, 'hello', { 'x-forwarded-for': address });
    const asked = await Promise.all(Array.from({ length: 80 }, () => from('198.51.100.7')));
    expect(asked.filter(({ status }) => status === 429).length).toBeGreaterThan(10);
    expect((await from('198.51.100.8')).status).toBe(400);
  });
});

describe('the notice', () => {
  test('is the config that the SDK takes, may be kept by whatever stands between, and is not sent twice', async () => {
    const asked = await get(`/api/notices/${shop.key}/de-AT`, { origin: 'https://anywhere.example' });
    const config = asked.json() as { notice: object; texts: { de: { title: string } }; purposes: { id: string; name: string }[] };
    expect(contract.notice.output.parse(config)).toEqual(config);
    expect(config).toMatchObject({ notice: { id: shop.site, version: '1', hash: shop.german, url: 'https://tea.example/privacy' }, endpoint: expect.stringContaining(`/api/consents/${shop.key}`) as string, purposes: [{ id: 'necessary', name: 'Notwendig' }, {}, {}, { name: 'Rundbrief' }] });
    expect(asked.headers).toMatchObject({ 'access-control-allow-origin': '*', 'etag': `"${shop.german}"` });
    expect(String(asked.headers['cache-control'])).toContain('public');
    expect((await get(`/api/notices/${shop.key}/de`, { 'if-none-match': `"${shop.german}"` })).status).toBe(304);
    expect((await get(`/api/notices/${shop.key}/fr`)).status).toBe(404);
  });
});

test('a second company sees nothing of the first, and its key opens nothing there', async () => {
  const answer = answerOf(shop);
  const { proof: { index } } = await taken(answer);
  expect((await current(answer.subject)).asked).toBe(false);
  const elsewhere = (await get(`/api/consents/${other.key}/current?subject=${answer.subject}`)).json();
  expect(elsewhere).toMatchObject({ asked: true, allowed: ['necessary'], answers: {} });
  expect((await get(`/api/consents/${other.org}.${shop.site}/current?subject=${answer.subject}`)).status).toBe(404);
  expect((await other.owner('GET', `/api/orgs/${shop.org}/consent/receipts/${index}`)).status).toBe(404);
  expect((await other.owner('GET', `/api/orgs/${other.org}/consent/choices?subject=${answer.subject}`)).json()).toMatchObject({ items: [] });
  expect((await other.owner('GET', `/api/orgs/${other.org}/consent/sites/${shop.site}`)).status).toBe(404);
});

test('whoever is forgotten is gone from every table, the proofs stand, the rebuilt tables are the same, and a new answer is somebody new', async () => {
  const answer = answerOf(shop);
  const { proof: { index }, complete } = await taken(answer);
  const before = (await get(`${new URL(complete).pathname}?subject=${answer.subject}`)).text;
  const asked = await shop.owner('POST', `/api/orgs/${shop.org}/consent/forgotten`, { subject: answer.subject, basis: 'GDPR Art. 17(1)(b)' });
  expect(asked.status).toBe(200);
  for (const table of ['consent_choice', 'consent_binding']) {
    const { rowCount } = await test1.server.context.tenant(shop.org, (tx) => tx.query(`select from ${table} where org = $1 and subject = $2`, [shop.org, answer.subject]));
    expect(rowCount).toBe(0);
  }
  expect(await current(answer.subject)).toMatchObject({ asked: true, answers: {} });
  const erased = (await shop.owner('GET', `/api/orgs/${shop.org}/consent/receipts/${index}`)).text;
  expect(erased).not.toContain(answer.subject);
  expect(verifyReceipt(erased, { verifierKey })).toMatchObject({ ok: true, erased: { entry: (asked.json() as { entries: number[] }).entries[0] } });
  expect(verifyReceipt(before, { verifierKey }).ok).toBe(true);
  const log = await test1.server.context.ledgerOf(shop.org);
  for await (const { bytes } of log.scan(0)) expect(Buffer.from(bytes).toString()).not.toContain(answer.subject);
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {})).json()).toMatchObject({ identical: true, differences: [] });
  expect(states(await taken({ ...answer, id: freshHex() }))).toMatchObject({ statistics: 'ConsentGiven' });
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {})).json()).toMatchObject({ identical: true });
});
