import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand, type Terminal } from './command-line.ts';

const vectors = new URL('../../../vectors/erasure/', import.meta.url);

test('a certificate of erasure is verified offline: with its reference, without a key, with another reference, and changed', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'avouch-certificate-'));
  try {
    const [certificate = '', key = '', reference = ''] = (await Promise.all(['certificate.json', 'verifier-key.txt', 'reference.txt'].map((name) => readFile(new URL(name, vectors), 'utf8')))).map((text) => text.trim());
    await writeFile(join(cwd, 'certificate.json'), certificate);
    await writeFile(join(cwd, 'changed.json'), certificate.replace('"deleted": 1', '"deleted": 2'));
    let seen = '';
    const run = async (line: string): Promise<void> => {
      let out = '';
      const terminal: Terminal = {
        out: (text) => { out += text; }, err: (text) => { out += text; }, progress: () => undefined, color: false, cwd, env: {}, now: () => new Date(), random: (bytes) => randomBytes(bytes), fetch: () => { throw new Error('verifying asks nobody'); },
        askSecret: async () => undefined, stopped: new AbortController().signal, serverProgram: '', installation: cwd,
      };
      const code = await runCommand(line.split(' '), terminal);
      seen += `$ avouch ${line.replace(key, 'KEY')}\n${out}${code === 0 ? '' : `[exit ${code}]\n`}\n`;
    };
    for (const line of [`verify certificate.json --key ${key} --reference ${reference}`, 'verify certificate.json', `verify certificate.json --key ${key} --reference 00000-00000-00000-00000-00000`, `verify changed.json --key ${key}`]) await run(line);
    await expect(seen).toMatchFileSnapshot('../transcripts/certificate.txt');
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
});
