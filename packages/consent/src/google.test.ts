import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../test/browser.ts';
import { bundle } from '../test/bundle.ts';
import { openShop } from '../test/page.ts';

let browser: Browser;
let site: Awaited<ReturnType<typeof openShop>>;
beforeAll(async () => { [browser, site] = await Promise.all([openBrowser(), openShop()]); });
afterAll(async () => { await browser.close(); await site.close(); });

test('Consent Mode hears that all is denied before any tag runs, and what changed after each answer', async () => {
  const script = await bundle('src/google-tag.ts', 'iife');
  const page = await browser.newPage();
  await page.goto(site.page({
    head: '<script nonce="NONCE" src="/google.js"></script><script nonce="NONCE">window.before = dataLayer.length</script>',
    answer: (seen) => (seen.path === '/google.js' ? { type: 'text/javascript', body: script } : undefined),
  }));
  const layer = (): Promise<unknown[][]> => page.evaluate(() => (window as unknown as { dataLayer: ArrayLike<unknown>[] }).dataLayer.map((one) => [...Array.from(one), Object.prototype.toString.call(one)]));
  const denied = { security_storage: 'granted', functionality_storage: 'denied', personalization_storage: 'denied', analytics_storage: 'denied', ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied' };
  expect(await page.evaluate(() => (window as unknown as { before: number }).before)).toBe(2);
  expect(await layer()).toEqual([['consent', 'default', denied, '[object Arguments]'], ['set', 'ads_data_redaction', true, '[object Arguments]']]);
  await page.getByRole('button', { name: 'Accept all' }).click();
  expect((await layer())[2]).toEqual(['consent', 'update', { ...denied, analytics_storage: 'granted', ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' }, '[object Arguments]']);
});
