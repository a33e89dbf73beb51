import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAgain } from '../../src/reread.ts';
import { at, erase, identify, planned, secret } from '../random/request.ts';
import { openShopDatabase, shopMap, tablesOf, type Tables } from './shop.ts';

const map = shopMap();
let folder: string;
let program: string;
let whole: Tables;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'avouch-eraser-'));
  program = join(folder, 'eraser.mjs');
  await build({
    entryPoints: [new URL('./eraser.ts', import.meta.url).pathname], outfile: program, bundle: true, platform: 'node', format: 'esm', conditions: ['@avouch/source'], external: ['pg-native'],
    // It reads a file beside itself when it is loaded, and is not needed here.
    plugins: [{ name: 'without-sqlite', setup: ({ onLoad }) => { onLoad({ filter: /node-sqlite3-wasm\.js$/ }, () => ({ contents: 'module.exports = {};', loader: 'js' })); } }],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" }, logLevel: 'error',
  });
  const { store, close } = await openShopDatabase();
  await erase(map, await identify(map, { shop: store }, { 'customer.email': ['ann@example.com'] }), { shop: store });
  whole = await tablesOf(store);
  await close();
});
afterAll(async () => { await rm(folder, { recursive: true }); });

/** Lets the eraser run, and kills it without warning where it says that it is there. Gives the last that it said. */
async function run(url: string, request: string, death: string): Promise<string> {
  const child = spawn(process.execPath, [program, url, request, death], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => { resolve(); }));
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) {
    last = line;
    if (line === 'here') child.kill('SIGKILL');
  }
  await ended;
  return last;
}

const points: readonly (readonly [when: string, point: string])[] = [
  ['while it looks for rows', 'read read 20'],
  ['in the middle of its changes', 'write change 1'],
  ['when the changes stand and nobody has written it down', 'write work 1'],
  ['when it has just written it down', 'record 2'],
];

test.each(points)('an erasure in PostgreSQL that is killed with kill -9 %s, and started again, ends as one that was not', async (_, point) => {
  const { url, store, close } = await openShopDatabase();
  const stores = { shop: store };
  const request = await mkdtemp(join(folder, 'request-'));
  const identity = await identify(map, stores, { 'customer.email': ['ann@example.com'] });
  const plan = await planned(map, identity, stores, 'erasure');
  await writeFile(join(request, 'request.json'), JSON.stringify({ plan, map, identity }));
  expect(await run(url, request, point)).toBe('here');
  expect(await run(url, request, 'never')).toBe('done');
  expect(await tablesOf(store)).toEqual(whole);
  expect(await readAgain({ plan, map, identity, stores, secret, deeds: [], at })).toMatchObject({ clean: true });
  await close();
});
