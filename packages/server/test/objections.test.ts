import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { answerOf, openShop as openSite, post, send, type Shop as ConsentShop } from './consent-shop.ts';
import { openShop, type Shop } from './privacy-shop.ts';

let shop: Shop;
let site: ConsentShop;
let key: string;

/** A consent site of the shop; `change` is of its settings. */
async function openConsent(change: object): Promise<void> {
  const cookie = (await shop.server.enter(shop.org, 'owner', 'consent-owner')).cookie;
  site = await openSite(shop.server, shop.org, cookie, change);
  key = ((await site.owner('POST', `/api/orgs/${shop.org}/consent/sites/${site.site}/keys`, { name: 'Back end', scopes: ['allowed', 'bind', 'record'] })).json() as { secret: string }).secret;
}
const purposes = [{ id: 'necessary', required: true }, { id: 'statistics' }, { id: 'media' }, { id: 'newsletter', marketing: true }];
const ask = (method: 'GET' | 'POST', path: string, body?: unknown) => shop.server.as()(method, `/api/consents/${site.key}/${path}`, body, { authorization: `Bearer ${key}` });
const allowed = async (who: string, purpose: string): Promise<{ allowed: boolean; state: string }> => (await ask('GET', `allowed?${who}&purpose=${purpose}`)).json() as never;
const optIn = (account: string, purpose: string) => ask('POST', 'opt-ins', { account, purpose, answer: true, language: 'en', confirm: false });

async function takeIn(right: string, mail: string): Promise<Answer<'request'>> {
  const { id } = await shop.ask<'request'>('POST', '/requests', { right, channel: 'hand', received: shop.server.server.context.now().toISOString(), name: 'A customer', mail });
  await shop.ask<'request'>('POST', `/requests/${id}/identify`, { by: 'document', keys: { 'customer.email': [mail] }, reason: 'A passport.' });
  await shop.work();
  return shop.detail(id);
}
const carryOut = async ({ id, plan }: Answer<'request'>): Promise<Answer<'request'>> => {
  await shop.ask<'request'>('POST', `/requests/${id}/approve`, { digest: plan?.digest });
  await shop.work();
  return shop.detail(id);
};

beforeEach(async () => { shop = await openShop(); });
afterEach(() => shop.close());

test('an objection to marketing switches it off at once for the account and its browsers, and nothing else of it', async () => {
  await openConsent({ purposes, accountKey: 'customer.id' });
  const phone = answerOf(site, { answers: { statistics: true, media: false, newsletter: true, counter: true } });
  await send(shop.server, site, phone);
  const { token } = (await ask('POST', 'binding-tokens', { account: '1' })).json() as { token: string };
  expect((await post(shop.server, `/api/consents/${site.key}/bindings`, JSON.stringify({ subject: phone.subject, token }))).status).toBe(200);
  expect((await optIn('1', 'newsletter')).status).toBe(200);
  expect((await optIn('2', 'newsletter')).status).toBe(200);
  shop.server.advance(1000);
  const request = await takeIn('marketing', 'ADA@example.com');
  expect(request.status).toBe('awaiting_approval');
  for (const who of ['account=1', `subject=${phone.subject}`]) {
    expect(await allowed(who, 'newsletter'), who).toMatchObject({ allowed: false, state: 'ConsentWithdrawn' });
    expect(await allowed(who, 'statistics'), who).toMatchObject({ allowed: true });
  }
  expect(await allowed('account=2', 'newsletter')).toMatchObject({ allowed: true });
  expect(request.handed).toMatchObject([{ sites: [{ ids: ['newsletter'], accounts: 1, subjects: 2 }] }]);
  expect(request.plan?.tasks).toEqual([]);
  const history = (await site.owner('GET', `/api/orgs/${shop.org}/ledger/entries?kind=objection.handed`)).json() as Answer<'entries'>;
  expect(history.items).toHaveLength(1);
  expect((await carryOut(request)).status).toBe('answering');
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {})).json()).toMatchObject({ identical: true });
});

test('whoever never answered is refused all the same, and looking again says no no second time', async () => {
  await openConsent({ purposes, accountKey: 'customer.email' });
  expect(await allowed('account=bob@example.com', 'newsletter')).toMatchObject({ state: 'ConsentUnknown' });
  const { id } = await takeIn('marketing', 'bob@example.com');
  expect(await allowed('account=bob@example.com', 'newsletter')).toMatchObject({ allowed: false, state: 'ConsentRefused' });
  const count = async (): Promise<number> => ((await site.owner('GET', `/api/orgs/${shop.org}/ledger/entries?kind=consent.chosen`)).json() as Answer<'entries'>).items.length;
  const before = [await count(), (await shop.detail(id)).handed.length];
  expect(before).toEqual([1, 1]);
  await shop.ask('POST', `/requests/${id}/survey`, {});
  await shop.work();
  expect([await count(), (await shop.detail(id)).handed.length]).toEqual(before);
});

test('a withdrawal ends every consent of the account, and a new yes of the person counts again', async () => {
  await openConsent({ purposes, accountKey: 'customer.id' });
  await optIn('1', 'newsletter');
  await optIn('1', 'statistics');
  shop.server.advance(1000);
  await takeIn('consent', 'ada@example.com');
  expect(await allowed('account=1', 'newsletter')).toMatchObject({ allowed: false, state: 'ConsentWithdrawn' });
  expect(await allowed('account=1', 'statistics')).toMatchObject({ allowed: false, state: 'ConsentWithdrawn' });
  shop.server.advance(1000);
  await optIn('1', 'newsletter');
  expect(await allowed('account=1', 'newsletter')).toMatchObject({ allowed: true });
});

test('what nobody marked as marketing is not guessed: a person stops it and says so before the answer', async () => {
  await openConsent({ purposes: purposes.map(({ id }) => ({ id, required: id === 'necessary' })), accountKey: 'customer.id' });
  await optIn('1', 'newsletter');
  const request = await takeIn('marketing', 'ada@example.com');
  expect(await allowed('account=1', 'newsletter')).toMatchObject({ allowed: true });
  expect(request.plan?.tasks).toMatchObject([{ system: 'duty:marketing', title: 'Stop direct marketing' }]);
  const running = await carryOut(request);
  expect([running.status, running.next.act]).toEqual(['running', 'tasks']);
  await shop.owner('POST', `/api/orgs/${shop.org}/privacy/tasks/${running.tasks[0]?.id}/done`, { note: 'Taken off the list of the agency.', rows: null });
  await shop.work();
  expect((await shop.detail(request.id)).status).toBe('answering');
});

test('at which account somebody is known is not guessed either', async () => {
  await openConsent({ purposes });
  const request = await takeIn('marketing', 'ada@example.com');
  expect(request.plan?.tasks).toMatchObject([{ system: 'duty:consent', how: expect.stringContaining('Tea shop') as string }]);
  expect(request.handed).toEqual([]);
});

test('an objection restricts the data at once, and stays open until a person has weighed it', async () => {
  const request = await takeIn('objection', 'eve@example.com');
  const { items } = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/restrictions`)).json() as Answer<'restrictions'>;
  expect(items).toMatchObject([{ request: request.id, ground: 'objection', lifted: null }]);
  const running = await carryOut(request);
  expect([running.status, running.tasks[0]?.title]).toEqual(['running', 'Weigh the objection']);
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/privacy/requests/${request.id}/release`, { by: 'link', days: 7 })).status).toBe(409);
  await shop.owner('POST', `/api/orgs/${shop.org}/privacy/tasks/${running.tasks[0]?.id}/done`, { note: 'The profiling of her orders was stopped.', rows: null });
  await shop.work();
  expect((await shop.detail(request.id)).status).toBe('answering');
});

test('an objection that compelling grounds override is refused with them', async () => {
  const request = await takeIn('objection', 'bob@example.com');
  const refused = await shop.owner('POST', `/api/orgs/${shop.org}/privacy/requests/${request.id}/refuse`, { grounds: [{ right: 'objection', ground: '21(1)', law: null, until: null }], text: 'We need it against fraud.' });
  expect(refused.json()).toMatchObject({ status: 'refused' });
});
