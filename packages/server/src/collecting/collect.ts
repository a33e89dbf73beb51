import type { Reading } from '@avouch/connectors/connector';
import { readAll } from '@avouch/connectors/connectors';
import type { Context, SourceKind, Task } from '../context.ts';
import { whileAlone } from './lock.ts';
import { recordReading, SourceChanged } from './record.ts';
import { openReporter, type Reporter } from './reporter.ts';
import { enqueueRun, freshId } from './run.ts';
import { connectorIn } from './settings.ts';
import { findSource, secretsOf, type Source } from './source.ts';

type Order = { readonly org: string; readonly source: string; readonly run: string };

function orderIn(payload: Readonly<Record<string, string>>): Order {
  const { org, source, run } = payload;
  if (org === undefined || source === undefined || run === undefined) throw new Error('a collection names its organisation, source and run');
  return { org, source, run };
}

/** The source as it stands, its next run on the list before this one begins: a run that fails for good does not end the schedule. */
const begin = (context: Context, { org, source: id }: Order): Promise<Source | undefined> =>
  context.tenant(org, async (tx) => {
    const source = await findSource(tx, org, id);
    if (source !== undefined && !source.paused && source.everyMinutes !== null) {
      await enqueueRun(context, tx, { org, source: id, run: freshId(context, 'r'), runAt: new Date(context.now().getTime() + source.everyMinutes * 60_000) });
    }
    return source;
  });

/** Everything that the connector promises, as it is now; settings that no longer fit give a problem for each promise. */
async function readSource(context: Context, order: Order, { source, connector, reporter }: { readonly source: Source; readonly connector: SourceKind; readonly reporter: Reporter }, signal: AbortSignal): Promise<readonly Reading[]> {
  const settings = connector.settings.safeParse(source.settings);
  if (!settings.success) {
    const sentence = `The settings of ${source.name} do not fit this version of ${connector.title}.`;
    return connector.reads.map(({ entityType }) => ({
      entityType, query: connector.id, captured: context.now().toISOString(), sourceVersion: null, complete: false,
      problem: { kind: 'unsupported', sentence, remedy: 'Open the source, look at its settings, and save them.' },
    }));
  }
  const secrets = await context.secrets.read(order.org, secretsOf(source.id));
  // The outside closes with its signal: at the end of this read, or of the process.
  const over = new AbortController();
  try {
    const outside = context.outside(order.org, AbortSignal.any([signal, over.signal]));
    return await readAll({ ...connector, read: (input) => connector.read(input, context, order.org) }, { settings: settings.data, secrets, outside, progress: reporter.reading });
  } finally {
    over.abort();
  }
}

async function collectSource(context: Context, order: Order, source: Source, signal: AbortSignal): Promise<void> {
  const connector = connectorIn(context, source.connector);
  const reporter = openReporter(context, { ...order, entityTypes: connector?.reads.map((read) => read.entityType) ?? [] });
  if (connector === undefined) {
    await reporter.end('failed', `This version of Avouch has no connector called ${source.connector}: nothing was read.`);
    return;
  }
  try {
    const readings = await readSource(context, order, { source, connector, reporter }, signal);
    // A process that ends in the middle says nothing about the source: the run is done again.
    signal.throwIfAborted();
    for (const reading of readings) {
      const { entry, changed } = await recordReading(context, { org: order.org, source, connector: { name: connector.id, version: connector.version }, reading });
      await reporter.recorded({ reading, changed, entry });
    }
    await reporter.end('done', null);
  } catch (error) {
    if (error instanceof SourceChanged) return reporter.end('failed', 'The source was changed or switched off while it was read: the rest of this read was not recorded.');
    await reporter.end('failed', 'The read broke off and will be tried again; what was recorded before stays.');
    throw error;
  }
}

/**
 * Reads one source whole and records each reading. Running it again is harmless: a reading that says the same changes
 * nothing that stands. A run that meets another one of the same source leaves it to that one.
 */
export const collect: Task = async (payload, context, signal) => {
  const order = orderIn(payload);
  const source = await begin(context, order);
  if (source === undefined || source.paused) {
    const reporter = openReporter(context, { ...order, entityTypes: [] });
    await reporter.end('failed', source === undefined ? 'The source is not connected any more.' : 'The source is switched off.');
    return;
  }
  await whileAlone(context, order.org, order.source, () => collectSource(context, order, source, signal));
};
