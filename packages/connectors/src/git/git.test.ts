import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reading } from '../connector.ts';
import type { EntityOf, EntityType } from '../entities.ts';
import { openOutside } from '../outside.ts';
import { readAll } from '../outside/read-all.ts';
import { git } from './git.ts';
import { parseRemote } from './program.ts';

const closers: (() => void)[] = [];
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'avouch-git-test-'));
  closers.push(() => { rmSync(folder, { recursive: true, force: true }); });
});
afterEach(() => { for (const close of closers.splice(0).toReversed()) close(); });

const path = process.env['PATH'] ?? '';
const now = new Date('2026-02-01T00:00:00Z');
const read = async (location: string, more: Record<string, unknown> = {}, secrets: Record<string, string> = {}, env: Record<string, string> = {}) => {
  const outside = openOutside({ now: () => now, userAgent: 'test', allowPrivate: ['127.0.0.1', 'git.example'], env: { PATH: path, ...env }, file: async () => undefined, signal: new AbortController().signal, lookUp: async () => ['127.0.0.1'] });
  const readings = await readAll(git, { settings: git.settings.parse({ location, ...more }), secrets, outside, progress: () => undefined });
  await outside.close();
  return readings;
};
const entities = <T extends EntityType>(readings: readonly Reading[], type: T): readonly EntityOf<T>[] => {
  const reading = readings.find((found) => found.entityType === type);
  if (reading?.complete !== true) throw new Error(reading?.problem.sentence ?? 'no reading');
  return reading.entities as readonly EntityOf<T>[];
};
const problems = (readings: readonly Reading[]) => readings.map((reading) => (reading.complete ? 'complete' : reading.problem.kind));
const sentence = (readings: readonly Reading[]) => { const first = readings[0]; return first === undefined || first.complete ? '' : first.problem.sentence; };

type As = { name?: string; email?: string; date?: string };
const at = (cwd: string, args: string[], as: As = {}, input?: string) => {
  const { name = 'Ann', email = 'ann@example.com', date = '2026-01-10T12:00:00Z' } = as;
  return execFileSync('git', args, {
    cwd, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: path, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: date },
  }).trim();
};
const make = (files: Record<string, string> = { 'README.md': 'hello' }) => {
  const repository = join(folder, 'app');
  mkdirSync(repository, { recursive: true });
  at(repository, ['init', '-q', '-b', 'main']);
  commit(repository, 'Start', files);
  return repository;
};
const commit = (repository: string, message: string, files: Record<string, string> = {}, as: As = {}) => {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, name)), { recursive: true });
    writeFileSync(join(repository, name), content);
  }
  at(repository, ['add', '-f', '.']);
  at(repository, ['commit', '-q', '--allow-empty', '-m', message], as);
};

describe('a git repository', () => {
  it('gives its changes with who wrote and who merged them, and how they came', async () => {
    const repository = make();
    at(repository, ['checkout', '-q', '-b', 'feature']);
    commit(repository, 'Feature', { a: '1' }, { name: 'Bob', email: 'Bob@Example.com' });
    at(repository, ['checkout', '-q', 'main']);
    at(repository, ['merge', '-q', '--no-ff', '-m', 'Merge pull request #7 from acme/feature', 'feature'], { date: '2026-01-11T12:00:00Z' });
    commit(repository, 'Squashed (#8)', {}, { date: '2026-01-12T12:00:00Z' });
    commit(repository, 'Straight to main', {}, { date: '2026-01-13T12:00:00.000Z' });
    const readings = await read(repository);
    expect(entities(readings, 'change').map(({ name, how, author, mergedBy, mergedAt, signed, checks, approvers }) => [name, how, author, mergedBy, mergedAt, signed, checks, approvers])).toEqual([
      ['Straight to main', 'direct', 'ann@example.com', 'ann@example.com', '2026-01-13T12:00:00.000Z', false, 'unknown', null],
      ['Squashed (#8)', 'pull-request', 'ann@example.com', 'ann@example.com', '2026-01-12T12:00:00.000Z', false, 'unknown', null],
      ['Merge pull request #7 from acme/feature', 'pull-request', 'bob@example.com', 'ann@example.com', '2026-01-11T12:00:00.000Z', false, 'unknown', null],
      ['Start', 'direct', 'ann@example.com', 'ann@example.com', '2026-01-10T12:00:00.000Z', false, 'unknown', null],
    ]);
    expect(entities(readings, 'author').map(({ email, name, kind }) => [email, name, kind]).sort()).toEqual([['ann@example.com', 'Ann', 'person'], ['bob@example.com', 'Bob', 'person']]);
    expect(readings.find((reading) => reading.entityType === 'change')).toMatchObject({ window: { from: '2025-02-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' } });
    expect(readings[0]?.sourceVersion).toMatch(/^git \d/);
  });

  it('keeps to the window by the dates of the commits, even when they are out of order', async () => {
    const repository = make();
    commit(repository, 'Long ago', {}, { date: '2020-01-01T00:00:00Z' });
    commit(repository, 'Now', {}, { date: '2026-01-20T00:00:00Z' });
    const readings = await read(repository, { windowDays: 30 });
    expect(entities(readings, 'change').map((change) => change.name)).toEqual(['Now', 'Start']);
  });

  it('sees that a commit or a tag carries a signature, without starting a program that the repository names', async () => {
    const repository = make();
    at(repository, ['config', 'gpg.program', 'touch pwned; false']);
    at(repository, ['config', 'core.fsmonitor', 'touch pwned']);
    at(repository, ['config', 'log.showSignature', 'true']);
    at(repository, ['config', 'i18n.logOutputEncoding', 'UTF-16']);
    const [head, tree] = [at(repository, ['rev-parse', 'HEAD']), at(repository, ['rev-parse', 'HEAD^{tree}'])];
    const armour = '-----BEGIN PGP SIGNATURE-----\n\nabc=\n-----END PGP SIGNATURE-----\n';
    const who = 'Ann <ann@example.com> 1768300000 +0000';
    const signed = at(repository, ['hash-object', '-t', 'commit', '-w', '--stdin'], {}, `tree ${tree}\nparent ${head}\nauthor ${who}\ncommitter ${who}\ngpgsig ${armour.trim().split('\n').join('\n ')}\n\nSigned\n`);
    at(repository, ['update-ref', 'refs/heads/main', signed]);
    const tag = at(repository, ['hash-object', '-t', 'tag', '-w', '--stdin'], {}, `object ${signed}\ntype commit\ntag v2\ntagger ${who}\n\nTwo\n${armour}`);
    at(repository, ['update-ref', 'refs/tags/v2', tag]);
    at(repository, ['tag', '-a', '-m', 'One', 'v1'], { date: '2026-01-15T00:00:00Z' });
    at(repository, ['tag', 'light']);
    const readings = await read(repository);
    expect(entities(readings, 'change').map(({ name, signed: carries }) => [name, carries])).toEqual([['Signed', true], ['Start', false]]);
    expect(entities(readings, 'release').map(({ name, annotated, signed: carries, at: made }) => [name, annotated, carries, made])).toEqual([
      ['light', false, false, '2026-01-13T10:26:40.000Z'], ['v1', true, false, '2026-01-15T00:00:00.000Z'], ['v2', true, true, '2026-01-13T10:26:40.000Z'],
    ]);
    expect(readdirSync(repository)).not.toContain('pwned');
  });

  it('knows the files that protect it', async () => {
    const good = await read(make({
      '.github/CODEOWNERS': '* @acme', 'SECURITY.md': 'x', LICENSE: 'x', '.github/workflows/ci.yml': 'on: push', 'package.json': '{}', 'package-lock.json': '{}', '.gitignore': 'node_modules\n.env*\n!.env.example\n', '.env.example': 'A=',
    }));
    expect(entities(good, 'repository')).toEqual([{
      id: 'app', name: 'app', visibility: 'unknown', archived: null, defaultBranch: 'main', codeOwners: true, securityPolicy: true, licence: true, continuousIntegration: true, dependencyLock: true,
      ignoresSecrets: true, secretScanning: null, dependencyAlerts: null, codeScanning: null, lastChangeAt: '2026-01-10T12:00:00.000Z',
    }]);
  });

  it('says which of them are missing, and that it cannot tell about locks where there is nothing to lock', async () => {
    const repository = make();
    const lacking = { codeOwners: false, securityPolicy: false, licence: false, continuousIntegration: false, dependencyLock: null, ignoresSecrets: false };
    expect(entities(await read(repository), 'repository')).toMatchObject([lacking]);
    commit(repository, 'Manifest and a secret', { 'package.json': '{}', '.gitignore': '.env\n', '.env.production': 'KEY=1' });
    expect(entities(await read(repository), 'repository')).toMatchObject([{ dependencyLock: false, ignoresSecrets: false }]);
  });

  it('reads the branch that is set, or that its origin calls the default', async () => {
    const repository = make();
    at(repository, ['checkout', '-q', '-b', 'other']);
    commit(repository, 'Elsewhere');
    expect(entities(await read(repository, { branch: 'main' }), 'change').map((change) => change.name)).toEqual(['Start']);
    execFileSync('git', ['clone', '-q', '-b', 'other', repository, join(folder, 'clone')], { stdio: 'ignore' });
    at(join(folder, 'clone'), ['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main']);
    expect(entities(await read(join(folder, 'clone')), 'repository')).toMatchObject([{ defaultBranch: 'main' }]);
    expect(sentence(await read(repository, { branch: 'gone' }))).toBe('The repository app has no branch gone.');
  });

  it('has a problem when it has no commits, and not an empty list', async () => {
    const bare = join(folder, 'empty.git');
    mkdirSync(bare);
    at(bare, ['init', '-q', '--bare', '-b', 'main']);
    const readings = await read(bare);
    expect(problems(readings)).toEqual(['not-found', 'not-found', 'not-found', 'not-found']);
    expect(sentence(readings)).toBe('The repository empty has no commits yet.');
  });

  it('has a problem for its history when it is shallow', async () => {
    const repository = make();
    commit(repository, 'Two');
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${repository}`, join(folder, 'shallow')], { stdio: 'ignore' });
    expect(problems(await read(join(folder, 'shallow')))).toEqual(['complete', 'cut-short', 'complete', 'cut-short']);
  });

  it('says that a folder is none, is missing, or that git is missing', async () => {
    const repository = make();
    mkdirSync(join(repository, 'inner'));
    expect(sentence(await read(join(repository, 'inner')))).toMatch(/^There is no git repository at .*inner\.$/);
    expect(sentence(await read(join(folder, 'nothing')))).toMatch(/^There is no folder /);
    expect(problems(await read('relative/path'))).toEqual(Array(4).fill('unsupported'));
    expect(problems(await read('ext::sh -c touch% pwned'))).not.toContain('complete');
    expect(problems(await read('--upload-pack=touch pwned'))).not.toContain('complete');
    expect(problems(await read('file:///etc'))).toEqual(Array(4).fill('unsupported'));
  });

  it('is not read when it belongs to another user, unless that is set', async () => {
    const repository = make();
    // Git's own switch takes every repository for another user's: giving a folder away needs root.
    const other = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
    expect(sentence(await read(repository, {}, {}, other))).toContain('belongs to another user');
    expect(problems(await read(repository, { trustOtherOwner: true }, {}, other))).toEqual(Array(4).fill('complete'));
  });
});

describe('a git repository over ssh', () => {
  it('is cloned from the address that was checked, with the host key of its name, and without a question', async () => {
    const repository = make();
    const programs = join(folder, 'programs');
    mkdirSync(programs);
    // Stands in for ssh and the other side at once: notes how it was called, and runs there what git asks for.
    writeFileSync(join(programs, 'ssh'), `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/called'\nfor last; do :; done\nexec sh -c "$last"\n`, { mode: 0o755 });
    const readings = await read(`deploy@git.example:${repository}`, {}, {}, { PATH: `${programs}:${path}` });
    expect(sentence(readings)).toBe('');
    expect(entities(readings, 'change')).toHaveLength(1);
    const called = readFileSync(join(folder, 'called'), 'utf8').split('\n');
    for (const option of ['HostName=127.0.0.1', 'HostKeyAlias=git.example', 'StrictHostKeyChecking=yes', 'BatchMode=yes', 'deploy@git.example']) expect(called).toContain(option);
  });
});

describe('a git repository over http', () => {
  const serve = async (root: string, token?: string) => {
    const backend = join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend');
    const server = createServer((request, response) => {
      const given = Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString();
      if (token !== undefined && given !== `x-access-token:${token}`) { response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end(); return; }
      const url = new URL(request.url ?? '', 'http://x');
      const child = spawn(backend, { env: {
        PATH: path, GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: '1', PATH_INFO: url.pathname, QUERY_STRING: url.search.slice(1), REQUEST_METHOD: request.method, CONTENT_TYPE: request.headers['content-type'],
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'], GIT_PROTOCOL: request.headers['git-protocol'] as string | undefined, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_COUNT: '2', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*', GIT_CONFIG_KEY_1: 'uploadpack.allowFilter', GIT_CONFIG_VALUE_1: 'true',
      } });
      request.pipe(child.stdin);
      const parts: Buffer[] = [];
      child.stdout.on('data', (part: Buffer) => parts.push(part));
      child.on('close', () => {
        const all = Buffer.concat(parts);
        const split = all.indexOf('\r\n\r\n');
        const headers = Object.fromEntries(all.subarray(0, split).toString().split('\r\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
        response.writeHead(Number.parseInt(headers['Status'] ?? '200', 10), headers).end(all.subarray(split + 4));
      });
    });
    await new Promise<void>((ready) => { server.listen(0, '127.0.0.1', ready); });
    closers.push(() => { server.closeAllConnections(); server.close(); });
    return (server.address() as AddressInfo).port;
  };

  it('is cloned from the address that was checked, read, and removed again', async () => {
    make({ 'README.md': 'x', '.gitignore': '.env\n' });
    const port = await serve(folder, 't0ken');
    const clones = () => readdirSync(tmpdir()).filter((name) => /^avouch-git-[^t]/.test(name)).length;
    const before = clones();
    const readings = await read(`http://git.example:${port}/app/.git`, { name: 'app' }, { token: 't0ken' });
    expect(sentence(readings)).toBe('');
    expect(entities(readings, 'repository')).toMatchObject([{ id: 'app', ignoresSecrets: true, defaultBranch: 'main' }]);
    expect(entities(readings, 'change')).toHaveLength(1);
    expect(clones()).toBe(before);
    expect(JSON.stringify(readings)).not.toContain('t0ken');
  });

  it('has one clear problem for a wrong token, a missing repository, a closed port and an address that is not allowed', async () => {
    make();
    const port = await serve(folder, 't0ken');
    expect(problems(await read(`http://git.example:${port}/app/.git`, {}, { token: 'wr0ng' }))).toEqual(Array(4).fill('unauthorised'));
    expect(problems(await read(`http://git.example:${port}/none.git`, {}, { token: 't0ken' }))).toEqual(Array(4).fill('not-found'));
    expect(problems(await read('http://127.0.0.1:1/app.git'))).toEqual(Array(4).fill('unreachable'));
    expect(problems(await read('https://private.example/app.git'))).not.toContain('complete');
    expect(sentence(await read('https://10.0.0.1/app.git'))).toContain('private');
  });

  it('is given without a secret in its address: what a setting says is kept for ever', () => {
    const takes = (location: string) => git.settings.safeParse({ location }).success;
    for (const location of ['https://ann:pa55@a.example/x.git', 'https://ghp_t0ken@a.example/x.git', 'https://a:p@ss@a.example/x', 'ssh://ann:pa55@a.example/x', 'ann:pa55@a.example:x', 'https://a.example/x.git?token=t', 'https://a.example/x#t']) {
      expect(takes(location), location).toBe(false);
    }
    for (const location of ['https://a.example/x.git', 'ssh://git@a.example:22/x', 'git@a.example:o/x.git', 'a.example:x', '/srv/app.git', '/srv/a@b/c#d?e']) expect(takes(location), location).toBe(true);
  });

  it('is no place for a command: neither host nor user is anything but a name', () => {
    for (const location of ['ssh://$(id)/x', 'ssh://a;id/x', 'ssh://`id`/x', "ssh://a'b/x", 'ssh://-oProxyCommand=id/x', 'ssh://%2doProxyCommand=id/x', 'ssh://-l@a.example/x', 'ssh://$(id)@a.example/x', '-oProxyCommand=id:x', 'file:///etc', 'git://a.example/x', 'https://a.example%00.b/x']) {
      expect(parseRemote(location), location).toBeUndefined();
    }
    expect(parseRemote('ext::sh -c id')).toMatchObject({ kind: 'ssh', url: 'ssh://ext/:sh%20-c%20id' });
    // Where git alone would see the user a.example\\ and the host 10.0.0.1.
    expect(parseRemote('https://a.example\\@10.0.0.1/x')).toMatchObject({ host: 'a.example', url: 'https://a.example/@10.0.0.1/x' });
    expect(parseRemote('git@a.example:o/x.git')).toEqual({ kind: 'ssh', host: 'a.example', port: '22', url: 'ssh://git@a.example/o/x.git' });
  });
});
