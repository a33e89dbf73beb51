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
  await page.check('#right-access');
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
