import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServer, type Asked, type TestServer } from '../src/testing/server.ts';
import { answerOf, openShop, send, type Shop } from './consent-shop.ts';

let test1: TestServer;
let shop: Shop;
let key: string;

beforeAll(async () => {
  test1 = await openTestServer();
  const { org, cookie } = await test1.setUp();
  shop = await openShop(test1, org, cookie);
  key = ((await shop.owner('POST', `/api/orgs/${org}/consent/sites/${shop.site}/keys`, { name: 'Back end', scopes: ['allowed', 'bind', 'record', 'export'] })).json() as { secret: string }).secret;
});
afterAll(() => test1.close());

const ask = (method: 'GET' | 'POST', path: string, body?: unknown): Promise<Asked> => test1.as()(method, `/api/consents/${shop.key}/${path}`, body, { authorization: `Bearer ${key}` });
const allowed = async (who: string, purpose: string): Promise<Asked> => ask('GET', `allowed?${who}&purpose=${purpose}`);
const confirm = (token: string): Promise<Asked> => test1.as()('POST', `/api/consents/${shop.key}/confirmations`, { token });
const optIn = async (purpose: string, account: string): Promise<string> => ((await ask('POST', 'opt-ins', { account, purpose, answer: true, confirm: true })).json() as { confirm: { token: string } }).confirm.token;

describe('what an attacker sends', () => {
  test.each(['0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '0001-01-01T00:00:00.000Z'])('with a clock at %s keeps nobody else’s answer from being taken', async (at) => {
    const [odd, honest, also] = await Promise.all([send(test1, shop, answerOf(shop, { at })), send(test1, shop, answerOf(shop)), send(test1, shop, answerOf(shop, { method: 'refuse', answers: { statistics: false, media: false, newsletter: false, counter: false } }))]);
    expect([[200, 400].includes(odd.status), honest.status, also.status]).toEqual([true, 200, 200]);
  });
  test.each(['constructor', '__proto__'])('as a purpose of the name %s is refused', async (purpose) => {
    expect((await allowed(`subject=${answerOf(shop).subject}`, purpose)).status).toBe(400);
    const answer = answerOf(shop, { answers: { statistics: false } });
    await send(test1, shop, JSON.stringify(answer).replace('"statistics":false', `"statistics":false,"${purpose}":true`));
    expect((await test1.as()('GET', `/api/consents/${shop.key}/current?subject=${answer.subject}`)).json()).toMatchObject({ allowed: ['necessary'] });
  });
  test('as an account of control characters is refused', async () => {
    expect((await ask('POST', 'opt-ins', { account: 'a\u0000b', purpose: 'newsletter', answer: true })).status).toBe(400);
    expect((await ask('POST', 'opt-ins', { account: 'a', purpose: 'newsletter', answer: true, language: '\u0000' })).status).toBe(400);
    expect((await ask('GET', `allowed?account=%00&purpose=newsletter`)).status).toBe(400);
  });
});

test('the links of two opt-ins of one account confirm one purpose each, in whatever order they are followed', async () => {
  const [letter, numbers] = [await optIn('newsletter', 'reader-9'), await optIn('statistics', 'reader-9')];
  expect((await confirm(numbers)).status).toBe(200);
  expect((await confirm(letter)).status).toBe(200);
  expect((await allowed('account=reader-9', 'newsletter')).json()).toMatchObject({ allowed: true });
  expect((await allowed('account=reader-9', 'statistics')).json()).toMatchObject({ allowed: true });
});

test('a page of choices takes no markup from its address, and no language that is none', async () => {
  const answer = answerOf(shop);
  await send(test1, shop, answer);
  const page = (key: string, headers: Record<string, string> = {}) => test1.server.app.inject({ method: 'POST', url: `/consent/${key}`, payload: `subject=${answer.subject}`, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } });
  expect((await page(shop.key)).body).toContain('/receipts/');
  expect((await page(shop.key, { 'accept-language': 'constructor, de' })).body).toContain('lang="de"');
  const marked = await page(`${shop.key}${encodeURIComponent('."><meta http-equiv="refresh">')}`);
  expect([marked.statusCode, marked.body.includes('<meta http-equiv')]).toEqual([404, false]);
});
