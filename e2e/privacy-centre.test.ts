import { createHmac, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openShop, type Shop } from '../packages/server/test/privacy-shop.ts';
import { violationsOf, openBrowser } from './browser.ts';

let shop: Shop;
let browser: Browser;
let url: string;
const pictures = process.env['E2E_PICTURES'];

beforeAll(async () => {
  shop = await openShop();
  url = await shop.server.server.app.listen({ host: '127.0.0.1', port: 0 });
  browser = await openBrowser();
  if (pictures !== undefined) await mkdir(pictures, { recursive: true });
});
afterAll(async () => {
  await browser.close();
  await shop.close();
});

async function look(page: Page, name: string): Promise<void> {
  expect(await violationsOf(page), name).toEqual([]);
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

const codeIn = async (reference: string): Promise<string> => {
  const mails = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/mails`)).json() as { items: { text: string }[] };
  return /\n([0-9A-Z]{4}-[0-9A-Z]{4})\n/.exec(mails.items.find(({ text }) => text.includes(reference))?.text ?? '')?.[1] ?? '';
};

test.each([['en', 'light', 1000], ['de', 'dark', 360]] as const)('a visitor asks, confirms and sees where it stands, in %s, %s, at %i points, without a fault of WCAG 2.2 AA', async (language, colorScheme, width) => {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  const strangers: string[] = [];
  page.on('request', (request) => { if (!request.url().startsWith(url)) strangers.push(request.url()); });
  const name = (step: string): string => `${step}-${language}`;
  await page.goto(`${url}/privacy-centre/shop?lang=${language}`);
  await look(page, name('form'));
  for (const right of ['access', 'erasure']) await page.check(`#right-${right}`);
  await page.fill('#f-mail', `${language}@example.com`);
  await page.click('button[type=submit]');
  await look(page, name('sent'));
  const [reference = '', code = ''] = await page.locator('dl code').allTextContents();
  expect(reference).toMatch(/^[0-9a-z-]{29}$/);
  await page.click('a.button');
  await look(page, name('confirm'));
  await page.fill('#f-code', 'AAAA-AAAA');
  await page.click('button[type=submit]');
  await look(page, name('wrong'));
  await page.fill('#f-code', await codeIn(reference));
  await page.click('button[type=submit]');
  await look(page, name('confirmed'));
  await page.goto(`${url}/privacy-centre/shop/status?lang=${language}`);
  await page.fill('#f-reference', reference);
  await page.fill('#f-code', code);
  await page.click('button[type=submit]');
  await look(page, name('status'));
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
  expect(strangers).toEqual([]);
  await context.close();
});

test.each([['en', 'dark', 360], ['de', 'light', 1000]] as const)('somebody comes from the app already known, and shows proof by a file without a script, in %s, %s, at %i points', async (language, colorScheme, width) => {
  const { key, secret } = (await shop.owner('POST', `/api/orgs/${shop.org}/privacy/assertion-keys`, { name: 'Shop' })).json() as { key: { id: string }; secret: string };
  const { audience } = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/assertion-keys`)).json() as { audience: string };
  const iat = Math.floor(shop.server.server.context.now().getTime() / 1000);
  const input = [{ alg: 'HS256', kid: key.id }, { sub: '2', keys: { 'customer.email': ['bob@example.com'] }, name: 'Bob Babbage', aud: audience, iat, exp: iat + 120, jti: randomUUID() }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const assertion = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true, javaScriptEnabled: true });
  const page = await context.newPage();
  // The app is another site: its page has the browser post the form.
  await page.route('https://app.example/', (route) => route.fulfill({ contentType: 'text/html', body: `<form method="post" action="${url}/privacy-centre/shop/signed-in?lang=${language}"><input type="hidden" name="assertion" value="${assertion}"><button>My data</button></form>` }));
  await page.goto('https://app.example/');
  await page.click('button');
  await look(page, `signed-in-${language}`);
  expect(page.url()).not.toContain(assertion.slice(0, 20));
  await page.check('#right-erasure');
  await page.click('button[type=submit]');
  await look(page, `signed-in-sent-${language}`);
  const [reference = '', code = ''] = await page.locator('dl code').allTextContents();
  const { items } = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests?reference=${reference}`)).json() as { items: { id: string }[] };
  await shop.ask('POST', `/requests/${items[0]?.id}/ask-proof`, { reason: 'doubt', by: 'document', wanted: 'Two accounts go by this address. Please send us a picture of your customer card; the number is enough.' });
  await page.click('a.button');
  await page.fill('#f-code', code);
  await page.click('button[type=submit]');
  await look(page, `proof-${language}`);
  await page.setInputFiles('#f-proof', { name: 'card.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
  await page.click('form[enctype] button >> nth=0');
  await look(page, `proof-wrong-${language}`);
  await page.setInputFiles('#f-proof', { name: 'card.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]) });
  await page.click('form[enctype] button >> nth=0');
  await look(page, `proof-sent-${language}`);
  expect(await page.locator('main li').allTextContents()).toContain(language === 'en' ? 'card.png: we have it' : 'card.png: liegt uns vor');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
  await context.close();
});
