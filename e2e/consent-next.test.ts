import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser, violationsOf } from './browser.ts';
import { openNextShop, type NextShop } from './next-shop.ts';

let shop: NextShop;
let browser: Browser;
let context: BrowserContext;
let complaints: string[];
beforeAll(async () => {
  shop = await openNextShop();
  browser = await openBrowser(shop.flags);
});
afterAll(async () => {
  await browser.close();
  await shop.close();
});
afterEach(() => context.close());

const phone = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
type Watched = Window & { shifts: number[]; broken: string[]; flashes: string[]; counted?: number };

/** A visitor with a slow phone: a quarter of the processor and a slow mobile network. What the page shifted, broke and flashed is kept. */
async function visit(options: Parameters<Browser['newContext']>[0] = phone): Promise<Page> {
  shop.forget();
  complaints = [];
  context = await browser.newContext(options);
  const page = await context.newPage();
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 });
  await page.addInitScript(() => {
    const own = window as unknown as Watched;
    Object.assign(own, { shifts: [], broken: [], flashes: [] });
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) own.shifts.push((entry as PerformanceEntry & { value: number }).value); }).observe({ type: 'layout-shift', buffered: true });
    document.addEventListener('securitypolicyviolation', (event) => own.broken.push(`${event.violatedDirective} ${event.blockedURI}`));
    new MutationObserver(() => {
      for (const sign of ['.avouch-banner', '.avouch-held']) if (document.querySelector(sign)) own.flashes = [...new Set([...own.flashes, sign])];
    }).observe(document, { childList: true, subtree: true });
  });
  await open(page);
  return page;
}
const open = async (page: Page): Promise<string> => {
  const response = await page.goto('http://shop.example/', { waitUntil: 'networkidle' });
  expect(response?.status()).toBe(200);
  return await response!.text();
};
const watched = (page: Page): Promise<{ shifts: number[]; broken: string[]; flashes: string[]; counted: number }> => page.evaluate(() => new Promise((done) => {
  const { shifts, broken, flashes, counted = 0 } = window as unknown as Watched;
  requestAnimationFrame(() => requestAnimationFrame(() => done({ shifts, broken, flashes, counted })));
}));
const button = (page: Page, name: string): ReturnType<Page['getByRole']> => page.locator('.avouch-banner').getByRole('button', { name });

test('under a policy without inline scripts, styles and code from text, the banner is painted and shifts nothing, and nothing is loaded before an answer', async () => {
  const page = await visit();
  await button(page, 'Reject all').waitFor();
  const policy = (await context.request.get(shop.origin)).headers()['content-security-policy'];
  expect(policy).toMatch(/script-src 'nonce-[\w+/=]{20,}' 'strict-dynamic';/);
  expect(policy).not.toContain('unsafe');
  expect(await watched(page)).toMatchObject({ shifts: [], broken: [], counted: 0 });
  expect(shop.asked()).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  expect(complaints).toEqual([]);
});

test('what was allowed runs at once, and from then on it is part of the page that the server renders: nothing flashes', async () => {
  const page = await visit();
  await button(page, 'Accept all').tap();
  await page.getByText('Your visit is counted').waitFor();
  await page.frameLocator('iframe').getByRole('heading', { name: 'Film' }).waitFor();
  await page.waitForFunction(() => (window as unknown as Watched).counted === 1);
  expect([...shop.asked()].sort()).toEqual(['counter.example/count.js', 'tube.example/film']);
  expect(await watched(page)).toMatchObject({ shifts: [], broken: [] });
  const html = await open(page);
  expect(html).toContain('<iframe src="https://tube.example/film"');
  expect(html).toContain('Your visit is counted');
  await page.waitForFunction(() => (window as unknown as Watched).counted === 1);
  expect(await watched(page)).toEqual({ shifts: [], broken: [], flashes: [], counted: 1 });
  expect(complaints).toEqual([]);
});

test('no is one click, loads nothing, and is known on the next page', async () => {
  const page = await visit();
  await button(page, 'Reject all').tap();
  await page.locator('.avouch-banner').waitFor({ state: 'detached' });
  expect(await open(page)).toContain('Your visit is not counted');
  expect(await watched(page)).toEqual({ shifts: [], broken: [], flashes: ['.avouch-held'], counted: 0 });
  expect(shop.asked()).toEqual([]);
  expect((await context.cookies()).map((one) => one.name)).toEqual(['avouch-consent']);
  expect(complaints).toEqual([]);
});

test('withdrawing is one click too, and takes away what the vendor stored', async () => {
  const page = await visit();
  await button(page, 'Accept all').tap();
  await page.waitForFunction(() => document.cookie.includes('_count=1'));
  await page.getByRole('button', { name: 'Stop counting' }).tap();
  await page.getByText('Your visit is not counted').waitFor();
  await page.waitForFunction(() => !document.cookie.includes('_count=1'));
});

test('Global Privacy Control is a no before the page is rendered', async () => {
  const page = await visit({ ...phone, extraHTTPHeaders: { 'sec-gpc': '1' } });
  await page.getByText('Your visit is not counted').waitFor();
  expect(await page.locator('.avouch-banner').count()).toBe(0);
  expect(shop.asked()).toEqual([]);
});

test.each(['light', 'dark'] as const)('in %s, the page with banner, preferences and opt-in has no fault that axe knows', async (colorScheme) => {
  const page = await visit({ ...phone, colorScheme });
  await button(page, 'Choose').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, 'Choose').tap();
  await page.getByRole('dialog').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Reject all' }).tap();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await violationsOf(page)).toEqual([]);
});
