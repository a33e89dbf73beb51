import { z } from 'zod';
import { consentChoice, consentConfig, consentId, consentStanding, consentTaken } from '../shapes/consent.ts';
import { bytes, nothingBack, route } from './define.ts';

/** `<organisation>.<site>`: public, it stands in every page with the banner. */
const site = z.object({ site: z.string().regex(/^[A-Za-z0-9_-]{1,60}\.[A-Za-z0-9_-]{1,60}$/, 'the key of a site') });
const subject = z.string().regex(/^[0-9a-f]{32}$/, 'the pseudonym that the SDK made: 32 hexadecimal digits');
const account = z.string().min(1).max(200).describe('how the company names the account; opaque to Avouch, and sealed');
const body = z.string().max(16_000).describe('JSON as text/plain, so that no preflight delays it');
const token = z.string().min(20).max(4000);
const who = z.object({ subject: subject.optional(), account: account.optional() });

/** Consent as visitors, their browsers and the company's back ends reach it: no session, no cookie. */
export const choiceRoutes = {
  notice: route('GET', '/notices/:site/:language', { id: 'notices.read', title: 'The SDK’s config with the published notice in a language; cacheable, with ETag', permission: 'public', from: 'sites', params: site.extend({ language: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/) }), output: consentConfig }),
  consentChoose: route('POST', '/consents/:site', { id: 'choices.choose', title: 'Take an answer; the reply is the receipt', permission: 'public', from: 'sites', takes: 'text', params: site, body, output: consentTaken }),
  consentCurrent: route('GET', '/consents/:site/current', { id: 'choices.current', title: 'What stands for a pseudonym', permission: 'public', from: 'sites', params: site, query: z.object({ subject }), output: consentStanding }),
  consentHistory: route('GET', '/consents/:site/history', { id: 'choices.history', title: 'Every answer of a pseudonym, newest first', permission: 'public', from: 'sites', params: site, query: z.object({ subject }), output: z.object({ items: z.array(consentChoice) }) }),
  consentOwnReceipt: route('GET', '/consents/:site/receipts/:choice', { id: 'choices.receipt', title: 'The receipt with its proof, for who holds the pseudonym', permission: 'public', from: 'sites', params: site.extend({ choice: subject }), query: z.object({ subject }), output: bytes, gives: 'bytes' }),
  consentBind: route('POST', '/consents/:site/bindings', { id: 'choices.bind', title: 'Bind a pseudonym to an account: takes the back end’s token and the visitor’s own pseudonym', permission: 'public', from: 'sites', takes: 'text', params: site, body, output: z.object({ ok: z.literal(true), standing: consentStanding }) }),
  consentConfirm: route('POST', '/consents/:site/confirmations', { id: 'choices.confirm', title: 'Confirm an opt-in by the token of the mail', permission: 'public', from: 'anywhere', params: site, body: z.object({ token }), output: consentTaken }),
  consentUnsubscribe: route('POST', '/consents/:site/unsubscribe', { id: 'choices.unsubscribe', title: 'RFC 8058: withdraw by the token in the mail’s List-Unsubscribe', permission: 'public', from: 'anywhere', takes: 'text', params: site, query: z.object({ token }), body, output: nothingBack }),
  consentAllowed: route('GET', '/consents/:site/allowed', { id: 'choices.allowed', title: 'For back ends, by key: whether a purpose is allowed for a pseudonym or an account', permission: 'public', from: 'anywhere', params: site, query: who.extend({ purpose: consentId }), output: z.object({ allowed: z.boolean(), state: z.string(), receipt: z.string().nullable() }) }),
  consentBindingToken: route('POST', '/consents/:site/binding-tokens', { id: 'choices.binding_token', title: 'For back ends, by key: a token that lets the signed-in visitor bind their pseudonym, good for 10 minutes', permission: 'public', from: 'anywhere', params: site, body: z.object({ account }), output: z.object({ token: z.string(), expires: z.string() }) }),
  consentOptIn: route('POST', '/consents/:site/opt-ins', { id: 'choices.opt_in', title: 'For back ends, by key: record an opt-in of a form; with confirm it counts only once the mail’s link was followed', permission: 'public', from: 'anywhere', params: site, body: z.object({ account, purpose: consentId, answer: z.boolean(), language: z.string().max(35).default(''), notice: z.string().min(1).max(200).optional().describe('hash of the published notice; the current one when absent'), confirm: z.boolean().default(false) }), output: z.object({ taken: consentTaken, confirm: z.object({ token: z.string(), url: z.string(), expires: z.string() }).nullable() }) }),
  consentUnsubscribeToken: route('POST', '/consents/:site/unsubscribe-tokens', { id: 'choices.unsubscribe_token', title: 'For back ends, by key: the List-Unsubscribe headers for a mail to an account', permission: 'public', from: 'anywhere', params: site, body: z.object({ account, purpose: consentId }), output: z.object({ url: z.string(), headers: z.record(z.string(), z.string()) }) }),
  consentSiteExport: route('GET', '/consents/:site/export', { id: 'choices.export', title: 'For back ends, by key: answers as CSV or JSON lines, each once', permission: 'public', from: 'anywhere', params: site, query: z.object({ form: z.enum(['csv', 'jsonl']).default('jsonl'), after: z.coerce.number().int().min(-1).default(-1) }), output: bytes, gives: 'bytes' }),
};
