import { renderToString } from 'react-dom/server';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../test/browser.ts';
import { bundle } from '../test/bundle.ts';
import { shop } from '../test/page.ts';
import { Shop } from '../test/react-page.tsx';
import { openSite } from '../test/site.ts';
import { readConsent } from './next.ts';
import { ConsentGate, ConsentProvider } from './react.ts';

let browser: Browser;
let site: Awaited<ReturnType<typeof openSite>>;
let context: BrowserContext;
let onServer = true;
beforeAll(async () => {
  const script = await bundle('test/react-main.tsx', 'iife', { 'process.env.NODE_ENV': '"development"' });
  browser = await openBrowser();
  site = await openSite((seen) => {
    if (seen.path === '/main.js') return { type: 'text/javascript', body: script };
    if (seen.path === '/count.js') return { type: 'text/javascript', body: 'window.counted = (window.counted ?? 0) + 1' };
    if (seen.host !== 'shop.test') return { body: '<!doctype html><title>Film</title>Film' };
    if (seen.path !== '/') return { status: 404 };
    const read = readConsent(shop, { cookies: seen.headers.cookie ?? '', headers: new Headers() });
    const given = { port: site.port, config: read.config, ...onServer && { initial: read.initial } };
    return {
      headers: { 'content-security-policy': "default-src 'none'; script-src 'nonce-bm9uY2U'; frame-src *; img-src *" },
      body: `<!doctype html><html lang="en"><title>Shop</title><script type="application/json" id="given">${JSON.stringify(given)}</script><div id="root">${renderToString(<Shop {...given} />)}</div><script nonce="bm9uY2U" src="/main.js"></script>`,
    };
  });
});
afterAll(async () => { await browser.close(); await site.close(); });
afterEach(() => context.close());

const third = (): string[] => site.paths().filter((path) => !path.startsWith('shop.test'));
const recovered = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as { recovered: string[] }).recovered);
async function visit(): Promise<Page> {
  context = await browser.newContext();
  const page = await context.newPage();
  site.seen.length = 0;
  await page.goto(`http://shop.test:${site.port}/`, { waitUntil: 'networkidle' });
  return page;
}

test.each([true, false])('a page rendered on the server (knowing the choice: %s) is hydrated without a mismatch, blocks, and runs what is allowed', async (knows) => {
  onServer = knows;
  const page = await visit();
  expect(third()).toEqual([]);
  await page.getByText('Statistics are off').waitFor();
  await page.getByRole('button', { name: 'Accept all' }).click();
  await page.getByText('Statistics are on').waitFor();
  await page.frameLocator('iframe').getByText('Film').last().waitFor();
  await page.waitForFunction(() => (window as { counted?: number }).counted === 1);
  await page.reload({ waitUntil: 'networkidle' });
  await page.getByText('Statistics are on').waitFor();
  expect(await recovered(page)).toEqual([]);
  expect(await page.locator('.avouch-banner').count()).toBe(0);
  await page.getByRole('button', { name: 'Stop counting' }).click();
  await page.getByText('Statistics are off').waitFor();
});

test('the server renders what was allowed when it knows the choice', async () => {
  onServer = true;
  const page = await visit();
  await page.getByRole('button', { name: 'Accept all' }).click();
  await page.getByText('Statistics are on').waitFor();
  const text = await (await context.request.get(`http://127.0.0.1:${site.port}/`, { headers: { host: 'shop.test', cookie: (await context.cookies()).map((one) => `${one.name}=${one.value}`).join('; ') } })).text();
  expect(text).toContain('<iframe');
});

test('a gate opens by one click beside it', async () => {
  const page = await visit();
  await page.getByRole('button', { name: 'Allow Tube' }).click();
  await page.frameLocator('iframe').getByText('Film').last().waitFor();
  expect(third()).toEqual(['tube.test/film']);
});

test('a form asks for opt-in unticked, with its notice, and posts what was agreed to', async () => {
  const page = await visit();
  const box = page.getByRole('checkbox', { name: 'Send me news', description: 'We send a mail first, to be sure that it is you.' });
  expect(await box.isChecked()).toBe(false);
  const posted = (): Promise<unknown> => page.evaluate(() => Object.fromEntries(new FormData(document.querySelector('form')!)));
  expect(await posted()).toEqual({ 'consent.newsletter.notice': 'newsletter@2', 'consent.newsletter.confirm': 'mail' });
  await box.check();
  await page.getByText('ticked', { exact: true }).waitFor();
  expect(await posted()).toMatchObject({ 'consent.newsletter': 'yes' });
});

test('a gate without a provider is a mistake and says so', async () => {
  context = await browser.newContext();
  expect(() => renderToString(<ConsentGate purpose="media" />)).toThrow('<ConsentProvider>');
  expect(renderToString(<ConsentProvider config={shop}><ConsentGate purpose="media" fallback="No film">Film</ConsentGate></ConsentProvider>)).toBe('No film');
});
