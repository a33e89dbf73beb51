import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { openShop, shopMap, type Shop } from './privacy-shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({}, { map: false });
  await shop.ask<'dataMapWrite'>('PUT', '/data-map', { text: shopMap().replace(/ {4}automated: none\n/, ''), note: 'Nothing is said of machines', expected: 0 });
});
afterAll(() => shop.close());

test('an answer that must still tell something is not handed out before it does, and says what is missing', async () => {
  const { id } = await shop.ask<'request'>('POST', '/requests', { right: 'access', channel: 'hand', received: shop.server.server.context.now().toISOString(), name: 'Bob', mail: 'bob@example.com' });
  await shop.ask<'request'>('POST', `/requests/${id}/identify`, { by: 'document', keys: { 'customer.email': ['bob@example.com'] }, reason: 'He came with his passport.' });
  await shop.work();
  await shop.ask<'request'>('POST', `/requests/${id}/approve`, { digest: (await shop.detail(id)).plan?.digest });
  await shop.work();
  const zip = () => shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests/${id}/answer?form=zip`);
  const early = await zip();
  expect([early.status, early.text.includes('“Delivering what was ordered”')]).toEqual([409, true]);
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/privacy/requests/${id}/release`, { by: 'link' })).status).toBe(409);
  const { questions } = await shop.detail(id) as Answer<'request'>;
  await shop.ask<'request'>('POST', `/requests/${id}/complete`, { answers: Object.fromEntries(questions.map((one) => [one.id, 'No.'])) });
  await shop.work();
  expect((await zip()).status).toBe(200);
});
