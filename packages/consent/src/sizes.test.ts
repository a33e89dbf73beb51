import { expect, test } from 'vitest';
import { bundle, gzipBytes, inlined } from '../test/bundle.ts';

test('all of it without an interface is at most 3 kB, compressed', async () => {
  expect(gzipBytes(await bundle('src/consent.ts', 'esm'))).toBeLessThanOrEqual(3000);
});

test('the whole script with banner, preferences, look and English is at most 6 kB, compressed', async () => {
  expect(gzipBytes(await bundle('src/main.ts', 'iife'))).toBeLessThanOrEqual(6000);
  expect(gzipBytes(await bundle('src/main.ts', 'iife', inlined))).toBeLessThanOrEqual(6000);
});

test('what is loaded only when it is used is at most 1.6 kB a file', async () => {
  for (const file of ['src/languages/el.ts', 'src/placeholders.ts', 'src/google-tag.ts']) expect(gzipBytes(await bundle(file, 'esm'))).toBeLessThanOrEqual(1600);
});

test('the script turns no text into code and writes no markup', async () => {
  expect(await bundle('src/main.ts', 'iife')).not.toMatch(/\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|setAttribute\("style"/);
});
