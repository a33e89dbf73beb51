import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../test/browser.ts';
import { openShop, type ShopPage } from '../test/page.ts';
import { bundle, inlined } from '../test/bundle.ts';

let browser: Browser;
let site: Awaited<ReturnType<typeof openShop>>;
let context: BrowserContext;
let axe: string;
beforeAll(async () => {
  [browser, site, axe] = await Promise.all([openBrowser(), openShop(), readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')]);
});
afterAll(async () => { await browser.close(); await site.close(); });
afterEach(() => context.close());

type Shift = { shifts?: number };
/** Opens the shop and waits for the banner. Counts layout shifts from the first paint on. */
async function visit(shopPage: ShopPage = {}, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  context = await browser.newContext(options);
  const page = await context.newPage();
  await page.addInitScript(() => {
    const own = window as Shift;
    own.shifts = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) own.shifts! += (entry as PerformanceEntry & { value: number }).value; }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(site.page({ body: '<p>Tea by post.</p>'.repeat(40), ...shopPage }), { waitUntil: 'networkidle' });
  await page.locator('.avouch-banner').waitFor();
  return page;
}
const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  const result = await page.evaluate(async () => (window as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run());
  return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
};
const small = (page: Page, root: string): Promise<string[]> => page.evaluate((selector) => [...document.querySelectorAll(`${selector} :is(button, a, summary, label)`)]
  .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML), root);
const focused = (page: Page): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.textContent);

describe('the banner', () => {
  test('refuses with the weight with which it accepts', async () => {
    const page = await visit();
    const [no, yes] = await Promise.all(['Reject all', 'Accept all'].map((name) => page.getByRole('button', { name }).evaluate((one) => {
      const { width, height } = one.getBoundingClientRect();
      const { color, backgroundColor, fontSize, fontWeight, borderWidth, opacity } = getComputedStyle(one);
      return { width, height, color, backgroundColor, fontSize, fontWeight, borderWidth, opacity };
    })));
    expect(no).toEqual(yes);
  });
  test('shifts nothing, neither when it comes nor when it goes', async () => {
    const page = await visit({ body: `<p>Film</p><iframe data-consent="media" data-vendor="tube" data-src="http://tube.test:${site.port}/film" title="Film" width="480" height="270"></iframe><p>${'Tea. '.repeat(400)}</p>` });
    await page.locator('.avouch-held').waitFor();
    await page.getByRole('button', { name: 'Accept all' }).click();
    await page.frameLocator('iframe').getByText('Embedded').last().waitFor();
    expect(await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(() => done((window as Shift).shifts))); }))).toBe(0);
  });
  test('leaves no inline style in the page', async () => {
    expect(await (await visit()).locator('[style]').count()).toBe(0);
  });
  test('is found first by the keyboard, takes no focus by itself, and Escape refuses', async () => {
    const page = await visit();
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Reject all');
    await page.keyboard.press('Escape');
    await page.locator('.avouch-banner').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Privacy choices');
    await expect.poll(async () => (await context.cookies())[0]?.value).toContain('statistics:0!marketing:0');
  });
  test('says what it is, and that the choice is saved, to those who do not see it', async () => {
    const page = await visit();
    await page.getByRole('complementary', { name: 'Your data, your choice' }).waitFor();
    await page.getByRole('status').filter({ hasText: 'Your data, your choice' }).waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Reject all' }).click();
    await page.getByRole('status').filter({ hasText: 'Your choice is saved.' }).waitFor({ state: 'attached' });
  });
});

describe('the preferences', () => {
  test('tick nothing beforehand, name companies, cookies and how long they live', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Choose' }).click();
    const dialog = page.getByRole('dialog', { name: 'Privacy choices' });
    expect(await dialog.getByRole('checkbox', { checked: true }).count()).toBe(0);
    await dialog.locator('summary').nth(1).click();
    await dialog.getByText('_count: 400 days · _count_*: 1 day').waitFor();
    expect(await dialog.getByRole('link', { name: 'Privacy notice: Counter' }).getAttribute('href')).toBe('https://counter.test/privacy');
  });
  test('are worked by the keyboard alone', async () => {
    const page = await visit();
    for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Choose');
    expect(await context.cookies()).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: 'Statistics' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Save choice' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.avouch-banner').waitFor({ state: 'detached' });
    await expect.poll(async () => (await context.cookies())[0]?.value).toContain('statistics:1!marketing:0!media:0!counter:1!adnet:0!tube:0');
  });
  test('allow one company of a purpose and not another', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Choose' }).click();
    await page.locator('summary').nth(3).click();
    await page.getByRole('checkbox', { name: 'Tube' }).check();
    await page.getByRole('button', { name: 'Save choice' }).click();
    await page.locator('.avouch-banner').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => ['tube', 'media', 'adnet'].map((id) => (window as unknown as { avouch: { allows: (id: string) => boolean } }).avouch.allows(id)))).toEqual([true, false, false]);
  });
  test('open from a link of the page, which then stands in place of the button', async () => {
    const page = await visit({ body: '<button data-consent-open>Cookies</button>' });
    await page.getByRole('button', { name: 'Reject all' }).click();
    expect(await page.getByRole('button', { name: 'Privacy choices' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Cookies' }).click();
    await page.getByRole('dialog').waitFor();
  });
});

describe('for everybody', () => {
  test.each<[string, ShopPage, Parameters<Browser['newContext']>[0]]>([
    ['in light', {}, { colorScheme: 'light' }], ['in dark', {}, { colorScheme: 'dark' }], ['on a phone', {}, { viewport: { width: 320, height: 568 } }],
    ['from right to left', { html: '<html lang="en" dir="rtl">' }, {}], ['in forced colours', {}, { forcedColors: 'active' }],
  ])('%s there is no violation that axe knows, targets are 44 px high, and all of it is in sight', async (_, shopPage, options) => {
    const page = await visit(shopPage, options);
    const inside = (root: string): Promise<boolean> => page.locator(root).evaluate((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && one.scrollWidth <= one.clientWidth;
    });
    expect(await violations(page)).toEqual([]);
    expect(await small(page, '.avouch-banner')).toEqual([]);
    expect(await inside('.avouch-banner')).toBe(true);
    await page.getByRole('button', { name: 'Choose' }).click();
    for (const one of await page.locator('summary').all()) await one.click();
    expect(await violations(page)).toEqual([]);
    expect(await small(page, 'dialog')).toEqual([]);
    expect(await inside('dialog')).toBe(true);
    await page.getByRole('button', { name: 'Reject all' }).last().click();
    await page.getByRole('button', { name: 'Privacy choices' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });
  test('it stands at the side where reading begins', async () => {
    const leftOf = async (dir: string): Promise<number> => {
      const { x } = (await (await visit({ html: `<html lang="en" dir="${dir}">` }, { viewport: { width: 1000, height: 600 } })).locator('.avouch-banner').boundingBox())!;
      await context.close();
      return x;
    };
    expect(await leftOf('ltr')).toBeLessThan(100);
    expect(await leftOf('rtl')).toBeGreaterThan(500);
  });
  test('it speaks the language of the page, and English where it does not know better', async () => {
    const german = await bundle('src/languages/de.ts', 'esm');
    const answer = (seen: { path: string }): { type: string; body: string } | undefined => (seen.path === '/languages/de.js' ? { type: 'text/javascript', body: german } : undefined);
    await (await visit({ html: '<html lang="de-AT">', answer })).getByRole('button', { name: 'Alle ablehnen' }).waitFor();
    await context.close();
    await (await visit({ html: '<html lang="ja">' })).getByRole('button', { name: 'Reject all' }).waitFor();
  });
  test('it does all of that from inside the page too, where that saves a round trip', async () => {
    const files: Record<string, string> = { '/consent/languages/de.js': await bundle('src/languages/de.ts', 'esm'), '/consent/placeholders.js': await bundle('src/placeholders.ts', 'esm') };
    const script = await bundle('src/main.ts', 'iife', inlined);
    expect(script).not.toMatch(/<\/script|<!--/i);
    const page = await visit({
      html: '<html lang="de">', script: `<script nonce="NONCE" data-src="http://shop.test:${site.port}/consent/">${script}</script>`, body: `<iframe data-consent="media" data-vendor="tube" data-src="http://tube.test:${site.port}/film" title="Film"></iframe>`,
      answer: ({ path }) => (files[path] === undefined ? undefined : { type: 'text/javascript', body: files[path] }),
    });
    await page.getByRole('button', { name: 'Alle ablehnen' }).waitFor();
    await page.getByRole('button', { name: 'Tube erlauben' }).waitFor();
  });
  test('the company may put it in its own words', async () => {
    const page = await visit({ config: { texts: { en: { title: 'Biscuits?' } } } });
    await page.getByRole('heading', { name: 'Biscuits?' }).waitFor();
    await page.getByRole('button', { name: 'Reject all' }).waitFor();
  });
});
