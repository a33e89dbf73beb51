import { afterEach, describe, expect, it } from 'vitest';
import { openOutside } from '../outside.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closers.splice(0)) await close(); });

const open = (signal = new AbortController().signal) => {
  const outside = openOutside({
    now: () => new Date('2026-01-05T10:00:00Z'), userAgent: 'avouch-test', allowPrivate: [], env: { PATH: process.env['PATH'] ?? '', MARK: 'yes' },
    file: async (id) => (id === 'known' ? { name: 'a', bytes: 0, stream: async function* () { yield new Uint8Array(); } } : undefined), signal,
  });
  closers.push(outside.close);
  return outside;
};
const node = (code: string) => [process.execPath, ['-e', code]] as const;
const run = (code: string, options = {}) => open().run(...node(code), options);

describe('the outside', () => {
  it('runs a program and gives its output, errors and exit code', async () => {
    expect(await run('console.log("out"); console.error("err"); process.exitCode = 3')).toEqual({ ok: true, code: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  it('gives a program nothing but the environment that was given', async () => {
    const ran = await run('console.log(JSON.stringify(process.env))', { env: { MORE: '1' } });
    const env: unknown = ran.ok ? JSON.parse(ran.stdout) : {};
    expect(env).toMatchObject({ MARK: 'yes', MORE: '1', LC_ALL: 'C' });
    expect(Object.keys(env as object).filter((key) => !['MARK', 'MORE', 'LC_ALL', 'PATH', '__CF_USER_TEXT_ENCODING'].includes(key))).toEqual([]);
  });

  it('says which program is missing, and which folder', async () => {
    expect(await open().run('avouch-no-such-program', [])).toMatchObject({ ok: false, problem: { kind: 'unsupported', sentence: 'The program avouch-no-such-program is not on this machine.' } });
    expect(await run('', { cwd: '/no/such/folder' })).toMatchObject({ ok: false, problem: { kind: 'not-found' } });
  });

  it('ends a program that takes too long, and what it has started', async () => {
    const child = 'require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" }); setInterval(() => {}, 1000)';
    expect(await run(child, { timeoutMs: 300 })).toMatchObject({ ok: false, problem: { kind: 'timed-out' } });
  });

  it('ends a program that prints too much', async () => {
    expect(await run('setInterval(() => console.log("x".repeat(10000)), 1)', { stdoutBytesMax: 50_000 })).toMatchObject({ ok: false, problem: { kind: 'too-large' } });
  });

  it('ends a program when the read is stopped, and starts none afterwards', async () => {
    const stop = new AbortController();
    const outside = open(stop.signal);
    const running = outside.run(...node('setInterval(() => {}, 1000)'));
    stop.abort();
    expect(await running).toMatchObject({ ok: false, problem: { kind: 'cut-short' } });
    expect(await outside.run(...node(''))).toMatchObject({ ok: false, problem: { kind: 'cut-short' } });
  });

  it('finds handed-in files by their id, under the same policy of addresses for everything', async () => {
    const outside = open();
    expect((await outside.file('known'))?.name).toBe('a');
    expect(await outside.file('other')).toBeUndefined();
    expect(await outside.addresses.resolve('127.0.0.1')).toMatchObject({ ok: false });
    expect(await outside.http.send({ url: 'http://127.0.0.1/' })).toMatchObject({ ok: false, problem: { kind: 'refused-address' } });
  });
});
