import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { tasks } from '../src/tasks.ts';
import { centreSettings, openShop, shopMap, type Shop } from './privacy-shop.ts';

let shop: Shop;
beforeEach(async () => { shop = await openShop(); });
afterEach(() => shop.close());

const DAY = 86_400_000;
const strike = async (): Promise<void> => {
  await tasks['daily']?.({}, shop.server.server.context, new AbortController().signal);
  await tasks['daily']?.({}, shop.server.server.context, new AbortController().signal);
};
const mails = async (): Promise<Answer<'mails'>['items']> => ((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/mails?limit=100`)).json() as Answer<'mails'>).items;
const about = async (subject: RegExp): Promise<Answer<'mails'>['items']> => (await mails()).filter((mail) => subject.test(mail.subject));
const now = (): number => shop.server.server.context.now().getTime();
const takeIn = (right: string, received = new Date(now()).toISOString()): Promise<Answer<'request'>> => shop.ask<'request'>('POST', '/requests', { right, channel: 'hand', received, name: 'Bob', mail: 'bob@example.com' });
const goTo = (day: string): void => shop.server.advance(Date.parse(`${day}T09:00:00Z`) - now());
const daysFrom = (day: string, count: number): string => new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);

test('whoever has not typed in the code is reminded once, before it ends, and in their language', async () => {
  const sent = await shop.server.server.app.inject({ method: 'POST', url: '/privacy-centre/shop/?lang=de', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ right: 'access', mail: 'bob@example.com', by: 'self' }).toString() });
  expect(sent.statusCode).toBe(200);
  await strike();
  expect(await about(/gilt nicht mehr lange/)).toEqual([]);
  shop.server.advance(1.5 * DAY);
  await strike();
  const [mail, ...more] = await about(/gilt nicht mehr lange/);
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ to: 'bob@example.com' });
  expect(mail?.text).toMatch(/\/confirm\?lang=de&reference=/);
});

test('whoever was asked for a proof and sent none is reminded once', async () => {
  const { id } = await takeIn('access');
  await shop.ask('POST', `/requests/${id}/ask-proof`, { reason: 'proof', by: 'document', wanted: 'A letter of ours.', pause: true });
  shop.server.advance(9 * DAY);
  await strike();
  expect(await about(/still waits for you/)).toEqual([]);
  shop.server.advance(2 * DAY);
  await strike();
  expect(await about(/still waits for you/)).toHaveLength(1);
});

test('whoever answers requests gets one mail a day: ten days before, three, on the day, and daily when it is late', async () => {
  const [first] = [await takeIn('access'), await takeIn('erasure')];
  const { due } = (await shop.detail(first.id)).clock;
  const digests = () => about(/due or late/);
  const counts: number[] = [];
  for (const days of [-11, -10, -9, -3, 0, 1, 2]) {
    goTo(daysFrom(due, days));
    await strike();
    counts.push((await digests()).length);
  }
  expect(counts).toEqual([0, 1, 1, 2, 3, 4, 5]);
  const [mail] = await digests();
  expect(mail).toMatchObject({ to: 'privacy@shop.example', subject: 'Shop Ltd: 2 privacy matters are due or late' });
  expect(mail?.text).toContain('due in 10 days');
  expect(mail?.text).toContain(`/privacy/requests/${first.id}`);
  expect(mail?.text).not.toMatch(/bob@|Bob/);
});

test('the owner of a task is told before its day and when it is past, once each', async () => {
  await shop.ask('PUT', '/data-map', { text: `${shopMap()}\n  paper:\n    title: Paper archive\n    engine: manual\n    task: { owner: office@shop.example, days: 7, how: Look in the cellar }\n    places:\n      folders: { owner: number is customer.id, fields: { number: identifier } }\n`, note: 'Paper', expected: 1 });
  const { id } = await takeIn('access');
  await shop.ask('POST', `/requests/${id}/identify`, { by: 'document', keys: { 'customer.email': ['bob@example.com'] }, reason: 'A passport.' });
  await shop.work();
  await shop.ask('POST', `/requests/${id}/approve`, { digest: (await shop.detail(id)).plan?.digest });
  await shop.work();
  await strike();
  expect(await about(/a task of a privacy request/)).toEqual([]);
  shop.server.advance(5 * DAY);
  await strike();
  shop.server.advance(5 * DAY);
  await strike();
  expect((await about(/a task of a privacy request/)).map(({ to, subject }) => [to, subject])).toEqual([['office@shop.example', 'Shop Ltd: a task of a privacy request is due soon'], ['office@shop.example', 'Shop Ltd: a task of a privacy request is late']]);
});

test('no reminder goes out where the settings say so', async () => {
  await shop.ask('PUT', '/centre', { expected: 1, settings: { ...centreSettings, reminders: false } });
  const { id } = await takeIn('access');
  goTo(daysFrom((await shop.detail(id)).clock.due, 1));
  await strike();
  expect(await mails()).toEqual([]);
});
