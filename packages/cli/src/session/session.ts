import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type Client } from '@avouch/api/client';
import { Refusal } from '@avouch/api/refusal';
import { WrongUse, type Terminal } from '../terminal.ts';

/** The options that every command takes. */
export type Where = { readonly server?: string | undefined; readonly data?: string | undefined; readonly org?: string | undefined };

/** A server to talk to, whichever way it came to be there. `close` ends it when this command started it. */
export type Session = {
  readonly client: Client;
  readonly url: string;
  readonly folder: string | undefined;
  /** The organisation in question; refuses in one sentence when there is none or several. */
  readonly org: () => Promise<string>;
  readonly close: () => Promise<void>;
};

const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

/** The data folder: named, or `.avouch` here, or the installation's own. */
export async function dataFolder(terminal: Terminal, where: Where): Promise<string> {
  if (where.data !== undefined) return where.data;
  const here = join(terminal.cwd, '.avouch');
  return (await exists(here)) ? here : join(terminal.installation, 'data');
}

/** Talks to the server named, to the one that runs on the data folder, or starts one for the length of this command. */
export async function openSession(terminal: Terminal, where: Where): Promise<Session> {
  if (where.server !== undefined) {
    const token = terminal.env['AVOUCH_TOKEN'];
    if (token === undefined) throw new WrongUse('A server elsewhere needs a token: set AVOUCH_TOKEN.');
    return session(terminal, where, where.server.replace(/\/$/, ''), token, undefined, undefined);
  }
  const folder = await dataFolder(terminal, where);
  const running = await runningServer(folder, terminal);
  if (running !== undefined) return session(terminal, where, running, await operatorToken(folder), folder, undefined);
  const { child, url } = await startServer(terminal, folder);
  return session(terminal, where, url, await operatorToken(folder), folder, child);
}

function session(terminal: Terminal, where: Where, url: string, token: string, folder: string | undefined, child: ChildProcess | undefined): Session {
  const client = createClient({ base: url, fetch: terminal.fetch, headers: { authorization: `Bearer ${token}`, origin: url } });
  return {
    client, url, folder,
    org: async () => {
      if (where.org !== undefined) return where.org;
      const { organisations } = await client.session({});
      if (organisations.length === 0) throw new Refusal('not_found', 'There is no organisation yet: open the address that `avouch start` prints and do the first run, or run `avouch collect` in a git repository.');
      if (organisations.length > 1) throw new WrongUse(`There are several organisations: name one with --org (${organisations.map((one) => one.id).join(', ')}).`);
      return organisations[0]?.id ?? '';
    },
    close: async () => {
      if (child === undefined) return;
      const ended = new Promise((done) => { child.once('close', done); });
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function operatorToken(folder: string): Promise<string> {
  return readFile(join(folder, 'keys', 'operator.token'), 'utf8').then((text) => text.trim(), () => {
    throw new Refusal('forbidden', `The operator's token in ${folder} cannot be read: run the command as the account that runs the server.`);
  });
}

async function runningServer(folder: string, terminal: Terminal): Promise<string | undefined> {
  const text = await readFile(join(folder, 'server.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { url } = JSON.parse(text) as { url: string };
  const answer = await terminal.fetch(`${url}/api/health`).catch(() => undefined);
  return answer?.ok === true ? url : undefined;
}

/** Starts the server on a free port of the loopback address; resolves when it says that it listens. */
export function startServer(terminal: Terminal, folder: string): Promise<{ child: ChildProcess; url: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [terminal.serverProgram, '--data', folder, '--port', '0', '--quiet'], { stdio: ['ignore', 'pipe', 'pipe'], cwd: terminal.cwd, env: { ...terminal.env } });
    let text = '';
    const heard = (chunk: Buffer): void => {
      text += chunk.toString();
      const url = /https?:\/\/[^\s/]+/.exec(/^listening (\S+)/m.exec(text)?.[1] ?? '')?.[0];
      if (url !== undefined) resolve({ child, url });
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    child.on('error', (cause) => reject(new Refusal('unavailable', 'The server could not be started.', { cause })));
    child.on('close', () => reject(new Refusal('unavailable', text.trim().split('\n').at(-1) ?? 'The server ended without a message.')));
  });
}
