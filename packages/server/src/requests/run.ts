import { Refusal } from '@avouch/api/refusal';
import { runPlan, type Deed, type RunOutcome } from '@avouch/privacy/run';
import { readAgain, type Reread } from '@avouch/privacy/reread';
import { collectAnswer } from '@avouch/privacy/answer';
import type { Context } from '../context.ts';
import { appendTo, type Doing } from './appending.ts';
import { needMap } from './data-map.ts';
import { keptFacts } from './kept.ts';
import { holdsOn, openKnown, partsOf, type Known, type SteppedPart } from './known.ts';
import { needRequest } from './request.ts';
import { setRestriction } from './restricting.ts';
import { suppress } from './suppression.ts';
import { withStores } from './stores.ts';
import { plain } from './survey.ts';
import { enqueueWork, publishWork } from './work-order.ts';

/** A run or a read that could not come to its end: for the progress, and for the job to be tried again by a person. */
export class WorkStopped extends Error {
  override readonly name = 'WorkStopped';
}

/** The deeds that are recorded of the plan that runs, oldest first, with what only a run that goes on needs. */
export async function deedsOf(context: Context, org: string, id: string, version: number): Promise<readonly Deed[]> {
  const { state } = await needRequest(context, org, id);
  if (state.plan?.version !== version) return [];
  const parts = await partsOf<SteppedPart & { readonly version?: number }>(context, org, id, 'request.step');
  return parts.flatMap(({ deed, version: of }) => (deed !== undefined && of === version ? [deed] : []));
}

type Ready = Known & { readonly identity: NonNullable<NonNullable<Known['surveyed']>['identity']>; readonly plan: NonNullable<Known['planned']>; readonly version: number; readonly digest: string };

function ready(known: Known): Ready {
  const { state } = known.held;
  const { approval, plan } = state;
  const identity = known.surveyed?.identity;
  if (approval === null || plan === null || known.planned === undefined || identity === null || identity === undefined) throw new Refusal('conflict', 'There is no approved plan to carry out.');
  return { ...known, identity, plan: known.planned, version: plan.version, digest: plan.digest };
}

async function recordDeed(context: Context, doing: Doing, version: number, deed: Deed): Promise<void> {
  await appendTo(context, doing, {
    kind: 'request.step', sealed: plain({ deed, version }),
    header: { version, step: deed.step, system: deed.system, place: deed.place, does: deed.does, planned: deed.planned, done: deed.done, problem: deed.problem?.kind ?? null },
  });
}

/** Systems without connector are steps too: the run comes to its end once a person attested each of them; the last word starts it again. */
async function endRun(context: Context, doing: Doing, known: Ready, outcome: Extract<RunOutcome, { readonly status: 'done' }>): Promise<void> {
  const { plan, steps } = (await needRequest(context, doing.org, doing.id)).state;
  if (plan === null || steps.filter(({ does, problem }) => does === 'attest' && problem === null).length < known.plan.tasks.length) return;
  if (known.plan.right === 'restriction') await setRestriction(context, doing, known.identity, known.decided.restriction ?? 'accuracy');
  await appendTo(context, doing, {
    kind: 'request.ran', header: { version: plan.version, steps: steps.length }, sealed: plain({ later: outcome.later, moved: outcome.moved }),
    beside: known.plan.right === 'erasure' ? keptFacts(context, doing, outcome.deeds, known.identity, known.secret) : [],
    also: (tx) => enqueueWork(context, tx, doing, plan.changes > 0 ? 'reread' : 'answer'),
  });
}

/** Carries out the approved plan. One that was broken off anywhere goes on from its deeds. */
export async function runRequest(context: Context, doing: Doing, signal: AbortSignal): Promise<void> {
  const { map } = await context.tenant(doing.org, (tx) => needMap(tx, doing.org));
  const run = ready(await openKnown(context, doing.org, doing.id));
  const done = await deedsOf(context, doing.org, doing.id, run.version);
  const at = context.now().toISOString();
  const shelf = context.shelfOf(doing.org, doing.id, run.secret);
  let count = done.length;
  const holds = await holdsOn(context, doing.org, at.slice(0, 10));
  const outcome = await withStores(context, doing.org, map, signal, ({ stores }) => runPlan({
    plan: run.plan, approved: run.digest, map, identity: run.identity, stores, secret: run.secret, holds, corrections: run.decided.corrections, sink: collectAnswer(shelf), done,
    record: async (deed) => {
      await recordDeed(context, doing, run.version, deed);
      count += 1;
      await publishWork(context, doing, 'run', { phase: 'working', done: count, note: deed.step });
    },
    signal, at,
  }));
  signal.throwIfAborted();
  if (outcome.status === 'refused') throw new WorkStopped(outcome.sentence);
  if (outcome.status === 'stopped') throw new WorkStopped(outcome.problems.map(({ sentence, remedy }) => `${sentence} ${remedy}`).join(' ') || 'The run was stopped before it was through: start it again.');
  await endRun(context, doing, run, outcome);
}

const explained = (reread: Reread): { remaining: number; unexplained: number; problems: number } => ({
  remaining: reread.places.reduce((sum, { remainders }) => sum + remainders.length, 0),
  unexplained: reread.places.reduce((sum, { counts }) => sum + (counts.unexplained ?? 0), 0),
  problems: reread.places.filter(({ problem }) => problem !== null).length,
});

/** Reads every source again and records, row by row, what is left and why. */
export async function rereadRequest(context: Context, doing: Doing, signal: AbortSignal): Promise<void> {
  const { map } = await context.tenant(doing.org, (tx) => needMap(tx, doing.org));
  const run = ready(await openKnown(context, doing.org, doing.id));
  const deeds = await deedsOf(context, doing.org, doing.id, run.version);
  const reread = await withStores(context, doing.org, map, signal, async ({ stores }) => {
    const read = await readAgain({ plan: run.plan, map, identity: run.identity, stores, secret: run.secret, corrections: run.decided.corrections, deeds, at: context.now().toISOString() });
    if (read.clean && run.plan.right === 'erasure') await suppress(context, doing, map, stores, run.identity);
    return read;
  });
  signal.throwIfAborted();
  const { remaining, unexplained, problems } = explained(reread);
  const clean = unexplained + problems === 0;
  await appendTo(context, doing, { kind: 'request.reread', header: { places: reread.places.length, remaining, explained: remaining - unexplained, unexplained, problems }, sealed: plain({ reread }),
    also: async (tx) => { if (clean) await context.jobs.add(tx, 'tell', { org: doing.org, request: doing.id }, { key: `tell:${doing.org}:${doing.id}` }); },
  });
}
