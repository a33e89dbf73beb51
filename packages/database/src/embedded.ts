import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { findBinaries } from './cluster/binaries.ts';
import { chooseAccount, isReachableBy, type Account } from './cluster/account.ts';
import { DatabaseProblem } from './cluster/problem.ts';

export { DatabaseProblem };

export type EmbeddedOptions = {
  /** Where the cluster lives. Made when absent; kept for ever. */
  readonly folder: string;
  /** Told what is going on, one sentence at a time. */
  readonly say?: (sentence: string) => void;
  /** Server settings beyond ours, such as `{ shared_buffers: '512MB' }`. */
  readonly settings?: Readonly<Record<string, string>>;
};

/** A running PostgreSQL that only this machine's account can reach, through a socket in a private folder. */
export type Embedded = {
  /** A connection string for `pg`, to the database `name` (default `postgres`), as the role `role` (default the owner). */
  readonly url: (name?: string, role?: string) => string;
  readonly folder: string;
  readonly version: string;
  /** Stops the server when this process started it or inherited it from one that died. */
  readonly close: () => Promise<void>;
};

const owner = 'avouch';
const defaults = { max_connections: '60', shared_buffers: '128MB', listen_addresses: '', timezone: 'UTC', log_timezone: 'UTC' };

/**
 * Starts the PostgreSQL that comes with Avouch, or joins the one that already runs on `folder`. Needs no right beyond
 * writing to the folder; as root it runs the server under another account, because PostgreSQL refuses root.
 * Throws `DatabaseProblem` with one sentence that says what to do.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const say = options.say ?? (() => undefined);
  const account = await chooseAccount();
  const folder = await clusterFolder(resolve(options.folder), account, say);
  const socket = join(tmpdir(), `avouch-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
  const url = (name = 'postgres', role = owner): string =>
    `postgresql://${role}@localhost/${encodeURIComponent(name)}?host=${encodeURIComponent(socket)}`;
  const binaries = await findBinaries(account, folder);

  await prepareFolder(socket, account);
  const joined = await answers(url());
  if (!joined) {
    if (!(await exists(join(folder, 'PG_VERSION')))) {
      say('Creating the database cluster (once).');
      await initialise(binaries.initdb, folder, account);
    }
    await removeStalePid(folder);
    start(binaries.postgres, folder, socket, account, { ...defaults, ...options.settings });
    await untilReady(url(), folder);
  }
  const owned = await claim(folder, !joined);
  return {
    url, folder, version: await serverVersion(url()),
    close: async () => {
      if (!owned) return;
      await stop(folder);
      await rm(join(folder, 'avouch.pid'), { force: true });
      await rm(socket, { recursive: true, force: true });
    },
  };
}

/** A folder below a private home cannot be entered by the other account: then the cluster lives under /var/lib/avouch. */
async function clusterFolder(wanted: string, account: Account | undefined, say: (s: string) => void): Promise<string> {
  if (account === undefined || (await isReachableBy(wanted, account))) {
    await prepareFolder(wanted, account);
    return wanted;
  }
  // Named in the folder that was asked for, so that whoever deletes that folder begins afresh.
  const note = `${wanted}-elsewhere`;
  const other = (await readFile(note, 'utf8').catch(() => '')).trim() || join('/var/lib/avouch', randomBytes(6).toString('hex'));
  await mkdir(dirname(wanted), { recursive: true });
  await writeFile(note, `${other}\n`, { mode: 0o600 });
  say(`PostgreSQL does not run as root, and the account ${account.name} cannot enter ${wanted}; the cluster lives in ${other}.`);
  await mkdir('/var/lib/avouch', { recursive: true, mode: 0o755 });
  await prepareFolder(other, account);
  return other;
}

async function prepareFolder(folder: string, account: Account | undefined): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (account !== undefined) await chown(folder, account.uid, account.gid);
    await chmod(folder, 0o700);
  } catch (cause) {
    throw new DatabaseProblem(`The folder ${folder} cannot be written (${codeOf(cause)}): give this account the right to it, free some disk space, or name another folder.`, { cause });
  }
}

async function initialise(initdb: string, folder: string, account: Account | undefined): Promise<void> {
  const args = ['-D', folder, '-U', owner, '-A', 'trust', '-E', 'UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--no-instructions'];
  const { code, output } = await run(initdb, args, account);
  if (code !== 0) {
    await rm(join(folder, 'PG_VERSION'), { force: true });
    throw new DatabaseProblem(`PostgreSQL could not create its cluster in ${folder}: ${lastLine(output)}`);
  }
}

function start(postgres: string, folder: string, socket: string, account: Account | undefined, settings: Readonly<Record<string, string>>): void {
  const args = ['-D', folder, '-k', socket, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])];
  mkdirSync(folder, { recursive: true });
  const log = openSync(join(folder, 'server.log'), 'a', 0o600);
  // Detached: a console's Ctrl-C must not reach the server before the process that uses it has finished its work.
  const child = spawn(postgres, args, { stdio: ['ignore', log, log], detached: true, env: {}, ...identity(account) });
  child.on('error', () => undefined);
  child.unref();
  closeSync(log);
}

async function untilReady(url: string, folder: string): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (await answers(url)) return;
    if (tries > 20 && !(await exists(join(folder, 'postmaster.pid')))) break;
    await pause(tries < 40 ? 10 : 50);
  }
  const log = await readFile(join(folder, 'server.log'), 'utf8').catch(() => '');
  throw new DatabaseProblem(`PostgreSQL did not start in ${folder}: ${lastLine(log) || 'it left no message'} (see server.log there).`);
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A server that is starting up drops the connection after the error; the event would otherwise end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function serverVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version");
  await client.end();
  return rows[0]?.version ?? 'unknown';
}

/** The process that started the server stops it; a server whose starter died belongs to the next one that joins. */
async function claim(folder: string, started: boolean): Promise<boolean> {
  const file = join(folder, 'avouch.pid');
  const holder = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (!started && holder > 0 && holder !== process.pid && alive(holder)) return false;
  await writeFile(file, `${process.pid}\n`, { mode: 0o600 });
  return true;
}

async function stop(folder: string): Promise<void> {
  const pid = await postmasterPid(folder);
  if (pid === undefined || !alive(pid)) return;
  // SIGINT is PostgreSQL's fast shutdown: roll back what runs, flush, end.
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 1200 && alive(pid); tries += 1) await pause(25);
}

/** After a crash of the machine the pid file may name a process that is somebody else's: PostgreSQL then refuses to start. */
async function removeStalePid(folder: string): Promise<void> {
  const pid = await postmasterPid(folder);
  if (pid === undefined) return;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => (alive(pid) ? 'postgres' : ''));
  if (!command.includes('postgres')) await rm(join(folder, 'postmaster.pid'), { force: true });
}

async function postmasterPid(folder: string): Promise<number | undefined> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

function run(program: string, args: readonly string[], account: Account | undefined): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: {}, cwd: '/', ...identity(account) });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    child.stderr.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    child.on('error', (error) => done({ code: -1, output: error.message }));
    child.on('close', (code) => done({ code: code ?? -1, output }));
  });
}

const identity = (account: Account | undefined): { uid?: number; gid?: number } => (account === undefined ? {} : { uid: account.uid, gid: account.gid });
const pause = (ms: number): Promise<void> => new Promise((done) => { setTimeout(done, ms); });
const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);
const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
const codeOf = (cause: unknown): string => (cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause));

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return codeOf(cause) === 'EPERM';
  }
}
