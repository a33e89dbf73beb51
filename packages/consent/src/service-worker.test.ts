import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../test/browser.ts';
import { bundle } from '../test/bundle.ts';
import { shop } from '../test/page.ts';
import { openSite } from '../test/site.ts';

let browser: Browser;
let context: BrowserContext;
let site: Awaited<ReturnType<typeof openSite>>;
beforeAll(async () => {
  const files: Record<string, string> = {
    '/consent/consent.js': await bundle('src/main.ts', 'iife'), '/consent/service-worker.js': await bundle('src/service-worker-tag.ts', 'iife'), '/avouch-consent-sw.js': await bundle('src/consent.worker.ts', 'iife'),
  };
  browser = await openBrowser();
  site = await openSite(({ host, path }) => {
    const [name = ''] = path.split('?');
    if (files[name] !== undefined) return { type: 'text/javascript', body: files[name] };
    if (host !== 'localhost') return { type: 'image/gif', body: 'GIF89a' };
    // Nothing here is marked: the parser loads it, and no script can stop that.
    const unmarked = name === '/tea' ? `<img src="http://px.adnet.test:${site.port}/pixel" alt=""><link rel="stylesheet" href="http://counter.test:${site.port}/style.css"><img src="/own.gif" alt="">` : '';
    return { body: `<!doctype html><html lang="en"><title>Shop</title><script type="application/json" id="avouch-consent">${JSON.stringify(shop)}</script><script src="/consent/consent.js"></script><script src="/consent/service-worker.js"></script><h1>Shop</h1>${unmarked}` };
  });
});
afterAll(async () => { await browser.close(); await site.close(); });
afterEach(() => context.close());

const third = (): string[] => site.paths().filter((path) => !path.startsWith('localhost')).sort();
// Service workers want a trustworthy origin, which this name is without a certificate.
const go = async (page: Page, path: string): Promise<void> => {
  site.seen.length = 0;
  await page.goto(`http://localhost:${site.port}${path}`, { waitUntil: 'networkidle' });
};
async function visit(): Promise<Page> {
  context = await browser.newContext();
  const page = await context.newPage();
  await go(page, '/');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  return page;
}
/** Waits until the worker has heard of the choice. */
const toldOf = async (page: Page, words: string): Promise<void> => {
  await expect.poll(() => page.evaluate(async () => (await caches.match('/avouch-consent-allowed'))?.text())).toContain(words);
};

test('what the parser loads by itself is blocked at the network until it is allowed, and again when that is withdrawn', async () => {
  const page = await visit();
  await go(page, '/tea');
  expect(third()).toEqual([]);
  expect(site.paths()).toContain('localhost/own.gif');
  await page.getByRole('button', { name: 'Choose' }).click();
  await page.getByRole('checkbox', { name: 'Marketing' }).check();
  await page.getByRole('button', { name: 'Save choice' }).click();
  await toldOf(page, 'adnet.test');
  await go(page, '/tea');
  expect(third()).toEqual(['px.adnet.test/pixel']);
  await page.getByRole('button', { name: 'Privacy choices' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reject all' }).click();
  await toldOf(page, '[]');
  await go(page, '/tea');
  expect(third()).toEqual([]);
});

test('what was allowed stays so when the browser has stopped the worker', async () => {
  const page = await visit();
  await page.getByRole('button', { name: 'Accept all' }).click();
  await page.locator('.avouch-banner').waitFor({ state: 'detached' });
  await toldOf(page, 'adnet.test');
  const devtools = await context.newCDPSession(page);
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.stopAllWorkers');
  await go(page, '/tea');
  expect(third()).toEqual(['counter.test/style.css', 'px.adnet.test/pixel']);
});

test('an answer counts at once, also where the browser has not yet come to look for a newer worker', async () => {
  const page = await visit();
  await page.addInitScript(() => { navigator.serviceWorker.register = () => new Promise(() => {}); });
  await go(page, '/');
  await page.getByRole('button', { name: 'Accept all' }).click();
  await toldOf(page, 'adnet.test');
  await page.getByRole('button', { name: 'Privacy choices' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reject all' }).click();
  await toldOf(page, '[]');
  await go(page, '/tea');
  expect(third()).toEqual([]);
});
