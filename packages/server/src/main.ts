#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { configOf, openServer, StartProblem, type Server } from './server.ts';

const help = `avouch [--port 4400] [--data ./data] [--quiet]

Set by the environment:
  AVOUCH_HOST            the address to listen on (127.0.0.1)
  AVOUCH_ORIGIN          where browsers reach it, when that is another address: https://avouch.example.com
  AVOUCH_TRUST_PROXY     yes when a proxy of yours stands in front and names the caller's address (no)
  AVOUCH_COUNTRY_HEADER  the header in which that proxy names a visitor's country, as cf-ipcountry does
  DATABASE_URL           a PostgreSQL 15 or later of your own; its own database otherwise
  AVOUCH_KEK             the key-encryption key, 32 bytes in base64; or AVOUCH_KEY_FILE, a file that holds it; made in the data folder otherwise
  AVOUCH_ALLOW_PRIVATE   private hosts, addresses and ranges that sources may be read from, with commas between;
                         this machine when Avouch itself can only be reached from it, and none otherwise
  AVOUCH_STORE_FOLDERS   folders in which SQLite and CSV files with personal data may be read and changed, with commas between (none)
  AVOUCH_UPLOAD_MB_MAX   the largest file that may be handed in (512)
  AVOUCH_TIMESTAMP_URL   an RFC 3161 authority that stamps checkpoints
  AVOUCH_WITNESS_URLS    witnesses that cosign checkpoints, and AVOUCH_WITNESS_KEYS, their verifier keys
  AVOUCH_SMTP_URL        where mail goes out, smtps://user:password@host; AVOUCH_MAIL_FROM, who it is from;
                         without them, mails are shown in the console to be sent by hand
  AVOUCH_SERVICES        files that describe further services with an HTTP API, with commas between
  AVOUCH_DATA, AVOUCH_PORT`;

/** Prints one clear sentence a line and ends with 1: what went wrong is for a person to put right. */
function refuse(sentences: readonly string[]): never {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function readArgs(): { readonly env: Readonly<Record<string, string | undefined>>; readonly quiet: boolean } {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' }, quiet: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
    if (values.help) {
      process.stdout.write(`${help}\n`);
      process.exit(0);
    }
    const { port, data, quiet } = values;
    return { quiet, env: { ...process.env, ...(port === undefined ? {} : { AVOUCH_PORT: port }), ...(data === undefined ? {} : { AVOUCH_DATA: data }) } };
  } catch (cause) {
    return refuse([cause instanceof Error ? cause.message : String(cause), help]);
  }
}

async function version(): Promise<string> {
  const about: unknown = JSON.parse(await readFile(join(import.meta.dirname, '..', 'package.json'), 'utf8'));
  return typeof about === 'object' && about !== null && 'version' in about ? String(about.version) : 'unknown';
}

async function start(): Promise<Server> {
  const { env, quiet } = readArgs();
  const read = configOf(env);
  if (!read.ok) return refuse(read.problems);
  const say = (sentence: string): void => void (quiet || process.stdout.write(`${sentence}\n`));
  say('Starting Avouch.');
  const server = await openServer({
    config: read.config, say, listen: true, work: true, version: await version(), now: () => new Date(), random: (bytes) => new Uint8Array(randomBytes(bytes)),
    programEnv: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' },
    log: (level, message, detail) => void process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...detail })}\n`),
  });
  // Where the command line on this machine finds the server.
  const address = join(read.config.data, 'server.json');
  await writeFile(address, `${JSON.stringify({ url: server.url, pid: process.pid })}\n`, { mode: 0o600 });
  const first = server.setupToken === undefined ? '' : `First time here? Set it up at ${server.url}/setup#token=${server.setupToken} (this link works once)\n`;
  // One write: whoever waits for the first line has the second as well.
  process.stdout.write(`Avouch is ready at ${server.url}\n${first}`);
  return { ...server, close: () => rm(address, { force: true }).then(server.close) };
}

/** A signal while it still starts waits for the start, so that the database that it brings is stopped too. */
function endWith(opening: Promise<Server>): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    process.stdout.write('Closing.\n');
    opening.then((server) => server.close()).then(() => process.exit(0), (cause: unknown) => refuse([`Avouch did not close cleanly: ${String(cause)}`]));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

try {
  const opening = start();
  endWith(opening);
  await opening;
} catch (cause) {
  if (cause instanceof StartProblem) refuse([cause.message]);
  refuse([cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)]);
}
