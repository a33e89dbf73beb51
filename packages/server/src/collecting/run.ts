import type { PoolClient } from 'pg';
import type { output } from 'zod';
import type { Contract } from '@avouch/api/contract';
import type { Context } from '../context.ts';
import { channelOf } from './source.ts';

/** One step of a collection, as the contract shows it. */
export type CollectState = output<Contract['progress']['output']>;

/** An opaque id: 16 random bytes in hex after a letter that says what it is. */
export const freshId = (context: Context, letter: string): string => `${letter}_${Buffer.from(context.random(16)).toString('hex')}`;

/** Has a source read by a job that exists exactly if the transaction commits. It replaces one that waits for the same source. */
export const enqueueRun = (context: Context, tx: PoolClient, order: { readonly org: string; readonly source: string; readonly run: string; readonly runAt?: Date }): Promise<void> =>
  context.jobs.add(tx, 'collect', { org: order.org, source: order.source, run: order.run }, {
    key: `collect:${order.org}:${order.source}`, ...(order.runAt === undefined ? {} : { runAt: order.runAt }),
  });

/** Lets whoever follows the source know that a run waits for its turn. */
export const publishQueued = (context: Context, order: { readonly org: string; readonly source: string; readonly run: string }): Promise<void> => {
  const state: CollectState = {
    run: order.run, source: order.source, phase: 'queued', at: context.now().toISOString(), entityType: null, done: 0, total: null, note: null, reads: [],
  };
  return context.progress.publish(order.org, channelOf(order.source), state);
};

/** Whether a state is the last of its run. */
export const isOver = (state: CollectState): boolean => state.phase === 'done' || state.phase === 'failed';
