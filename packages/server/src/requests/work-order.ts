import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import type { Context } from '../context.ts';

/** One step of a job on a request, as the contract shows it. */
export type WorkState = Answer<'requestProgress'>;
export type Work = WorkState['job'];

/** Where the progress of a request is published. */
export const requestChannel = (id: string): string => `request:${id}`;

type Of = { readonly org: string; readonly id: string };

/** Has a job done that exists exactly if the transaction commits. One that waits already is replaced: each job looks for itself what is to be done. */
export const enqueueWork = (context: Context, tx: PoolClient, { org, id }: Of, job: Work): Promise<void> =>
  context.jobs.add(tx, 'request', { org, request: id, job }, { key: `request:${org}:${id}:${job}` });

/** Lets whoever follows the request know how far its job has come. */
export const publishWork = (context: Context, { org, id }: Of, job: Work, state: Pick<WorkState, 'phase'> & Partial<Pick<WorkState, 'done' | 'total' | 'note'>>): Promise<void> => {
  const shown: WorkState = { request: id, job, at: context.now().toISOString(), done: 0, total: null, note: null, ...state };
  return context.progress.publish(org, requestChannel(id), shown);
};

/** Whether a state is the last of its job. */
export const isWorkOver = ({ phase }: WorkState): boolean => phase === 'done' || phase === 'failed';
