import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { centreSettings, openShop, type Shop } from './privacy-shop.ts';

let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop.close());

type Fields = Record<string, string> | string[][];
const form = (fields: Fields): string => new URLSearchParams(fields).toString();
const post = (path: string, fields: Fields, headers: Record<string, string> = {}) =>
  shop.server.server.app.inject({ method: 'POST', url: path, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, payload: form(fields) });
const get = (path: string, headers: Record<string, string> = {}) => shop.server.server.app.inject({ url: path, headers });
const found = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';
const keptIn = (page: string) => ({ reference: found(page, /<code>([0-9a-z-]{29})<\/code>/), code: found(page, /<code>([0-9A-Z-]{14})<\/code>/) });
const mails = async (): Promise<Answer<'mails'>['items']> => ((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/mails`)).json() as Answer<'mails'>).items;
/** What differs by chance stands as a word. */
const settled = (page: string): string => page.replace(/[0-9a-z]{5}(-[0-9a-z]{5}){4}/g, 'REFERENCE').replace(/[0-9A-Z]{4}(-[0-9A-Z]{4}){2}/g, 'CODE');

describe('the privacy centre', () => {
  test('says the same and does the same, whether somebody is known or not', async () => {
    const { context } = shop.server.server;
    const seen = [];
    for (const mail of ['ada@example.com', 'nobody@example.net']) {
      const before = { facts: await (await context.ledgerOf(shop.org)).size(), mails: (await mails()).length };
      const { statusCode, body, headers } = await post('/privacy-centre/shop/', { right: 'access', mail, name: 'A', by: 'self' });
      seen.push({ statusCode, body: settled(body), type: headers['content-type'], facts: (await (await context.ledgerOf(shop.org)).size()) - before.facts, mails: (await mails()).length - before.mails });
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).toMatchObject({ statusCode: 200, facts: 1, mails: 1 });
  });

  test('takes a request, a code by mail, and shows where it stands, in the visitor’s language', async () => {
    const page = (await post('/privacy-centre/shop/?lang=de', { right: 'access', mail: 'bob@example.com', by: 'self' })).body;
    expect(page).toContain('<html lang="de">');
    const { reference, code } = keptIn(page);
    const mail = (await mails()).find(({ to, text }) => to === 'bob@example.com' && text.includes(reference));
    const mailed = found(mail?.text ?? '', /\n([0-9A-Z]{4}-[0-9A-Z]{4})\n/);
    expect(mail?.subject).toContain('Ihr Code');
    expect((await post('/privacy-centre/shop/confirm', { reference, code: 'AAAA-AAAA' })).statusCode).toBe(400);
    expect((await post('/privacy-centre/shop/confirm', { reference: reference.toUpperCase().replaceAll('-', ' '), code: mailed.toLowerCase() })).statusCode).toBe(200);
    await shop.work();
    const status = await post('/privacy-centre/shop/status?lang=de', { reference, code });
    expect(status.body).toContain('Wir arbeiten daran.');
    expect((await post('/privacy-centre/shop/status', { reference, code: 'AAAA-AAAA-AAAA' })).body).toEqual((await post('/privacy-centre/shop/status', { reference, code: 'BBBB-BBBB-BBBB' })).body);
    const request = ((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests?reference=${reference}`)).json() as Answer<'requests'>).items[0];
    expect([request?.proven, request?.status]).toEqual(['mail', 'awaiting_approval']);
    const plan = (await shop.detail(request?.id ?? '')).plan;
    await shop.ask('POST', `/requests/${request?.id}/approve`, { digest: plan?.digest });
    await shop.work();
    await shop.ask('POST', `/requests/${request?.id}/release`, { by: 'link' });
    expect((await post('/privacy-centre/shop/status', { reference, code })).body).toContain('/privacy-centre/shop/passphrase');
    expect((await post('/privacy-centre/shop/passphrase', { reference, code })).body).toMatch(/<code class="large">[0-9a-z-]{29}<\/code>/);
    expect((await post('/privacy-centre/shop/passphrase', { reference, code })).body).not.toMatch(/<code class="large">/);
  });

  test('names in the mail with the code everything that the code is good for', async () => {
    const { reference } = keptIn((await post('/privacy-centre/shop/', [['right', 'access'], ['right', 'erasure'], ['mail', 'cleo@example.com'], ['by', 'self']])).body);
    expect((await mails()).filter(({ text }) => text.includes(reference)).map(({ text }) => text.split('\n')[0])).toEqual(['Somebody, probably you, asked Shop Ltd for this: Get a copy of my data; Have my data erased.']);
  });

  test('leaves what an agent asks to a person, who looks at the authority', async () => {
    const { reference } = keptIn((await post('/privacy-centre/shop/', { right: 'erasure', mail: 'lawyer@example.com', name: 'Lara Lawyer', by: 'agent', authority: 'Power of attorney of 1 March' })).body);
    const request = ((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests?reference=${reference}`)).json() as Answer<'requests'>).items[0];
    expect([request?.status, request?.by, request?.stated?.agent?.authority]).toEqual(['received', 'agent', 'Power of attorney of 1 March']);
  });

  test('runs no script, asks no other place, sets no cookie, and escapes what people type', async () => {
    const { headers, body } = await get('/privacy-centre/shop');
    expect(headers['content-security-policy']).toBe("default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    expect(headers['set-cookie']).toBeUndefined();
    expect(body).not.toMatch(/<script|https?:\/\//);
    const wrong = await post('/privacy-centre/shop/', { right: 'access', mail: '"><script>alert(1)</script>', statement: '</textarea><b>' });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.body).not.toMatch(/<script>alert|<\/textarea><b>/);
  });

  test('takes no form from another site, and nothing without end', async () => {
    const asked = { right: 'access', mail: 'flood@example.com', by: 'self' };
    expect((await post('/privacy-centre/shop/', asked, { origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await post('/privacy-centre/shop/', asked, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    const statuses = [];
    for (let n = 0; n < 7; n += 1) statuses.push((await post('/privacy-centre/shop/', asked)).statusCode);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  });

  test('is nowhere for a company that has none, or has closed it', async () => {
    expect((await get('/privacy-centre/nobody')).statusCode).toBe(404);
    expect((await post('/privacy-centre/nobody/', {})).statusCode).toBe(404);
  });

  test('stands alone under the company’s own host, where nothing else of the server is', async () => {
    await shop.ask('PUT', '/centre', { expected: 1, settings: { ...centreSettings, host: 'privacy.shop.example' } });
    const host = { host: 'privacy.shop.example' };
    await expect.poll(async () => (await get('/', host)).body).toContain('Privacy at the shop');
    expect((await get('/', host)).body).toContain('href="/style.css"');
    expect((await get('/api/health', host)).statusCode).toBe(404);
    expect((await get('/api/health')).statusCode).toBe(200);
  });
});
