import { z } from 'zod';
import { day, instant, seal } from './ledger.ts';

const line = z.string().min(1).max(300);
/** Id of a purpose or a vendor, unique among both in its site. What every object of JavaScript has under such a name is none. */
export const consentId = z.string().regex(/^(?!(?:__proto__|constructor)$)[a-z0-9_-]{1,64}$/, 'small letters, digits, - and _ only');
const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag such as de or pt-BR');
const regime = z.enum(['opt-in', 'opt-out']);
const place = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'a place such as DE or US-CA');
const host = z.string().regex(/^(\*\.)?[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$/, 'a host name in small letters, without scheme or path');

export const consentPurpose = z.object({ id: consentId, required: z.boolean().default(false).describe('strictly necessary: always on, never asked'), marketing: z.boolean().default(false).describe('direct marketing: an objection (Art. 21(2)) switches it off at once') }).meta({ id: 'ConsentPurpose' });
export const consentVendor = z.object({
  id: consentId, name: line, purpose: consentId, url: z.url().max(2000).optional(),
  hosts: z.array(host).max(100).default([]),
  cookies: z.record(z.string(), z.number().int().min(0).max(36_500)).default({}).describe('days that each cookie lives; 0 until the browser closes; a name may end in *'),
  storage: z.array(line).max(100).default([]),
}).meta({ id: 'ConsentVendor' });

/** Where a notice is shown, and what is asked there. */
export const consentSiteValue = z.object({
  name: line,
  domains: z.array(host).max(100).describe('where the banner may stand; *.example.com covers the subdomains'),
  notice: z.string().min(1).max(200).describe('the record of the notice whose words are shown'),
  purposes: z.array(consentPurpose).min(1).max(100),
  vendors: z.array(consentVendor).max(300).default([]),
  regimes: z.record(place, regime).default({}).describe('a place that is not here is opt-in'),
  months: z.number().int().min(6).max(60).default(12).describe('until an answer is asked for again'),
  doNotTrack: z.boolean().default(false),
  accountKey: z.string().min(1).max(200).nullable().default(null).describe('the identity key of the data map by which the back ends name an account: customer.id; null for the keys that an account proves there'),
  variants: z.array(line).max(10).default([]).describe('names of interface variants; the first is the baseline'),
  status: z.enum(['draft', 'live', 'stopped']).default('draft').describe('only a live site takes answers'),
}).meta({ id: 'ConsentSiteValue' });

/** The words of the SDK that a company may replace by its own. */
const ownTexts = z.partialRecord(z.enum(['title', 'body', 'accept', 'refuse', 'choose', 'save', 'close', 'always', 'companies', 'session', 'notice', 'back', 'signal', 'saved', 'held', 'allow']), line);

/** The words of a notice, by language. */
export const consentNoticeValue = z.object({
  name: line,
  controller: z.object({ name: line, address: line.optional(), contact: line.optional(), url: z.url().max(2000).optional() }).describe('who answers for the data'),
  url: z.string().max(2000).optional().describe('the privacy notice in full'),
  translations: z.record(languageTag, z.object({
    texts: ownTexts.default({}),
    purposes: z.record(consentId, z.object({ name: line, text: z.string().min(1).max(2000) })).default({}),
    vendors: z.record(consentId, z.object({ text: z.string().min(1).max(2000) })).default({}).describe('what a company does with the data, where that needs words of its own'),
  })).describe('one for each language in which the notice stands'),
}).meta({ id: 'ConsentNoticeValue' });

/** One published notice: nothing in it ever changes. `hashes` names the exact text of each language. */
export const consentPublication = z.object({
  site: z.string(), version: z.string().describe('a new one voids every answer'), hashes: z.record(z.string(), z.string()), substance: z.boolean().describe('whether it asked everybody again'), current: z.boolean(), seal,
}).meta({ id: 'ConsentPublication' });

export const consentSite = z.object({
  id: z.string(), version: z.number().int(), value: consentSiteValue, seal,
  key: z.string().describe('names the site in public addresses'),
  endpoint: z.string().describe('for the SDK’s `endpoint`'),
  noticeName: z.string().nullable(), languages: z.array(z.string()),
  published: consentPublication.nullable(),
  differs: z.enum(['no', 'wording', 'substance']).describe('how what would be published now differs from what is'),
  problems: z.array(z.object({ where: z.string(), message: z.string() })).describe('what hinders publishing'),
  answers: z.object({ day: z.number().int(), week: z.number().int() }).describe('taken in the last 24 hours and 7 days'),
}).meta({ id: 'ConsentSite' });

export const consentNotice = z.object({ id: z.string(), version: z.number().int(), value: consentNoticeValue, sites: z.array(z.string()), seal }).meta({ id: 'ConsentNotice' });

/** The exact JSON that the SDK takes as its config, all of it for one language. */
export const consentConfig = z.looseObject({ notice: z.object({ id: z.string(), version: z.string(), hash: z.string(), url: z.string().optional() }), purposes: z.array(z.looseObject({ id: z.string() })), language: z.string() }).meta({ id: 'ConsentConfig' });

const method = z.enum(['accept', 'refuse', 'save', 'close', 'gate', 'signal', 'code', 'centre', 'unsubscribe', 'form', 'confirm', 'expiry', 'request']);
const state = z.enum(['ConsentRequested', 'ConsentGiven', 'RenewedConsentGiven', 'ConsentRefused', 'ConsentWithdrawn', 'ConsentExpired']).describe('as ISO/IEC TS 27560 names it');
const mark = z.enum(['clock-ahead', 'late', 'place']).describe('clock-ahead: the browser’s clock was ahead; late: the answer came long after it was given; place: the proxy names another country');

/** One answer as the history keeps it. */
export const consentChoice = z.object({
  id: z.string(), receipt: z.string(), entry: z.number().int(), site: z.string(), subject: z.string(), method,
  answers: z.record(z.string(), z.boolean()), states: z.record(z.string(), state),
  notice: z.object({ version: z.string(), hash: z.string() }), language: z.string(), variant: z.string().nullable(),
  place: z.string().nullable(), country: z.string().nullable().describe('as the proxy says'), regime, signal: z.enum(['gpc', 'dnt']).nullable(),
  at: instant.describe('the browser’s clock: a statement'), recorded: instant.describe('ours'), marks: z.array(mark),
}).meta({ id: 'ConsentChoice' });

/** What stands for a person now. What is absent has not been answered. */
export const consentStanding = z.object({
  subject: z.string(), allowed: z.array(z.string()).describe('purposes and vendors that may be used now'),
  answers: z.record(z.string(), z.object({ allowed: z.boolean(), state, at: instant, expires: instant.nullable(), receipt: z.string() })),
  asked: z.boolean().describe('whether an answer is wanted: none yet, a new notice, or the period is over'),
}).meta({ id: 'ConsentStanding' });

/** What a caller holds after an answer was taken. `complete` is where the file with the proof is fetched from a second later. */
export const consentTaken = z.looseObject({ receipt_id: z.string(), complete: z.string() }).meta({ id: 'ConsentTaken' });

/** A share with its 95 % interval by Wilson; null when nobody answered. */
const share = z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable();
const counts = z.object({ answers: z.number().int(), all: z.number().int(), some: z.number().int(), none: z.number().int(), signals: z.number().int().describe('refusals by the browser’s signal, not among the answers'), withdrawn: z.number().int(), acceptance: share.describe('who allowed everything, of all who answered') });

export const consentRates = z.object({
  site: z.string(), from: day, to: day, total: counts,
  days: z.array(counts.extend({ day })),
  languages: z.array(counts.extend({ language: z.string() })),
  variants: z.array(counts.extend({ variant: z.string(), nudges: z.boolean().describe('acceptance differs from the baseline more than chance explains'), difference: z.number().nullable(), p: z.number().nullable() })),
  purposes: z.array(z.object({ purpose: z.string(), yes: z.number().int(), no: z.number().int(), share })),
}).meta({ id: 'ConsentRates' });

/** Something that broke, compared with the same weekday of the four weeks before. */
export const consentAlert = z.object({
  site: z.string(), siteName: z.string(), kind: z.enum(['traffic-low', 'traffic-high', 'acceptance-low', 'acceptance-high']), day,
  now: z.number(), usual: z.number(), sentence: z.string(),
}).meta({ id: 'ConsentAlert' });

const scope = z.enum(['allowed', 'bind', 'record', 'export']);
export const consentKey = z.object({ id: z.string(), site: z.string(), name: z.string(), scopes: z.array(scope), begins: z.string().describe('the first letters of the key'), createdAt: instant, createdBy: z.string().nullable() }).meta({ id: 'ConsentKey' });
export const consentKeyOrder = z.object({ name: line, scopes: z.array(scope).min(1) });

export const consentWebhook = z.object({
  site: z.string(), url: z.url({ protocol: /^https?$/ }).max(2000), state: z.enum(['waiting', 'sending', 'failing', 'stopped']),
  delivered: z.number().int().describe('entries of the ledger up to here have been taken'), problem: z.string().nullable(), since: instant.nullable(),
}).meta({ id: 'ConsentWebhook' });
