import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../test/browser.ts';
import { bundle } from '../test/bundle.ts';
import { openShop, type ShopPage } from '../test/page.ts';

const integrations = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'integrations');
const require = createRequire(import.meta.url);
const json = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, 'utf8')) as T;

let browser: Browser;
let site: Awaited<ReturnType<typeof openShop>>;
let context: BrowserContext;
let library: string;
beforeAll(async () => {
  [browser, site, library] = await Promise.all([openBrowser(), openShop(), readFile(join(dirname(require.resolve('@duckduckgo/autoconsent')), 'autoconsent.playwright.js'), 'utf8')]);
});
afterAll(async () => { await browser.close(); await site.close(); });
afterEach(() => context.close());

async function visit(shopPage: ShopPage): Promise<Page> {
  context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(site.page(shopPage), { waitUntil: 'networkidle' });
  return page;
}
const third = (): string[] => site.paths().filter((path) => !path.startsWith('shop.test'));
const answer = async (): Promise<string | undefined> => (await context.cookies()).find((one) => one.name === 'avouch-consent')?.value;
const refused = 'statistics:0!marketing:0!media:0!counter:0!adnet:0!tube:0';
const held = (): string => `<p>Tea by post.</p><script type="text/plain" data-consent="statistics" nonce="NONCE" src="http://counter.test:${site.port}/count.js"></script>`;

type Message = { readonly type: string; readonly cmp?: string; readonly result?: boolean; readonly id?: string; readonly code?: string };
/** Runs autoconsent in the page as a browser with it would, with these rules, and waits until it has found and answered something, or has given up. */
async function runAutoconsent(page: Page, rules: unknown, heuristicMode: 'off' | 'reject'): Promise<Message[]> {
  const messages: Message[] = [];
  const config = { enabled: true, autoAction: 'optOut', disabledCmps: [], enablePrehide: true, detectRetries: 4, enableCosmeticRules: true, heuristicMode };
  const done = new Promise<void>((end) => {
    void page.exposeBinding('autoconsentSendMessage', async (_, message: Message) => {
      messages.push(message);
      if (message.type === 'init') await page.evaluate(`autoconsentReceiveMessage(${JSON.stringify({ type: 'initResp', config, rules: { autoconsent: rules } })})`);
      if (message.type === 'eval') await page.evaluate(`autoconsentReceiveMessage(${JSON.stringify({ type: 'evalResp', id: message.id, result: false })})`);
      if (message.type === 'autoconsentDone' || (message.type === 'report' && (message as { state?: { lifecycle?: string } }).state?.lifecycle === 'nothingDetected')) end();
    });
  });
  await page.waitForFunction(() => 'autoconsentSendMessage' in window);
  await page.evaluate(library);
  await done;
  return messages;
}

describe('autoconsent, the library in DuckDuckGo\'s browsers', () => {
  test('with our rule recognises the banner and refuses everything by one click', async () => {
    const page = await visit({ body: held() });
    const messages = await runAutoconsent(page, [await json(join(integrations, 'autoconsent', 'avouch.json'))], 'off');
    expect(messages).toContainEqual(expect.objectContaining({ type: 'popupFound', cmp: 'avouch' }));
    expect(messages).toContainEqual(expect.objectContaining({ type: 'optOutResult', cmp: 'avouch', result: true }));
    await expect.poll(answer).toContain(refused);
    expect(await page.locator('.avouch-banner').count()).toBe(0);
    expect(third()).toEqual([]);
  });
  test('without it, with the list it ships, takes the banner for nobody else\'s, and its heuristics refuse by the words', async () => {
    const { autoconsent } = await json<{ autoconsent: unknown[] }>(require.resolve('@duckduckgo/autoconsent/rules/rules.json'));
    const page = await visit({ body: held() });
    const messages = await runAutoconsent(page, autoconsent, 'reject');
    expect(messages.filter((one) => one.type === 'cmpDetected').map((one) => one.cmp)).toEqual(['HEURISTIC-REJECT']);
    await expect.poll(answer).toContain(refused);
    expect(third()).toEqual([]);
  });
  test.each(['de', 'es', 'fr', 'nl', 'pl'])('its heuristics know the words in "%s" too', async (language) => {
    const body = await bundle(`src/languages/${language}.ts`, 'esm');
    const page = await visit({ html: `<html lang="${language}">`, answer: (seen) => (seen.path === `/languages/${language}.js` ? { type: 'text/javascript', body } : undefined) });
    await runAutoconsent(page, [], 'reject');
    await expect.poll(answer).toContain(refused);
  });
});

type Target = { readonly target: { readonly selector: string } };
type Step = Partial<Target> & { readonly type: string; readonly actions?: readonly Step[]; readonly trueAction?: Step; readonly consents?: readonly { readonly type: string; readonly matcher: Target; readonly toggleAction: Target }[] };
type Rule = { readonly avouch: { readonly detectors: readonly { readonly presentMatcher: readonly Target[]; readonly showingMatcher: readonly Target[] }[]; readonly methods: readonly { readonly name: string; readonly action: Step }[] } };

describe('Consent-O-Matic\'s rule, carried out as its documentation says', () => {
  test('finds the banner, answers for each of its categories as its user has set, and saves', async () => {
    const { avouch } = await json<Rule>(join(integrations, 'consent-o-matic', 'avouch.json'));
    const page = await visit({ body: held() });
    for (const { target } of avouch.detectors.flatMap((one) => [...one.presentMatcher, ...one.showingMatcher])) expect(await page.locator(target.selector).isVisible()).toBe(true);
    const act = async ({ type, target, actions = [], trueAction, consents = [] }: Step): Promise<void> => {
      for (const one of actions) await act(one);
      if (type === 'click') await page.locator(target!.selector).click();
      if (type === 'ifcss' && trueAction && await page.locator(target!.selector).count() > 0) await act(trueAction);
      for (const one of consents) if (await page.locator(one.matcher.target.selector).isChecked() !== (one.type === 'B')) await page.locator(one.toggleAction.target.selector).click();
    };
    for (const name of ['OPEN_OPTIONS', 'DO_CONSENT', 'SAVE_CONSENT']) await act(avouch.methods.find((one) => one.name === name)!.action);
    await expect.poll(answer).toContain('statistics:1!marketing:0!media:0!counter:1!adnet:0!tube:0');
  });
});

describe('a list that only hides or blocks', () => {
  test('the banner leaves everything refused, and the page usable', async () => {
    const page = await visit({ body: `${held()}<button>Add to basket</button>${'<p>Tea.</p>'.repeat(200)}` });
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('.avouch-banner { display: none !important }');
      document.adoptedStyleSheets.push(sheet);
    });
    expect(await page.locator('.avouch-banner').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Add to basket' }).click();
    await page.mouse.wheel(0, 900);
    await page.waitForFunction(() => scrollY > 0);
    expect(await page.evaluate(() => fetch('http://counter.test/').catch((error: Error) => error.name))).toBe('TypeError');
    expect(third()).toEqual([]);
    expect(await answer()).toBeUndefined();
  });
  test('our script leaves everything blocked, and the page usable', async () => {
    context = await browser.newContext();
    const page = await context.newPage();
    await page.route('**/consent.js', (route) => route.abort('blockedbyclient'));
    await page.goto(site.page({ body: `${held()}<iframe data-consent="media" data-src="http://tube.test:${site.port}/film" title="Film"></iframe><button>Add to basket</button>` }), { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: 'Add to basket' }).click();
    expect(third()).toEqual([]);
  });
});
