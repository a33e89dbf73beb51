import { createHash, type X509Certificate } from 'node:crypto';
import type { HttpAnswer } from '@avouch/connectors/connector';
import type { Context } from '../context.ts';
import { certificatesIn, isSignedBy, signersOf } from './certificates.ts';
import type { RecipientSettings } from './settings.ts';

type Http = ReturnType<Context['outside']>['http'];
/** A recipient that is told by OpenDSR: what is recorded of it, and where it stands. */
export type Party = { readonly settings: RecipientSettings; readonly base: string; readonly token: string | undefined };
export type Discovered = { readonly types: readonly string[]; readonly identities: readonly { readonly type: string; readonly format: string }[]; readonly certificate: string; /** As it came, for its signature. */ readonly answer: Pick<HttpAnswer, 'headers' | 'body'> };

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
const listIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] => (Array.isArray(value) ? value.filter((one): one is Readonly<Record<string, unknown>> => typeof one === 'object' && one !== null) : []);

export const bearer = ({ token }: Pick<Party, 'token'>): Readonly<Record<string, string>> => (token === undefined ? {} : { authorization: `Bearer ${token}` });

/** What a processor says that it takes; a sentence where it could not be asked. */
export async function discover(http: Http, party: Party): Promise<Discovered | string> {
  const sent = await http.send({ url: `${party.base}/discovery`, headers: { accept: 'application/json', ...bearer(party) }, redirectsMax: 0, timeoutMs: 20_000, bytesMax: 200_000 });
  if (!sent.ok) return sent.problem.sentence;
  if (sent.answer.status !== 200) return `Its discovery answered ${sent.answer.status}.`;
  try {
    const read = JSON.parse(Buffer.from(sent.answer.body).toString('utf8')) as Readonly<Record<string, unknown>>;
    const types = Array.isArray(read['supported_subject_request_types']) ? read['supported_subject_request_types'].filter((one): one is string => typeof one === 'string') : [];
    return { types, identities: listIn(read['supported_identities']).map((one) => ({ type: textIn(one['identity_type']), format: textIn(one['identity_format']) })), certificate: textIn(read['processor_certificate']), answer: sent.answer };
  } catch {
    return 'Its discovery is no JSON.';
  }
}

/** The certificates under which it may sign now. Where only those above are recorded, its own is fetched, from its domain alone. */
export async function signersNow(context: Context, http: Http, party: Party, discovered?: Discovered): Promise<readonly X509Certificate[] | string> {
  const { settings } = party;
  if (settings.trust === 'pinned') return signersOf(settings, [], context.now());
  const found = discovered ?? (await discover(http, party));
  if (typeof found === 'string') return found;
  if (!URL.canParse(found.certificate) || new URL(found.certificate).hostname !== settings.domain) return `It offers its certificate from another domain than ${settings.domain}.`;
  const sent = await http.send({ url: found.certificate, redirectsMax: 0, timeoutMs: 20_000, bytesMax: 64_000 });
  if (!sent.ok) return sent.problem.sentence;
  try {
    return signersOf(settings, certificatesIn(Buffer.from(sent.answer.body).toString('utf8')), context.now());
  } catch {
    return 'What it offers as its certificate is none.';
  }
}

/** Why no answer of this recipient can be verified at all; null where it can. */
export const unknownTo = (signers: readonly X509Certificate[] | string): string | null => {
  if (typeof signers === 'string') return `Its signature cannot be verified: ${signers}`;
  return signers.length === 0 ? 'None of its certificates holds by what is recorded: record the new one, if it changed.' : null;
};

/** Null for an answer that bears the recorded signature over exactly its bytes; else the sentence that says what is wrong with it. */
export function faultOf({ headers, body }: Pick<HttpAnswer, 'headers' | 'body'>, { domain }: RecipientSettings, signers: readonly X509Certificate[] | string): string | null {
  const unknown = unknownTo(signers);
  if (unknown !== null || typeof signers === 'string') return unknown;
  const named = headers['x-opendsr-processor-domain'];
  if (named !== domain) return `It names another domain than ${domain} as its own, or none.`;
  return isSignedBy(body, headers['x-opendsr-signature'] ?? '', signers) ? null : 'Its answer does not bear the signature that is recorded for it: it counts for nothing.';
}

const hashed: Readonly<Record<string, (value: string) => string>> = {
  raw: (value) => value,
  sha256: (value) => createHash('sha256').update(value.trim().toLowerCase()).digest('hex'),
};

/** The person's keys as the processor takes them; keys that nobody recorded a type for are never sent. */
export function identitiesFor({ identities }: RecipientSettings, supported: Discovered['identities'], identity: Readonly<Record<string, readonly string[]>>): { readonly identity_type: string; readonly identity_value: string; readonly identity_format: string }[] {
  return identities.flatMap(({ key, type }) => {
    const format = ['raw', 'sha256'].find((one) => supported.some((other) => other.type === type && other.format === one));
    return format === undefined ? [] : (identity[key] ?? []).map((value) => ({ identity_type: type, identity_value: hashed[format]?.(value) ?? value, identity_format: format }));
  });
}
