import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { openApp } from './app.ts';
import type { Config, Secret } from './config.ts';
import type { Context } from './context.ts';
import { openContext, type Edge } from './tenancy/open-context.ts';
import { openBackground } from './jobs/background.ts';
import { handlersOf } from './http/handlers.ts';
import { originsOf } from './http/origin.ts';
import { openDatabase } from './storage/database.ts';
import { openKek } from './storage/key-encryption.ts';
import { codeOf, StartProblem } from './storage/start-problem.ts';

export { configOf, type Config, type ConfigResult, type Secret } from './config.ts';
export { secret } from './config.ts';
export { StartProblem };

/** What the server is opened with: its settings, and the edges that only `main` may take from the process. */
export type ServerOptions = Edge & {
  readonly config: Config;
  /** Told what is going on, one sentence at a time. */
  readonly say: (sentence: string) => void;
  /** Whether to listen on a port; tests ask the app by `inject`. */
  readonly listen: boolean;
  /** Whether to work on jobs in this process. */
  readonly work: boolean;
  /** The console's built files; beside this package when absent. */
  readonly console?: string;
};

/** A running server. */
export type Server = {
  /** Where browsers reach it. */
  readonly url: string;
  /** The one-time token of the first run, while that is to be done. */
  readonly setupToken: string | undefined;
  readonly context: Context;
  readonly app: FastifyInstance;
  /** What routes do not offer yet: members and passwords. */
  readonly people: Awaited<ReturnType<typeof openContext>>['people'];
  /** Finishes what runs, then ends. */
  readonly close: () => Promise<void>;
};

/**
 * Opens everything and closes it again in reverse. Throws `StartProblem`, whose message is one sentence for the person who
 * started it, when a port is taken, a right is missing, a disk is full or the database cannot be used.
 */
export async function openServer(options: ServerOptions): Promise<Server> {
  const { config, say } = options;
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    await prepareFolder(resolve(config.data));
    const kek = await openKek(kekSource(config), options.random);
    const database = await openDatabase({ folder: join(config.data, 'postgres'), say, ...urlOf(config.databaseUrl) });
    closers.push(database.close);
    const opened = await openContext({ edge: options, config, database, kek });
    closers.push(opened.close);
    const { context, needs, doors } = opened;
    await opened.operator.writeToken(join(config.data, 'keys', 'operator.token'));
    const address = { port: config.port };
    const origins = onceEach((port) => originsOf(config.origin, config.host, port));
    const app = await openApp({
      context, doors, handlers: handlersOf(needs, config, opened.desk), desk: opened.desk, trustProxy: config.trustProxy, uploadBytesMax: config.uploadBytesMax,
      origins: () => origins(address.port),
      console: options.console ?? join(import.meta.dirname, '..', '..', 'console', 'dist'),
      verifier: join(import.meta.dirname, '..', '..', 'verifier', 'dist'),
    });
    closers.push(() => app.close());
    if (options.listen) address.port = await listen(app, config);
    if (options.work) closers.push((await openBackground({ context, config, ledgers: needs.ledgers, pool: database.pool })).close);
    const url = origins(address.port)[0] ?? '';
    return { url, context, app, people: opened.people, close, setupToken: await needs.instance.offerSetup() };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** What was made of a port, until it is another: every request asks. */
function onceEach<T>(of: (port: number) => T): (port: number) => T {
  let known: { readonly port: number; readonly value: T } | undefined;
  return (port) => {
    if (known?.port !== port) known = { port, value: of(port) };
    return known.value;
  };
}

const urlOf = (url: Secret | undefined): { url?: string } => (url === undefined ? {} : { url: url.reveal() });

const kekSource = (config: Config): Parameters<typeof openKek>[0] => {
  if (config.kek !== undefined) return { value: config.kek.reveal() };
  return config.keyFile === undefined ? { file: join(config.data, 'keys', 'key-encryption-key'), make: true } : { file: config.keyFile, make: false };
};

async function prepareFolder(folder: string): Promise<void> {
  try {
    // Others may pass through, since the database may run as another account; what is in it is closed by itself.
    await makeFolder(folder);
  } catch (cause) {
    throw new StartProblem(`The folder ${folder} cannot be made (${codeOf(cause)}): give this account the right to it, free some disk space, or name another with AVOUCH_DATA.`, { cause });
  }
}

/** One folder after the other: a recursive mkdir of Node never returns where a file system refuses folders. */
async function makeFolder(folder: string): Promise<void> {
  const above = dirname(folder);
  if (above !== folder && !(await stat(above).then(() => true, () => false))) await makeFolder(above);
  await mkdir(folder, { mode: 0o711 }).catch(async (cause: unknown) => {
    if (codeOf(cause) !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw cause;
  });
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'EADDRINUSE') throw new StartProblem(`Port ${port} on ${host} is taken by another program: stop that one, or start Avouch with --port and another number.`, { cause });
    if (code === 'EACCES') throw new StartProblem(`This account may not listen on port ${port}: choose one above 1023 with --port.`, { cause });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new StartProblem(`This machine has no address ${host}: set AVOUCH_HOST to one that it has.`, { cause });
    throw cause;
  }
  const bound = app.server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : port;
}
