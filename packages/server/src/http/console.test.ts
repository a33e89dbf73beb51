import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type Caller, type TestServer } from '../testing/server.ts';

let served: TestServer;
let folder: string;
let ask: Caller;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'avouch-console-'));
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
  await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html><title>console</title>');
  await writeFile(join(folder, 'dist', 'favicon.svg'), '<svg/>');
  await writeFile(join(folder, 'dist', 'assets', 'index-a1b2c3.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'hunter2');
  served = await openTestServer({}, { console: join(folder, 'dist') });
  ask = served.as();
});
afterAll(async () => {
  await served.close();
  await rm(folder, { recursive: true, force: true });
});

test('every address of a page gives the console, which is asked for anew each time', async () => {
  for (const path of ['/', '/setup', '/controls/CTL-1', '/orgs/x/ledger?index=3']) {
    const { status, text, headers } = await ask('GET', path);
    expect([status, text, headers['cache-control'], headers['content-type']], path).toEqual([200, '<!doctype html><title>console</title>', 'no-cache', 'text/html; charset=utf-8']);
  }
});

test('files with a hash in their name are kept for ever, and one that is missing is missing', async () => {
  const { text, headers } = await ask('GET', '/assets/index-a1b2c3.js');
  expect([text, headers['cache-control']]).toEqual(['export {};', 'public, max-age=31536000, immutable']);
  expect(String(headers['content-type'])).toMatch(/javascript/);
  expect((await ask('GET', '/assets/index-gone.js')).status).toBe(404);
  expect((await ask('GET', '/favicon.svg')).headers['content-type']).toBe('image/svg+xml');
});

test('an unknown address of the interface is not a page', async () => {
  expect((await ask('GET', '/api/nothing')).json()).toEqual({ code: 'not_found', message: 'There is nothing at this address.' });
  expect((await ask('POST', '/anything', {})).status).toBe(404);
});

test('nothing outside of the console’s folder is served', async () => {
  for (const path of ['/assets/../../secret.txt', '/assets/..%2f..%2fsecret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/%2e%2e/%2e%2e/secret.txt']) {
    expect((await ask('GET', path)).text, path).not.toContain('hunter2');
  }
});

test('the description of the interface is served', async () => {
  expect((await ask('GET', '/openapi.json')).json()).toMatchObject({ openapi: '3.1.0', info: { title: 'Avouch', version: '0.0.0-test' } });
});
