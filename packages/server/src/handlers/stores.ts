import { z } from 'zod';
import type { Answer } from '@avouch/api/client';
import { Refusal } from '@avouch/api/refusal';
import type { Problem } from '@avouch/connectors/connector';
import type { StoreConnector } from '@avouch/connectors/store';
import { freshId } from '../collecting/run.ts';
import type { Context, Handlers, Input } from '../context.ts';
import { checkSecrets, parseSettings, secretsAfter } from '../collecting/settings.ts';
import { findMap } from '../requests/data-map.ts';
import { readDataMapAnew } from '../requests/data-map-reading.ts';
import { discover, lookForDrift } from '../requests/looking.ts';
import { lookOf } from '../requests/looks.ts';
import { allStores, needStore, openStore, storeConnectorIn, storeSecrets, type StoreRecord } from '../requests/stores.ts';
import { sealsOf } from '../standing/seals.ts';
import { writeRecord } from '../standing/write.ts';

type Summary = Answer<'storeConnect'>;

const infoOf = (connector: StoreConnector) => ({
  id: connector.id, version: connector.version, title: connector.title, summary: connector.summary, guide: connector.guide,
  settings: z.toJSONSchema(connector.settings, { io: 'input' }) as Record<string, unknown>,
  secrets: connector.secrets.map(({ key, title, optional }) => ({ key, title, optional: optional === true })), scopes: connector.scopes.map(({ name, why }) => ({ name, why })),
});

const summariesOf = (context: Context, org: string, records: readonly StoreRecord[]): Promise<Summary[]> => context.tenant(org, async (tx) => {
  const seal = await sealsOf(tx, context, org, records.map(({ version }) => version.entry));
  const summaries: Summary[] = [];
  for (const record of records) {
    const { id, name, connector, system, settings, perSecondMax, version } = record;
    const drift = await lookOf(tx, org, record, 'drift');
    summaries.push({ id, name, connector, connectorTitle: storeConnectorIn(context, connector)?.title ?? connector, system, settings: { ...settings }, perSecondMax, version: version.version, drift, seal: seal(version.entry) });
  }
  return summaries;
});

async function summaryOf(context: Context, org: string, id: string): Promise<Summary> {
  const record = await context.tenant(org, (tx) => needStore(tx, org, id));
  const [summary] = await summariesOf(context, org, [record]);
  if (summary === undefined) throw new Error('one store gives one summary');
  return summary;
}

function needConnector(context: Context, id: string): StoreConnector {
  const connector = storeConnectorIn(context, id);
  if (connector === undefined) throw new Refusal('invalid', `There is no store connector called ${id}.`, { field: 'connector' });
  return connector;
}

type Sent = { readonly settings: Readonly<Record<string, unknown>>; readonly secrets: Readonly<Record<string, string>> };

/** Settings and secrets as they are then, checked; `before` is the store that they change. */
async function settled(context: Context, org: string, connector: StoreConnector, sent: Sent, before?: StoreRecord): Promise<Sent> {
  const settings = parseSettings(connector, sent.settings);
  const held = before === undefined ? {} : await context.secrets.read(org, storeSecrets(before.id));
  checkSecrets(connector, sent.secrets, held);
  return { settings, secrets: before === undefined ? sent.secrets : secretsAfter(connector, sent.secrets, held, { before: before.settings, after: settings }) };
}

/** One store for each system: otherwise nobody could say which of them a plan speaks of. */
async function checkSole(context: Context, org: string, system: string, but?: string): Promise<void> {
  const taken = (await context.tenant(org, (tx) => allStores(tx, org))).find((other) => other.system === system && other.id !== but);
  if (taken !== undefined) throw new Refusal('conflict', `The system ${system} is connected already, as ${taken.name}: change that one.`, { field: 'system' });
}

async function connect({ actor, body }: Input<'storeConnect'>, context: Context): Promise<Summary> {
  const { org } = actor;
  const connector = needConnector(context, body.connector);
  const { settings, secrets } = await settled(context, org, connector, body);
  await checkSole(context, org, body.system);
  const id = freshId(context, 'sto');
  await writeRecord(context, {
    org, actor: actor.member, type: 'store', id, expected: undefined, value: { connector: connector.id, system: body.system, name: body.name, settings, perSecondMax: body.perSecondMax },
    also: (tx) => context.secrets.put(tx, org, storeSecrets(id), secrets),
  });
  await readDataMapAnew(context, org);
  return summaryOf(context, org, id);
}

async function change({ actor, params, body }: Input<'storeChange'>, context: Context): Promise<Summary> {
  const { org } = actor;
  const before = await context.tenant(org, (tx) => needStore(tx, org, params.store));
  if (before.version.version !== body.expected) throw new Refusal('conflict', 'Somebody changed this store meanwhile: open it again.', { field: 'expected' });
  const { settings, secrets } = await settled(context, org, needConnector(context, before.connector), body, before);
  await checkSole(context, org, body.system, before.id);
  await writeRecord(context, {
    org, actor: actor.member, type: 'store', id: before.id, expected: before.version, value: { connector: before.connector, system: body.system, name: body.name, settings, perSecondMax: body.perSecondMax },
    also: (tx) => context.secrets.put(tx, org, storeSecrets(before.id), secrets),
  });
  await readDataMapAnew(context, org);
  return summaryOf(context, org, before.id);
}

const shown = ({ kind, sentence, remedy }: Problem): { kind: string; sentence: string; remedy: string } => ({ kind, sentence, remedy });

async function tryOut({ actor, body, signal }: Input<'storeTest'>, context: Context): Promise<Answer<'storeTest'>> {
  const { org } = actor;
  const connector = needConnector(context, body.connector);
  const before = body.store === null ? undefined : await context.tenant(org, (tx) => needStore(tx, org, body.store ?? ''));
  const { settings, secrets } = await settled(context, org, connector, body, before);
  const over = new AbortController();
  const nothing = { ok: false, engine: null, engineVersion: null, places: null };
  try {
    const map = await context.tenant(org, (tx) => findMap(tx, org));
    const opened = await openStore(context, org, { connector: connector.id, system: before?.system ?? '', name: connector.title, settings, secrets, perSecondMax: null }, map?.map, AbortSignal.any([signal, over.signal]));
    if (!opened.ok) return { ...nothing, problem: shown(opened.problem) };
    try {
      const shape = await opened.value.shape();
      return shape.ok ? { ok: true, engine: shape.value.engine, engineVersion: shape.value.version, places: shape.value.places.length, problem: null } : { ...nothing, engine: opened.value.engine, problem: shown(shape.problem) };
    } finally {
      await opened.value.close();
    }
  } finally {
    over.abort();
  }
}

/** What the routes of connected stores do. */
export const storeHandlers: Handlers = {
  storeConnectors: async (_input, context) => ({ items: context.storeConnectors.map(infoOf) }),
  stores: async ({ actor: { org } }, context) => ({ items: await summariesOf(context, org, await context.tenant(org, (tx) => allStores(tx, org))) }),
  storeConnect: connect,
  storeChange: change,
  storeDisconnect: async ({ actor, params, query }, context) => {
    const before = await context.tenant(actor.org, (tx) => needStore(tx, actor.org, params.store));
    if (before.version.version !== query.expected) throw new Refusal('conflict', 'Somebody changed this store meanwhile: open it again.', { field: 'expected' });
    await writeRecord(context, {
      org: actor.org, actor: actor.member, type: 'store', id: before.id, expected: before.version, value: before.version.value, ended: true,
      also: (tx) => context.secrets.put(tx, actor.org, storeSecrets(before.id), {}),
    });
    await readDataMapAnew(context, actor.org);
    return { ok: true };
  },
  storeTest: tryOut,
  storeDrift: async ({ actor: { org }, params, signal }, context) => {
    const drift = await lookForDrift(context, org, params.store, signal);
    await readDataMapAnew(context, org);
    return drift;
  },
  storeDiscover: async ({ actor: { org }, params, signal }, context) => discover(context, org, params.store, signal),
  storeDiscovery: async ({ actor: { org }, params }, context) => context.tenant(org, async (tx) => lookOf(tx, org, await needStore(tx, org, params.store), 'discovery')),
};
