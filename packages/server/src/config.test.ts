import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { configOf, secret } from './config.ts';

test('an empty environment is a whole configuration: loopback, port 4400, ./data', () => {
  expect(configOf({ PATH: '/bin' })).toEqual({
    ok: true,
    config: {
      services: [],
      data: './data', host: '127.0.0.1', port: 4400, origin: undefined, databaseUrl: undefined, kek: undefined, keyFile: undefined, allowPrivate: ['127.0.0.0/8', '::1'],
      storeFolders: [], timestampUrl: undefined, witnessKeys: [], witnessUrls: [], trustProxy: false, uploadBytesMax: 512_000_000,
    },
  });
});

test('everything that is wrong is told at once, by name, and no value is repeated', () => {
  const read = configOf({ AVOUCH_PROT: '1', AVOUCH_COLOUR: 'red', AVOUCH_PORT: 'eighty', AVOUCH_ORIGIN: 'https://a.example/path', AVOUCH_KEK: 'hunter2', AVOUCH_TRUST_PROXY: 'maybe', DATABASE_URL: 'mysql://root:hunter2@x' });
  const problems = read.ok ? [] : read.problems;
  for (const name of ['AVOUCH_PROT', 'AVOUCH_COLOUR', 'AVOUCH_PORT', 'AVOUCH_ORIGIN', 'AVOUCH_KEK', 'AVOUCH_TRUST_PROXY', 'DATABASE_URL']) {
    expect(problems.filter((problem) => problem.startsWith(`${name} `)), name).toHaveLength(1);
  }
  expect(problems.join(' ')).not.toContain('hunter2');
});

test('files are stores only in folders that are named by their whole path', () => {
  const folders = (text: string) => { const read = configOf({ AVOUCH_STORE_FOLDERS: text }); return read.ok ? read.config.storeFolders : read.problems; };
  expect(folders('/srv/exports, /var/app')).toEqual(['/srv/exports', '/var/app']);
  expect(folders('exports')).toEqual([expect.stringMatching(/^AVOUCH_STORE_FOLDERS /)]);
});

test('private addresses are refused when the server is reachable from elsewhere, unless they are named', () => {
  const allowed = (env: Record<string, string>) => { const read = configOf(env); return read.ok ? read.config.allowPrivate : read.problems; };
  expect(allowed({ AVOUCH_HOST: '0.0.0.0' })).toEqual([]);
  expect(allowed({ AVOUCH_HOST: '0.0.0.0', AVOUCH_ALLOW_PRIVATE: '10.0.0.0/8, db.internal' })).toEqual(['10.0.0.0/8', 'db.internal']);
  expect(allowed({ AVOUCH_ALLOW_PRIVATE: '192.168.1.5' })).toEqual(['192.168.1.5']);
  expect(allowed({ AVOUCH_ALLOW_PRIVATE: 'http://db/x' })).toEqual([expect.stringMatching(/^AVOUCH_ALLOW_PRIVATE /)]);
});

test('two keys are one too many', () => {
  expect(configOf({ AVOUCH_KEK: `${'A'.repeat(43)}=`, AVOUCH_KEY_FILE: '/k' })).toEqual({ ok: false, problems: ['AVOUCH_KEY_FILE is not right: only one of AVOUCH_KEK and AVOUCH_KEY_FILE.'] });
});

test('a secret shows itself to nobody who does not ask for it', () => {
  const value = secret('hunter2');
  expect([String(value), JSON.stringify({ value }), inspect({ value }), inspect(value, { showHidden: true, depth: 9 }), `${value}`].join(' ')).not.toContain('hunter2');
  expect(String(value)).toBe('[secret]');
  expect(value.reveal()).toBe('hunter2');
});
