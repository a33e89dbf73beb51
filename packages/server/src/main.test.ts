import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@avouch/database/testing';
import { PASSWORD, setupOf } from './testing/server.ts';

type Running = { readonly child: ChildProcess; readonly output: () => string; readonly ended: Promise<number | null>; readonly until: (text: string) => Promise<string> };

let data: string;
let database: TestDatabase;
const children: ChildProcess[] = [];
beforeEach(async () => {
  database = await openTestDatabase();
  data = await mkdtemp(join(tmpdir(), 'avouch-main-'));
  await chmod(data, 0o711);
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await database.close();
  await rm(data, { recursive: true, force: true });
});

/** The program as a user starts it, from its sources. */
function start(env: Readonly<Record<string, string>>, args: readonly string[] = ['--port', '0']): Running {
  const loader = join(import.meta.dirname, 'testing', 'source-loader.mjs');
  const child = spawn(process.execPath, ['--conditions=@avouch/source', '--import', loader, join(import.meta.dirname, 'main.ts'), '--data', data, ...args], {
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: database.url, ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  const listeners = new Set<() => void>();
  const heard = (chunk: Buffer): void => { output += chunk.toString(); for (const listener of listeners) listener(); };
  child.stdout?.on('data', heard);
  child.stderr?.on('data', heard);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const until = (text: string): Promise<string> => new Promise((resolve, reject) => {
    const look = (): void => { if (output.includes(text)) resolve(output); };
    listeners.add(look);
    look();
    void ended.then(() => reject(new Error(`it ended without saying "${text}":\n${output}`)));
  });
  return { child, output: () => output, ended, until };
}

const found = (output: string, pattern: RegExp): string => pattern.exec(output)?.[1] ?? '';
const addressIn = (output: string): string => found(output, /ready at (\S+)/);
const post = (url: string, body: unknown, cookie = ''): Promise<Response> => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify(body) });
const cookieIn = (answer: Response): string => answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');

describe('starting', () => {
  test('says what it does, where it is, and how to set it up once; stops cleanly when it is told to', async () => {
    const run = start({});
    const output = await run.until('/setup#token=');
    expect(output).toMatch(/^Starting Avouch\.\n/);
    expect(await (await fetch(`${addressIn(output)}/api/health`)).json()).toMatchObject({ ok: true });
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(run.output()).toMatch(/Closing\.\n$/);
  });

  test('brings its own database when none is given, in a folder that only it can read', async () => {
    const run = start({ DATABASE_URL: '' });
    const output = await run.until('/setup#token=');
    expect(output).toContain('Creating the database cluster (once).');
    expect((await stat(join(data, 'keys', 'key-encryption-key'))).mode & 0o777).toBe(0o600);
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
  });

  test('tells everything that is wrong with its settings, and ends with 1', async () => {
    const run = start({ AVOUCH_TYPO: '1', AVOUCH_ORIGIN: 'nonsense' }, ['--port', 'x']);
    expect(await run.ended).toBe(1);
    expect(run.output().trim().split('\n').map((line) => line.split(' ')[0]).toSorted()).toEqual(['AVOUCH_ORIGIN', 'AVOUCH_PORT', 'AVOUCH_TYPO']);
  });

  test('on a taken port says so in one sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const run = start({}, ['--quiet', '--port', String(port)]);
    expect(await run.ended).toBe(1);
    expect(run.output()).toBe(`Port ${port} on 127.0.0.1 is taken by another program: stop that one, or start Avouch with --port and another number.\n`);
    other.close();
  });

  test.each([
    ['without its database', { DATABASE_URL: 'postgresql://u:hunter2@127.0.0.1:1/x' }, /^The database does not let Avouch in \(.+\): check that it runs and that DATABASE_URL is right\.\n$/],
    ['in a folder that cannot be', { AVOUCH_DATA: '/proc/nowhere' }, /^The folder \/proc\/nowhere cannot be made \(ENOENT\): .+\.\n$/],
    ['with a key file that is not there', { AVOUCH_KEY_FILE: '/nowhere/key' }, /^The key \/nowhere\/key cannot be read \(ENOENT\): .+\.\n$/],
  ])('%s says so in one sentence', async (_, env, sentence) => {
    const run = start(env, 'AVOUCH_DATA' in env ? ['--quiet', '--port', '0', '--data', env.AVOUCH_DATA] : ['--quiet', '--port', '0']);
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(sentence);
    expect(run.output()).not.toContain('hunter2');
  });

  test('with another key than the database was made with says so, and changes nothing', async () => {
    const first = start({});
    await first.until('ready at');
    first.child.kill('SIGTERM');
    await first.ended;
    const second = start({ AVOUCH_KEK: randomBytes(32).toString('base64') }, ['--quiet', '--port', '0']);
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/^The key-encryption key is not the one that this database was made with: .+\.\n$/);
  });
});

describe('starting again', () => {
  test('keeps everything: members, records, ledger, sessions; and offers no second setup', async () => {
    const first = start({});
    const output = await first.until('/setup#token=');
    const setup = await post(`${addressIn(output)}/api/setup`, setupOf(found(output, /#token=(\S+)/)));
    const { organisations } = (await setup.json()) as { organisations: { id: string }[] };
    const cookie = cookieIn(setup);
    const ledger = async (base: string): Promise<{ origin: string; size: number; verifierKey: string }> =>
      (await (await fetch(`${base}/api/orgs/${organisations[0]?.id}/ledger`, { headers: { cookie } })).json()) as { origin: string; size: number; verifierKey: string };
    const before = await ledger(addressIn(output));
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    const second = start({});
    const again = await second.until('ready at');
    expect(await ledger(addressIn(again))).toMatchObject({ origin: before.origin, size: before.size, verifierKey: before.verifierKey });
    expect((await post(`${addressIn(again)}/api/session`, { email: 'owner@example.com', password: PASSWORD })).status).toBe(200);
    second.child.kill('SIGTERM');
    await second.ended;
    expect(second.output()).not.toContain('token=');
  });

  test('after a kill in the middle of writing: nothing that was acknowledged is lost, and the log goes on', async () => {
    const first = start({});
    const output = await first.until('/setup#token=');
    const base = addressIn(output);
    const setup = await post(`${base}/api/setup`, setupOf(found(output, /#token=(\S+)/)));
    const cookie = cookieIn(setup);
    const org = ((await setup.json()) as { organisations: { id: string }[] }).organisations[0]?.id ?? '';
    const acknowledged: { id: string; entry: number }[] = [];
    const write = async (base: string, name: string): Promise<void> => {
      const answer = await post(`${base}/api/orgs/${org}/records/vendor`, { value: { name, services: ['Hosting'] } }, cookie);
      if (answer.status !== 200) throw new Error(await answer.text());
      const written = (await answer.json()) as { id: string; seal: { entry: number } };
      acknowledged.push({ id: written.id, entry: written.seal.entry });
      if (acknowledged.length === 40) first.child.kill('SIGKILL');
    };
    const writer = async (lane: number): Promise<void> => {
      for (let n = 0; ; n += 1) await write(base, `Vendor ${lane}-${n}`);
    };
    const lanes = await Promise.allSettled([1, 2, 3, 4].map(writer));
    expect(lanes.map(({ status }) => status)).toEqual(Array<string>(4).fill('rejected'));
    expect(acknowledged.length, String(lanes.find((lane) => lane.status === 'rejected')?.reason)).toBeGreaterThanOrEqual(40);
    await first.ended;
    const second = start({});
    const again = addressIn(await second.until('ready at'));
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ id: string; entry: number }>("select id, entry::int as entry from record_version where type = 'vendor'");
    const { rows: log } = await client.query<{ size: number; entries: number }>('select (select size::int from ledger_log) as size, (select count(*)::int from ledger_entry) as entries');
    await client.end();
    expect(rows).toEqual(expect.arrayContaining(acknowledged));
    expect(log[0]?.entries).toBe(log[0]?.size);
    const count = acknowledged.length;
    await write(again, 'After the kill');
    expect(acknowledged.length).toBe(count + 1);
  });
});

test('the help names every flag', async () => {
  const run = start({}, ['--help']);
  expect(await run.ended).toBe(0);
  for (const flag of ['--port', '--data', '--quiet']) expect(run.output()).toContain(flag);
});

test('the loader is for tests alone: nothing of the program imports it', async () => {
  expect(await readFile(join(import.meta.dirname, 'main.ts'), 'utf8')).not.toContain('testing/');
});
