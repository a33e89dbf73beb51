import { z } from 'zod';
import { Refusal } from '@avouch/api/refusal';
import type { PoolClient } from 'pg';
import type { Context } from '../context.ts';
import { ownFact } from '../requests/appending.ts';
import { findMap } from '../requests/data-map.ts';
import { findRequest, type Held } from '../requests/request.ts';
import { uuidOf } from '../requests/opendsr.ts';
import { faultOf, signersNow, type Party } from './recipients.ts';
import { recordReport } from './reports.ts';
import { allOf, callbackAddress, recipientSecret, RECIPIENT_TYPE, type RecipientSettings } from './settings.ts';

type Header = string | readonly string[] | undefined;
type Came = { readonly domain: Header; readonly signature: Header; readonly body: Uint8Array };

/** So many refused callbacks an hour are recorded of one recipient: whoever sends more of them fills no ledger. */
const REFUSED_AN_HOUR = 20;

const callback = z.object({ status_callback_url: z.string().max(2000), subject_request_id: z.string().max(60), request_status: z.enum(['pending', 'in_progress', 'completed', 'cancelled']) });

/** Records that a callback was refused, and refuses it. It names the recipient in whose name it came. */
async function refuse(context: Context, org: string, recipient: string, why: 'signature' | 'form' | 'address' | 'request', sentence: string): Promise<never> {
  const within = await context.attempts.count({ name: 'opendsr-refused', count: REFUSED_AN_HOUR, windowS: 3600 }, `${org} ${recipient}`).then(() => true, (cause: unknown) => {
    if (cause instanceof Refusal && cause.code === 'too_many') return false;
    throw cause;
  });
  if (within) await (await context.ledgerOf(org)).append(ownFact(context, { kind: 'opendsr.refused', about: recipient, actor: 'system', header: { recipient, why } }));
  throw new Refusal('forbidden', sentence);
}

/** Our request that went to a recipient under this id: the id is made of ours, but for the bits that say that it is one of its kind. */
async function orderedAs(tx: PoolClient, org: string, ref: string): Promise<Held | undefined> {
  const begins = `dsr_${ref.replaceAll('-', '').slice(0, 12)}`;
  if (!/^dsr_[0-9a-f]{12}$/.test(begins)) return undefined;
  const { rows } = await tx.query<{ id: string }>('select id from request where org = $1 and left(id, 16) = $2', [org, begins]);
  const found = rows.find(({ id }) => uuidOf(id) === ref);
  return found === undefined ? undefined : findRequest(tx, org, found.id);
}

/** Those recorded as recipients under a domain, with where the data map says that they stand. */
async function partiesAt(context: Context, org: string, domain: string): Promise<readonly Party[]> {
  const { records, map } = await context.tenant(org, async (tx) => ({ records: await allOf<RecipientSettings>(tx, org, RECIPIENT_TYPE), map: (await findMap(tx, org))?.map }));
  const parties: Party[] = [];
  for (const { settings } of records.filter((one) => one.settings.domain === domain)) {
    const told = map?.recipients[settings.recipient]?.told;
    const { token } = await context.secrets.read(org, recipientSecret(settings.recipient));
    if (told?.by === 'opendsr') parties.push({ settings, base: told.to.replace(/\/$/, ''), token });
  }
  return parties;
}

/** The recipient under this domain whose signature the bytes bear. */
async function senderOf(context: Context, org: string, parties: readonly Party[], { domain, signature, body }: Came): Promise<Party | undefined> {
  const over = new AbortController();
  const { http } = context.outside(org, over.signal);
  try {
    for (const party of parties) {
      const headers = { 'x-opendsr-processor-domain': String(domain), 'x-opendsr-signature': String(signature) };
      if (faultOf({ headers, body }, party.settings, await signersNow(context, http, party)) === null) return party;
    }
    return undefined;
  } finally {
    over.abort();
  }
}

/**
 * Takes what a processor reports of an order of ours (OpenDSR 2.0 part 8.8). Nothing of it is read before its signature is
 * verified; what does not verify is refused and recorded as a problem of the recipient in whose name it came.
 */
export async function takeCallback(context: Context, org: string, came: Came): Promise<void> {
  const parties = typeof came.domain === 'string' ? await partiesAt(context, org, came.domain) : [];
  const [first] = parties;
  if (first === undefined) throw new Refusal('forbidden', 'No processor of this domain is known here.');
  const party = await senderOf(context, org, parties, came);
  if (party === undefined) return refuse(context, org, first.settings.recipient, 'signature', 'This does not bear the signature that is recorded for the domain.');
  const { recipient } = party.settings;
  const read = callback.safeParse(parsed(came.body));
  if (!read.success) return refuse(context, org, recipient, 'form', 'This is no callback of OpenDSR 2.0.');
  if (read.data.status_callback_url !== callbackAddress(context, org)) return refuse(context, org, recipient, 'address', 'This is for another address than this one.');
  const held = await context.tenant(org, (tx) => orderedAs(tx, org, read.data.subject_request_id));
  if (held === undefined || !held.state.told.some((one) => one.recipient === recipient && one.by === 'opendsr')) return refuse(context, org, recipient, 'request', 'No order of this id went to this processor.');
  await recordReport(context, org, { request: held.id, recipient, status: read.data.request_status, by: 'callback' });
}

const parsed = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
};
