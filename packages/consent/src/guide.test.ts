import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { openBrowser } from '../test/browser.ts';
import { bundle } from '../test/bundle.ts';
import { openSite } from '../test/site.ts';

const source = dirname(fileURLToPath(import.meta.url));
const guide = await readFile(join(source, '..', '..', '..', 'docs', 'guides', 'consent.md'), 'utf8');
const blocks = (language: string): string[] => [...guide.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter((one) => one[1] === language).map((one) => one[2] ?? '');

test('the guide\'s plain page blocks, asks, allows by one click, and opens from its own button', async () => {
  const files: Record<string, string> = { '/consent/consent.js': await bundle('src/main.ts', 'iife'), '/consent/placeholders.js': await bundle('src/placeholders.ts', 'esm') };
  const site = await openSite((seen) => {
    if (seen.path === '/') return { body: (blocks('html')[0] ?? '').replaceAll('.test/', `.test:${site.port}/`), headers: { 'content-security-policy': "default-src 'none'; script-src 'nonce-NONCE'; frame-src *" } };
    return files[seen.path] === undefined ? { body: 'Film' } : { type: 'text/javascript', body: files[seen.path] ?? '' };
  });
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.goto(`http://shop.test:${site.port}/`, { waitUntil: 'networkidle' });
  expect(site.paths().filter((path) => !path.startsWith('shop.test'))).toEqual([]);
  await page.getByRole('button', { name: 'Allow Tube' }).click();
  await page.frameLocator('iframe').getByText('Film').waitFor();
  await page.locator('.avouch-banner').getByRole('button', { name: 'Reject all' }).click();
  await page.getByRole('button', { name: 'Privacy choices' }).click();
  await page.getByRole('dialog').waitFor();
  await browser.close();
  await site.close();
});

test.each([...blocks('tsx'), ...blocks('ts')].map((text) => [/^(?:import .*\n)*/.exec(text)?.[0].split('\n')[0] ?? '', text]))('the guide\'s module that begins "%s" builds against the package', async (_, contents) => {
  const { errors, warnings } = await build({ stdin: { contents, loader: 'tsx', resolveDir: source }, bundle: true, write: false, logLevel: 'silent', conditions: ['@avouch/source'], external: ['next', 'next/*', 'react', 'react/*', '*.css'], jsx: 'automatic', format: 'esm' });
  expect([...errors, ...warnings]).toEqual([]);
});

test('the guide\'s example of what is sent has the fields of a choice', () => {
  expect(Object.keys(JSON.parse(blocks('json')[0] ?? '') as object)).toEqual(['v', 'id', 'subject', 'previous', 'notice', 'language', 'variant', 'answers', 'method', 'signal', 'place', 'regime', 'at']);
});
