import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { openShop, shopMap, type Shop } from './privacy-shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  const paper = '\n  paper:\n    title: Paper archive\n    engine: manual\n    task: { owner: office@shop.example, days: 7, how: Look in the cellar }\n    places:\n      folders: { owner: number is customer.id, fields: { number: identifier } }\n';
  await shop.ask('PUT', '/data-map', { text: `${shopMap()}${paper}`, note: 'Paper', expected: 1 });
});
afterAll(() => shop.close());

/** A copy and an erasure in one breath, both known and planned. */
async function both(mail: string): Promise<{ readonly access: string; readonly erasure: string }> {
  const { id: access, together } = await shop.ask<'request'>('POST', '/requests', { rights: ['access', 'erasure'], channel: 'hand', received: shop.server.server.context.now().toISOString(), name: 'Somebody', mail });
  const erasure = together[0]?.id ?? '';
  for (const id of [access, erasure]) {
    const { identity } = await shop.detail(id);
    if (identity === null) await shop.ask('POST', `/requests/${id}/identify`, { by: 'known', keys: { 'customer.email': [mail] }, reason: 'They came themselves.' });
    await shop.work();
  }
  return { access, erasure };
}
const approve = async (id: string): Promise<Answer<'request'>> => {
  await shop.ask('POST', `/requests/${id}/approve`, { digest: (await shop.detail(id)).plan?.digest });
  await shop.work();
  return shop.detail(id);
};
const attest = (task: string) => shop.owner('POST', `/api/orgs/${shop.org}/privacy/tasks/${encodeURIComponent(task)}/done`, { note: 'Shredded.', rows: 2 });

test('nobody can attest what is not to be done yet: a task of an erasure that waits for the copy is refused, and open once the copy was refused', async () => {
  const { access, erasure } = await both('ada@example.com');
  const held = await approve(erasure);
  expect([held.status, held.next.act, held.tasks.map(({ state }) => state)]).toEqual(['running', 'wait', ['open']]);
  const task = held.tasks[0]?.id ?? '';
  const early = await attest(task);
  expect([early.status, early.json()]).toEqual([409, { code: 'conflict', message: expect.stringMatching(/^It waits for what the same person asked with it \(access\)/) as string }]);
  expect((await shop.detail(erasure)).steps).toEqual([]);

  await shop.ask('POST', `/requests/${access}/refuse`, { grounds: [{ right: 'access', ground: '12(5)(b)' }], text: 'The same copy was given on Monday, on Tuesday and on Wednesday.' });
  await shop.work();
  expect([(await shop.detail(access)).status, (await shop.detail(erasure)).status]).toEqual(['refused', 'running']);
  // The databases went on by themselves; the paper waits for a person.
  expect(await shop.query("select id from customers where email = 'ada@example.com'")).toEqual([]);
  expect((await attest(task)).status).toBe(200);
  await shop.work();
  expect(await shop.detail(erasure)).toMatchObject({ status: 'answering', reread: { clean: true } });
  expect((await attest(task)).status).toBe(409);
});

test('refusing the erasure leaves the copy, which is given', async () => {
  const { access, erasure } = await both('bob@example.com');
  await shop.ask('POST', `/requests/${erasure}/refuse`, { grounds: [{ right: 'erasure', ground: '17(3)(e)', until: '2027-12-31' }], text: 'A claim about the last delivery is before the court.' });
  await shop.work();
  expect([(await shop.detail(access)).status, (await shop.detail(erasure)).status]).toEqual(['awaiting_approval', 'refused']);
  const ready = await approve(access);
  const task = ready.tasks[0]?.id ?? '';
  expect((await attest(task)).status).toBe(200);
  await shop.work();
  expect((await shop.detail(access)).status).toBe('answering');
  expect(await shop.query("select id from customers where email = 'bob@example.com'")).toEqual([{ id: 2 }]);
});
