import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { generateSigner, openSigner, type Signer } from '@avouch/ledger/keys';
import { openWitness } from '@avouch/ledger/witness';
import type { Command } from '../command.ts';
import { WrongUse, type Terminal } from '../terminal.ts';

/** Runs a witness until it is stopped: it cosigns the growth of the logs that it is given, and never two histories. */
export const witness: Command = {
  options: { folder: { type: 'string' }, log: { type: 'string', multiple: true }, port: { type: 'string' }, name: { type: 'string' } },
  run: async ({ options, json }, terminal) => {
    const logs = options['log'] as readonly string[] | undefined;
    const port = Number(options['port'] ?? '4500');
    if (typeof options['folder'] !== 'string') throw new WrongUse('A witness keeps what it has seen: name its folder with --folder.');
    if (logs === undefined || logs.length === 0) throw new WrongUse('Name the log to watch by its verifier key, as its ledger page shows it, with --log.');
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new WrongUse('--port takes a number from 0 to 65535.');
    const folder = resolve(terminal.cwd, options['folder']);
    const signer = await signerIn(folder, typeof options['name'] === 'string' ? options['name'] : undefined, terminal);
    const opened = await openWitness({ folder, signer, logs, now: terminal.now }).catch((cause: unknown) => {
      throw cause instanceof RangeError ? new WrongUse(`${cause.message}.`, { cause }) : cause;
    });
    const serving = await opened.serve(port);
    terminal.out(json ? `${JSON.stringify({ url: serving.url, verifierKey: opened.verifierKey })}\n` : `Witness ${signer.name} listens at ${serving.url}\nIts key, for the company's settings and your trust file:\n  ${opened.verifierKey}\n`);
    await new Promise<void>((done) => {
      if (terminal.stopped.aborted) done();
      terminal.stopped.addEventListener('abort', () => done());
    });
    await serving.close();
    return 0;
  },
};

/** The witness's key, made at the first start and kept in its folder for its owner alone. */
async function signerIn(folder: string, name: string | undefined, terminal: Terminal): Promise<Signer> {
  const path = join(folder, 'witness.key');
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept !== undefined) {
    const { name: keptName, seed } = JSON.parse(kept) as { name: string; seed: string };
    if (name !== undefined && name !== keptName) throw new WrongUse(`The witness in this folder is called ${keptName}: a witness keeps its name.`);
    return openSigner(new Uint8Array(Buffer.from(seed, 'base64')), keptName, 'witness');
  }
  if (name === undefined) throw new WrongUse('A new witness needs a name, such as auditor.example/witness: give it with --name.');
  const { seed, ...signer } = generateSigner(name, terminal.random, 'witness');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, `${JSON.stringify({ name, seed: Buffer.from(seed).toString('base64') })}\n`, { mode: 0o600, flag: 'wx' });
  return signer;
}
