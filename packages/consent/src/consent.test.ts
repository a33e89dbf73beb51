import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../test/browser.ts';
import { openShop, type ShopPage } from '../test/page.ts';
import type { Choice } from './config.ts';

let browser: Browser;
let site: Awaited<ReturnType<typeof openShop>>;
let context: BrowserContext;
beforeAll(async () => { [browser, site] = await Promise.all([openBrowser(), openShop()]); });
afterAll(async () => { await browser.close(); await site.close(); });
afterEach(() => context.close());

const port = (): number => site.port;
const third = (): string[] => site.paths().filter((path) => !path.startsWith('shop.test'));

/** Opens the shop as a new visitor, with everything loaded that loads by itself. */
async function visit(shopPage: ShopPage, options: Parameters<Browser['newContext']>[0] = {}, before?: (page: Page) => Promise<unknown>): Promise<Page> {
  context = await browser.newContext(options);
  const page = await context.newPage();
  await before?.(page);
  await page.goto(site.page(shopPage), { waitUntil: 'networkidle' });
  return page;
}
const accept = (page: Page): Promise<void> => page.getByRole('button', { name: 'Accept all' }).click();
const refuse = (page: Page): Promise<void> => page.getByRole('button', { name: 'Reject all' }).click();
const ran = (page: Page): Promise<string[]> => page.evaluate(() => (window as { ran?: string[] }).ran ?? []);
const names = async (): Promise<string[]> => (await context.cookies()).map((one) => one.name).sort();
const choices = (): Choice[] => site.seen.filter((one) => one.path === '/consents').map((one) => JSON.parse(one.body) as Choice);

const held = (): string => `
<script type="text/plain" data-consent="statistics" data-vendor="counter" nonce="NONCE" src="http://counter.test:${port()}/first.js"></script>
<script type="text/plain" data-consent="statistics" nonce="NONCE">(window.ran ??= []).push('second'); document.cookie = '_count=7'; document.cookie = '_count_x=7'; document.cookie = 'basket=1'; localStorage.setItem('count.id', '7'); localStorage.setItem('basket', '1')</script>
<script type="text/plain" data-consent="marketing" data-vendor="adnet" nonce="NONCE" src="http://adnet.test:${port()}/third.js"></script>
<img data-consent="marketing" data-vendor="adnet" data-src="http://adnet.test:${port()}/pixel" alt="" width="1" height="1">
<iframe data-consent="media" data-vendor="tube" data-src="http://tube.test:${port()}/film" title="Film" width="480" height="270"></iframe>`;

describe('before an answer', () => {
  test('nothing is requested from any vendor, and nothing is stored', async () => {
    const page = await visit({ body: held() });
    expect(third()).toEqual([]);
    expect(await ran(page)).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });
  test('requests of the page\'s own scripts to a vendor fail as without a network; others pass', async () => {
    const page = await visit({ head: '<script nonce="NONCE">window.errors = []; addEventListener("unhandledrejection", (e) => errors.push(String(e.reason)))</script>' });
    const results = await page.evaluate(async (vendor) => {
      const xhr = (url: string): Promise<string> => new Promise((done) => {
        const request = new XMLHttpRequest();
        request.open('GET', url);
        request.onload = () => done(`status ${request.status}`);
        request.onerror = () => done('error');
        request.send();
      });
      const socket = (): string => {
        try {
          return new WebSocket(vendor.replace('http', 'ws')).url;
        } catch (error) {
          return (error as DOMException).name;
        }
      };
      new Image().src = `${vendor}/image`;
      const script = document.createElement('script');
      script.type = 'text/javascript';
      (script as { src: string }).src = `${vendor}/script.js`;
      return {
        fetch: await fetch(`${vendor}/fetch`).then(() => 'passed', (error: Error) => error.name), request: await fetch(new Request(`${vendor}/request`)).then(() => 'passed', (error: Error) => error.name),
        xhr: await xhr(`${vendor}/xhr`), beacon: navigator.sendBeacon(`${vendor}/beacon`), socket: socket(), own: await xhr('/own'), fetched: (await fetch('/own')).status,
      };
    }, `http://sub.counter.test:${port()}`).catch((error: Error) => error.message);
    expect(results).toEqual({ fetch: 'TypeError', request: 'TypeError', xhr: 'error', beacon: false, socket: 'SyntaxError', own: 'status 404', fetched: 404 });
    expect(third()).toEqual([]);
  });
  test('with scripts off everything stays blocked', async () => {
    await visit({ body: held() }, { javaScriptEnabled: false });
    expect(third()).toEqual([]);
    expect(site.paths()).toContain('shop.test/');
  });
  test('a script that comes later, and has no nonce, gains no power by asking for consent', async () => {
    const page = await visit({ body: '<script type="text/plain" data-consent="statistics">(window.ran ??= []).push("injected")</script>' });
    await accept(page);
    await page.getByRole('button', { name: 'Privacy choices' }).waitFor();
    expect(await ran(page)).toEqual([]);
  });
});

describe('an answer', () => {
  test('yes runs at once what it allows, in the order of the page', async () => {
    const page = await visit({ body: held() });
    await accept(page);
    await page.waitForFunction(() => (window as { ran?: string[] }).ran?.length === 3);
    expect(await ran(page)).toEqual(['/first.js', 'second', '/third.js']);
    await page.frameLocator('iframe').getByText('Embedded').last().waitFor();
    expect(third().sort()).toEqual(['adnet.test/pixel', 'adnet.test/third.js', 'counter.test/first.js', 'tube.test/film']);
    await page.goto(site.page({ body: held() }), { waitUntil: 'networkidle' });
    expect(await ran(page)).toEqual(['/first.js', 'second', '/third.js']);
    expect(await page.locator('.avouch-banner').count()).toBe(0);
  });
  test('no is one click, loads nothing, and is not asked again', async () => {
    const page = await visit({ body: held() });
    await refuse(page);
    await page.goto(site.page({ body: held() }), { waitUntil: 'networkidle' });
    expect(third()).toEqual([]);
    expect(await page.locator('.avouch-banner').count()).toBe(0);
    expect((await context.cookies()).map((one) => one.name)).toEqual(['avouch-consent']);
  });
  test('stays in the browser when there is no server, with no id of the visitor', async () => {
    const page = await visit({ body: held() });
    await refuse(page);
    await page.waitForLoadState('networkidle');
    expect(site.seen.filter((one) => one.method !== 'GET')).toEqual([]);
    await expect.poll(async () => (await context.cookies())[0]?.value).toMatch(/^1&[0-9a-f]{32}&&shop%403&/);
  });
  test('withdrawn removes what the vendor stored, stops its requests, and leaves the rest', async () => {
    const page = await visit({ body: held() });
    await accept(page);
    await page.waitForFunction(() => (window as { ran?: string[] }).ran?.length === 3);
    await expect.poll(names).toEqual(['_count', '_count_x', 'avouch-consent', 'basket']);
    await page.getByRole('button', { name: 'Privacy choices' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reject all' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(names).toEqual(['avouch-consent', 'basket']);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['basket']);
    expect(await page.locator('iframe').getAttribute('src')).toBe('about:blank');
    expect(await page.evaluate((vendor) => fetch(vendor).catch((error: Error) => error.name), `http://counter.test:${port()}/`)).toBe('TypeError');
  });
  test('for one frame is one click beside it, and the banner still asks about the rest', async () => {
    const page = await visit({ body: held() });
    await page.getByRole('button', { name: 'Allow Tube' }).click();
    await page.frameLocator('iframe').getByText('Embedded').last().waitFor();
    expect(third()).toEqual(['tube.test/film']);
    expect(await page.locator('.avouch-banner').count()).toBe(1);
  });
  test('reaches elements and scripts that come later', async () => {
    const page = await visit({});
    await accept(page);
    await page.evaluate((vendor) => {
      const image = document.createElement('img');
      Object.assign(image.dataset, { consent: 'marketing', vendor: 'adnet', src: `${vendor}/late` });
      document.body.append(image);
    }, `http://adnet.test:${port()}`);
    await expect.poll(third).toEqual(['adnet.test/late']);
  });
  test('is carried out where Trusted Types are required, for files and frames', async () => {
    const page = await visit({ body: held(), trusted: true });
    await accept(page);
    await page.waitForFunction(() => (window as { ran?: string[] }).ran?.length === 2);
    expect(await ran(page)).toEqual(['/first.js', '/third.js']);
    await page.frameLocator('iframe').getByText('Embedded').last().waitFor();
  });
  test('needs the age gate when there is one', async () => {
    const page = await visit({ body: held() }, {}, (one) => one.addInitScript(() => Object.assign(window, { avouch: { mayAgree: async () => false } })));
    await accept(page);
    await page.getByRole('button', { name: 'Privacy choices' }).waitFor();
    expect(third()).toEqual([]);
  });
});

describe('what the browser says', () => {
  test.each<[string, (page: Page) => Promise<unknown>, ShopPage]>([
    ['by its own signal', (page) => page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })), { body: '' }],
    ['by the header that the server saw', async () => {}, { config: { globalPrivacyControl: true } }],
  ])('Global Privacy Control %s is a no, is shown, and can be overruled by the visitor alone', async (_, before, shopPage) => {
    const config = { ...shopPage.config, endpoint: '/consents' };
    const page = await visit({ config, body: held() }, {}, before);
    expect(await page.locator('.avouch-banner').count()).toBe(0);
    expect(third()).toEqual([]);
    expect(choices()).toMatchObject([{ method: 'signal', signal: 'gpc', answers: { statistics: false, adnet: false } }]);
    await page.getByRole('button', { name: 'Privacy choices · gpc' }).click();
    await page.getByText('We take that as a no').waitFor();
    await page.getByRole('checkbox', { name: 'Statistics' }).check();
    await page.getByRole('button', { name: 'Save choice' }).click();
    await page.waitForFunction(() => (window as { ran?: string[] }).ran?.length === 2);
    expect(third()).toEqual(['counter.test/first.js']);
  });
  test('Do Not Track counts when the site says so', async () => {
    const before = (page: Page): Promise<unknown> => page.addInitScript(() => Object.defineProperty(navigator, 'doNotTrack', { value: '1' }));
    const page = await visit({ config: { doNotTrack: true } }, {}, before);
    expect(await page.locator('.avouch-banner').count()).toBe(0);
    await context.close();
    expect(await (await visit({}, {}, before)).locator('.avouch-banner').count()).toBe(1);
  });
});

describe('what is sent', () => {
  test('is every answer with its notice, language, method and time, and nothing about the person', async () => {
    const page = await visit({ config: { endpoint: '/consents', place: 'DE', variant: 'a' }, answer: (seen) => (seen.path === '/consents' ? { body: '{"receipt_id":"r1"}' } : undefined) }, {}, (one) =>
      one.addInitScript(() => document.addEventListener('avouch:receipt', (event) => { (window as { receipt?: string }).receipt = (event as CustomEvent<string>).detail; })));
    await refuse(page);
    await page.waitForFunction(() => (window as { receipt?: string }).receipt);
    expect(await page.evaluate(() => (window as { receipt?: string }).receipt)).toBe('{"receipt_id":"r1"}');
    await page.getByRole('button', { name: 'Privacy choices' }).click();
    await Promise.all([page.waitForResponse((one) => one.url().endsWith('/consents')), page.getByRole('dialog').getByRole('button', { name: 'Accept all' }).click()]);
    const [first, second] = choices();
    const no = { statistics: false, marketing: false, media: false, counter: false, adnet: false, tube: false };
    expect(first).toEqual({
      v: 1, id: expect.stringMatching(/^[0-9a-f]{32}$/) as string, subject: expect.stringMatching(/^[0-9a-f]{32}$/) as string, previous: '', notice: { id: 'shop', version: '3', hash: 'c0ffee', url: '/privacy' },
      language: 'en', variant: 'a', answers: no, method: 'refuse', signal: null, place: 'DE', regime: 'opt-in', at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
    });
    expect(second).toMatchObject({ subject: first?.subject, previous: first?.id, method: 'accept' });
    const post = site.seen.find((one) => one.method === 'POST');
    expect(post?.headers['content-type']).toBe('text/plain;charset=UTF-8');
    expect(post?.headers.cookie).toBeUndefined();
  });
  test('waits while there is no network, and goes out when there is one', async () => {
    const page = await visit({ config: { endpoint: '/consents' } });
    await context.setOffline(true);
    await refuse(page);
    await page.getByRole('button', { name: 'Privacy choices' }).waitFor();
    expect(choices()).toEqual([]);
    await Promise.all([page.waitForResponse((one) => one.url().endsWith('/consents')), context.setOffline(false)]);
    expect(choices()).toHaveLength(1);
  });
  test('waits for a server that is down, survives the page, and is dropped only when refused for good', async () => {
    let status = 503;
    const shopPage: ShopPage = { config: { endpoint: '/consents' }, answer: (seen) => (seen.path === '/consents' ? { status } : undefined) };
    const page = await visit(shopPage);
    await refuse(page);
    await page.waitForLoadState('networkidle');
    const waiting = (): Promise<number> => page.evaluate(() => (JSON.parse(localStorage.getItem('avouch-unsent') ?? '[]') as unknown[]).length);
    expect(await waiting()).toBe(1);
    const id = choices()[0]?.id;
    status = 403;
    await page.goto(site.page(shopPage), { waitUntil: 'networkidle' });
    expect(choices().map((one) => one.id)).toEqual([id]);
    expect(await waiting()).toBe(0);
  });
});
