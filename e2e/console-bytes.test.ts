import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildConsole } from './browser.ts';

let built: Awaited<ReturnType<typeof buildConsole>>;
beforeAll(async () => { built = await buildConsole('production'); });
afterAll(() => built.remove());

/** The script that the first page needs: what the page names, and what those import at once. */
async function firstScripts(): Promise<Map<string, Uint8Array>> {
  const html = await readFile(join(built.folder, 'index.html'), 'utf8');
  const waiting = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js|scheme\.js)"/g)].map(([, file = '']) => file);
  const found = new Map<string, Uint8Array>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    const bytes = await readFile(join(built.folder, file));
    found.set(file, bytes);
    for (const [, name = ''] of bytes.toString().matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) waiting.push(`assets/${name}`);
  }
  return found;
}

test('the first page needs at most 250 kB of script, gzipped', async () => {
  const scripts = await firstScripts();
  const bytes = [...scripts.values()].reduce((sum, one) => sum + gzipSync(one, { level: 9 }).length, 0);
  expect(scripts.size).toBeGreaterThan(1);
  expect(bytes).toBeLessThanOrEqual(250_000);
});

test('a production build holds nothing of the company in memory', async () => {
  const files = await readdir(built.folder, { recursive: true });
  const texts = await Promise.all(files.filter((file) => /\.(js|html|css)$/.test(file)).map((file) => readFile(join(built.folder, file), 'utf8')));
  expect(texts.length).toBeGreaterThan(20);
  for (const text of texts) expect(/kestrel|demo\.invalid|avouch\.demo|mem-ada/i.test(text)).toBe(false);
});

test('the page holds no inline script and asks for nothing from elsewhere', async () => {
  const html = await readFile(join(built.folder, 'index.html'), 'utf8');
  expect([...html.matchAll(/<script(?![^>]*\ssrc=)/g)]).toEqual([]);
  expect([...html.matchAll(/(?:src|href)="(?!\/)[^"]*"/g)]).toEqual([]);
});
