import { z } from 'zod';
import { Refusal } from '@avouch/api/refusal';
import { checks } from '@avouch/controls/checks';
import type { Actor, Context, Handlers, Input, SourceKind } from '../context.ts';
import { entitiesOf } from '../collecting/entities.ts';
import { enqueueRun, freshId, isOver, publishQueued, type CollectState } from '../collecting/run.ts';
import { checkSecrets, connectorIn, parseSettings, secretsAfter } from '../collecting/settings.ts';
import { allSources, channelOf, needSource, secretsOf, type Source } from '../collecting/source.ts';
import { summariesOf, type SourceSummary } from '../collecting/summary.ts';
import { checkSoleDataMap } from '../requests/data-map-reading.ts';
import { dataMapSource } from '../requests/data-map-source.ts';
import { writeRecord } from '../standing/write.ts';
import { entityKinds } from '@avouch/connectors/entities';

const infoOf = (connector: SourceKind) => ({
  id: connector.id, version: connector.version, title: connector.title, summary: connector.summary, guide: connector.guide,
  settings: z.toJSONSchema(connector.settings, { io: 'input' }) as Record<string, unknown>, files: [...(connector.files ?? [])],
  secrets: connector.secrets.map(({ key, title, optional }) => ({ key, title, optional: optional ?? false })),
  reads: connector.reads.map(({ entityType, title, scopes }) => ({ entityType, title, plural: entityKinds[entityType].plural, scopes: [...scopes] })),
  checks: checks.filter((check) => connector.reads.some(({ entityType }) => entityType === check.entityType)).length,
});

const summaryOf = (context: Context, org: string, id: string, asOf?: string): Promise<SourceSummary> =>
  context.tenant(org, async (tx) => {
    const source = await needSource(tx, org, id, asOf);
    const [summary] = await summariesOf(tx, context, org, [source], asOf);
    if (summary === undefined) throw new Error('a source has a summary');
    return summary;
  });

type Change = { readonly source: Source; readonly value: Readonly<Record<string, unknown>>; readonly actor: Actor; readonly run?: string; readonly secrets?: Readonly<Record<string, string>> };

/** Writes a new version of a source, with its secrets and the job that reads it in the same transaction. */
const change = (context: Context, { source, value, actor, run, secrets }: Change) => writeRecord(context, {
  org: actor.org, actor: actor.member, type: 'source', id: source.id, expected: source.version, value: { ...source.version.value, ...value },
  also: async (tx) => {
    if (secrets !== undefined) await context.secrets.put(tx, actor.org, secretsOf(source.id), secrets);
    if (run !== undefined) await enqueueRun(context, tx, { org: actor.org, source: source.id, run });
  },
});

const present = ({ actor, params }: { readonly actor: Actor; readonly params: { readonly source: string } }, context: Context): Promise<Source> =>
  context.tenant(actor.org, (tx) => needSource(tx, actor.org, params.source));

async function connect({ actor, body }: Input<'sourceConnect'>, context: Context): Promise<{ source: SourceSummary; run: string }> {
  const connector = connectorIn(context, body.connector);
  if (connector === undefined) throw new Refusal('invalid', `There is no connector called ${body.connector}.`, { field: 'connector' });
  const settings = parseSettings(connector, body.settings);
  checkSecrets(connector, body.secrets);
  const { org } = actor;
  const [source, run] = [freshId(context, 'src'), freshId(context, 'r')];
  await writeRecord(context, {
    org, actor: actor.member, type: 'source', id: source, expected: undefined,
    value: { connector: connector.id, name: body.name, settings, everyMinutes: body.everyMinutes, paused: false, pausedReason: null },
    also: async (tx) => {
      if (connector.id === dataMapSource.id) await checkSoleDataMap(tx, org);
      await context.secrets.put(tx, org, secretsOf(source), body.secrets);
      await enqueueRun(context, tx, { org, source, run });
    },
  });
  await publishQueued(context, { org, source, run });
  return { source: await summaryOf(context, org, source), run };
}

async function reconfigure(input: Input<'sourceChange'>, context: Context): Promise<SourceSummary> {
  const { actor, body } = input;
  const source = await present(input, context);
  if (source.version.version !== body.expected) throw new Refusal('conflict', 'Somebody changed this source meanwhile: open it again.', { field: 'expected' });
  const connector = connectorIn(context, source.connector);
  if (connector === undefined) throw new Refusal('conflict', `This version of Avouch has no connector called ${source.connector}.`);
  const settings = parseSettings(connector, body.settings);
  const held = await context.secrets.read(actor.org, secretsOf(source.id));
  checkSecrets(connector, body.secrets, held);
  const run = source.paused ? undefined : freshId(context, 'r');
  await change(context, { source, actor, secrets: secretsAfter(connector, body.secrets, held, { before: source.settings, after: settings }), value: { name: body.name, settings, everyMinutes: body.everyMinutes }, ...(run === undefined ? {} : { run }) });
  if (run !== undefined) await publishQueued(context, { org: actor.org, source: source.id, run });
  return summaryOf(context, actor.org, source.id);
}

async function resume(input: Input<'sourceResume'>, context: Context): Promise<{ source: SourceSummary; run: string }> {
  const source = await present(input, context);
  if (!source.paused) throw new Refusal('conflict', 'This source is switched on already.');
  const run = freshId(context, 'r');
  await change(context, { source, actor: input.actor, run, value: { paused: false, pausedReason: null } });
  await publishQueued(context, { org: input.actor.org, source: source.id, run });
  return { source: await summaryOf(context, input.actor.org, source.id), run };
}

/** Its secrets are gone at once; what it told stays, and counts until now. */
async function disconnect(input: Input<'sourceDisconnect'>, context: Context): Promise<{ ok: true }> {
  const { actor, query } = input;
  const source = await present(input, context);
  if (source.version.version !== query.expected) throw new Refusal('conflict', 'Somebody changed this source meanwhile: open it again.', { field: 'expected' });
  await writeRecord(context, {
    org: actor.org, actor: actor.member, type: 'source', id: source.id, expected: source.version, value: source.version.value, ended: true,
    also: (tx) => context.secrets.put(tx, actor.org, secretsOf(source.id), {}),
  });
  return { ok: true };
}

async function collectNow(input: Input<'collect'>, context: Context): Promise<{ run: string }> {
  const source = await present(input, context);
  if (source.paused) throw new Refusal('conflict', 'This source is switched off: switch it on to read it.');
  const order = { org: input.actor.org, source: source.id, run: freshId(context, 'r') };
  await publishQueued(context, order);
  await context.tenant(order.org, (tx) => enqueueRun(context, tx, order));
  return { run: order.run };
}

async function* follow({ actor, params, signal }: Input<'progress'>, context: Context): AsyncIterable<CollectState> {
  const begun = await context.tenant(actor.org, async (tx) => {
    await needSource(tx, actor.org, params.source);
    return tx.query('select from progress where org = $1 and channel = $2', [actor.org, channelOf(params.source)]);
  });
  if (begun.rowCount === 0) return;
  for await (const state of context.progress.follow(actor.org, channelOf(params.source), signal)) {
    // Only the collection publishes here, in this shape.
    yield state as CollectState;
    if (isOver(state as CollectState)) return;
  }
}

/** What the routes of connected sources do. */
export const sourceHandlers: Handlers = {
  connectors: async (_input, context) => ({ items: context.connectors.map(infoOf) }),
  sources: async ({ actor, query }, context) => ({
    items: await context.tenant(actor.org, async (tx) => summariesOf(tx, context, actor.org, await allSources(tx, actor.org, query.asOf), query.asOf)),
  }),
  source: async ({ actor, params, query }, context) => summaryOf(context, actor.org, params.source, query.asOf),
  sourceConnect: connect,
  sourceChange: reconfigure,
  sourcePause: async (input, context) => {
    const source = await present(input, context);
    if (source.paused) throw new Refusal('conflict', 'This source is switched off already.');
    await change(context, { source, actor: input.actor, value: { paused: true, pausedReason: input.body.reason } });
    return summaryOf(context, input.actor.org, source.id);
  },
  sourceResume: resume,
  sourceDisconnect: disconnect,
  collect: collectNow,
  progress: async (input, context) => follow(input, context),
  entities: async ({ actor, params, query }, context) => context.tenant(actor.org, async (tx) => {
    await needSource(tx, actor.org, params.source, query.asOf);
    return entitiesOf(tx, actor.org, { source: params.source, entityType: params.type, ...query });
  }),
};
