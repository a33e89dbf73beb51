import type { PoolClient } from 'pg';
import type { RequestState, Right } from '@avouch/privacy/request';
import type { Context } from '../context.ts';
import { findRequest, REQUEST_COLUMNS, type Held } from './request.ts';
import { enqueueWork, type Work } from './work-order.ts';

/** The jobs that wait for something that the same person asked in the same breath. */
type Gated = Extract<Work, 'survey' | 'run'>;

/** Looked for only when what is wrong was put right, so that nothing is missed under a new address. */
const afterCorrection: Partial<Record<Right, readonly Right[]>> = { access: ['rectification'], portability: ['rectification'], erasure: ['rectification'] };
/** What is to be handed out is not erased before. */
const afterCopy: Partial<Record<Right, readonly Right[]>> = { ...afterCorrection, erasure: ['rectification', 'access', 'portability'] };

const goesBefore = (rights: readonly Right[], job: Gated): readonly Right[] => rights.flatMap((right) => (job === 'survey' ? afterCorrection : afterCopy)[right] ?? []);

/** Everything that was asked together with one of these, themselves included, in the order in which it was recorded. */
export async function togetherWith(tx: PoolClient, org: string, states: readonly RequestState[]): Promise<readonly Held[]> {
  const bundles = [...new Set(states.flatMap(({ received: { bundle } }) => bundle ?? []))];
  if (bundles.length === 0) return [];
  return (await tx.query<Held>({ name: 'request-bundle', text: `select ${REQUEST_COLUMNS} from request where org = $1 and state #>> '{received,bundle}' = any($2::text[]) order by first_entry`, values: [org, bundles] })).rows;
}

/** Whether nobody knows yet who asks, and it may be shown now. */
const isUnproven = ({ state, forgotten }: Held): boolean => !forgotten && state.identity.proven === null && (state.status === 'received' || state.status === 'identifying');

/** What is shown with a request by one proof, of what was asked together. A code does not carry what somebody asked further proof for: that is proven by itself. */
export const provenWith = (together: readonly Held[], id: string, byCode: boolean): readonly Held[] =>
  together.filter((one) => one.id !== id && isUnproven(one) && (!byCode || one.state.identity.asked === null));

/** The request that goes on for this one: itself, unless it was joined to another as a duplicate. */
export async function goingOn(tx: PoolClient, org: string, held: Held): Promise<Held | undefined> {
  let at: Held | undefined = held;
  while (at !== undefined && at.state.joinedInto !== null) at = await findRequest(tx, org, at.state.joinedInto);
  return at;
}

const over: readonly RequestState['status'][] = ['answered', 'partly_refused', 'refused', 'withdrawn', 'closed'];

/** What a job on a request waits for, among what was asked together with it; empty when it may go ahead. */
export async function waitsFor(tx: PoolClient, org: string, state: RequestState, job: Gated, together?: readonly Held[]): Promise<readonly Right[]> {
  const { bundle } = state.received;
  if (bundle === undefined) return [];
  const first = goesBefore(state.rights, job);
  const open: Right[] = [];
  for (const held of together ?? (await togetherWith(tx, org, [state]))) {
    const right = held.state.rights.find((one) => first.includes(one));
    if (right === undefined || held.id === state.id || held.state.received.bundle !== bundle) continue;
    const last = await goingOn(tx, org, held);
    // What cannot be found was not answered.
    if (last === undefined || !over.includes(last.state.status)) open.push(right);
  }
  return open;
}

/** The sentence that says what is waited for. */
export const waitSentence = (rights: readonly Right[]): string =>
  `It waits for what the same person asked with it (${rights.join(', ')}), and goes on by itself once that was answered, refused or taken back.`;

/** Which of these requests wait for another, each with its sentence. */
export async function waitingOf(tx: PoolClient, org: string, held: readonly Held[]): Promise<ReadonlyMap<string, string>> {
  const waiting = new Map<string, string>();
  const candidates = held.filter(({ state }) => state.status === 'running' || (state.status === 'surveying' && state.survey === null));
  const together = await togetherWith(tx, org, candidates.map(({ state }) => state));
  for (const { id, state } of candidates) {
    const rights = await waitsFor(tx, org, state, state.status === 'running' ? 'run' : 'survey', together);
    if (rights.length > 0) waiting.set(id, waitSentence(rights));
  }
  return waiting;
}

/** Every request that was joined to this one, and to those, with itself. */
async function gatheredIn(tx: PoolClient, org: string, { state }: Held): Promise<readonly RequestState[]> {
  const all = [state];
  for (const one of all) {
    for (const id of one.joined) {
      const joined = await findRequest(tx, org, id);
      if (joined !== undefined) all.push(joined.state);
    }
  }
  return all;
}

/** Has whatever waited for this request look again, when it comes to its end. Each job looks for itself whether it may go ahead. */
export async function wakeTogether(context: Context, tx: PoolClient, org: string, held: Held): Promise<void> {
  for (const { id, state } of await togetherWith(tx, org, await gatheredIn(tx, org, held))) {
    const job = state.status === 'running' ? 'run' : state.status === 'surveying' && state.survey === null ? 'survey' : undefined;
    if (id !== held.id && job !== undefined && goesBefore(state.rights, job).some((right) => held.state.rights.includes(right))) await enqueueWork(context, tx, { org, id }, job);
  }
}
