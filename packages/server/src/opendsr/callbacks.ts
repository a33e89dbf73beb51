import type { Context, Task } from '../context.ts';
import { findRequest } from '../requests/request.ts';
import { signatureOver } from './certificates.ts';
import { statusBody } from './orders.ts';
import { resultsOf } from './results.ts';
import { findProcessor, processorSecret } from './settings.ts';
import type { OrderStatus } from './standing.ts';

const MINUTE_MS = 60_000;
const LONGEST_MS = 6 * 60 * MINUTE_MS;
/** After this many failures in a row, some ten days, a callback waits for a person. */
export const CALLBACK_TRIES_MAX = 45;

/** A minute after the first failure, twice as long after each, six hours at most. */
export const waitAfter = (tries: number): number => Math.min(LONGEST_MS, MINUTE_MS * 2 ** Math.max(0, tries - 1));

type Progress = { readonly url: string; readonly delivered: number; readonly tries: number };
type Order = { readonly controller: string; readonly ref: string; readonly changes: readonly { readonly status: OrderStatus }[] };
type Sending = { readonly context: Context; readonly org: string; readonly request: string; readonly order: Order; readonly http: ReturnType<Context['outside']>['http'] };

/** Null when the controller took it; else the sentence that says why not. */
async function send({ context, org, request, order, http }: Sending, url: string, status: OrderStatus): Promise<string | null> {
  const processor = await context.tenant(org, (tx) => findProcessor(tx, org));
  const { key } = await context.secrets.read(org, processorSecret);
  if (processor === undefined || key === undefined) return 'There is no key to sign with: set up OpenDSR as processor.';
  const held = await context.tenant(org, (tx) => findRequest(tx, org, request));
  if (held === undefined) throw new Error('an order belongs to a request');
  const results = status === 'completed' ? await resultsOf(context, org, request) : null;
  const body = JSON.stringify({ ...statusBody(context, { controller: order.controller, ref: order.ref, state: held.state, status, results }), status_callback_url: url });
  const sent = await http.send({
    method: 'POST', url, body, redirectsMax: 0, timeoutMs: 20_000, bytesMax: 64_000,
    headers: { 'content-type': 'application/json', 'x-opendsr-processor-domain': processor.settings.domain, 'x-opendsr-signature': signatureOver(body, key) },
  });
  if (!sent.ok) return sent.problem.sentence;
  return sent.answer.status >= 200 && sent.answer.status < 300 ? null : `The controller answered ${sent.answer.status}.`;
}

/** Tells one address each status that it was not told yet, in order, until it takes one not. */
async function tellOne(sending: Sending, { url, delivered, tries }: Progress): Promise<number | null> {
  const { context, org, request, order } = sending;
  for (const [at, { status }] of order.changes.entries()) {
    if (at < delivered) continue;
    const problem = await send(sending, url, status);
    const key = [org, request, url];
    if (problem !== null) {
      await context.tenant(org, (tx) => tx.query('update opendsr_progress set tries = tries + 1, problem = $4, at = $5 where org = $1 and request = $2 and url = $3', [...key, problem, context.now()]));
      return tries + 1;
    }
    const over = status === 'completed' || status === 'cancelled';
    await context.tenant(org, (tx) => (over
      ? tx.query('delete from opendsr_progress where org = $1 and request = $2 and url = $3', key)
      : tx.query('update opendsr_progress set delivered = $4, tries = 0, problem = null, at = $5 where org = $1 and request = $2 and url = $3', [...key, at + 1, context.now()])));
    if (over) return null;
  }
  return null;
}

/** Tells the controller of an order each status that it took, signed; what did not arrive is sent again, later each time. */
export const opendsrCallbacks: Task = async ({ org = '', request = '' }, context, signal) => {
  const over = new AbortController();
  const { order, waiting } = await context.tenant(org, async (tx) => ({
    order: (await tx.query<Order>('select controller, ref, changes from opendsr_order where org = $1 and request = $2', [org, request])).rows[0],
    waiting: (await tx.query<Progress>('select url, delivered, tries from opendsr_progress where org = $1 and request = $2 and tries < $3 order by url', [org, request, CALLBACK_TRIES_MAX])).rows,
  }));
  if (order === undefined) return;
  const sending: Sending = { context, org, request, order, http: context.outside(org, AbortSignal.any([signal, over.signal])).http };
  try {
    const failed: number[] = [];
    for (const one of waiting) {
      const tries = await tellOne(sending, one);
      if (tries !== null && tries < CALLBACK_TRIES_MAX) failed.push(tries);
    }
    if (failed.length === 0) return;
    const runAt = new Date(context.now().getTime() + waitAfter(Math.min(...failed)));
    await context.tenant(org, (tx) => context.jobs.add(tx, 'opendsr-callbacks', { org, request }, { key: `opendsr-callbacks:${org}:${request}`, runAt }));
  } finally {
    over.abort();
  }
};
