import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { openTestDatabase, type TestDatabase } from '@avouch/database/testing';
import { setupOf } from '../src/testing/server.ts';
import { centreSettings, connectionTo, shopMap, shopTables } from './privacy-shop.ts';

let data: string;
let own: TestDatabase;
let shop: TestDatabase;
let pool: pg.Pool;
let child: ChildProcess | undefined;
let url = '';
let cookie = '';

beforeAll(async () => {
  [own, shop] = [await openTestDatabase(), await openTestDatabase()];
  data = await mkdtemp(join(tmpdir(), 'avouch-killed-'));
  await chmod(data, 0o711);
  pool = new pg.Pool({ connectionString: shop.url, max: 2 });
  await pool.query(shopTables);
});
afterAll(async () => {
  child?.kill('SIGKILL');
  if (child !== undefined && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  await pool.end();
  await own.close();
  await shop.close();
  await rm(data, { recursive: true, force: true });
});

/** The program as a user starts it; resolves with what it printed once it is ready. */
async function start(): Promise<string> {
  const loader = join(import.meta.dirname, '..', 'src', 'testing', 'source-loader.mjs');
  const started = spawn(process.execPath, ['--conditions=@avouch/source', '--import', loader, join(import.meta.dirname, '..', 'src', 'main.ts'), '--data', data, '--port', '0'], { env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: own.url }, stdio: ['ignore', 'pipe', 'inherit'] });
  child = started;
  let output = '';
  return new Promise((done, fail) => {
    started.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (/ready at \S+\n/.test(output)) setImmediate(() => { url = /ready at (\S+)/.exec(output)?.[1] ?? ''; done(output); });
    });
    started.once('exit', () => fail(new Error(`it ended:\n${output}`)));
  });
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${url}${path}`, { method, headers: { 'content-type': 'application/json', cookie }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) cookie = cookies.map((line) => line.split(';')[0]).join('; ');
  return (await answer.json()) as T;
}

const steps = async (): Promise<readonly string[]> => {
  const client = new pg.Client({ connectionString: own.url });
  await client.connect();
  try {
    return (await client.query<{ kind: string }>(`select kind from entry where kind in ('request.step', 'request.ran') order by idx`)).rows.map(({ kind }) => kind);
  } finally {
    await client.end();
  }
};

test('a run whose process is killed in the middle goes on when it is started again, and ends as if nothing had been', async () => {
  const output = await start();
  const session = await ask<Answer<'setup'>>('POST', '/api/setup', setupOf(/#token=(\S+)/.exec(output)?.[1] ?? ''));
  const at = `/api/orgs/${session.organisations[0]?.id}/privacy`;
  await ask('PUT', `${at}/data-map`, { text: shopMap(), note: 'The first', expected: 0 });
  await ask('POST', `${at}/stores`, { connector: 'postgres', system: 'shop', name: 'Shop', ...connectionTo(shop) });
  await ask('PUT', `${at}/centre`, { expected: 0, settings: centreSettings });
  const { id } = await ask<Answer<'request'>>('POST', `${at}/requests`, { right: 'erasure', channel: 'hand', received: new Date().toISOString(), mail: 'ada@example.com' });
  await ask('POST', `${at}/requests/${id}/identify`, { by: 'document', keys: { 'customer.email': ['ada@example.com'] }, reason: 'Seen.' });
  const detail = (): Promise<Answer<'request'>> => ask('GET', `${at}/requests/${id}`);
  await expect.poll(async () => (await detail()).status).toBe('awaiting_approval');
  // Somebody else holds the row that the run must change: it has located everything and waits.
  const other = await pool.connect();
  await other.query('begin');
  await other.query('select * from customers where id = 1 for update');
  await ask('POST', `${at}/requests/${id}/approve`, { digest: (await detail()).plan?.digest });
  await expect.poll(steps).toEqual(['request.step']);
  child?.kill('SIGKILL');
  if (child !== undefined) await once(child, 'exit');
  await other.query('rollback');
  other.release();
  expect((await pool.query('select email from customers where id = 1')).rows).toEqual([{ email: 'ada@example.com' }]);
  await start();
  await expect.poll(async () => (await detail()).status).toBe('answering');
  expect(await steps()).toEqual(['request.step', 'request.step', 'request.ran']);
  expect((await detail()).reread).toMatchObject({ clean: true });
  expect((await pool.query('select id from notes order by id')).rows).toEqual([{ id: 101 }]);
  expect((await pool.query('select id, email from customers where id <> 1 order by id')).rows).toEqual([{ id: 2, email: 'bob@example.com' }, { id: 3, email: 'eve@example.com' }]);
});
