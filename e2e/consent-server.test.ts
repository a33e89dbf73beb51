import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyReceipt } from '@avouch/privacy/receipts';
import { bundle } from '../packages/consent/test/bundle.ts';
import { openTestServer, type TestServer } from '../packages/server/src/testing/server.ts';
import { openShop, type Shop } from '../packages/server/test/consent-shop.ts';
import { violationsOf, openBrowser } from './browser.ts';

let served: TestServer;
let shop: Shop;
let pages: Server;
let browser: Browser;
let page: Page;
let verifierKey: string;

/** The company's page, under its own name and a policy that lets it speak to the consent server alone. */
const shopPage = (config: string): string => `<!doctype html><html lang="en"><head><title>Tea</title><script type="application/json" id="avouch-consent">${config}</script><script src="/consent.js"></script></head><body><h1>Tea</h1><button data-consent-open>Privacy choices</button></body></html>`;

beforeAll(async () => {
  served = await openTestServer({ AVOUCH_PORT: '0' }, { listen: true });
  const { org, cookie } = await served.setUp();
  shop = await openShop(served, org, cookie, { domains: ['tea.test'] });
  ({ verifierKey } = (await shop.owner('GET', `/api/orgs/${org}/ledger`)).json() as { verifierKey: string });
  const script = await bundle('src/main.ts', 'iife');
  const config = await (await fetch(`${served.server.url}/api/notices/${shop.key}/en`)).text();
  pages = createServer((request, response) => {
    if (request.url === '/consent.js') return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': `default-src 'none'; script-src 'self'; connect-src ${served.server.url}` }).end(shopPage(config));
  });
  await new Promise<void>((done) => { pages.listen(0, '127.0.0.1', done); });
  browser = await openBrowser(['--host-resolver-rules=MAP *.test 127.0.0.1']);
  page = await (await browser.newContext({ acceptDownloads: true, reducedMotion: 'reduce', locale: 'en-GB' })).newPage();
});
afterAll(async () => {
  await browser?.close();
  pages?.close();
  await served?.close();
});

let subject: string;

test('the banner with the published notice posts a refusal to the real server, and its receipt verifies offline', async () => {
  await page.goto(`http://tea.test:${(pages.address() as AddressInfo).port}/`);
  const reply = page.evaluate(() => new Promise<string>((done, fail) => {
    document.addEventListener('avouch:receipt', (event) => done((event as CustomEvent<string>).detail));
    document.addEventListener('avouch:unsent', (event) => fail(new Error((event as CustomEvent<string>).detail)));
  }));
  await page.getByRole('button', { name: 'Reject all' }).click();
  const receipt = JSON.parse(await reply) as { complete: string; record: { pii_principal_id: string; pii_processing: [{ purposes: { state: string }[] }] } };
  expect(receipt.record.pii_processing[0].purposes.map(({ state }) => state)).toEqual(['ConsentRefused', 'ConsentRefused', 'ConsentRefused']);
  subject = receipt.record.pii_principal_id;
  const whole = await (await fetch(receipt.complete)).text();
  expect(verifyReceipt(whole, { verifierKey })).toMatchObject({ ok: true, chosen: { method: 'refuse', subject } });
});

test('the person sees what they answered, changes it without a script of the company, and takes the proof along', async () => {
  await page.goto(`${served.server.url}/consent/${shop.key}#${subject}`);
  await page.getByRole('heading', { name: 'What you answered' }).waitFor();
  expect(page.url()).not.toContain(subject);
  expect(await page.getByRole('group', { name: 'Statistics' }).getByRole('radio', { name: 'No' }).first().isChecked()).toBe(true);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('group', { name: 'Media' }).getByRole('radio', { name: 'Yes' }).check();
  await page.getByRole('button', { name: 'Save choice' }).click();
  await page.getByRole('status').filter({ hasText: 'saved' }).waitFor();
  const current = (await (await fetch(`${served.server.url}/api/consents/${shop.key}/current?subject=${subject}`)).json()) as { allowed: string[] };
  expect(current.allowed).toEqual(['necessary', 'media']);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /Download receipt/ }).first().click()]);
  const parts: Buffer[] = [];
  for await (const part of await file.createReadStream()) parts.push(part as Buffer);
  expect(verifyReceipt(Buffer.concat(parts).toString(), { verifierKey })).toMatchObject({ ok: true, chosen: { method: 'centre', answers: { media: true } } });
});

test('the page works with scripts off, in the visitor’s language, at phone width, and nothing in it is taken for markup', async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'de-DE', viewport: { width: 320, height: 640 }, colorScheme: 'dark' });
  const quiet = await plain.newPage();
  await quiet.goto(`${served.server.url}/consent/${shop.key}`);
  await quiet.getByLabel('Ihre Einwilligungsnummer').fill(subject);
  await quiet.getByRole('button', { name: 'Meine Entscheidungen zeigen' }).click();
  await quiet.getByRole('heading', { name: 'Was Sie geantwortet haben' }).waitFor();
  await quiet.getByText('Wir schreiben einmal im Monat.').waitFor();
  await plain.close();
  const asked = await fetch(`${served.server.url}/consent/${shop.key}`, { method: 'POST', headers: { origin: served.server.url, 'content-type': 'application/x-www-form-urlencoded' }, body: 'subject=%22%3E%3Cscript%3Ealert(1)%3C/script%3E' });
  expect(await asked.text()).not.toContain('<script>alert');
  expect(asked.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect((await fetch(`${served.server.url}/consent/${shop.key}`, { method: 'POST', headers: { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' }, body: '' })).status).toBe(403);
});

test('a mail’s links ask before they act, and say when they are not valid', async () => {
  const key = ((await shop.owner('POST', `/api/orgs/${shop.org}/consent/sites/${shop.site}/keys`, { name: 'K', scopes: ['record', 'allowed'] })).json() as { secret: string }).secret;
  const call = async (path: string, body?: object): Promise<Record<string, never>> => (await fetch(`${served.server.url}/api/consents/${shop.key}/${path}`, { ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }), headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) } })).json() as Promise<Record<string, never>>;
  const allowed = async (): Promise<unknown> => (await call('allowed?account=reader&purpose=newsletter'))['allowed'];
  const { confirm } = (await call('opt-ins', { account: 'reader', purpose: 'newsletter', answer: true, confirm: true })) as unknown as { confirm: { url: string } };
  await page.goto(confirm.url);
  expect(await allowed()).toBe(false);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { name: 'Thank you. It is confirmed.' }).waitFor();
  expect(await allowed()).toBe(true);
  const { url } = (await call('unsubscribe-tokens', { account: 'reader', purpose: 'newsletter' })) as unknown as { url: string };
  await page.goto(url);
  expect(await allowed()).toBe(true);
  await page.getByRole('button', { name: 'Stop these e-mails' }).click();
  await page.getByRole('heading', { name: /not receive this any more/ }).waitFor();
  expect(await allowed()).toBe(false);
  await page.goto(`${served.server.url}/consent/${shop.key}/confirm?token=nonsense`);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { name: /not valid/ }).waitFor();
});
