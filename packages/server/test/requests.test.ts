import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Decrypter } from 'age-encryption';
import { unzipSync } from 'fflate';
import type { Answer } from '@avouch/api/client';
import { verifyCertificate, type Certificate } from '@avouch/privacy/certificate';
import { takePassphrase } from '../src/requests/answering.ts';
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

test('a data map that is written comes back with its version, and one with faults is told where', async () => {
  const { current } = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/data-map`)).json() as Answer<'dataMap'>;
  expect(await shop.ask<'dataMapWrite'>('PUT', '/data-map', { text: current?.text, note: 'Again', expected: 1 })).toMatchObject({ faults: [], written: { version: 2, places: 3 } });
  const { faults, written } = await shop.ask<'dataMapWrite'>('PUT', '/data-map', { text: 'version: 1\nsystem: {}\n', note: 'Wrong', expected: 2 });
  expect(written).toBeNull();
  expect(faults.map(({ line }) => line)).toContain(2);
});

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

describe('what comes of it', () => {
  const list = async (): Promise<Answer<'requests'>['items']> => ((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests`)).json() as Answer<'requests'>).items;
  const of = async (right: string): Promise<Answer<'request'>> => shop.detail((await list()).find(({ rights }) => rights.includes(right as 'access'))?.id ?? '');

  test('an erasure is answered, closed with a certificate, and the certificate verifies when the person is forgotten', async () => {
    const { id, stated } = await of('erasure');
    await shop.ask('POST', `/requests/${id}/release`, { by: 'link' });
    const mails = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/mails`)).json() as Answer<'mails'>;
    expect(mails.items.map(({ to, state }) => `${to} ${state}`)).toEqual(expect.arrayContaining(['ada@example.com by-hand', 'privacy@parcel.example by-hand']));
    const early = await shop.owner('POST', `/api/orgs/${shop.org}/privacy/requests/${id}/close`, {});
    expect([early.status, early.text]).toEqual([409, expect.stringContaining('Not told yet: Parcel Ltd. Tell them, or state why that cannot be done.') as string]);
    await shop.tell(id);
    await shop.ask('POST', `/requests/${id}/close`, { forget: true });
    const closed = await shop.detail(id);
    expect([closed.status, closed.forgotten, closed.stated]).toEqual(['closed', true, null]);
    const { text } = await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests/${id}/certificate`);
    expect(verifyCertificate(text, { reference: stated?.reference ?? '' })).toMatchObject({ ok: true });
    expect(text).not.toMatch(/ada@|lovelace/i);
    const { statement } = JSON.parse(text) as Certificate;
    expect(Object.fromEntries(statement.places.map(({ place, done }) => [place, done]))).toEqual({ 'public.customers': { shells: 1 }, 'public.notes': { deleted: 1 }, 'public.orders': { ended: 1, kept: 1, deleted: 1 } });
    expect(statement.recipients).toMatchObject([{ recipient: 'parcel', outcome: 'told' }]);
    expect((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests/${id}/certificate?form=html`)).text).toContain('§ 147 AO');
    const post = (page: string, reference: string) => shop.server.server.app.inject({ method: 'POST', url: `/privacy-centre/shop/${page}?lang=en`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ reference, code: 'forgotten' }).toString() });
    const shown = await post('status', (stated?.reference ?? '').toUpperCase());
    expect(shown.statusCode).toBe(200);
    expect(shown.body).toMatch(/Carried out on \d+ \w+ \d{4}/);
    expect(shown.body).toContain('Get the certificate');
    expect(shown.body).not.toMatch(/ada@|lovelace/i);
    expect(verifyCertificate((await post('certificate', stated?.reference ?? '')).body, { reference: stated?.reference ?? '' })).toMatchObject({ ok: true });
    expect((await post('status', 'aaaaa-aaaaa-aaaaa-aaaaa-aaaaa')).statusCode).toBe(400);
    expect((await post('withdraw', stated?.reference ?? '')).statusCode).toBe(400);
  });

  test('an answer is fetched by its link, opens with the passphrase, and the passphrase is told once', async () => {
    const { id, stated } = await of('access');
    const released = (await shop.owner('POST', `/api/orgs/${shop.org}/privacy/requests/${id}/release`, { by: 'link' })).json() as Answer<'requestRelease'>;
    expect([released.passphrase, released.request.status]).toEqual([null, 'answered']);
    expect(stated?.reference).toMatch(/^[0-9a-z-]{29}$/);
    const [release] = released.request.releases;
    const passphrase = await takePassphrase(shop.server.server.context, shop.org, release?.id ?? '');
    expect(await takePassphrase(shop.server.server.context, shop.org, release?.id ?? '')).toBeUndefined();
    const answer = await shop.server.server.app.inject({ method: 'POST', url: new URL(released.link ?? '').pathname });
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase ?? '');
    const files = unzipSync(await decrypter.decrypt(answer.rawPayload));
    expect(Object.keys(files)).toContain('answer.html');
    expect((await shop.detail(id)).releases[0]).toMatchObject({ state: 'fetched', fetched: 1 });
  });

  test('whoever was erased and comes in a new row is found, and a person decides whether they came by their own will', async () => {
    await shop.query("insert into customers values (4, 'Ada@Example.com', 'Ada Lovelace', '+49 1')");
    await shop.query("insert into notes values (102, 4, 'imported')");
    for (const times of [1, 2]) {
      await shop.ask('POST', '/suppression/scan', {});
      await shop.work();
      expect((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/suppression`)).json(), `look ${times}`).toMatchObject({ found: 1, again: 0, asked: 1, problems: [], running: false });
    }
    const { items } = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests?open=yes&right=erasure`)).json() as Answer<'requests'>;
    expect(items.map(({ status }) => status)).toEqual(['awaiting_approval']);
    await approve(await shop.detail(items[0]?.id ?? ''));
    expect(await shop.query('select id from customers order by id')).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(await shop.query('select id from notes where id = 102')).toEqual([]);
    const state = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/suppression`)).json() as Answer<'suppression'>;
    expect(state).toMatchObject({ found: 1, problems: [], running: false });
    await shop.ask('POST', '/suppression/scan', {});
    await shop.work();
    expect((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/suppression`)).json()).toMatchObject({ found: 0 });
  });

  test('a restriction is what the company’s app is told, until the person was told that it ends', async () => {
    const { id } = await identify((await takeIn('restriction', 'Eve Noether', 'eve@example.com')).id, 'eve@example.com');
    expect((await shop.owner('POST', `/api/orgs/${shop.org}/privacy/requests/${id}/approve`, { digest: (await shop.detail(id)).plan?.digest })).json()).toMatchObject({ code: 'conflict', message: expect.stringContaining('Art. 18(1)') as string });
    await shop.ask<'request'>('POST', `/requests/${id}/decide`, { restriction: 'claims' });
    await shop.work();
    await approve(await shop.detail(id));
    const issued = (await shop.owner('POST', `/api/orgs/${shop.org}/privacy/app-keys`, { name: 'Shop', scopes: ['restrictions'] })).json() as Answer<'appKeyIssue'>;
    const app = { authorization: `Bearer ${issued.secret}` };
    const asked = async (subject: string, headers: Record<string, string> = app): Promise<unknown> => (await shop.server.as()('GET', `/api/orgs/${shop.org}/app/restrictions/${subject}`, undefined, headers)).json();
    await expect.poll(() => asked('EVE@example.com')).toMatchObject({ restricted: true });
    expect(await asked('bob@example.com')).toEqual({ restricted: false, since: null });
    expect(await asked('eve@example.com', { authorization: `Bearer ${issued.secret.slice(0, -1)}x` })).toMatchObject({ code: 'unauthenticated' });
    expect((await shop.detail(id)).restriction).toBe('claims');
    const [standing] = ((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/restrictions`)).json() as Answer<'restrictions'>).items;
    expect(standing).toMatchObject({ ground: 'claims' });
    const lift = () => shop.owner('POST', `/api/orgs/${shop.org}/privacy/restrictions/${standing?.id}/lift`, {});
    expect((await lift()).json()).toMatchObject({ code: 'conflict' });
    const tomorrow = new Date(shop.server.server.context.now().getTime() + 86_400_000).toISOString().slice(0, 10);
    await shop.owner('POST', `/api/orgs/${shop.org}/privacy/restrictions/${standing?.id}/notice`, { reason: 'It was put right.', liftOn: tomorrow });
    shop.server.advance(2 * 86_400_000);
    expect((await lift()).json()).toMatchObject({ lifted: expect.any(String) as string });
    await expect.poll(() => asked('eve@example.com')).toEqual({ restricted: false, since: null });
  });
});

test('what is older than its schedule is counted by a dry run, goes by a run, and everything else stays', async () => {
  await shop.query("insert into orders values (13, 2, '2014-05-05', 'Old Road', 1.00)");
  const retention = async (): Promise<Answer<'retention'>> => (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/retention`)).json() as Answer<'retention'>;
  await shop.owner('POST', `/api/orgs/${shop.org}/privacy/retention/runs`, { dry: true });
  await shop.work();
  expect((await retention()).items.map(({ place, overdue }) => [place, overdue])).toEqual([['public.orders', 1]]);
  const before = await shop.query('select id from orders where id <> 13 order by id');
  await shop.owner('POST', `/api/orgs/${shop.org}/privacy/retention/runs`, { dry: false });
  await shop.work();
  expect(await shop.query('select id from orders order by id')).toEqual(before);
  expect((await retention()).runs[0]).toMatchObject({ dry: false, state: 'done', lines: [{ place: 'public.orders', planned: 1, done: 1, problem: null }] });
});

test('an auditor reads plans and steps, and nothing that people said of themselves', async () => {
  const { cookie } = await shop.server.enter(shop.org, 'auditor', 'auditor');
  const list = await shop.server.as(cookie)('GET', `/api/orgs/${shop.org}/privacy/requests`);
  const { items } = list.json() as Answer<'requests'>;
  expect(items.length).toBeGreaterThan(2);
  const details = await Promise.all(items.map(async ({ id }) => (await shop.server.as(cookie)('GET', `/api/orgs/${shop.org}/privacy/requests/${id}`)).text));
  for (const text of [list.text, ...details]) expect(text).not.toMatch(/bob@|eve@|Babbage|Noether/);
  const entries = (await shop.server.as(cookie)('GET', `/api/orgs/${shop.org}/ledger/entries?kind=request.received`)).json() as Answer<'entries'>;
  const opened = (await shop.server.as(cookie)('GET', `/api/orgs/${shop.org}/ledger/entries/${entries.items[0]?.index}`)).json() as Answer<'entry'>;
  expect(opened.disclosed).toEqual([]);
});

test('a rebuild gives the same rows after all of this', async () => {
  const rebuilt = await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {});
  expect(rebuilt.json()).toMatchObject({ identical: true, differences: [] });
});
