import type { PoolClient } from 'pg';
import { z } from 'zod';
import { Refusal } from '@avouch/api/refusal';
import { requestFact, type RequestState } from '@avouch/privacy/request';
import type { Context } from '../context.ts';
import { appendTo, ownFact } from '../requests/appending.ts';
import { needCentre } from '../requests/centre-record.ts';
import { findMap } from '../requests/data-map.ts';
import { takeIn } from '../requests/intake.ts';
import { findRequest } from '../requests/request.ts';
import { plain } from '../requests/survey.ts';
import { enqueueWork } from '../requests/work-order.ts';
import type { ControllerSettings } from './settings.ts';
import { expectedOf, orderStatusOf, type OrderStatus } from './standing.ts';

const uuid4 = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'a UUID of version 4 in small letters');

/** `POST /requests` of OpenDSR 2.0. What of it we do not know is a mistake of the sender's, and said. */
const order = z.object({
  regulation: z.literal('gdpr', { error: 'gdpr is the one regulation that is taken here' }),
  subject_request_id: uuid4,
  subject_request_type: z.enum(['erasure', 'access', 'portability']),
  subject_identities: z.array(z.object({ identity_type: z.string().min(1).max(60), identity_value: z.string().min(1).max(1000), identity_format: z.literal('raw', { error: 'raw is the one format that can be looked for' }) })).min(1).max(50),
  submitted_time: z.iso.datetime({ offset: true }),
  api_version: z.string().max(20).optional(),
  status_callback_urls: z.array(z.url({ protocol: /^https?$/ }).max(1000)).max(10).default([]),
  extensions: z.record(z.string(), z.unknown()).optional(),
});
type Order = z.infer<typeof order>;

/** Who orders, found by what they showed. */
export type Ordering = { readonly context: Context; readonly org: string; readonly controller: string; readonly settings: ControllerSettings };

/** An order as it stands. */
export type Ordered = { readonly request: string; readonly type: Order['subject_request_type']; readonly mark: string | null; readonly state: RequestState; readonly forgotten: boolean };

/** The order that a controller made under its own id; undefined when it made none. */
export async function findOrder(tx: PoolClient, org: string, controller: string, ref: string): Promise<Ordered | undefined> {
  const { rows: [row] } = await tx.query<{ request: string; type: Ordered['type']; mark: string | null }>('select request, type, mark from opendsr_order where org = $1 and controller = $2 and ref = $3', [org, controller, ref]);
  const held = row === undefined ? undefined : await findRequest(tx, org, row.request);
  return row === undefined || held === undefined ? undefined : { ...row, state: held.state, forgotten: held.forgotten };
}

/** The order in a body, or the refusal that says what is wrong with it without repeating what it says of anybody. */
export function readOrder(body: Uint8Array): Order {
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch (cause) {
    throw new Refusal('invalid', 'The body is no JSON.', { cause });
  }
  const parsed = order.safeParse(read);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal('invalid', `${issue?.path.join('.') ?? 'The body'}: ${issue?.message ?? 'it is not an order'}`);
}

/** The identity keys of the data map that the identities are, by what is recorded of this controller. All of them, or a refusal. */
async function keysOf({ context, org, settings }: Ordering, { subject_identities: identities }: Order): Promise<Record<string, string[]>> {
  const map = await context.tenant(org, (tx) => findMap(tx, org));
  const keys: Record<string, string[]> = {};
  for (const { identity_type: type, identity_value: value } of identities) {
    const key = settings.identities.find((one) => one.type === type)?.key;
    if (key === undefined) throw new Refusal('invalid', `subject_identities: the type ${type.replace(/[^a-z_]/gi, '')} is not among those that the discovery names`);
    const [people = '', name = ''] = key.split('.');
    if (map?.map.people[people]?.keys[name] === undefined) throw new Refusal('unavailable', 'The processor’s data map does not know a key that is recorded for this controller: it has to put that right.');
    keys[key] = [...new Set([...(keys[key] ?? []), value])];
  }
  return keys;
}

function check({ context, settings }: Ordering, asked: Order): void {
  if (!settings.types.includes(asked.subject_request_type)) throw new Refusal('invalid', 'subject_request_type: this is not among the types that the discovery names');
  const known = settings.callbacks.map((url) => new URL(url).origin);
  if (asked.status_callback_urls.some((url) => !known.includes(new URL(url).origin))) throw new Refusal('invalid', 'status_callback_urls: callbacks go only to origins that were agreed with the processor');
  if (Date.parse(asked.submitted_time) > context.now().getTime() + 300_000) throw new Refusal('invalid', 'submitted_time: it is later than now');
}

/** Takes an order in as a request of ours, identified by the controller. The same order again is the one that was taken in. */
export async function takeOrder(ordering: Ordering, body: Uint8Array): Promise<Ordered> {
  const { context, org, controller } = ordering;
  const asked = readOrder(body);
  const mark = context.markOf(org, 'order', Buffer.from(body).toString('base64'));
  const find = (): Promise<Ordered | undefined> => context.tenant(org, (tx) => findOrder(tx, org, controller, asked.subject_request_id));
  const same = (before: Ordered): Ordered => {
    if (before.mark !== null && before.mark !== mark) throw new Refusal('invalid', 'subject_request_id: another order came under this id');
    return before;
  };
  const before = await find();
  if (before !== undefined) return same(before);
  check(ordering, asked);
  const keys = await keysOf(ordering, asked);
  await append(ordering, asked, { keys, mark }).catch((cause: unknown) => {
    // Of two that came at once one was taken in: the other is that one.
    if (!(cause instanceof Refusal) || cause.code !== 'conflict') throw cause;
  });
  const taken = await find();
  if (taken === undefined) throw new Refusal('unavailable', 'The order could not be taken in: send it again.');
  return same(taken);
}

async function append({ context, org, controller }: Ordering, asked: Order, { keys, mark }: { readonly keys: Record<string, string[]>; readonly mark: string }): Promise<void> {
  const centre = await context.tenant(org, (tx) => needCentre(tx, org)).catch((cause: unknown) => { throw new Refusal('unavailable', 'The processor has not set up under which law it answers.', { cause }); });
  const now = context.now().toISOString();
  const submitted = new Date(Math.min(Date.parse(asked.submitted_time), Date.parse(now))).toISOString();
  await takeIn(context, centre, {
    org, actor: controller, rights: [asked.subject_request_type], channel: 'opendsr', role: 'processor', by: 'self', language: 'en', received: now, clockFrom: submitted,
    stated: { name: null, mail: null, statement: null, corrections: [], agent: null },
    beside: (request) => [
      ownFact(context, {
        kind: 'opendsr.ordered', about: request, actor: controller, subject: request, sealed: { callbacks: asked.status_callback_urls, mark },
        header: { controller, ref: asked.subject_request_id, type: asked.subject_request_type, submitted },
      }),
      requestFact({
        kind: 'request.identified', about: request, actor: controller, captured: now, random: context.random, header: { by: 'controller', keys: Object.values(keys).flat().length, authority: null },
        sealed: plain({ keys, reason: 'Named by the controller, who knows the person.' }),
      }),
    ],
    also: async (tx, [request = '']) => {
      if ((await findOrder(tx, org, controller, asked.subject_request_id)) !== undefined) throw new Refusal('conflict', 'This order was taken in already.');
      await enqueueWork(context, tx, { org, id: request }, 'survey');
      // The first status was told by the answer to the order itself.
      for (const url of new Set(asked.status_callback_urls)) await tx.query('insert into opendsr_progress (org, request, url, delivered, tries, at) values ($1, $2, $3, 1, 0, $4)', [org, request, url, now]);
    },
  });
}

/** Takes an order back while it is pending; afterwards it is refused. One that was taken back already stays so. */
export async function cancelOrder({ context, org, controller }: Ordering, { request, state }: Ordered): Promise<void> {
  const status = orderStatusOf(state);
  if (status === 'cancelled') return;
  if (status !== 'pending') throw new Refusal('invalid', `This order is ${status.replace('_', ' ')}: only a pending one can be cancelled`);
  await appendTo(context, { org, id: request, actor: controller }, {
    kind: 'request.withdrawn', header: {}, sealed: plain({ reason: 'Cancelled by the controller.' }),
    also: async (tx) => {
      const held = await findRequest(tx, org, request);
      if (held === undefined || orderStatusOf(held.state) !== 'pending') throw new Refusal('invalid', 'This order is not pending any more: only a pending one can be cancelled');
    },
  });
}

type Told = { readonly controller: string; readonly ref: string; readonly state: RequestState; readonly status?: OrderStatus; readonly results: { readonly url: string; readonly count: number } | null };

/** What a status answer and a callback say of an order. */
export function statusBody(context: Context, { controller, ref, state, status = orderStatusOf(state), results }: Told): Record<string, unknown> {
  return {
    controller_id: controller, expected_completion_time: expectedOf(state, context.now()), subject_request_id: ref, request_status: status, api_version: '2.0',
    ...(results === null ? {} : { results_url: results.url, results_count: results.count }),
  };
}
