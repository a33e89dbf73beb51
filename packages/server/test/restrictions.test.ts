import { afterEach, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { openShop, shopMap, type Shop } from './privacy-shop.ts';

let shop: Shop;
afterEach(() => shop.close());

/** The shop whose own programs look at two columns. */
async function openMarked(): Promise<void> {
  shop = await openShop();
  await shop.query('alter table customers add column blocked boolean not null default false, add column no_ads_since date');
  await shop.ask('PUT', '/data-map', { text: shopMap().replace('        none: [id]\n        fields:\n          email', '        marks: { restricted: blocked, objected: no_ads_since }\n        none: [id, blocked, no_ads_since]\n        fields:\n          email'), note: 'Marks', expected: 1 });
}
async function takeIn(right: string, mail: string, more: object = {}): Promise<Answer<'request'>> {
  const { id } = await shop.ask<'request'>('POST', '/requests', { right, channel: 'hand', received: shop.server.server.context.now().toISOString(), name: 'A customer', mail, ...more });
  await shop.ask<'request'>('POST', `/requests/${id}/identify`, { by: 'document', keys: { 'customer.email': [mail] }, reason: 'A passport.' });
  await shop.work();
  return shop.detail(id);
}
const carryOut = async ({ id, plan }: Answer<'request'>): Promise<Answer<'request'>> => {
  await shop.ask<'request'>('POST', `/requests/${id}/approve`, { digest: plan?.digest });
  await shop.work();
  return shop.detail(id);
};
const restrictions = async () => ((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/restrictions`)).json() as Answer<'restrictions'>).items;
const customers = (): Promise<unknown> => shop.query('select id, blocked, no_ads_since is not null as objected from customers order by id');

/** Tells the person, waits for the day, lifts. */
async function lift(id: string): Promise<void> {
  const on = new Date(shop.server.server.context.now().getTime() + 86_400_000).toISOString().slice(0, 10);
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/privacy/restrictions/${id}/notice`, { reason: 'It was checked.', liftOn: on })).status).toBe(200);
  shop.server.advance(2 * 86_400_000);
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/privacy/restrictions/${id}/lift`, {})).status).toBe(200);
  await shop.work();
}

test('a restriction is set in the rows by the run, on the ground that was asked, and taken out of them when it is lifted', async () => {
  await openMarked();
  const planned = await takeIn('restriction', 'bob@example.com', { restriction: 'unlawful' });
  expect([planned.restriction, planned.plan?.faults.filter(({ stops }) => stops)]).toEqual(['unlawful', []]);
  const ran = await carryOut(planned);
  expect(ran).toMatchObject({ status: 'answering', steps: [{ step: 'change:shop', done: 1, problem: null }], reread: { clean: true } });
  expect(await customers()).toEqual([{ id: 1, blocked: false, objected: false }, { id: 2, blocked: true, objected: false }, { id: 3, blocked: false, objected: false }]);
  const [standing] = await restrictions();
  expect(standing).toMatchObject({ ground: 'unlawful' });
  await lift(standing?.id ?? '');
  expect(await customers()).toEqual([1, 2, 3].map((id) => ({ id, blocked: false, objected: false })));
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {})).json()).toMatchObject({ identical: true });
});

test('rows stay marked while another restriction of the same person stands', async () => {
  await openMarked();
  await carryOut(await takeIn('restriction', 'bob@example.com', { restriction: 'accuracy' }));
  await carryOut(await takeIn('restriction', 'bob@example.com', { restriction: 'claims' }));
  const [second, first] = await restrictions();
  await lift(first?.id ?? '');
  expect(await shop.query('select blocked from customers where id = 2')).toEqual([{ blocked: true }]);
  await lift(second?.id ?? '');
  expect(await shop.query('select blocked from customers where id = 2')).toEqual([{ blocked: false }]);
});

test('an objection marks its rows as objected, and as restricted while it is weighed', async () => {
  await openMarked();
  await carryOut(await takeIn('objection', 'eve@example.com'));
  expect(await customers()).toEqual([{ id: 1, blocked: false, objected: false }, { id: 2, blocked: false, objected: false }, { id: 3, blocked: true, objected: true }]);
  await carryOut(await takeIn('marketing', 'ada@example.com'));
  expect(await customers()).toEqual([{ id: 1, blocked: false, objected: true }, { id: 2, blocked: false, objected: false }, { id: 3, blocked: true, objected: true }]);
});

test('the privacy centre asks for the ground, and whoever leaves it open is asked later', async () => {
  await openMarked();
  const get = await shop.server.server.app.inject({ method: 'GET', url: '/privacy-centre/shop/' });
  expect(get.body).toContain('name="restriction"');
  const send = (restriction: string) => shop.server.server.app.inject({ method: 'POST', url: '/privacy-centre/shop/?lang=en', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ right: 'restriction', mail: 'bob@example.com', by: 'self', restriction }).toString() });
  for (const ground of ['claims', '']) expect((await send(ground)).statusCode).toBe(200);
  const { items } = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests?right=restriction`)).json() as Answer<'requests'>;
  expect((await Promise.all(items.map(({ id }) => shop.detail(id)))).map(({ restriction }) => restriction).toSorted()).toEqual(['claims', null]);
});
