import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { openShop, type Shop } from './privacy-shop.ts';

let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop.close());

const takeIn = (right: string, name: string, mail: string): Promise<Answer<'request'>> =>
  shop.ask<'request'>('POST', '/requests', { right, channel: 'hand', received: shop.server.server.context.now().toISOString(), name, mail });
const identify = async (id: string, mail: string): Promise<Answer<'request'>> => {
  await shop.ask<'request'>('POST', `/requests/${id}/identify`, { by: 'document', keys: { 'customer.email': [mail] }, reason: 'She came with her passport.' });
  await shop.work();
  return shop.detail(id);
};
const approve = async (planned: Answer<'request'>): Promise<Answer<'request'>> => {
  await shop.ask<'request'>('POST', `/requests/${planned.id}/approve`, { digest: planned.plan?.digest });
  await shop.work();
  return shop.detail(planned.id);
};

describe('a request for access', () => {
  test('goes from its coming in to an answer with exactly the person’s rows', async () => {
    const received = await takeIn('access', 'Bob Babbage', 'bob@example.com');
    expect([received.status, received.next.act]).toEqual(['received', 'identify']);
    const planned = await identify(received.id, 'BOB@example.com');
    expect(planned.plan?.faults).toEqual([]);
    expect([planned.status, planned.next.act]).toEqual(['awaiting_approval', 'approve']);
    expect(planned.plan?.places.map(({ place, does, rows }) => `${place} ${does} ${rows.own}`).toSorted()).toEqual(['public.customers read 1', 'public.notes read 1', 'public.orders read 1']);
    const ran = await approve(planned);
    expect([ran.status, ran.questions, ran.next.act]).toEqual(['answering', [], 'release']);
    const { text } = await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests/${received.id}/answer?form=html`);
    expect(text).toContain('Bob Road 2');
    expect(text).not.toMatch(/Ada|Eve/);
  });
});

describe('a request for erasure', () => {
  test('erases what may go, keeps what must stay with its reason, and reads the sources again', async () => {
    const others = await shop.query('select * from customers where id <> 1 order by id');
    const planned = await identify((await takeIn('erasure', 'Ada Lovelace', 'ada@example.com')).id, 'ada@example.com');
    expect(planned.plan?.faults.map(({ code, stops }) => [code, stops])).toEqual([['undecided', false], ['undecided', false], ['undecided', false]]);
    expect(planned.plan?.places.find(({ place }) => place === 'public.orders')?.kept[0]).toMatchObject({ rows: 1, exemption: '17(3)(b)', law: '§ 147 AO' });
    const ran = await approve(planned);
    expect(ran.steps.map(({ does, problem }) => [does, problem])).toEqual([['locate', null], ['change', null]]);
    expect(ran.reread).toMatchObject({ clean: true, unexplained: 0 });
    expect(ran.status).toBe('answering');
    expect(await shop.query('select id from orders order by id')).toEqual([{ id: 10 }, { id: 12 }]);
    expect(await shop.query('select id from notes order by id')).toEqual([{ id: 101 }]);
    expect(JSON.stringify(await shop.query('select * from customers where id = 1'))).not.toMatch(/ada@example|Lovelace/);
    expect(await shop.query('select * from customers where id <> 1 order by id')).toEqual(others);
  });
});

test('a rebuild gives the same rows after all of this', async () => {
  const rebuilt = await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {});
  expect(rebuilt.json()).toMatchObject({ identical: true, differences: [] });
});
