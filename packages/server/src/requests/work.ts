import { Refusal } from '@avouch/api/refusal';
import { whileAlone } from '../collecting/lock.ts';
import type { Context, Task } from '../context.ts';
import type { Doing } from './appending.ts';
import { waitSentence, waitsFor } from './bundle.ts';
import { composeOf, givesData } from './composing.ts';
import { openKnown } from './known.ts';
import { needRequest } from './request.ts';
import { rereadRequest, runRequest, WorkStopped } from './run.ts';
import { surveyRequest } from './survey.ts';
import { publishWork, type Work } from './work-order.ts';

type Job = (context: Context, doing: Doing, signal: AbortSignal) => Promise<void>;

/** Looks whether the answer can be put together; what is missing shows as questions of the request. */
const tryAnswer: Job = async (context, doing) => {
  const known = await openKnown(context, doing.org, doing.id);
  if (givesData(known) !== undefined) await composeOf(context, doing.org, known);
};

const jobs: Readonly<Record<Work, Job>> = { survey: surveyRequest, run: runRequest, reread: rereadRequest, answer: tryAnswer };
const isWork = (text: string | undefined): text is Work => text !== undefined && text in jobs;

/** What a job waits for, of what the same person asked with it, as a sentence. */
async function waitOf(context: Context, { org, id }: Doing, job: Work): Promise<string | undefined> {
  if (job !== 'survey' && job !== 'run') return undefined;
  const { state } = await needRequest(context, org, id);
  const rights = await context.tenant(org, (tx) => waitsFor(tx, org, state, job));
  return rights.length === 0 ? undefined : waitSentence(rights);
}

/**
 * Does one job on a request, alone across all processes. Each records what it finds in the ledger, so one that died is done
 * again from there. What a person must put right ends the job with a sentence; what was an accident is tried again.
 */
export const workOnRequest: Task = async ({ org, request, job }, context, signal) => {
  if (org === undefined || request === undefined || !isWork(job)) throw new Error('a job on a request names its organisation, request and kind');
  const doing: Doing = { org, id: request, actor: 'system' };
  const done = await whileAlone(context, org, request, async () => {
    await publishWork(context, doing, job, { phase: 'working' });
    try {
      const waits = await waitOf(context, doing, job);
      if (waits === undefined) await jobs[job](context, doing, signal);
      await publishWork(context, doing, job, { phase: 'done', ...(waits === undefined ? {} : { note: waits }) });
    } catch (cause) {
      const sentence = cause instanceof Refusal || cause instanceof WorkStopped ? cause.message : undefined;
      await publishWork(context, doing, job, { phase: 'failed', note: sentence ?? 'It broke off and is tried again; what was recorded before stays.' });
      if (sentence === undefined) throw cause;
    }
    return true;
  });
  // Another process works on the same request: this job waits its turn by being tried again.
  if (done !== true) throw new Error('another job on this request is under way');
};

