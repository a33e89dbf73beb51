import type { Contract } from '@avouch/api/contract';
import { contract } from '@avouch/api/contract';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import { texts as german } from '@avouch/consent/languages/de';
import { texts as english } from '@avouch/consent/languages/en';
import type { Company } from './company.ts';
import type { Handlers } from './fetch.ts';
import { pageOf } from './paging.ts';

type Name = Extract<keyof Contract, `consent${string}` | 'notice'>;
type Site = Answer<'consentSite'>;
type Notice = Answer<'consentNotice'>;
type Choice = Answer<'consentChoices'>['items'][number];
type Counts = Answer<'consentRates'>['total'];

const dayMs = 86_400_000;
const refuse = (): never => {
  throw new Refusal('unavailable', 'The demonstration has no visitors: this works on a server.');
};
const shareOf = (count: number, of: number): Counts['acceptance'] => {
  if (of === 0) return null;
  const z = 1.96;
  const p = count / of;
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  return { value: p, low: middle - half, high: middle + half };
};
const countsOf = (answers: number, yes: number, signals: number): Counts => {
  const all = Math.round(answers * yes);
  const some = Math.round(answers * 0.11);
  return { answers, all, some, none: answers - all - some, signals, withdrawn: Math.round(answers * 0.012), acceptance: shareOf(all, answers) };
};
const sumOf = (items: readonly Counts[]): Counts => {
  const sum = (key: 'answers' | 'all' | 'some' | 'none' | 'signals' | 'withdrawn'): number => items.reduce((total, one) => total + one[key], 0);
  return { answers: sum('answers'), all: sum('all'), some: sum('some'), none: sum('none'), signals: sum('signals'), withdrawn: sum('withdrawn'), acceptance: shareOf(sum('all'), sum('answers')) };
};

function noticeOf({ log, now }: Company): Notice {
  const captured = new Date(now - 40 * dayMs).toISOString();
  const seal = log.append({ kind: 'record.written', about: 'ntc-web', aboutName: 'Web notice', captured, recorded: new Date(now).toISOString(), actor: 'mem-tom', header: { type: 'consent-notice', version: 3 } });
  return { id: 'ntc-web', version: 3, sites: ['site-web'], seal, value: { name: 'Web notice', controller: { name: 'Kestrel Labs GmbH', contact: 'privacy@kestrel.example' }, url: '/privacy', translations: { en: { texts: { title: 'May we count visits?' }, purposes: {}, vendors: {} }, de: { texts: {}, purposes: {}, vendors: {} } } } };
}

function siteOf({ log, now }: Company): Site {
  const at = new Date(now).toISOString();
  const seal = log.append({ kind: 'record.written', about: 'site-web', aboutName: 'kestrel.example', captured: at, actor: 'mem-tom', header: { type: 'consent-site', version: 5 } });
  const published = log.append({ kind: 'consent.published', about: 'site-web', aboutName: 'kestrel.example', captured: at, actor: 'mem-tom', header: { version: '2' } });
  return {
    id: 'site-web', version: 5, seal, key: 'org-kestrel.web', endpoint: 'https://avouch.kestrel.example/api/consents/org-kestrel.web', noticeName: 'Web notice', languages: ['en', 'de'], differs: 'wording', problems: [], answers: { day: 412, week: 2_871 },
    published: { site: 'site-web', version: '2', hashes: { en: 'q83vEjRWeJASNFZ4kBI0', de: 'mrvN7wABI0VniavN7wAB' }, substance: true, current: true, seal: published },
    value: {
      name: 'kestrel.example', domains: ['kestrel.example', '*.kestrel.example'], notice: 'ntc-web', months: 12, doNotTrack: false, accountKey: null, variants: ['plain', 'large'], status: 'live', regimes: {},
      purposes: [{ id: 'necessary', required: true, marketing: false }, { id: 'statistics', required: false, marketing: false }, { id: 'media', required: false, marketing: false }],
      vendors: [{ id: 'counter', name: 'Counter', purpose: 'statistics', url: 'https://counter.example/privacy', hosts: ['counter.example'], cookies: { _count: 400 }, storage: [] }, { id: 'tube', name: 'Tube', purpose: 'media', hosts: ['tube.example'], cookies: {}, storage: [] }],
    },
  };
}

function ratesOf(site: string, from: string, to: string): Answer<'consentRates'> {
  const first = Date.parse(from);
  const count = Math.round((Date.parse(to) - first) / dayMs) + 1;
  const days = Array.from({ length: count }, (_, at) => ({ day: new Date(first + at * dayMs).toISOString().slice(0, 10), ...countsOf(300 + ((at * 37) % 140) - (at % 7 > 4 ? 160 : 0), 0.52 + ((at * 7) % 9) / 100, 30 + (at % 9)) }));
  const { answers } = sumOf(days);
  const purposes = (['statistics', 'media'] as const).map((purpose, at) => ({ purpose, yes: Math.round(answers * (0.66 - at * 0.05)), no: answers - Math.round(answers * (0.66 - at * 0.05)), share: shareOf(Math.round(answers * (0.66 - at * 0.05)), answers) }));
  return {
    site, from, to, total: sumOf(days), days, purposes,
    languages: [{ language: 'en', ...countsOf(Math.round(answers * 0.7), 0.55, 600) }, { language: 'de', ...countsOf(Math.round(answers * 0.3), 0.51, 300) }],
    variants: [{ variant: 'plain', nudges: false, difference: null, p: null, ...countsOf(Math.round(answers / 2), 0.52, 0) }, { variant: 'large', nudges: true, difference: 0.061, p: 0.0004, ...countsOf(Math.round(answers / 2), 0.581, 0) }],
  };
}

const methods: readonly Choice['method'][] = ['accept', 'refuse', 'save', 'signal', 'close', 'centre'];
function choiceAt(company: Company, index: number): Choice {
  const method = methods[index % methods.length]!;
  const at = new Date(company.now - index * 217_000).toISOString();
  const yes = method === 'accept';
  return {
    id: `choice-${index}`, receipt: `rcp-${index}`, entry: index % company.log.size(), site: 'site-web', subject: (index * 2_654_435_761 % 4_294_967_296).toString(16).padStart(8, '0').repeat(4), method,
    answers: { statistics: yes || method === 'save', media: yes, counter: yes || method === 'save', tube: yes }, states: {}, notice: { version: '2', hash: 'q83vEjRWeJASNFZ4kBI0' }, language: method === 'signal' ? '' : index % 3 === 0 ? 'de' : 'en', variant: index % 2 === 0 ? 'plain' : 'large',
    place: index % 3 === 0 ? 'DE' : null, country: null, regime: 'opt-in', signal: method === 'signal' ? 'gpc' : null, at, recorded: at, marks: index % 11 === 5 ? ['clock-ahead'] : [],
  };
}

const languageOf = ({ language, purposes, ...texts }: typeof english) => ({ language, texts, purposes: Object.fromEntries(Object.entries(purposes).map(([id, [name, text]]) => [id, { name, text }])) });

/** Consent as the company in memory has it: one live site. What only visitors or back ends do is refused. */
export function consentAnswers(company: Company): Pick<Handlers, Name> {
  const bare = company.variant === 'empty' || company.variant === 'first-run' || company.variant === 'signed-out';
  let sites = bare ? [] : [siteOf(company)];
  let notices = bare ? [] : [noticeOf(company)];
  const find = <T extends { readonly id: string }>(items: readonly T[], id: string): T => items.find((one) => one.id === id) ?? (() => { throw new Refusal('not_found', `There is nothing called “${id}”.`); })();
  const putSite = (site: Site): Site => { sites = [...sites.filter((one) => one.id !== site.id), site]; return site; };
  const putNotice = (notice: Notice): Notice => { notices = [...notices.filter((one) => one.id !== notice.id), notice]; return notice; };
  const own: Partial<Pick<Handlers, Name>> = {
    consentSites: () => ({ items: sites }),
    consentSite: ({ params }) => find(sites, params.site),
    consentSiteCreate: ({ body }) => putSite({ ...siteOf(company), id: `site-${sites.length + 2}`, version: 1, value: body.value, published: null, differs: 'no', answers: { day: 0, week: 0 } }),
    consentSiteWrite: ({ params, body }) => putSite({ ...find(sites, params.site), version: body.expected + 1, value: body.value, differs: 'wording' }),
    consentNotices: () => ({ items: notices }),
    consentNotice: ({ params }) => find(notices, params.notice),
    consentNoticeCreate: ({ body }) => putNotice({ ...noticeOf(company), id: `ntc-${notices.length + 2}`, version: 1, value: body.value, sites: [] }),
    consentNoticeWrite: ({ params, body }) => putNotice({ ...find(notices, params.notice), version: body.expected + 1, value: body.value }),
    consentLanguages: () => ({ items: [languageOf(english), languageOf(german)] }),
    consentPreview: ({ body }) => {
      const own = body.notice.translations[body.language];
      const purposes = Object.fromEntries(Object.entries(own?.purposes ?? {}).map(([id, { name, text }]) => [id, [name, text]]));
      return { problems: [], config: { notice: { id: body.site.notice, version: '3', hash: 'preview', ...(body.notice.url === undefined ? {} : { url: body.notice.url }) }, purposes: body.site.purposes, vendors: body.site.vendors, language: body.language, texts: { [body.language]: { ...own?.texts, purposes } } } };
    },
    consentPublish: ({ params }) => { const site = find(sites, params.site); putSite({ ...site, differs: 'no' }); return site.published ?? refuse(); },
    consentPublications: ({ params }) => { const { published } = find(sites, params.site); return { items: published === null ? [] : [published] }; },
    consentRates: ({ params, query }) => ratesOf(params.site, query.from, query.to),
    consentAlerts: () => ({ items: bare ? [] : [{ site: 'site-web', siteName: 'kestrel.example', kind: 'traffic-low', day: new Date(company.now - dayMs).toISOString().slice(0, 10), now: 96, usual: 388, sentence: '96 answers, where 388 are usual on this weekday. Perhaps the banner is not loaded on some pages.' }] }),
    consentChoices: ({ query }) => pageOf(bare ? 0 : query.subject !== undefined || query.receipt !== undefined ? 1 : company.variant === 'much' ? 100_000 : 240, (index) => choiceAt(company, index), query),
    consentKeys: () => ({ items: bare ? [] : [{ id: 'key-1', site: 'site-web', name: 'Shop back end', scopes: ['allowed', 'bind'], begins: 'avc_k7', createdAt: new Date(company.now - 30 * dayMs).toISOString(), createdBy: 'Tomasz Wójcik' }] }),
    consentWebhook: () => ({ webhook: null }),
  };
  return { ...Object.fromEntries(Object.keys(contract).filter((name) => name.startsWith('consent') || name === 'notice').map((name) => [name, refuse])), ...own } as unknown as Pick<Handlers, Name>;
}
