import type { Context } from '../context.ts';
import { bearer, discover, faultOf, identitiesFor, signersNow, unknownTo, type Party } from '../opendsr/recipients.ts';
import { recordReport } from '../opendsr/reports.ts';
import { callbackAddress, findRecipient, recipientSecret } from '../opendsr/settings.ts';
import type { Doing } from './appending.ts';
import type { Known } from './known.ts';

type Ordering = { readonly context: Context; readonly doing: Doing; readonly known: Known; readonly http: ReturnType<Context['outside']>['http'] };

/** OpenDSR asks for a UUID of version 4: the request's own random id, spelled as one. */
export function uuidOf(request: string): string {
  const hex = request.replace(/^dsr_/, '').padEnd(32, '0').slice(0, 32);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function partyOf({ context, doing: { org } }: Ordering, recipient: string, to: string): Promise<Party | string> {
  const settings = (await context.tenant(org, (tx) => findRecipient(tx, org, recipient)))?.settings;
  if (settings === undefined) return 'It is not recorded whose signature its answers must bear: record its certificate under OpenDSR.';
  if (!URL.canParse(to) || new URL(to).hostname !== settings.domain) return `The data map names another address than ${settings.domain}, for which its certificate is recorded.`;
  const { token } = await context.secrets.read(org, recipientSecret(recipient));
  return { settings, base: to.replace(/\/$/, ''), token };
}

const jsonIn = (body: Uint8Array): Readonly<Record<string, unknown>> => {
  try {
    const read: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return typeof read === 'object' && read !== null ? (read as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
};

/** Orders the erasure at a processor (`POST /requests`). Null when it took it under its verified signature; else the sentence that says why it does not count as told. */
export async function orderByOpenDsr(ordering: Ordering, recipient: string, to: string): Promise<string | null> {
  const { context, doing, known, http } = ordering;
  const party = await partyOf(ordering, recipient, to);
  if (typeof party === 'string') return party;
  const found = await discover(http, party);
  if (typeof found === 'string') return found;
  if (!found.types.includes('erasure')) return 'It takes no erasures by OpenDSR.';
  // Before anything is said of the person: whoever answers here must be who is recorded.
  const signers = await signersNow(context, http, party, found);
  const stranger = 'x-opendsr-signature' in found.answer.headers ? faultOf(found.answer, party.settings, signers) : unknownTo(signers);
  if (stranger !== null) return stranger;
  const identities = identitiesFor(party.settings, found.identities, known.surveyed?.identity ?? {});
  if (identities.length === 0) return 'It takes none of the identity types that are recorded for it.';
  const ref = uuidOf(doing.id);
  // The same bytes at each try: to the processor it is one order, however often it comes.
  const body = JSON.stringify({
    regulation: 'gdpr', subject_request_id: ref, subject_request_type: 'erasure', subject_identities: identities, submitted_time: known.held.state.received.at, api_version: '2.0',
    status_callback_urls: [callbackAddress(context, doing.org)],
  });
  const sent = await http.send({ method: 'POST', url: `${party.base}/requests`, body, headers: { 'content-type': 'application/json', accept: 'application/json', ...bearer(party) }, redirectsMax: 0, timeoutMs: 30_000, bytesMax: 1_000_000 });
  if (!sent.ok) return sent.problem.sentence;
  if (sent.answer.status !== 201) return `It answered ${sent.answer.status} to the order, where 201 means that it took it.`;
  const fault = faultOf(sent.answer, party.settings, signers);
  if (fault !== null) return fault;
  return jsonIn(sent.answer.body)['subject_request_id'] === ref ? null : 'Its answer is about another order.';
}

/** Asks a processor that took an order how it stands (`GET /requests/{id}`), and records what it says under its signature. */
export async function watchOpenDsr(ordering: Ordering, recipient: string, to: string): Promise<void> {
  const { context, doing, known, http } = ordering;
  const { reports } = known.held.state;
  if (reports.some((one) => one.recipient === recipient && (one.status === 'completed' || one.status === 'cancelled'))) return;
  const party = await partyOf(ordering, recipient, to);
  if (typeof party === 'string') return;
  const sent = await http.send({ url: `${party.base}/requests/${uuidOf(doing.id)}`, headers: { accept: 'application/json', ...bearer(party) }, redirectsMax: 0, timeoutMs: 20_000, bytesMax: 1_000_000 });
  if (!sent.ok || sent.answer.status !== 200 || faultOf(sent.answer, party.settings, await signersNow(context, http, party)) !== null) return;
  const { subject_request_id: ref, request_status: status } = jsonIn(sent.answer.body);
  if (ref !== uuidOf(doing.id)) return;
  if (status === 'pending' || status === 'in_progress' || status === 'completed' || status === 'cancelled') await recordReport(context, doing.org, { request: doing.id, recipient, status, by: 'asked' });
}
