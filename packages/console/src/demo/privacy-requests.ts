import type { Answer } from '@avouch/api/client';
import type { SealValue } from '../parts/Seal.tsx';
import type { Company } from './company.ts';

type Detail = Answer<'request'>;
type Clock = Detail['clock'];
type Told = (kind: string, sentence: string, back: number, detail?: string) => Detail['timeline'][number];
const dayMs = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** A month from the day of receipt, as the calendar has it; weekends move the due day. */
function clockOf(now: number, back: number, stopped: string | null): Clock {
  const received = new Date(now - back * dayMs);
  const raw = new Date(Date.UTC(received.getUTCFullYear(), received.getUTCMonth() + 1, Math.min(received.getUTCDate(), 28)));
  const due = new Date(raw.getTime() + ([1, 0, 0, 0, 0, 0, 2][raw.getUTCDay()] ?? 0) * dayMs);
  const daysLeft = Math.round((Date.parse(dayOf(due.getTime())) - Date.parse(dayOf(now))) / dayMs);
  return { day: dayOf(received.getTime()), raw: dayOf(raw.getTime()), due: dayOf(due.getTime()), calendar: 'DE', jurisdiction: 'DE', extendBy: stopped === null && daysLeft >= 0 ? dayOf(raw.getTime()) : null, extended: null, pausedSince: null, pauses: [], stopped, clock: stopped === null ? 'running' : 'stopped', late: stopped === null && daysLeft < 0, daysLeft, reminders: [] };
}

const bareOf = (id: string, seal: SealValue, clock: Clock): Detail => ({
  id, status: 'received', rights: ['access'], channel: 'centre', role: 'controller', by: 'self', language: 'en', forgotten: false, proven: null, working: false, clock, seal, controller: null, next: { act: 'identify', sentence: 'Find out who asks.' }, stated: { reference: `KL-${id.slice(-4).toUpperCase()}`, name: null, mail: null, statement: null, corrections: [], agent: null },
  together: [], identity: null, joinedInto: null, joined: [], survey: null, plan: null, steps: [], reread: null, told: [], tasks: [], questions: [], answer: { state: 'none', bytes: null, problem: null, at: null }, releases: [], files: [], restriction: null, kept: [], handed: [], refused: [], certificate: null, timeline: [],
});

const field = (name: string, category: string, does: string, why: string, of = 'all') => ({ field: name, category, of, does, why });
const none = { deleted: 0, emptied: 0, kept: 0, ended: 0, shells: 0, cleared: 0, loosened: 0, held: 0 };
const contract = { basis: '6(1)(b)', applies: 'yes' as const, source: 'Art. 17(1)(a)', because: 'No longer needed once the contract has ended.' };

const places: NonNullable<Detail['plan']>['places'] = [
  { system: 'shop', place: 'public.customers', title: 'Customers', engine: 'postgres', rows: { own: 1, shared: 0, accessible: 0 }, does: 'change', why: ['Invoices that the law keeps still point at this row, so it stays as an empty shell without personal data.'], dispositions: { ...none, shells: 1 }, kept: [], rules: [contract], fields: [field('id', 'none', 'untouched', 'names the row, not the person'), field('name', 'name', 'clear', 'as the data map says'), field('email', 'contact.email', 'pseudonym', 'may not be empty: another value takes its place')] },
  { system: 'shop', place: 'public.orders', title: 'Orders', engine: 'postgres', rows: { own: 14, shared: 2, accessible: 0 }, does: 'change', why: ['Two gifts are another’s as well: this person’s part is cleared, the rest is theirs.'], dispositions: { ...none, deleted: 14, cleared: 2 }, kept: [], rules: [contract], fields: [field('delivery_note', 'content.message', 'clear', 'this person’s part', 'recipient'), field('gift_card_text', 'content.message', 'untouched', 'the giver’s', 'giver')] },
  { system: 'shop', place: 'public.invoices', title: 'Invoices', engine: 'postgres', rows: { own: 14, shared: 0, accessible: 0 }, does: 'keep', why: [], dispositions: { ...none, kept: 12, ended: 2 }, kept: [{ rows: 12, reason: 'Books are kept as tax law asks', exemption: '17(3)(b)', law: '§ 147 AO', until: { first: '2027-12-31', last: '2034-12-31', open: 0 }, hold: null }], rules: [{ basis: '6(1)(c)', applies: 'no', source: 'Art. 17(3)(b)', because: 'A legal duty to keep goes before erasure.' }], fields: [field('amount', 'payment.account', 'keep', 'part of the books')] },
  { system: 'shop', place: 'public.chat_messages', title: 'Messages in group chats', engine: 'postgres', rows: { own: 31, shared: 0, accessible: 212 }, does: 'change', why: ['Messages of others in the same chats stay as they are.'], dispositions: { ...none, deleted: 31 }, kept: [], rules: [contract], fields: [field('text', 'content.message', 'clear', 'as the data map says', 'sender')] },
  { system: 'avatars', place: 'avatars', title: 'Pictures', engine: 's3', rows: { own: 2, shared: 0, accessible: 0 }, does: 'change', why: [], dispositions: { ...none, deleted: 2 }, kept: [], rules: [contract], fields: [] },
  { system: 'shop', place: 'public.reviews', title: 'Reviews', engine: 'postgres', rows: { own: 0, shared: 0, accessible: 0 }, does: 'nothing', why: [], dispositions: none, kept: [], rules: [], fields: [] },
];

const weighed: NonNullable<Detail['plan']>['faults'] = ([['shop', 'public.orders', 'Orders'], ['shop', 'public.chat_messages', 'Messages in group chats'], ['avatars', 'avatars', 'Pictures']] as const).map(([system, place, title]) => ({
  id: `undecided:${system}/${place}`, code: 'undecided', system, place, field: null, stops: false, accepted: null,
  sentence: `Whether the right of erasure covers ${title} is to be weighed (Art. 17(1)(a)): Erased once the contract no longer needs it; kept while it does.`, remedy: 'Decide it for this request and write down why.',
}));

function erasureOf(id: string, seal: SealValue, clock: Clock, now: number, tell: Told): Detail {
  const at = new Date(now - dayMs).toISOString();
  return {
    ...bareOf(id, seal, clock), rights: ['erasure'], status: 'awaiting_approval', proven: 'mail', next: { act: 'approve', sentence: 'Read the plan, then approve exactly this.' },
    stated: { reference: 'KL-7Q2M', name: 'Mira Sandoval', mail: 'mira@home.example', statement: 'Please delete my account and everything you have about me.', corrections: [], agent: null },
    identity: { by: 'mail', proven: [{ key: 'customer.email', title: 'Mail', values: ['mira@home.example'] }], found: [{ key: 'customer.email', title: 'Mail', count: 1, values: ['mira@home.example'] }, { key: 'customer.id', title: 'Customer', count: 1, values: ['4711'] }, { key: 'customer.stripe', title: 'Stripe customer', count: 1, values: ['cus_demo'] }], doubts: [] },
    survey: { systems: 3, places: 41, rows: 276, problems: 0, doubts: 0, at },
    plan: { version: 1, right: 'erasure', digest: '6f0c1d8be24a7f3390a5c1e7d6b2f8840d9e3a71c5b6f2e80417a9d3c8e5b210', at, places, tasks: [{ system: 'archive', title: 'Paper archive', owner: 'Office', days: 10, how: 'Look under the customer’s number, shred, and say how many sheets.', places: ['Folders'] }], recipients: [{ id: 'mailer', title: 'Postmark', role: 'processor', by: 'opendsr', categories: ['contact.email'] }], backups: [{ system: 'shop', days: 35, note: null }], faults: weighed, ready: true, approval: 'person', approved: null, seal },
    timeline: [tell('request.planned', 'A plan was made', 1), tell('request.surveyed', 'The data was looked for in 3 systems', 1), tell('request.identified', 'It was shown who asks', 2, 'A code by mail'), tell('request.received', 'The request came in', 3)],
  };
}

function answeredOf(id: string, seal: SealValue, clock: Clock, now: number, tell: Told): Detail {
  const at = new Date(now - 9 * dayMs).toISOString();
  const erased = erasureOf(id, seal, clock, now, tell);
  const plan = erased.plan === null ? null : { ...erased.plan, approved: { by: 'person' as const, at, actor: 'mem-ada' } };
  return {
    ...erased, status: 'answered', plan, next: { act: 'close', sentence: 'Close it: the certificate is written.' }, stated: { reference: 'KL-3F8A', name: 'Jonas Weidner', mail: 'jonas@home.example', statement: null, corrections: [], agent: null },
    identity: { by: 'mail', proven: [], found: [{ key: 'customer.email', title: 'Mail', count: 1, values: ['jonas@home.example'] }, { key: 'customer.id', title: 'Customer', count: 1, values: ['3318'] }], doubts: [] },
    steps: [{ step: 'erase:shop', system: 'shop', place: null, does: 'change', planned: 61, done: 61, counts: { 'public.customers': { shells: 1 }, 'public.orders': { deleted: 14, cleared: 2 }, 'public.chat_messages': { deleted: 31 } }, problem: null, seal }, { step: 'erase:avatars', system: 'avatars', place: 'avatars', does: 'change', planned: 2, done: 2, counts: { avatars: { deleted: 2 } }, problem: null, seal }],
    reread: { at, clean: true, unexplained: 0, seal, places: [{ system: 'shop', place: 'public.invoices', counts: { kept: 12 }, accessible: 0, sentences: [{ rows: 12, why: 'kept', sentence: 'Books are kept as tax law asks.', exemption: '17(3)(b)', until: '2034-12-31' }], problem: null }, { system: 'shop', place: 'public.customers', counts: { shell: 1 }, accessible: 0, sentences: [{ rows: 1, why: 'shell', sentence: '12 invoices point at it.', exemption: null, until: null }], problem: null }] },
    told: [{ recipient: 'mailer', title: 'Postmark', by: 'opendsr', outcome: 'told', at, note: null, tries: 0, reported: { status: 'completed', at } }], answer: { state: 'ready', bytes: 18_220, problem: null, at }, releases: [{ id: 'rel-1', at, by: 'link', until: new Date(now + 5 * dayMs).toISOString(), state: 'fetched', fetched: 1, bytes: 18_220, seal }], certificate: { at, entry: seal.entry },
    kept: [{ id: `${id}:kept:shop`, request: id, system: 'shop', rows: 12, until: '2034-12-31', next: '2034-12-31', gone: 0, kept: null, held: null, others: null, why: [], problem: null, seal }],
    timeline: [tell('request.answered', 'The person was answered', 9), tell('request.reread', 'Every source was read again', 9), tell('request.step', '2 steps were carried out', 9), tell('request.approved', 'The plan was approved', 10), ...erased.timeline],
  };
}

/** Requests as they stand in the middle of a working week. */
export function demoRequests({ log, now }: Company): Detail[] {
  const recorded = new Date(now).toISOString();
  const sealOf = (kind: string, about: string, back: number): SealValue => log.append({ kind, about, captured: new Date(now - back * dayMs).toISOString(), recorded, header: {}, actor: 'collector' });
  const made = (id: string, back: number, build: (id: string, seal: SealValue, clock: Clock, now: number, tell: Told) => Detail, stopped: string | null = null): Detail => {
    const tell: Told = (kind, sentence, ago, detail) => ({ kind, sentence, detail: detail ?? null, irregular: null, seal: sealOf(kind, id, ago) });
    return build(id, sealOf('request.received', id, back), clockOf(now, back, stopped), now, tell);
  };
  return [
    made('dsr-late', 36, (id, seal, clock, _now, tell) => ({ ...bareOf(id, seal, clock), channel: 'hand', stated: { ...bareOf(id, seal, clock).stated!, name: 'Dana Okafor' }, timeline: [tell('request.received', 'The request came in', 36)] })),
    made('dsr-mira', 3, erasureOf),
    made('dsr-northwind', 6, (id, seal, clock, _now, tell) => ({ ...erasureOf(id, seal, clock, now, tell), channel: 'opendsr', role: 'processor', proven: 'controller', identity: { by: 'controller', proven: [{ key: 'northwind.email', title: 'Mail', values: ['mira@home.example'] }], found: [{ key: 'northwind.email', title: 'Mail', count: 1, values: ['mira@home.example'] }], doubts: [] }, stated: { ...bareOf(id, seal, clock).stated!, reference: 'KL-9D4T' }, controller: { id: 'ctl_4f2a9c11d07be35a', name: 'Northwind Outdoor', order: '3f0c5b52-6f6e-4d0e-9c7d-0d6f0a2d9e11', status: 'pending' } })),
    made('dsr-proof', 2, (id, seal, clock, _now, tell) => ({
      ...bareOf(id, seal, clock), status: 'identifying', next: { act: 'identify', sentence: 'A file was handed in: look at it, then state whether it shows who asks.' }, stated: { ...bareOf(id, seal, clock).stated!, name: 'Noor Haddad', mail: 'noor@home.example' },
      files: [{ id: 'file_01', purpose: 'proof', name: 'customer-card.png', type: 'image/png', bytes: 214_300, at: recorded, seen: null, deleted: null, seal: sealOf('document.handed_in', id, 1) }, { id: 'file_02', purpose: 'document', name: 'letter of 3 November.pdf', type: 'application/pdf', bytes: 88_100, at: recorded, seen: recorded, deleted: null, seal: sealOf('document.handed_in', id, 1) }],
      timeline: [tell('document.handed_in', 'The person handed in a file', 1), tell('request.identity_asked', 'More was asked for, to be sure who asks', 2), tell('request.received', 'The request came in', 2)],
    })),
    made('dsr-working', 1, (id, seal, clock, _now, tell) => ({ ...bareOf(id, seal, clock), rights: ['access', 'portability'], status: 'surveying', working: true, proven: 'account', channel: 'app', next: { act: 'wait', sentence: 'The data is being looked for.' }, timeline: [tell('request.received', 'The request came in', 1)] })),
    made('dsr-jonas', 20, answeredOf, new Date(now - 9 * dayMs).toISOString()),
  ];
}
