import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand, type Terminal } from './command-line.ts';

const vectors = new URL('../../../vectors/consent/', import.meta.url);

test('a consent receipt is verified offline: whole, erased, changed, and without a key', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'avouch-receipt-'));
  try {
    const [given, erased, key] = await Promise.all(['given.json', 'erased.json', 'verifier-key.txt'].map((name) => readFile(new URL(name, vectors), 'utf8')));
    await writeFile(join(cwd, 'receipt.json'), given ?? '');
    await writeFile(join(cwd, 'erased.json'), erased ?? '');
    await writeFile(join(cwd, 'changed.json'), (given ?? '').replace('"state": "ConsentRefused"', '"state": "ConsentGiven"'));
    let seen = '';
    const run = async (line: string): Promise<void> => {
      let out = '';
      const terminal: Terminal = {
        out: (text) => { out += text; }, err: (text) => { out += text; }, progress: () => undefined, color: false, cwd, env: {}, now: () => new Date(), random: (bytes) => randomBytes(bytes), fetch: () => { throw new Error('verifying asks nobody'); },
        askSecret: async () => undefined, stopped: new AbortController().signal, serverProgram: '', installation: cwd,
      };
      const code = await runCommand(line.split(' '), terminal);
      seen += `$ avouch ${line.replace(key?.trim() ?? '', 'KEY')}\n${out}${code === 0 ? '' : `[exit ${code}]\n`}\n`;
    };
    for (const line of [`verify receipt.json --key ${key?.trim() ?? ''}`, 'verify receipt.json', `verify erased.json --key ${key?.trim() ?? ''}`, `verify changed.json --key ${key?.trim() ?? ''}`]) await run(line);
    await expect(seen).toMatchFileSnapshot('../transcripts/receipt.txt');
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
});
