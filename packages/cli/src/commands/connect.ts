import { openAsBlob } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Answer } from '@avouch/api/client';
import type { Command, Given } from '../command.ts';
import { openSession, type Session } from '../session/session.ts';
import { bold, WrongUse, wrapped, type Terminal } from '../terminal.ts';
import { follow, runText } from './collect.ts';

type Connector = Answer<'connectors'>['items'][number];

/** Connects a source and reads it; without a connector's name it lists what can be connected. */
export const connect: Command = {
  options: { name: { type: 'string' }, every: { type: 'string' } },
  run: async (given, terminal) => {
    const session = await openSession(terminal, given.where);
    try {
      const org = await session.org();
      const { items } = await session.client.connectors({ params: { org } });
      const [id, ...pairs] = given.words;
      if (id === undefined) {
        terminal.out(given.json ? `${JSON.stringify(items, undefined, 2)}\n` : items.map((one) => catalogueText(one, terminal)).join('\n'));
        return 0;
      }
      const connector = items.find((one) => one.id === id);
      if (connector === undefined) throw new WrongUse(`There is no connector ${id}; there are: ${items.map((one) => one.id).join(', ')}.`);
      return await connectOne(session, org, connector, pairs, given, terminal);
    } finally {
      await session.close();
    }
  },
};

async function connectOne(session: Session, org: string, connector: Connector, pairs: readonly string[], given: Given, terminal: Terminal): Promise<number> {
  const settings = await settingsOf(session, org, connector, pairs, terminal);
  const secrets: Record<string, string> = {};
  for (const secret of connector.secrets) {
    const value = terminal.env[`AVOUCH_SECRET_${secret.key.toUpperCase()}`] ?? (await terminal.askSecret(`${secret.title}${secret.optional ? ' (may stay empty)' : ''}: `));
    if (value !== undefined && value !== '') secrets[secret.key] = value;
    else if (!secret.optional) throw new WrongUse(`${connector.title} needs ${secret.title}: set AVOUCH_SECRET_${secret.key.toUpperCase()} or answer the question.`);
  }
  const every = given.options['every'] === undefined ? 60 : Number(given.options['every']);
  if (!Number.isInteger(every) || every < 0) throw new WrongUse('--every takes a whole number of minutes, 0 for only when asked.');
  const name = typeof given.options['name'] === 'string' ? given.options['name'] : connector.title;
  const { source } = await session.client.sourceConnect({ params: { org }, body: { connector: connector.id, name, settings, secrets, everyMinutes: every === 0 ? null : every } });
  const run = await follow(session, org, source, terminal);
  terminal.out(given.json ? `${JSON.stringify({ source: source.id, run }, undefined, 2)}\n` : runText(run, source.name, terminal));
  return run.phase === 'failed' || run.reads.some((read) => read.state === 'problem') ? 1 : 0;
}

/** KEY=VALUE words as settings, each read as its setting's type; `@FILE` hands the file in. */
async function settingsOf(session: Session, org: string, connector: Connector, pairs: readonly string[], terminal: Terminal): Promise<Record<string, unknown>> {
  const properties = (connector.settings['properties'] ?? {}) as Readonly<Record<string, { readonly type?: string }>>;
  const settings: Record<string, unknown> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const key = pair.slice(0, at);
    const value = pair.slice(at + 1);
    if (at < 1 || properties[key] === undefined) throw new WrongUse(`${pair} is no setting of ${connector.title}; it takes: ${Object.keys(properties).join(', ')}.`);
    settings[key] = value.startsWith('@') && connector.files.includes(key) ? await handIn(session, org, resolve(terminal.cwd, value.slice(1))) : typed(value, properties[key].type, key);
  }
  return settings;
}

async function handIn(session: Session, org: string, path: string): Promise<string> {
  const file = await openAsBlob(path).catch(() => {
    throw new WrongUse(`The file ${path} cannot be read.`);
  });
  return (await session.client.upload({ params: { org }, query: { name: basename(path) }, body: file })).id;
}

function typed(value: string, type: string | undefined, key: string): unknown {
  if (type === 'array') return value.split(',').map((one) => one.trim());
  if (type === 'boolean') return value === 'true' || value === 'yes';
  if (type !== 'integer' && type !== 'number') return value;
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw new WrongUse(`${key} takes a number, not ${value}.`);
  return Number(value);
}

function catalogueText(connector: Connector, terminal: Terminal): string {
  const properties = Object.keys((connector.settings['properties'] ?? {}) as object);
  const asks = [...properties.map((key) => `${key}=${connector.files.includes(key) ? '@FILE' : '…'}`), ...connector.secrets.map((secret) => `(secret ${secret.key})`)];
  return `${bold(terminal, connector.id)}  ${connector.title}\n${wrapped(connector.summary, '    ')}    ${asks.join(' ')}\n`;
}
