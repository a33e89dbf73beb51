import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../test/browser.ts';
import { bundle } from '../test/bundle.ts';
import { openSite } from '../test/site.ts';

const source = dirname(fileURLToPath(import.meta.url));
const guide = await readFile(join(source, '..', '..', '..', 'docs', 'guides', 'consent.md'), 'utf8');
const blocks = (language: string): string[] => [...guide.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter((one) => one[1] === language).map((one) => one[2] ?? '');
const block = (word: string): string => blocks('html').find((one) => one.includes(word)) ?? '';

let browser: Browser;
let page: Page;
let html = '';
let site: Awaited<ReturnType<typeof openSite>>;
beforeAll(async () => {
  const files: Record<string, string> = { '/consent/consent.js': await bundle('src/main.ts', 'iife'), '/consent/placeholders.js': await bundle('src/placeholders.ts', 'esm') };
  browser = await openBrowser();
  site = await openSite((seen) => {
    if (seen.path === '/') return { body: html.replaceAll('.test/', `.test:${site.port}/`), headers: { 'content-security-policy': "default-src 'none'; script-src 'nonce-NONCE'; frame-src *" } };
    return files[seen.path] === undefined ? { body: 'Film' } : { type: 'text/javascript', body: files[seen.path] ?? '' };
  });
});
afterAll(async () => { await browser.close(); await site.close(); });
afterEach(() => page.close());

/** A visit to this page by somebody who has never been here. */
async function visit(text: string): Promise<void> {
  html = text;
  site.seen.length = 0;
  page = await (await browser.newContext()).newPage();
  await page.goto(`http://shop.test:${site.port}/`, { waitUntil: 'networkidle' });
}
/** The guide's plain page with another of its pieces in the place of our script. */
const withHead = (head: string): string => block('<!doctype').replace(/<script nonce="NONCE" src="\/consent\/consent.js"><\/script>\n/, () => head);
const allowed = (): Promise<boolean> => page.evaluate(() => (window as unknown as { avouch: { allows: (id: string) => boolean } }).avouch.allows('statistics'));

test('the guide\'s plain page blocks, asks, allows by one click, and opens from its own button', async () => {
  await visit(block('<!doctype'));
  expect(site.paths().filter((path) => !path.startsWith('shop.test'))).toEqual([]);
  await page.getByRole('button', { name: 'Allow Tube' }).click();
  await page.frameLocator('iframe').getByText('Film').waitFor();
  await page.locator('.avouch-banner').getByRole('button', { name: 'Reject all' }).click();
  await page.getByRole('button', { name: 'Privacy choices' }).click();
  await page.getByRole('dialog').waitFor();
});

test.each([true, false])('the guide\'s age gate: old enough %s, and that is what is allowed', async (old) => {
  await visit(withHead(block('mayAgree')));
  page.once('dialog', (dialog) => void (old ? dialog.accept() : dialog.dismiss()));
  await page.locator('.avouch-banner').getByRole('button', { name: 'Accept all' }).click();
  await page.locator('.avouch-banner').waitFor({ state: 'detached' });
  expect(await allowed()).toBe(old);
});

test('the guide\'s piece for tag managers tells them at the start and at every answer', async () => {
  await visit(withHead(block('_mtm')));
  await page.locator('.avouch-banner').getByRole('button', { name: 'Accept all' }).click();
  await page.locator('.avouch-banner').waitFor({ state: 'detached' });
  const told = await page.evaluate(() => (window as unknown as { _mtm: { event: string; statistics: boolean }[] })._mtm);
  expect([told[0], told.at(-1)]).toMatchObject([{ event: 'consent', statistics: false }, { event: 'consent', statistics: true }]);
});

test('every file that the guide names is built, and all its JSON is JSON', async () => {
  const script = await readFile(join(source, '..', 'scripts', 'build.mjs'), 'utf8');
  const built = (name: string): boolean => script.includes(`'${name}'`) || script.includes(`${name}: join(`);
  expect([...guide.matchAll(/src="\/consent\/([\w-]+)\.js"/g)].map((one) => one[1]!).filter((name) => !built(name))).toEqual([]);
  for (const [, text] of guide.matchAll(/<script type="application\/json"[^>]*>([\s\S]*?)<\/script>/g)) expect(JSON.parse(text ?? '')).toBeTypeOf('object');
});

test.each([...blocks('tsx'), ...blocks('ts')].map((text) => [/^(?:import .*\n)*/.exec(text)?.[0].split('\n')[0] ?? '', text]))('the guide\'s module that begins "%s" builds against the package', async (_, contents) => {
  const { errors, warnings } = await build({ stdin: { contents, loader: 'tsx', resolveDir: source }, bundle: true, write: false, logLevel: 'silent', conditions: ['@avouch/source'], external: ['next', 'next/*', 'react', 'react/*', '*.css'], jsx: 'automatic', format: 'esm' });
  expect([...errors, ...warnings]).toEqual([]);
});

test('the guide\'s example of what is sent has the fields of a choice', () => {
  expect(Object.keys(JSON.parse(blocks('json')[0] ?? '') as object)).toEqual(['v', 'id', 'subject', 'previous', 'notice', 'language', 'variant', 'answers', 'method', 'signal', 'place', 'regime', 'at']);
});
