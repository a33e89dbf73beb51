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
  /** The one-time token of the first run, when this command started a server that nobody has set up. */
  readonly setupToken: string | undefined;
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
    return session(terminal, where, { url: where.server.replace(/\/$/, '') }, token);
  }
  const folder = await dataFolder(terminal, where);
  const running = await runningServer(folder, terminal);
  if (running !== undefined) return session(terminal, where, { url: running }, await operatorToken(folder));
  const started = await startServer(terminal, folder);
  return session(terminal, where, started, await operatorToken(folder));
}

function session(terminal: Terminal, where: Where, { url, child, setupToken }: { url: string } & Partial<Started>, token: string): Session {
  const client = createClient({ base: url, fetch: terminal.fetch, headers: { authorization: `Bearer ${token}`, origin: url } });
  return {
    client, url, setupToken,
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

type Started = { readonly child: ChildProcess; readonly url: string; readonly setupToken: string | undefined };

/** Starts the server on a free port of the loopback address; resolves when it says that it is ready. */
function startServer(terminal: Terminal, folder: string): Promise<Started> {
  return new Promise((resolve, reject) => {
    // The command line's own variables are no settings of the server, which refuses what it does not know.
    const env = Object.fromEntries(Object.entries(terminal.env).filter(([name]) => name !== 'AVOUCH_TOKEN' && !name.startsWith('AVOUCH_SECRET_')));
    const child = spawn(process.execPath, [terminal.serverProgram, '--data', folder, '--port', '0', '--quiet'], { stdio: ['ignore', 'pipe', 'pipe'], cwd: terminal.cwd, env });
    let text = '';
    const heard = (chunk: Buffer): void => {
      text += chunk.toString();
      const url = /^Avouch is ready at (\S+)\n/m.exec(text)?.[1];
      // The set-up line, when there is one, follows at once in the same write or the next.
      if (url !== undefined) setImmediate(() => resolve({ child, url, setupToken: /#token=(\S+)/.exec(text)?.[1] }));
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    child.on('error', (cause) => reject(new Refusal('unavailable', 'The server could not be started.', { cause })));
    child.on('close', () => reject(new Refusal('unavailable', text.trim().split('\n').at(-1) ?? 'The server ended without a message.')));
  });
}
