import { basename, dirname, resolve } from 'node:path';
import { openOutside } from '@avouch/connectors/outside';
import type { Store } from '@avouch/connectors/store';
import { storeConnectorOf } from '@avouch/connectors/stores';
import { WrongUse, type Terminal } from '../terminal.ts';

/** A store as somebody typed it: what to call it, which connector opens it and how. The password stands in here alone and is never shown. */
export type Address = {
  readonly system: string;
  readonly connector: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly password: string | undefined;
  /** The hosts that may be reached although they are private, because the person named them. */
  readonly hosts: readonly string[];
  readonly folders: readonly string[];
  /** The address without its secrets. */
  readonly shown: string;
};

const schemes = 'postgres://, mariadb://, mysql://, mongodb://, sqlite:FILE, csv:FOLDER';
const defined = (part: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined && value !== ''));
const systemName = (text: string): string => text.replace(/\.\w+$/, '').replace(/[^\w-]+/g, '-').replace(/^[^A-Za-z]+/, '').slice(0, 64) || 'database';

/** Reads `[SYSTEM=]ADDRESS`. Refuses in one sentence, which never repeats a password. */
export function parseAddress(text: string, terminal: Pick<Terminal, 'cwd' | 'env'>): Address {
  const [, named, address = ''] = /^(?:([A-Za-z][\w-]{0,63})=)?(.+)$/s.exec(text) ?? [];
  const [, scheme = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(address) ?? [];
  if (scheme === 'sqlite' || scheme === 'csv') {
    const path = resolve(terminal.cwd, rest.replace(/^\/\//, ''));
    return { system: named ?? systemName(basename(path)), connector: scheme, settings: scheme === 'sqlite' ? { file: path } : { folder: path }, password: undefined, hosts: [], folders: [scheme === 'sqlite' ? dirname(path) : path], shown: `${scheme}:${path}` };
  }
  const connector = { postgres: 'postgres', postgresql: 'postgres', mysql: 'mariadb', mariadb: 'mariadb', mongodb: 'mongodb' }[scheme];
  if (connector === undefined) throw new WrongUse(`${scheme === '' ? 'This' : `${scheme}:`} is no address of a store: write ${schemes}, with SYSTEM= before it to give it a name.`);
  return connector === 'mongodb' ? mongodbAddress(named, rest, terminal) : sqlAddress(named, connector, address, terminal);
}

const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);

/** The certificate is verified unless the address says otherwise or never leaves this machine. */
function tlsOf(url: URLSearchParams, host: string): string | undefined {
  const said = url.get('sslmode') ?? url.get('ssl') ?? url.get('tls');
  if (said === null) return isLoopback(host) ? 'off' : undefined;
  return /^(disable|off|false|0)$/.test(said) ? 'off' : /^(require|prefer|allow)$/.test(said) ? 'require' : 'verify';
}

function sqlAddress(named: string | undefined, connector: string, address: string, { env }: Pick<Terminal, 'env'>): Address {
  const url = parsed(address);
  const host = decodeURIComponent(url.hostname);
  const socket = url.searchParams.get('socket') ?? (url.searchParams.get('host')?.startsWith('/') === true ? url.searchParams.get('host') : null) ?? undefined;
  const database = decodeURIComponent(url.pathname.slice(1));
  const settings = defined({ host, port: url.port === '' ? undefined : Number(url.port), database, user: decodeURIComponent(url.username), socket, tls: socket === undefined ? tlsOf(url.searchParams, host) : 'off' });
  return { system: named ?? systemName(database), connector, settings, password: secretOf(url.password, env), hosts: host === '' ? [] : [host.replace(/^\[|\]$/g, '')], folders: [], shown: `${connector}://${url.username === '' ? '' : `${url.username}@`}${url.host}/${database}` };
}

function mongodbAddress(named: string | undefined, rest: string, { env }: Pick<Terminal, 'env'>): Address {
  const [, credentials, hosts = '', database = '', query = ''] = /^\/\/(?:([^@]*)@)?([^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(rest) ?? [];
  const [user, password] = (credentials ?? '').split(':').map(decodeURIComponent);
  const options = new URLSearchParams(query);
  const names = hosts.split(',').map((host) => host.replace(/:\d+$/, ''));
  const tls = tlsOf(options, names.every(isLoopback) ? 'localhost' : names[0] ?? '') === 'off' ? 'off' : 'on';
  const settings = defined({ hosts: hosts.split(',').map((host) => (/:\d+$/.test(host) ? host : `${host}:27017`)).join(','), database, user, tls, replicaSet: options.get('replicaSet') ?? undefined, authSource: options.get('authSource') ?? undefined });
  return { system: named ?? systemName(database), connector: 'mongodb', settings, password: secretOf(password ?? '', env), hosts: names, folders: [], shown: `mongodb://${user === undefined || user === '' ? '' : `${user}@`}${hosts}/${database}` };
}

function parsed(address: string): URL {
  try {
    return new URL(address);
  } catch (cause) {
    throw new WrongUse('This address cannot be read: write postgres://USER@HOST:PORT/DATABASE. Marks in a password are written as in the web, such as %40 for @; or leave it out and set AVOUCH_SECRET_PASSWORD.', { cause });
  }
}

const secretOf = (inAddress: string, env: Terminal['env']): string | undefined => (inAddress === '' ? env['AVOUCH_SECRET_PASSWORD'] : decodeURIComponent(inAddress));

/** What a store gave, or why it could not be opened or read; the store is closed again either way. */
export type Looked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** Opens the store for the length of `look`. Private addresses are allowed for the hosts of the address alone. */
export async function withStore<T>(address: Address, terminal: Terminal, look: (store: Store) => Promise<Looked<T>>): Promise<Looked<T>> {
  const connector = storeConnectorOf(address.connector);
  if (connector === undefined) return { ok: false, problem: `This Avouch has no connector for ${address.connector}.` };
  const settings = connector.settings.safeParse(address.settings);
  if (!settings.success) {
    const [issue] = settings.error.issues;
    return { ok: false, problem: `The address lacks something: ${String(issue?.path.join('.') ?? '')}: ${issue?.message ?? 'not valid'}.` };
  }
  const outside = openOutside({ now: terminal.now, userAgent: 'avouch', allowPrivate: address.hosts, env: {}, file: async () => undefined, signal: terminal.stopped, folders: address.folders });
  try {
    const opened = await connector.open({ settings: settings.data, secrets: address.password === undefined ? {} : { password: address.password }, outside });
    if (!opened.ok) return { ok: false, problem: `${opened.problem.sentence} ${opened.problem.remedy}` };
    try {
      return await look(opened.value);
    } finally {
      await opened.value.close();
    }
  } finally {
    await outside.close();
  }
}
