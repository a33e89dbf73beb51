import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand, type Terminal } from './command-line.ts';

// A transcript is the session that a person would have: what they type, what they see, how it ended.
const serverProgram = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));
let home: string;
let clone: string;
let server: ChildProcess | undefined;

const environment = (): Record<string, string | undefined> => Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AVOUCH_') && name !== 'DATABASE_URL'));

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'avouch-cli-'));
  await chmod(home, 0o711);
  clone = join(home, 'shop');
  const when = new Date(Date.now() - 5 * 86_400_000).toISOString();
  const env = { ...process.env, GIT_AUTHOR_NAME: 'Ann', GIT_AUTHOR_EMAIL: 'ann@example.com', GIT_COMMITTER_NAME: 'Ann', GIT_COMMITTER_EMAIL: 'ann@example.com', GIT_AUTHOR_DATE: when, GIT_COMMITTER_DATE: when, GIT_CONFIG_GLOBAL: '/dev/null' };
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: clone, env, stdio: 'ignore' });
  execFileSync('git', ['init', '-q', '-b', 'main', clone], { env });
  await chmod(clone, 0o711);
  await writeFile(join(clone, 'shop.ts'), 'export const open = true;\n');
  git('add', '.');
  git('commit', '-q', '-m', 'Open the shop');
});
afterAll(async () => {
  server?.kill('SIGTERM');
  if (server !== undefined) await new Promise((done) => { server?.once('close', done); });
  await rm(home, { recursive: true, force: true });
});

const stopped = new AbortController();

async function run(words: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const terminal: Terminal = {
    out: (text) => { out += text; }, err: (text) => { err += text; }, progress: () => undefined, color: false, cwd, env: { ...environment(), ...env }, now: () => new Date(), random: (bytes) => randomBytes(bytes),
    fetch, askSecret: async () => undefined, stopped: stopped.signal, serverProgram, installation: join(home, 'installation'),
  };
  const code = await runCommand(words, terminal);
  return { code, out, err };
}

/** What differs from run to run stands as a word. */
const settled = (text: string): string => text
  .replaceAll(home, '/home/ann')
  .replace(/avouch-[0-9a-f]{24}/g, 'avouch-INSTANCE').replace(/org_[0-9a-f]{16}/g, 'ORG').replace(/src_[0-9a-f]{32}/g, 'SOURCE').replace(/pkg_[0-9a-f]{32}/g, 'PACKAGE')
  .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'INSTANT').replace(/\b20\d\d-\d\d-\d\d\b/g, 'DAY').replace(/entry \d+/g, 'entry N').replace(/\d+ entries under a tree of \d+/g, 'N entries under a tree of N').replace(/\b\d+ (files are|entries (stand|folded))/g, 'N $1');

async function transcript(lines: readonly (readonly [string, string?])[], env: Record<string, string> = {}): Promise<string> {
  const seen: string[] = [];
  for (const [line, cwd] of lines) {
    const { code, out, err } = await run(line.split(' '), cwd ?? clone, env);
    seen.push(`$ avouch ${settled(line)}\n${settled(out)}${settled(err)}${code === 0 ? '' : `[exit ${code}]\n`}`);
  }
  return seen.join('\n');
}

test('what the manual says, and what wrong use is told', async () => {
  const text = await transcript([['help'], ['hepl'], ['--json status'], ['status --colour'], ['verify'], ['verify nothing.zip'], ['verify some.tlog-proof'], ['witness'], ['witness --folder w --log nonsense --name me'], ['collect'], ['status --json']].map(([line]) => [line ?? '', home] as const), { });
  await expect(text).toMatchFileSnapshot('../transcripts/usage.txt');
});

test('in a bare clone, one command reads the repository into a ledger and says where it stands', async () => {
  await expect(await transcript([['collect']])).toMatchFileSnapshot('../transcripts/collect.txt');
  expect(execFileSync('git', ['status', '--short'], { cwd: clone }).toString()).toBe('');
});

test('a .avouch folder that the repository itself brings is not trusted', async () => {
  const hostile = join(home, 'hostile');
  execFileSync('git', ['init', '-q', hostile]);
  await mkdir(join(hostile, '.avouch'));
  await writeFile(join(hostile, '.avouch', 'server.json'), '{"url":"http://127.0.0.1:1"}');
  execFileSync('git', ['add', '-f', '.avouch'], { cwd: hostile });
  const { code, err } = await run(['collect'], hostile);
  expect([code, err]).toEqual([2, 'This repository brings a .avouch folder of its own, which is not to be trusted: remove it, or name another folder with --data.\n']);
});

test('a running server answers the other commands, from status to a bundle that verifies', async () => {
  server = spawn(process.execPath, [serverProgram, '--data', join(clone, '.avouch'), '--port', '0', '--quiet'], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((done, fail) => {
    server?.stdout?.on('data', (chunk: Buffer) => { if (chunk.toString().includes('Avouch is ready')) done(); });
    server?.once('close', () => fail(new Error('the server ended')));
  });
  await expect(await transcript([
    ['status'], ['status CHG-04'], ['status NOPE-1'], ['connect git --name Elsewhere location=/home/nobody/nothing'], ['connect nonsense'], ['connect git colour=blue'], ['connect postgres host=localhost'],
    ['report --out package'], ['bundle --out bundle.zip'], ['verify bundle.zip'], ['rebuild'],
  ])).toMatchFileSnapshot('../transcripts/work.txt');
});

test('a bundle is called verified under a key that was given, and only then', async () => {
  const { verifierKey } = JSON.parse((await run(['verify', 'bundle.zip', '--json'], clone)).out) as { verifierKey: string };
  expect((await run(['verify', 'bundle.zip', '--key', verifierKey], clone)).out).toContain('● verified');
  expect((await run(['verify', 'bundle.zip'], clone)).out).not.toContain('● verified');
});

test('a bundle with one byte changed is not verified, and the exit code says so', async () => {
  const bytes = await readFile(join(clone, 'bundle.zip'));
  bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
  await writeFile(join(clone, 'changed.zip'), bytes);
  await expect(await transcript([['verify changed.zip'], ['verify bundle.zip --key avouch.example/other+1a2b3c4d+AQ==']])).toMatchFileSnapshot('../transcripts/changed.txt');
});

test.each([['status'], ['connect'], ['collect'], ['rebuild'], ['verify bundle.zip'], ['report --out package'], ['bundle --out second.zip']])('%s --json prints one JSON value', async (line) => {
  const { out } = await run([...line.split(' '), '--json'], clone);
  expect(() => JSON.parse(out) as unknown).not.toThrow();
});

test('start --json prints where the server listens, and how to set it up', async () => {
  const stop = new AbortController();
  let out = '';
  const installation = home;
  const terminal: Terminal = {
    out: (text) => { out += text; stop.abort(); }, err: () => undefined, progress: () => undefined, color: false, cwd: home, env: environment(), now: () => new Date(), random: (bytes) => randomBytes(bytes),
    fetch, askSecret: async () => undefined, stopped: stop.signal, serverProgram, installation,
  };
  expect(await runCommand(['start', '--json', '--port', '0', '--data', join(home, 'fresh')], terminal)).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string, setupToken: expect.any(String) as string });
});

test('a witness keeps its key and its name, and ends when it is told to', async () => {
  const folder = join(home, 'witness');
  const log = /^log (\S+)$/m.exec(JSON.stringify(JSON.parse((await run(['verify', 'bundle.zip', '--json'], clone)).out)).replace(/.*"verifierKey":"([^"]+)".*/, 'log $1'))?.[1] ?? '';
  const watching = run(['witness', '--folder', folder, '--log', log, '--port', '0', '--name', 'firm.example/witness', '--json'], home);
  stopped.abort();
  const first = JSON.parse((await watching).out) as { verifierKey: string };
  expect(first.verifierKey).toMatch(/^firm\.example\/witness\+[0-9a-f]{8}\+/);
  const second = JSON.parse((await run(['witness', '--folder', folder, '--log', log, '--port', '0', '--json'], home)).out) as { verifierKey: string };
  expect(second.verifierKey).toBe(first.verifierKey);
  expect((await run(['witness', '--folder', folder, '--log', log, '--name', 'other.example/w'], home)).err).toContain('a witness keeps its name');
});
