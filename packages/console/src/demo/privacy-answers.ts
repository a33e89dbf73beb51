import { contract, type Contract } from '@avouch/api/contract';
import type { Answer } from '@avouch/api/client';
import { Refusal } from '@avouch/api/refusal';
import type { Wait } from './answers.ts';
import type { Company } from './company.ts';
import type { Handlers } from './fetch.ts';
import { pageOf } from './paging.ts';
import { demoRequests } from './privacy-requests.ts';

type Name = { [N in keyof Contract]: N extends `dataMap${string}` | 'drift' | `store${string}` | `retention${string}` | `kept${string}` | `suppression${string}` | `restriction${string}` | `privacyCentre${string}` | `appKey${string}` | `assertionKey${string}` | `mail${string}` | `request${string}` | `manualTask${string}` | 'appRequest' | 'appRestriction' | 'appHealth' ? N : never }[keyof Contract];
type Detail = Answer<'request'>;
type StoreValue = Answer<'stores'>['items'][number];
type WrittenMap = NonNullable<Answer<'dataMap'>['current']>;

const refuse = (): never => {
  throw new Refusal('unavailable', 'The demonstration has no systems of people behind it: this works on a server.');
};
const text = `version: 1
people:
  customer:
    title: Customers
    keys:
      id: { title: Customer }
      email: { title: Mail, fold: case, proof: mail }
purposes:
  fulfilment: { title: Sending what was ordered, basis: 6(1)(b) }
systems:
  shop:
    title: Shop
    role: controller
    engine: postgres
    places:
      public.customers:
        title: Customers
        identifies: { people: customer, keys: { id: id, email: email } }
        fields:
          id: none
          name: name
          email: contact.email
`;

function mapOf({ log, now }: Company): WrittenMap {
  const at = new Date(now).toISOString();
  const seal = log.append({ kind: 'datamap.written', about: 'data-map', captured: at, actor: 'mem-tom', header: { version: 4 } });
  return { version: 4, note: 'Reviews are mapped', systems: 3, places: 41, fields: 288, seal, text, map: { people: { customer: { title: 'Customers', keys: { id: { title: 'Customer' }, email: { title: 'Mail' } } } }, systems: { shop: {}, avatars: {}, archive: {} } } };
}

function storesOf({ log, now }: Company): StoreValue[] {
  const at = new Date(now - 3_600_000).toISOString();
  const seal = (about: string) => log.append({ kind: 'record.written', about, aboutName: about, captured: new Date(now).toISOString(), actor: 'mem-tom', header: { type: 'store', version: 1 } });
  return [
    { id: 'sto-shop', name: 'Shop database', connector: 'postgres', connectorTitle: 'PostgreSQL', system: 'shop', settings: { host: 'db-1.internal', database: 'shop', user: 'avouch_requests' }, perSecondMax: 500, version: 2, seal: seal('Shop database'), drift: { store: 'sto-shop', system: 'shop', state: 'differs', at, problem: null, faults: [{ place: 'public.orders', field: 'gift_note', sentence: 'The column gift_note is not in the map: nobody has said whether it is personal data.' }] } },
    { id: 'sto-avatars', name: 'Pictures', connector: 's3', connectorTitle: 'S3-compatible store', system: 'avatars', settings: { bucket: 'avatars' }, perSecondMax: null, version: 1, seal: seal('Pictures'), drift: { store: 'sto-avatars', system: 'avatars', state: 'agrees', at, problem: null, faults: [] } },
  ];
}

const storeConnectors: Answer<'storeConnectors'>['items'] = [
  { id: 'postgres', version: '0.1.0', title: 'PostgreSQL', summary: 'Tables of a PostgreSQL database, read and changed in one transaction.', guide: 'Make a role of its own:\n\n```sql\ncreate role avouch_requests login;\ngrant select, update, delete on all tables in schema public to avouch_requests;\n```', settings: { type: 'object', required: ['host', 'database', 'user'], properties: { host: { type: 'string' }, database: { type: 'string' }, user: { type: 'string' } } }, secrets: [{ key: 'password', title: 'Password', optional: true }], scopes: [{ name: 'select, update, delete', why: 'Find, correct and erase rows of one person' }] },
  { id: 's3', version: '0.1.0', title: 'S3-compatible store', summary: 'Objects of buckets, with all their versions.', guide: 'Give a key that may list, read and delete.', settings: { type: 'object', required: ['bucket'], properties: { bucket: { type: 'string' } } }, secrets: [{ key: 'key', title: 'Secret key', optional: false }], scopes: [{ name: 's3:ListBucket', why: 'Find objects' }] },
];

async function* surveyOf(request: string, now: number, wait: Wait): AsyncIterable<Answer<'requestProgress'>> {
  for (let done = 0; done <= 41; done += 8) {
    yield { request, job: 'survey', phase: 'working', at: new Date(now).toISOString(), done, total: 41, note: 'Shop database' };
    await wait(200);
  }
}

/** The routes of the privacy side as the company in memory has them. What only real systems can do is refused. */
export function privacyAnswers(company: Company, wait: Wait): Pick<Handlers, Name> {
  const bare = company.variant === 'empty' || company.variant === 'first-run' || company.variant === 'signed-out';
  const requests: Detail[] = bare ? [] : demoRequests(company);
  const map = bare ? null : mapOf(company);
  const stores = bare ? [] : storesOf(company);
  const find = (id: string): Detail => requests.find((one) => one.id === id) ?? (() => { throw new Refusal('not_found', 'There is no such request.'); })();
  const put = (id: string, part: Partial<Detail>): Detail => { const next = { ...find(id), ...part }; requests.splice(requests.findIndex((one) => one.id === id), 1, next); return next; };
  const at = new Date(company.now).toISOString();
  const some: Detail['tasks'] = bare ? [] : [{ id: 'tsk-1', request: 'dsr-jonas', system: 'archive', title: 'Paper archive', owner: 'Office', how: 'Look under the customer’s number, shred, and say how many sheets.', places: ['Folders'], right: 'erasure', due: at.slice(0, 10), late: false, state: 'open', identity: [{ key: 'Customer', values: ['3318'] }], done: null }];
  const own: Partial<Pick<Handlers, Name>> = {
    requests: ({ query }) => { const shown = requests.filter((one) => query.open !== 'yes' || one.clock.clock !== 'stopped'); return pageOf(company.variant === 'much' && shown[0] !== undefined ? 50_000 : shown.length, (index) => (company.variant === 'much' ? { ...shown[index % shown.length]!, id: `dsr-${index}` } : shown[index]!), query); },
    request: ({ params }) => find(params.request),
    requestCreate: ({ body }) => { const asked = (body.rights ?? [body.right ?? 'access']).map((right, index) => ({ id: `dsr-${requests.length + 1 + index}`, rights: [right], status: 'received' as const })); const made = asked.map((one): Detail => ({ ...find('dsr-late'), ...one, together: asked.filter(({ id }) => id !== one.id), stated: { reference: 'KL-NEW1', name: body.name, mail: body.mail, statement: body.statement, corrections: body.corrections, agent: body.agent } })); requests.push(...made); return made[0]!; },
    requestApprove: ({ params }) => { const { plan } = find(params.request); return put(params.request, { status: 'planned', next: { act: 'run', sentence: 'Carry it out.' }, plan: plan === null ? null : { ...plan, approved: { by: 'person', at, actor: 'mem-ada' } } }); },
    requestGrounds: () => ({ items: [{ code: 'legal_duty', article: '17(3)(b)', rights: ['erasure'], reach: 'part', needs: ['law', 'until'], when: 'A law obliges the company to keep it.' }, { code: 'excessive', article: '12(5)(b)', rights: ['access', 'erasure', 'portability'], reach: 'whole', needs: ['reason'], when: 'The request is manifestly unfounded or excessive, and the company can show it.' }] }),
    requestProgress: ({ params }) => surveyOf(params.request, company.now, wait) as never,
    manualTasks: ({ query }) => ({ items: some.filter((one) => query.state === undefined || one.state === query.state) }),
    dataMap: () => ({ current: map }),
    dataMapVersions: () => ({ items: map === null ? [] : [map] }),
    dataMapCheck: ({ body }) => ({ faults: body.text.includes('oops') ? [{ line: body.text.split('\n').findIndex((line) => line.includes('oops')) + 1, column: 1, path: 'oops', sentence: 'oops is no key of the data map; did you mean people?' }] : [] }),
    drift: () => ({ items: stores.map((store) => store.drift) }),
    storeConnectors: () => ({ items: storeConnectors }),
    stores: () => ({ items: stores }),
    storeTest: () => ({ ok: true, engine: 'PostgreSQL', engineVersion: '16.4', places: 40, problem: null }),
    storeDiscovery: ({ params }) => ({ store: params.store, state: 'done', at, problem: null, text, findings: [{ place: 'public.orders', field: 'gift_note', proposal: 'content.message, of the giver', ground: 'column name; 50 of 50 samples are sentences', confidence: 0.78 }] }),
    retention: () => ({ items: bare ? [] : [{ system: 'shop', place: 'public.carts', title: 'Abandoned carts', after: 'updated_at', period: 'P90D', does: 'delete', reason: 'Nobody comes back to them later.', automatic: false, overdue: 214, held: 0, at, problem: null }, { system: 'shop', place: 'public.sessions', title: 'Sessions', after: 'ended_at', period: 'P30D', does: 'delete', reason: 'Needed for security for a month.', automatic: true, overdue: 0, held: 0, at, problem: null }, { system: 'archive', place: 'Folders', title: 'Paper', after: 'year', period: 'P10Y', does: 'delete', reason: 'Tax law.', automatic: false, overdue: null, held: null, at: null, problem: null }], runs: [] }),
    kept: () => ({ items: requests.flatMap(({ kept }) => kept) }),
    suppression: () => ({ people: bare ? 0 : 31, scanned: bare ? null : at, scheduled: bare ? null : true, found: bare ? null : 2, again: bare ? null : 1, asked: bare ? null : 1, problems: [], running: false, seal: null }),
    restrictions: () => ({ items: [] }),
    privacyCentre: () => ({ current: null }),
    appKeys: () => ({ items: [] }),
    assertionKeys: () => ({ items: [], audience: 'https://privacy.kestrel.example/' }),
    mails: ({ query }) => pageOf(0, () => refuse(), query),
  };
  const names = Object.entries(contract).filter(([, { id }]) => /^(privacy|requests|app)\./.test(id)).map(([name]) => name);
  return { ...Object.fromEntries(names.map((name) => [name, refuse])), ...own } as unknown as Pick<Handlers, Name>;
}
