import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { openTestServer, type Caller, type TestServer } from '../testing/server.ts';

type Record1 = Answer<'record'>;
let served: TestServer;
let org: string;
let owner: Caller;
let member: string;
beforeAll(async () => {
  served = await openTestServer();
  const first = await served.setUp();
  ({ org, member } = first);
  owner = served.as(first.cookie);
});
afterAll(() => served.close());

const at = (path: string) => `/api/orgs/${org}/records/${path}`;
const create = async (type: string, value: object, more: object = {}): Promise<Record1> => {
  const answer = await owner('POST', at(type), { value, ...more });
  expect(answer.status, answer.text).toBe(200);
  return answer.json() as Record1;
};
const vendor = (name: string) => ({ name, services: ['Hosting'] });

describe('a record', () => {
  test('is written with its seal, read, changed and ended; its history stays', async () => {
    const made = await create('vendor', vendor('Cumulus'), { id: 'cumulus', heldFrom: '2020-01-01T00:00:00.000Z' });
    expect(made).toMatchObject({ type: 'vendor', id: 'cumulus', version: 1, ended: false, value: { name: 'Cumulus', services: ['Hosting'] } });
    expect(made.seal).toMatchObject({ kind: 'record.written', actor: member, actorName: 'Ada Owner', heldFrom: '2020-01-01T00:00:00.000Z', heldTo: null });
    const changed = (await owner('PUT', at('vendor/cumulus'), { value: vendor('Cumulus Ltd'), expected: 1 })).json() as Record1;
    expect(changed).toMatchObject({ version: 2, value: { name: 'Cumulus Ltd' } });
    expect((await owner('GET', at('vendor/cumulus'))).json()).toEqual(changed);
    expect((await owner('GET', at(`vendor/cumulus?asOf=${made.seal.recorded}`))).json()).toEqual(made);
    const ended = (await owner('DELETE', at('vendor/cumulus?expected=2'))).json() as Record1;
    expect(ended).toMatchObject({ version: 3, ended: true, seal: { kind: 'record.ended' } });
    const { items } = (await owner('GET', at('vendor/cumulus/versions'))).json() as { items: Record1[] };
    expect(items.map(({ version }) => version)).toEqual([3, 2, 1]);
    expect((await owner('PUT', at('vendor/cumulus'), { value: vendor('Again'), expected: 3 })).json()).toMatchObject({ code: 'conflict' });
  });

  test('that somebody else changed meanwhile is a conflict, and one of two who write at once wins', async () => {
    const { id } = await create('vendor', vendor('Raced'));
    const both = await Promise.all(['A', 'B'].map((name) => owner('PUT', at(`vendor/${id}`), { value: vendor(name), expected: 1 })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.json()).toEqual({ code: 'conflict', message: 'Somebody else wrote version 2 meanwhile: read it, then write again.' });
    expect((await owner('POST', at('vendor'), { id, value: vendor('C') })).json()).toMatchObject({ code: 'conflict' });
  });

  test('that is not as its type wants it says which field is not, and nothing is written', async () => {
    const ledger = await served.server.context.ledgerOf(org);
    const before = await ledger.size();
    expect((await owner('POST', at('vendor'), { value: { name: 'X', services: [] } })).json()).toMatchObject({ code: 'invalid', field: 'value.services', message: expect.stringMatching(/^value\.services is not right: .+\.$/) });
    expect((await owner('POST', at('vendor'), { value: vendor('X'), heldFrom: '2999-01-01T00:00:00.000Z' })).json()).toMatchObject({ code: 'invalid', field: 'heldFrom' });
    expect(await ledger.size()).toBe(before);
  });

  test('gets no id from a caller by being written over nothing: an id may name a person', async () => {
    expect((await owner('PUT', at('person/ada.owner'), { value: { name: 'Ada Owner', role: 'Owner' }, expected: 0 })).json()).toMatchObject({ code: 'invalid', field: 'expected' });
    expect((await owner('GET', at('person/ada.owner'))).status).toBe(404);
  });

  test('of the organisation is the only one, never ends, and is changed by whom that is given to', async () => {
    const value = { name: 'Another', categories: ['privacy'] };
    expect((await owner('POST', at('organisation'), { id: 'a', value })).json()).toMatchObject({ code: 'conflict' });
    expect((await owner('DELETE', at('organisation/organisation?expected=1'))).json()).toMatchObject({ code: 'conflict' });
    const lead = served.as((await served.enter(org, 'privacy-lead', 'scope')).cookie);
    expect((await lead('PUT', at('organisation/organisation'), { value, expected: 1 })).json()).toMatchObject({ code: 'forbidden' });
    expect((await owner('PUT', at('organisation/organisation'), { value: { name: 'Acme', categories: ['security'] }, expected: 1 })).status).toBe(200);
  });

  test('of no known type, or with no such id, is not found', async () => {
    for (const [method, path] of [['GET', 'nonsense'], ['POST', 'nonsense'], ['GET', 'vendor/nobody'], ['GET', 'vendor/nobody/versions'], ['DELETE', 'vendor/nobody?expected=1']] as const) {
      expect((await owner(method, at(path), method === 'POST' ? { value: {} } : undefined)).json(), path).toMatchObject({ code: 'not_found' });
    }
    expect((await owner('PUT', at('vendor/nobody'), { value: vendor('X'), expected: 1 })).json()).toMatchObject({ code: 'not_found' });
  });

  test('of a type with its own page cannot be written past that page’s checks and permission', async () => {
    const privacyLead = served.as((await served.enter(org, 'privacy-lead', 'lead')).cookie);
    for (const type of ['source', 'evidence', 'control', 'criterion-relevance']) expect((await privacyLead('POST', at(type), { value: {} })).json(), type).toMatchObject({ code: 'invalid' });
  });
});

describe('a list', () => {
  test('comes page by page in the order of names, and finds by the beginnings of words', async () => {
    for (const name of ['Delta Air', 'alpha works', 'Beta Delta']) await create('vendor', vendor(name));
    const names = async (query: string): Promise<readonly string[]> => {
      const found: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = (await owner('GET', at(`vendor?limit=1${query}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`))).json() as { items: Record1[]; next: string | null };
        found.push(...page.items.map(({ value }) => String(value['name'])));
        cursor = page.next;
      }
      return found;
    };
    expect((await names('')).filter((name) => /alpha|Beta|Delta/.test(name))).toEqual(['alpha works', 'Beta Delta', 'Delta Air']);
    expect(await names('&search=delt')).toEqual(['Beta Delta', 'Delta Air']);
  });

  test('of types describes each so that a form can be drawn from it', async () => {
    const { items } = (await owner('GET', `/api/orgs/${org}/record-types`)).json() as Answer<'recordTypes'>;
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(['organisation', 'system', 'person', 'vendor']));
    expect(items.find(({ id }) => id === 'person')).toMatchObject({ personal: ['name', 'email'], schema: { type: 'object', properties: { name: expect.anything() } }, relations: { manager: { to: 'person', many: false } } });
  });
});

describe('somebody’s record', () => {
  test('gets an id that names nobody, and nothing of the person stands in the log', async () => {
    expect((await owner('POST', at('person'), { id: 'grace-hopper', value: { name: 'G', role: 'r' } })).json()).toMatchObject({ code: 'invalid', field: 'id' });
    const { id, seal } = await create('person', { name: 'Grace Hopper', email: 'grace@example.com', role: 'Engineer' });
    expect(id).toMatch(/^person_[0-9a-f]{16}$/);
    const kept = await (await served.server.context.ledgerOf(org)).read(seal.entry);
    expect(Buffer.from(kept?.bytes ?? []).toString()).not.toMatch(/grace/i);
  });

  test('loses the person when they are forgotten, keeps the rest, and the log still proves it', async () => {
    const { id, seal } = await create('person', { name: 'Alan Turing', email: 'alan@example.com', role: 'Engineer' });
    const forgotten = (await owner('POST', `/api/orgs/${org}/ledger/forgotten`, { subject: id, basis: 'GDPR Art. 17(1)(b)' })).json() as { entry: number };
    expect((await owner('GET', at(`person/${id}`))).json()).toMatchObject({ value: { role: 'Engineer' } });
    expect((await owner('GET', at(`person/${id}`))).text).not.toMatch(/alan/i);
    const detail = (await owner('GET', `/api/orgs/${org}/ledger/entries/${seal.entry}`)).json() as Answer<'entry'>;
    expect(detail.disclosed).toEqual([expect.objectContaining({ forgotten: false }), { forgotten: true, at: expect.any(String), entry: forgotten.entry }]);
    const { rows } = await served.server.context.tenant(org, (tx) => tx.query("select (select string_agg(r::text, ' ') from record_version r) || (select string_agg(e::text, ' ') from entry e) as text"));
    expect(JSON.stringify(rows)).not.toMatch(/turing|alan@/i);
    expect((await owner('PUT', at(`person/${id}`), { value: { name: 'Alan Turing', role: 'Back' }, expected: 1 })).json()).toMatchObject({ code: 'conflict' });
  });

  test('of a former member takes the name from every entry that they made', async () => {
    const left = await served.enter(org, 'compliance-lead', 'former');
    const made = (await served.as(left.cookie)('POST', at('vendor'), { value: vendor('By a former member') })).json() as Record1;
    expect(made.seal.actorName).toBe('former');
    await served.server.people.leave(org, left.member, member);
    expect((await owner('POST', `/api/orgs/${org}/ledger/forgotten`, { subject: left.member, basis: 'GDPR Art. 17(1)(a)' })).status).toBe(200);
    expect((await owner('GET', at(`vendor/${made.id}`))).json()).toMatchObject({ seal: { actor: left.member, actorName: null } });
    expect((await served.server.context.pool.query("select from identity.user where email = 'former@example.com'")).rowCount).toBe(0);
  });

  test('is forgotten on a legal ground alone, and only when the ledger made the id: both stand in public for ever', async () => {
    const { id } = await create('person', { name: 'Joan Clarke', role: 'Engineer' });
    const before = await (await served.server.context.ledgerOf(org)).size();
    const forget = async (subject: string, basis: string) => (await owner('POST', `/api/orgs/${org}/ledger/forgotten`, { subject, basis })).json();
    for (const basis of ['Joan Clarke asked for it', 'GDPR Art. 17 (Joan)', 'joan@example.com']) expect(await forget(id, basis)).toMatchObject({ code: 'invalid', field: 'basis' });
    expect(await forget('joan.clarke', 'GDPR Art. 17(1)(b)')).toMatchObject({ code: 'not_found', field: 'subject' });
    expect(await (await served.server.context.ledgerOf(org)).size()).toBe(before);
    expect(await forget(id, 'GDPR Art. 17(1)(b)')).toEqual({ entry: before });
    expect(await forget(id, 'GDPR Art. 17(1)(b)')).toEqual({ entry: before });
  });

  test('is not forgotten while they are a member', async () => {
    expect((await owner('POST', `/api/orgs/${org}/ledger/forgotten`, { subject: member, basis: 'GDPR Art. 17(1)(b)' })).json()).toEqual({ code: 'conflict', field: 'subject', message: 'This is a present member: end the membership first.' });
  });
});
