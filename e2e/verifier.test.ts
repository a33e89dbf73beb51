import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { generateSigner } from '@avouch/ledger/keys';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sampleHistory, type Sample } from '../packages/controls/src/testing/sample-bundle.ts';
import { openBrowser, violationsOf } from './browser.ts';

const verifier = join(import.meta.dirname, '../packages/verifier');
let browser: Browser;
let sample: Sample;
let bundle: Uint8Array;
let page: Page;
let asked: string[];
let complaints: string[];

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [join(verifier, 'build.mjs')]);
  sample = await sampleHistory();
  bundle = await sample.issue(sample.draft);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
});

// The page is opened as a file, with the network cut off twice; whatever it asks for besides itself is kept.
beforeEach(async () => {
  asked = [];
  complaints = [];
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
  page = await context.newPage();
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const address = pathToFileURL(join(verifier, 'dist/verify.html')).href;
  await context.setOffline(true);
  await context.route((url) => url.href !== address, (route) => route.abort());
  page.on('request', (request) => { if (request.url() !== address) asked.push(request.url()); });
  await page.goto(address);
});
afterEach(async () => {
  expect(asked).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

const choose = (...files: readonly (readonly [name: string, content: Uint8Array])[]): Promise<void> =>
  page.locator('#files').setInputFiles(files.map(([name, content]) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })));
const trust = async (text: string): Promise<void> => {
  await page.locator('#trust').fill(text);
  await page.locator('#trust').blur();
};
const says = (title: string): Promise<void> => page.locator('.verdict strong', { hasText: new RegExp(`^${title}$`) }).waitFor();

test('a bundle holds under the key that was given apart from it, and its readings are judged again', async () => {
  await trust(sample.signer.verifierKey);
  await choose(['bundle.zip', bundle]);
  await says('The bundle holds');
  expect(await page.locator('#result').textContent()).toContain(sample.signer.verifierKey);
  expect(await page.locator('table tbody td').allTextContents()).toEqual(['account', 'source-1', '3', '2', '1', 'yes']);
  expect(await page.locator('.findings .bad-ink').count()).toBe(0);
});

test('without a key the bundle is checked against itself, and the page says what that does not prove', async () => {
  await choose(['bundle.zip', bundle]);
  await says('The bundle holds, under its own key');
  await page.getByText('This does not show whose key it is').waitFor();
  await trust(sample.signer.verifierKey);
  await says('The bundle holds');
});

test('one changed byte is found', async () => {
  const changed = Uint8Array.from(bundle);
  const at = Math.floor(changed.length / 2);
  changed[at] = (changed[at] ?? 0) ^ 1;
  await trust(sample.signer.verifierKey);
  await choose(['bundle.zip', changed]);
  await says('The bundle does not hold');
  expect(await page.locator('.findings .bad-ink').count()).toBeGreaterThan(0);
});

test('under the key of another ledger of the same name it does not hold', async () => {
  await choose(['bundle.zip', bundle]);
  await says('The bundle holds, under its own key');
  await trust(generateSigner(sample.signer.name, randomBytes).verifierKey);
  await says('The bundle does not hold');
});

test('one entry holds with its proof, and not with another entry’s', async () => {
  const [entry] = sample.draft.entries;
  if (entry === undefined) throw new Error('the sample cites an entry');
  const proof = new TextEncoder().encode(await sample.ledger.proof(entry.index));
  await choose(['entry.json', entry.bytes], ['0.tlog-proof', proof]);
  await page.getByText('A single proof names no key').waitFor();
  await trust(sample.signer.verifierKey);
  await says('The proof holds');
  const other = await sample.ledger.read(entry.index + 1);
  await choose(['entry.json', other?.bytes ?? new Uint8Array()], ['0.tlog-proof', proof]);
  await says('The proof does not hold');
});

test('files that are dropped anywhere on the page are taken', async () => {
  const held = await page.evaluateHandle((base64) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], 'bundle.zip'));
    return data;
  }, Buffer.from(bundle).toString('base64'));
  await page.dispatchEvent('h1', 'drop', { dataTransfer: held });
  await says('The bundle holds, under its own key');
});

// Colours hang on the scheme, layout on the width: two of the four looks have all of both.
test.each([['light', 1000], ['dark', 360]] as const)('everybody can read it: %s, %i wide', async (colorScheme, width) => {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
  const looks = async (): Promise<void> => {
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  };
  await looks();
  await choose(['bundle.zip', bundle]);
  await says('The bundle holds, under its own key');
  await page.locator('details summary').click();
  await looks();
  await choose(['bundle.zip', bundle.slice(1)]);
  await says('The bundle does not hold');
  await looks();
});
