import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../src/testing/server.ts';
import { answerOf, openShop, send, type Shop } from './consent-shop.ts';

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await openTestServer({ AVOUCH_TRUST_PROXY: 'yes' });
  const { org, cookie } = await server.setUp();
  shop = await openShop(server, org, cookie);
});
afterAll(() => server.close());

test('a browser may answer a hundred times a day and withdraw at any time; the next day it may answer again', async () => {
  const { subject } = answerOf(shop);
  let sent = 0;
  // From an address each: how much one address may send is another bound.
  const say = (yes: boolean, who = subject) => send(server, shop, answerOf(shop, { subject: who, previous: answerOf(shop).id, answers: { statistics: yes, media: false, newsletter: false, counter: yes } }), { 'x-forwarded-for': `10.0.${sent >> 8}.${sent++ & 255}` });
  const first = await Promise.all(Array.from({ length: 100 }, (_, n) => say(n % 2 === 1)));
  expect(new Set(first.map(({ status }) => status))).toEqual(new Set([200]));
  const more = await say(true);
  expect([more.status, more.json()]).toEqual([429, { code: 'too_many', message: expect.stringContaining('100 times within a day') as string }]);
  expect((await say(true, answerOf(shop).subject)).status).toBe(200);
  const back = await say(false);
  expect([back.status, back.text.includes('ConsentWithdrawn')]).toEqual([200, true]);
  expect((await say(false)).status).toBe(429);
  const held = await server.as()('GET', `/api/consents/${shop.key}/current?subject=${subject}`);
  expect(held.json()).toMatchObject({ allowed: ['necessary'] });
  server.advance(25 * 3_600_000);
  expect((await say(true)).status).toBe(200);
});

test('first answers that are sent again among others are told again, and everybody else’s are taken once', async () => {
  let sent = 0;
  const from = (): Record<string, string> => ({ 'x-forwarded-for': `10.1.${sent >> 8}.${sent++ & 255}` });
  const receiptOf = (text: string): string => (JSON.parse(text) as { receipt_id: string }).receipt_id;
  const earlier = Array.from({ length: 3 }, () => answerOf(shop));
  const first = await Promise.all(earlier.map((answer) => send(server, shop, answer, from())));
  const size = async (): Promise<number> => (await server.server.context.ledgerOf(shop.org)).size();
  const before = await size();
  // A browser that lost what it had sent says that it answers for the first time: what stood counts all the same.
  const forgetful = answerOf(shop, { subject: earlier[0]?.subject, answers: { statistics: false, media: false, newsletter: false, counter: false } });
  const others = Array.from({ length: 20 }, () => answerOf(shop));
  const [again, back, taken] = await Promise.all([
    Promise.all(earlier.map((answer) => send(server, shop, answer, from()))), send(server, shop, forgetful, from()), Promise.all(others.map((answer) => send(server, shop, answer, from()))),
  ]);
  expect(again.map(({ text }) => receiptOf(text))).toEqual(first.map(({ text }) => receiptOf(text)));
  expect([back.status, back.text.includes('ConsentWithdrawn')]).toEqual([200, true]);
  expect(new Set(taken.map(({ text }) => receiptOf(text))).size).toBe(20);
  expect(await size()).toBe(before + 21);
});
