import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tasks } from '../src/tasks.ts';
import { openTestServer, type Asked, type TestServer } from '../src/testing/server.ts';
import { answerOf, freshHex, openShop, post, send, type Shop } from './consent-shop.ts';

let test1: TestServer;
let shop: Shop;
let other: Shop;
let key: string;
let otherKey: string;
let receiver: Server;
const received: { body: string; signature: string; delivery: string }[] = [];
let answers = 200;

const newKey = async (of: Shop, scopes: readonly string[]): Promise<string> => ((await of.owner('POST', `/api/orgs/${of.org}/consent/sites/${of.site}/keys`, { name: 'Back end', scopes })).json() as { secret: string }).secret;

beforeAll(async () => {
  test1 = await openTestServer({ AVOUCH_ALLOW_PRIVATE: '127.0.0.1' });
  const { org, cookie, member } = await test1.setUp();
  shop = await openShop(test1, org, cookie);
  const second = await test1.server.people.found({ company: { name: 'Other' }, system: { name: 'S', purpose: 'P' }, categories: ['security'] }, member);
  other = await openShop(test1, second, (await test1.enter(second, 'owner', 'stranger')).cookie);
  key = await newKey(shop, ['allowed', 'bind', 'record', 'export']);
  otherKey = await newKey(other, ['allowed', 'bind', 'record', 'export']);
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      received.push({ body: Buffer.concat(parts).toString(), signature: String(request.headers['avouch-signature']), delivery: String(request.headers['avouch-delivery']) });
      response.writeHead(answers).end();
    });
  });
  await new Promise<void>((done) => { receiver.listen(0, '127.0.0.1', done); });
});
afterAll(async () => {
  receiver.close();
  await test1.close();
});

const ask = (method: 'GET' | 'POST', path: string, body?: unknown, bearer = key): Promise<Asked> => test1.as()(method, `/api/consents/${shop.key}/${path}`, body, { authorization: `Bearer ${bearer}` });
const allowed = async (who: string, purpose: string): Promise<{ allowed: boolean; state: string; receipt: string | null }> => (await ask('GET', `allowed?${who}&purpose=${purpose}`)).json() as never;

describe('a back end', () => {
  test('asks whether a purpose is allowed, and gets the receipt that says so', async () => {
    const answer = answerOf(shop);
    await send(test1, shop, answer);
    expect(await allowed(`subject=${answer.subject}`, 'statistics')).toEqual({ allowed: true, state: 'ConsentGiven', receipt: expect.stringMatching(/#\d+$/) as string });
    expect(await allowed(`subject=${answer.subject}`, 'media')).toMatchObject({ allowed: false, state: 'ConsentRefused' });
    expect(await allowed(`subject=${freshHex()}`, 'media')).toEqual({ allowed: false, state: 'ConsentUnknown', receipt: null });
    expect(await allowed(`subject=${answer.subject}`, 'necessary')).toMatchObject({ allowed: true, state: 'required' });
  });
  test.each([['no key', ''], ['another site’s key', 'other'], ['a key that was made up', `avc_${'A'.repeat(43)}`]])('gets nothing with %s', async (_, bearer) => {
    expect((await ask('GET', `allowed?subject=${freshHex()}&purpose=media`, undefined, bearer === 'other' ? otherKey : bearer)).status).toBe(401);
  });
  test('may do what its key’s scopes say, until the key is ended', async () => {
    const narrow = await newKey(shop, ['allowed']);
    expect((await ask('POST', 'binding-tokens', { account: 'a' }, narrow)).status).toBe(403);
    const { items } = (await shop.owner('GET', `/api/orgs/${shop.org}/consent/sites/${shop.site}/keys`)).json() as { items: { id: string }[] };
    expect(JSON.stringify(items)).not.toContain(narrow);
    await shop.owner('DELETE', `/api/orgs/${shop.org}/consent/sites/${shop.site}/keys/${items[0]?.id ?? ''}`);
    expect((await ask('GET', `allowed?subject=${freshHex()}&purpose=media`, undefined, narrow)).status).toBe(401);
  });
});

describe('a visitor who signs in', () => {
  const bind = async (subject: string, token: string): Promise<Asked> => post(test1, `/api/consents/${shop.key}/bindings`, JSON.stringify({ subject, token }));
  const tokenFor = async (account: string): Promise<string> => ((await ask('POST', 'binding-tokens', { account })).json() as { token: string }).token;
  test('is bound by the company’s token and their own pseudonym together, and then the newest answer counts everywhere', async () => {
    const [phone, laptop] = [answerOf(shop), answerOf(shop)];
    await send(test1, shop, phone);
    expect((await bind(phone.subject, await tokenFor('acc-1'))).status).toBe(200);
    expect((await allowed('account=acc-1', 'statistics')).allowed).toBe(true);
    test1.advance(10);
    await send(test1, shop, { ...laptop, at: test1.server.context.now().toISOString(), answers: { statistics: false, media: true, newsletter: false, counter: false } });
    expect((await bind(laptop.subject, await tokenFor('acc-1'))).json()).toMatchObject({ standing: { allowed: ['necessary', 'media'] } });
    expect([(await allowed('account=acc-1', 'statistics')).allowed, (await allowed('account=acc-1', 'media')).allowed]).toEqual([false, true]);
  });
  test('is not bound by a token that is old, changed, of another site or of another kind, nor without an answer', async () => {
    const answer = answerOf(shop);
    await send(test1, shop, answer);
    const token = await tokenFor('acc-2');
    expect((await bind(freshHex(), token)).status).toBe(409);
    expect((await bind(answer.subject, `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).status).toBe(403);
    expect((await post(test1, `/api/consents/${other.key}/bindings`, JSON.stringify({ subject: answer.subject, token }))).status).toBe(403);
    expect((await test1.as()('POST', `/api/consents/${shop.key}/confirmations`, { token })).status).toBe(403);
    test1.advance(11 * 60_000);
    expect((await bind(answer.subject, token)).status).toBe(403);
    expect((await allowed('account=acc-2', 'statistics')).state).toBe('ConsentUnknown');
  });
  test('is bound by a token once: whoever finds it later binds no browser of theirs, and the first may send it again', async () => {
    const [own, strange] = [answerOf(shop), answerOf(shop)];
    await Promise.all([send(test1, shop, own), send(test1, shop, strange)]);
    const token = await tokenFor('acc-3');
    expect([(await bind(own.subject, token)).status, (await bind(strange.subject, token)).status, (await bind(own.subject, token)).status]).toEqual([200, 403, 200]);
  });
  test('is named in no public part of the log, and forgotten with the account’s binding', async () => {
    const answer = answerOf(shop);
    await send(test1, shop, answer);
    await bind(answer.subject, await tokenFor('somebody-at-example'));
    const log = await test1.server.context.ledgerOf(shop.org);
    for await (const { bytes } of log.scan(0)) expect(Buffer.from(bytes).toString()).not.toContain('somebody-at-example');
    expect((await shop.owner('POST', `/api/orgs/${shop.org}/consent/forgotten`, { subject: answer.subject, basis: 'GDPR Art. 17(1)(b)' })).status).toBe(200);
    expect((await allowed('account=somebody-at-example', 'statistics')).state).toBe('ConsentUnknown');
    expect((await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {})).json()).toMatchObject({ identical: true });
  });
});

describe('an opt-in of a form', () => {
  const optIn = async (body: object): Promise<{ confirm: { token: string; url: string } | null }> => (await ask('POST', 'opt-ins', { account: 'reader-1', purpose: 'newsletter', answer: true, language: 'de', ...body })).json() as never;
  const confirm = (token: string): Promise<Asked> => test1.as()('POST', `/api/consents/${shop.key}/confirmations`, { token });
  test('with double opt-in counts only once the link of the mail was followed, and following it again changes nothing', async () => {
    const { confirm: asked } = await optIn({ confirm: true });
    expect((await allowed('account=reader-1', 'newsletter')).allowed).toBe(false);
    const first = await confirm(asked?.token ?? '');
    expect(first.status).toBe(200);
    expect(await allowed('account=reader-1', 'newsletter')).toMatchObject({ allowed: true, state: 'ConsentGiven' });
    const second = await confirm(asked?.token ?? '');
    expect((second.json() as { receipt_id: string }).receipt_id).toBe((first.json() as { receipt_id: string }).receipt_id);
  });
  test('does not count by an old link of a mail once the person has said no, in the form or in a browser of theirs', async () => {
    const { confirm: asked } = await optIn({ account: 'reader-3', confirm: true });
    await optIn({ account: 'reader-3', answer: false });
    expect((await confirm(asked?.token ?? '')).status).toBe(409);
    const page = await post(test1, new URL(asked?.url ?? '').pathname, `token=${asked?.token ?? ''}`, { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'de', 'origin': new URL(asked?.url ?? '').origin });
    expect([page.status, page.text.includes('Sie haben nach diesem Link Nein gesagt')]).toEqual([200, true]);
    expect((await allowed('account=reader-3', 'newsletter')).allowed).toBe(false);
    const { confirm: again } = await optIn({ account: 'reader-3', confirm: true });
    expect((await confirm(again?.token ?? '')).status).toBe(200);
    const { confirm: third } = await optIn({ account: 'reader-3', confirm: true });
    const browser = answerOf(shop, { answers: { statistics: false, media: false, newsletter: false, counter: false } });
    await send(test1, shop, browser);
    const { token } = (await ask('POST', 'binding-tokens', { account: 'reader-3' })).json() as { token: string };
    await post(test1, `/api/consents/${shop.key}/bindings`, JSON.stringify({ subject: browser.subject, token }));
    expect((await confirm(third?.token ?? '')).status).toBe(409);
  });
  test('ends by one click in the mail program, as RFC 8058 says, and by no mere visit of the link', async () => {
    await optIn({ account: 'reader-2' });
    expect((await allowed('account=reader-2', 'newsletter')).allowed).toBe(true);
    const { url, headers } = (await ask('POST', 'unsubscribe-tokens', { account: 'reader-2', purpose: 'newsletter' })).json() as { url: string; headers: Record<string, string> };
    expect(headers).toEqual({ 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' });
    expect(url).not.toContain('reader-2');
    const { pathname, search } = new URL(url);
    const click = (payload: string, type: string) => post(test1, `${pathname}${search}`, payload, { 'content-type': type, 'origin': 'https://mail.example' });
    expect((await click('', 'application/x-www-form-urlencoded')).status).toBe(400);
    expect((await allowed('account=reader-2', 'newsletter')).allowed).toBe(true);
    expect((await click('List-Unsubscribe=One-Click', 'application/x-www-form-urlencoded')).status).toBe(200);
    expect(await allowed('account=reader-2', 'newsletter')).toMatchObject({ allowed: false, state: 'ConsentWithdrawn' });
    const form = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
    expect((await click(form, 'multipart/form-data; boundary=b')).status).toBe(200);
  });
  test('is refused for a purpose that the notice does not ask about', async () => expect((await ask('POST', 'opt-ins', { account: 'x', purpose: 'necessary', answer: true })).status).toBe(400));
});

describe('the warehouse', () => {
  test('gets every answer once, as JSON lines and as CSV, a piece at a time', async () => {
    const all = (await ask('GET', 'export?form=jsonl')).text.trimEnd().split('\n').map((line) => JSON.parse(line) as { entry: number; receipt: string });
    expect(all.length).toBeGreaterThan(5);
    expect(new Set(all.map(({ receipt }) => receipt)).size).toBe(all.length);
    const rest = (await ask('GET', `export?form=jsonl&after=${all[2]?.entry ?? 0}`)).text.trimEnd().split('\n');
    expect(rest).toHaveLength(all.length - 3);
    const csv = (await shop.owner('GET', `/api/orgs/${shop.org}/consent/export?form=csv&site=${shop.site}`)).text.trimEnd().split('\r\n');
    expect(csv).toHaveLength(all.length + 1);
    expect(csv[0]).toMatch(/^entry,receipt,id,site,subject,method,recorded,at,/);
    expect((await ask('GET', 'export', undefined, otherKey)).status).toBe(401);
  });
  test('is told by webhook, signed; what it did not take comes again later, and nothing twice under another id', async () => {
    const { port } = receiver.address() as AddressInfo;
    const set = (await shop.owner('PUT', `/api/orgs/${shop.org}/consent/sites/${shop.site}/webhook`, { url: `http://127.0.0.1:${port}/hook` })).json() as { secret: string };
    const run = () => tasks['consent-webhook']?.({ org: shop.org, site: shop.site }, test1.server.context, new AbortController().signal);
    const state = async () => ((await shop.owner('GET', `/api/orgs/${shop.org}/consent/sites/${shop.site}/webhook`)).json() as { webhook: { state: string; problem: string | null } }).webhook;
    answers = 503;
    await run();
    expect(await state()).toMatchObject({ state: 'failing', problem: 'The receiver answered 503.' });
    answers = 200;
    await run();
    expect(await state()).toMatchObject({ state: 'waiting', problem: null });
    const [refused, ...rest] = received;
    expect(rest[0]).toMatchObject({ body: refused?.body, delivery: refused?.delivery });
    for (const { body, signature } of received) {
      const [, seconds = '', sum = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
      expect(sum).toBe(createHmac('sha256', set.secret).update(`${seconds}.${body}`).digest('hex'));
    }
    const count = received.length;
    await run();
    expect(received).toHaveLength(count);
    await send(test1, shop, answerOf(shop));
    await run();
    const told = received.slice(1).flatMap(({ body }) => (JSON.parse(body) as { choices: { receipt: string }[] }).choices.map(({ receipt }) => receipt));
    expect(new Set(told).size).toBe(told.length);
    const log = await test1.server.context.ledgerOf(shop.org);
    for await (const { bytes } of log.scan(0)) expect(Buffer.from(bytes).toString()).not.toContain(set.secret);
  });
  test('is asked again by the clock only after a wait, and no more once the webhook ended', async () => {
    const jobs = async (): Promise<number> => Number((await test1.server.context.pool.query<{ n: string }>("select count(*) as n from graphile_worker.jobs where task_identifier = 'consent-webhook'")).rows[0]?.n);
    const tick = () => tasks['consent-webhooks']?.({}, test1.server.context, new AbortController().signal);
    await tick();
    expect(await jobs()).toBe(0);
    answers = 500;
    await send(test1, shop, answerOf(shop));
    await tasks['consent-webhook']?.({ org: shop.org, site: shop.site }, test1.server.context, new AbortController().signal);
    await tick();
    expect(await jobs()).toBe(0);
    test1.advance(61_000);
    await tick();
    expect(await jobs()).toBe(1);
    expect((await shop.owner('DELETE', `/api/orgs/${shop.org}/consent/sites/${shop.site}/webhook`)).status).toBe(200);
    const count = received.length;
    await tasks['consent-webhook']?.({ org: shop.org, site: shop.site }, test1.server.context, new AbortController().signal);
    expect(received).toHaveLength(count);
  });
});

test('a consent whose period is over says so in the history, once, and a refusal does not', async () => {
  const [yes, no] = [answerOf(shop), answerOf(shop, { method: 'refuse', answers: { statistics: false, media: false, newsletter: false, counter: false } })];
  await send(test1, shop, yes);
  await send(test1, shop, no);
  test1.advance(366 * 86_400_000);
  const run = () => tasks['consent-expiry']?.({}, test1.server.context, new AbortController().signal);
  await run();
  await run();
  const history = async (subject: string) => ((await test1.as()('GET', `/api/consents/${shop.key}/history?subject=${subject}`)).json() as { items: { method: string; states: object }[] }).items;
  expect((await history(yes.subject)).map(({ method, states }) => [method, states])).toEqual([['expiry', { counter: 'ConsentExpired', statistics: 'ConsentExpired' }], ['save', expect.any(Object)]]);
  expect(await history(no.subject)).toHaveLength(1);
  expect((await allowed(`subject=${yes.subject}`, 'statistics'))).toMatchObject({ allowed: false, state: 'ConsentExpired' });
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {})).json()).toMatchObject({ identical: true });
});
