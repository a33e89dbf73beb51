import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import { enqueueRun, freshId, publishQueued } from '../collecting/run.ts';
import { allSources } from '../collecting/source.ts';
import type { Context } from '../context.ts';
import { writeRecord } from '../standing/write.ts';
import { dataMapSource } from './data-map-source.ts';

const everyMinutes = 24 * 60;

/** Whether there ever was a source of the data map: one that somebody took away does not come back by itself. */
async function wasThere(tx: PoolClient, org: string): Promise<boolean> {
  const { rowCount } = await tx.query(`select from record_version where org = $1 and type = 'source' and value ->> 'connector' = $2 limit 1`, [org, dataMapSource.id]);
  return rowCount === 1;
}

/** Refuses a second source of the data map: both would tell the same columns. */
export async function checkSoleDataMap(tx: PoolClient, org: string): Promise<void> {
  const other = (await allSources(tx, org)).find(({ connector }) => connector === dataMapSource.id);
  if (other !== undefined) throw new Refusal('conflict', `The data map is read already, as ${other.name}.`, { field: 'connector' });
}

/**
 * Has the data map compared with the stores anew, after either changed or somebody looked. The first time this makes the source, which is
 * read every day from then on; one that was switched off stays so.
 */
export async function readDataMapAnew(context: Context, org: string): Promise<void> {
  const { source, before } = await context.tenant(org, async (tx) => ({ source: (await allSources(tx, org)).find(({ connector }) => connector === dataMapSource.id), before: await wasThere(tx, org) }));
  if (source?.paused === true || (source === undefined && before)) return;
  const order = { org, source: source?.id ?? freshId(context, 'src'), run: freshId(context, 'r') };
  if (source !== undefined) await context.tenant(org, (tx) => enqueueRun(context, tx, order));
  else {
    const made = await make(context, order);
    if (!made) return;
  }
  await publishQueued(context, order);
}

/** False when another made it meanwhile, which is read then as well. */
async function make(context: Context, order: { readonly org: string; readonly source: string; readonly run: string }): Promise<boolean> {
  try {
    await writeRecord(context, {
      org: order.org, actor: 'system', type: 'source', id: order.source, expected: undefined,
      value: { connector: dataMapSource.id, name: dataMapSource.title, settings: {}, everyMinutes, paused: false, pausedReason: null },
      also: async (tx) => {
        await checkSoleDataMap(tx, order.org);
        await enqueueRun(context, tx, order);
      },
    });
    return true;
  } catch (cause) {
    if (cause instanceof Refusal && cause.code === 'conflict') return false;
    throw cause;
  }
}
