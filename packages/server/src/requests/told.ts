import type { Plan } from '@avouch/privacy/plan';
import { requestFact, type RequestHeader, type RequestState } from '@avouch/privacy/request';
import type { Context } from '../context.ts';
import type { Doing } from './appending.ts';
import { openKnown } from './known.ts';
import { partOf } from './request.ts';

type Told = Omit<RequestHeader<'recipient.told'>, 'request'>;

/** What a recipient is told of: Art. 19 names erasure, rectification and restriction. */
export const ofRight = (right: Plan['right'] | undefined): Told['of'] => (right === 'rectification' || right === 'restriction' || right === 'objection' ? right : 'erasure');

/** Records that a recipient was told, or why not. */
export async function recordTold(context: Context, { org, id, actor }: Doing, header: Told, note?: string): Promise<void> {
  await (await context.ledgerOf(org)).append(requestFact({
    kind: 'recipient.told', about: `${id}:${header.recipient}`, header: { request: id, ...header }, actor, captured: context.now().toISOString(), random: context.random, ...(note === undefined ? {} : { sealed: { note }, subject: id }),
  }));
}

/** Records that the notice of Art. 19 went out to a recipient by mail, or could not. */
export async function recordMailed(context: Context, { org, id, actor }: Doing, recipient: string, outcome: 'told' | 'failed', note?: string): Promise<void> {
  const { planned, held } = await openKnown(context, org, id);
  if (isTold(held.state, recipient)) return;
  await recordTold(context, { org, id, actor }, { recipient, of: ofRight(planned?.right), by: actor === 'system' ? 'mail' : 'person', outcome }, note);
}

/** Whether a recipient was told, or need not be: a try that failed is none. */
export const isTold = ({ told }: RequestState, recipient: string): boolean => told.some((one) => one.recipient === recipient && one.outcome !== 'failed');

/** The recipients who still have to be told of what was changed (Art. 19), by their titles; nobody where nothing was. */
export const untoldOf = (state: RequestState, plan: Plan | undefined): readonly string[] =>
  (state.plan?.changes ?? 0) === 0 ? [] : (plan?.recipients ?? []).filter(({ id }) => !isTold(state, id)).map(({ title }) => title);
/** What to do about them. */
export const untoldSentence = (untold: readonly string[]): string => `Not told yet: ${untold.join(', ')}. Tell them, or state why that cannot be done.`;

/** How often it was tried in vain. */
export const failuresOf = ({ told }: RequestState, recipient: string): number => told.filter((one) => one.recipient === recipient && one.outcome === 'failed').length;

/** What was noted at the last try of each recipient, for those who may see it. */
export async function notesOf(context: Context, org: string, { told }: RequestState): Promise<ReadonlyMap<string, string>> {
  const last = new Map(told.map(({ recipient, entry }) => [recipient, entry]));
  const notes = new Map<string, string>();
  for (const [recipient, entry] of last) {
    const note = (await partOf(context, org, entry))?.['note'];
    if (typeof note === 'string') notes.set(recipient, note);
  }
  return notes;
}
