import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import type { Context } from '../src/context.ts';
import { releaseAnswer } from '../src/requests/answering.ts';
import { tasks } from '../src/tasks.ts';
import { openShop, type Shop } from './privacy-shop.ts';

let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop.close());

/** A request for access whose answer can be given. */
async function answerable(mail: string): Promise<string> {
  const { id } = await shop.ask<'request'>('POST', '/requests', { right: 'access', channel: 'hand', received: shop.server.server.context.now().toISOString(), name: 'A customer', mail });
  await shop.ask<'request'>('POST', `/requests/${id}/identify`, { by: 'document', keys: { 'customer.email': [mail] }, reason: 'A passport.' });
  await shop.work();
  await shop.ask<'request'>('POST', `/requests/${id}/approve`, { digest: (await shop.detail(id)).plan?.digest });
  await shop.work();
  return id;
}

/** A request for access that was answered by a link. */
async function answered(mail: string): Promise<{ readonly id: string; readonly release: string; readonly link: string }> {
  const id = await answerable(mail);
  const released = (await shop.owner('POST', `/api/orgs/${shop.org}/privacy/requests/${id}/release`, { by: 'link', days: 7 })).json() as Answer<'requestRelease'>;
  return { id, release: released.request.releases[0]?.id ?? '', link: new URL(released.link ?? '').pathname };
}
const lies = async (release: string): Promise<readonly [bytes: boolean, passphrase: boolean]> => {
  const { context } = shop.server.server;
  return [await context.objects.size(shop.org, `answer/${release}`) !== undefined, (await context.secrets.read(shop.org, `answer:${release}`))['passphrase'] !== undefined];
};
const tick = () => tasks['answers-ending']?.({}, shop.server.server.context, new AbortController().signal);

test('an answer lies here no longer than its link holds, and not a moment longer than its person is known', async () => {
  const [bob, eve] = [await answered('bob@example.com'), await answered('eve@example.com')];
  await tick();
  expect([await lies(bob.release), await lies(eve.release)]).toEqual([[true, true], [true, true]]);
  await shop.ask('POST', `/requests/${eve.id}/close`, { forget: true });
  expect([await lies(bob.release), await lies(eve.release)]).toEqual([[true, true], [false, false]]);
  shop.server.advance(8 * 86_400_000);
  await tick();
  await tick();
  expect(await lies(bob.release)).toEqual([false, false]);
  expect((await shop.server.server.app.inject({ method: 'POST', url: bob.link })).statusCode).toBe(404);
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {})).json()).toMatchObject({ identical: true });
});

test('an answer is given with its link, or not at all, wherever the giving breaks off', async () => {
  const id = await answerable('ada@example.com');
  const { context } = shop.server.server;
  const broken: Context = {
    ...context,
    ledgerOf: async (org) => {
      const ledger = await context.ledgerOf(org);
      const appendAll: typeof ledger.appendAll = (facts, options) => (facts.some(({ kind }) => kind === 'answer.released') ? Promise.reject(new Error('killed')) : ledger.appendAll(facts, options));
      return { ...ledger, appendAll, append: async (fact, options) => { const [receipt] = await appendAll([fact], options); if (receipt === undefined) throw new Error('no receipt'); return receipt; } };
    },
  };
  await expect(releaseAnswer(broken, { org: shop.org, id, actor: 'system' }, { by: 'link', recipient: null, days: 7 })).rejects.toThrow('killed');
  expect(await shop.detail(id)).toMatchObject({ status: 'answering', releases: [] });
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/privacy/requests/${id}/release`, { by: 'link' })).status).toBe(200);
  expect(await shop.detail(id)).toMatchObject({ status: 'answered', releases: [{ state: 'open' }] });
});
