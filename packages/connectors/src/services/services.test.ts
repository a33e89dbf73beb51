import { afterEach, describe, expect, test } from 'vitest';
import type { Cell } from '../store.ts';
import { auth0StandIn } from '../stores/testing/services/auth0.ts';
import { hubspotStandIn } from '../stores/testing/services/hubspot.ts';
import { intercomStandIn } from '../stores/testing/services/intercom.ts';
import { mailchimpStandIn } from '../stores/testing/services/mailchimp.ts';
import { changed, is, type OpenedStandIn, openStandIn, rowsOf } from '../stores/testing/services/open.ts';
import { segmentStandIn } from '../stores/testing/services/segment.ts';
import { formField, stripeStandIn } from '../stores/testing/services/stripe.ts';
import { zendeskStandIn } from '../stores/testing/services/zendesk.ts';
import { auth0 } from './descriptions/auth0.ts';
import { hubspot } from './descriptions/hubspot.ts';
import { intercom } from './descriptions/intercom.ts';
import { mailchimp } from './descriptions/mailchimp.ts';
import { segment } from './descriptions/segment.ts';
import { stripe } from './descriptions/stripe.ts';
import { zendesk } from './descriptions/zendesk.ts';

const opened: OpenedStandIn[] = [];
afterEach(async () => { for (const one of opened.splice(0)) await one.close(); });
const keep = async (service: Promise<OpenedStandIn>): Promise<OpenedStandIn> => { const one = await service; opened.push(one); return one; };

const openStripe = () => keep(openStandIn(stripe, stripeStandIn(), { key: 'fake-restricted-key' }));
const openHubspot = () => keep(openStandIn(hubspot, hubspotStandIn(), { token: 'fake-private-app-token' }));
const openMailchimp = (settings = {}) => keep(openStandIn(mailchimp, mailchimpStandIn(), { key: 'fake-mailchimp-key' }, { server: 'us21', audience: 'aud1', ...settings }));
const openIntercom = () => keep(openStandIn(intercom, intercomStandIn(), { token: 'fake-intercom-token' }));
const openZendesk = () => keep(openStandIn(zendesk, zendeskStandIn(), { token: 'fake-zendesk-token' }, { subdomain: 'acme', agent: 'privacy@example.org' }));
const openSegment = (states?: readonly string[]) => keep(openStandIn(segment, segmentStandIn(states), { token: 'fake-segment-token' }));
const openAuth0 = (standIn = auth0StandIn()) => keep(openStandIn(auth0, standIn, { clientSecret: 'fake-client-secret' }, { domain: 'acme.eu.auth0.com', client: 'fakeclient' }));

const keys = async ({ store }: OpenedStandIn, place: string, where: Parameters<typeof rowsOf>[2], key = 'id'): Promise<readonly Cell[]> => {
  const outcome = await rowsOf(store, place, where, [key], [key]);
  if (!outcome.ok) throw new Error(outcome.problem.sentence);
  return outcome.value.map((row) => row.key[0] ?? null);
};
const erase = (service: OpenedStandIn, place: string, key: string, ...values: readonly Cell[]) => changed(service.store, { change: 'delete', rows: [{ place, key: [key], keys: values.map((value) => [value]) }] });
const all = { op: 'all', of: [] } as const;

describe('Stripe', () => {
  test('finds a customer by an address in its spelling, and in any other by search, over all pages', async () => {
    const service = await openStripe();
    expect(await keys(service, 'customers', is('email', 'ann@example.org'))).toEqual(['cus_ann']);
    expect(await keys(service, 'customers', is('email', 'ANN@example.org', 'case'))).toEqual(['cus_ann2', 'cus_ann']);
    expect(await keys(service, 'customers', all)).toHaveLength(230);
    expect(service.standIn.asked.filter((one) => one.path === '/v1/customers').length).toBe(4);
  });

  test('gives everything that it holds: named fields, and the rest as it came', async () => {
    const outcome = await rowsOf((await openStripe()).store, 'customers', is('id', 'cus_ann'), ['id'], ['email', 'address.city', 'created', '_other'], { mine: is('name', 'Ann Able'), other: is('name', 'Bob') });
    expect(outcome).toEqual({ ok: true, value: [{
      key: ['cus_ann'], marks: { mine: true, other: false },
      cells: { email: 'ann@example.org', 'address.city': 'Graz', created: '2023-04-07T18:59:53.000Z', _other: { object: 'customer', balance: 0, livemode: false } },
    }] });
  });

  test('deletes a customer once; a deleted one, which Stripe still shows, is gone', async () => {
    const service = await openStripe();
    expect(await erase(service, 'customers', 'id', 'cus_ann', 'cus_0')).toEqual({ ok: true, value: [{ rows: 2 }] });
    expect(await erase(service, 'customers', 'id', 'cus_ann', 'cus_unknown')).toEqual({ ok: true, value: [{ rows: 0 }] });
    expect(await keys(service, 'customers', is('id', 'cus_ann'))).toEqual([]);
    expect(service.standIn.asked.filter((one) => one.method === 'DELETE')).toHaveLength(2);
  });

  test('reads what hangs on a customer, and detaches a card once', async () => {
    const service = await openStripe();
    expect(await keys(service, 'charges', is('customer', 'cus_ann'))).toEqual(['ch_1']);
    expect(await erase(service, 'payment_methods', 'id', 'pm_1')).toEqual({ ok: true, value: [{ rows: 1 }] });
    expect(await erase(service, 'payment_methods', 'id', 'pm_1')).toEqual({ ok: true, value: [{ rows: 0 }] });
    expect(await keys(service, 'payment_methods', is('customer', 'cus_ann'))).toEqual([]);
  });

  test('says before anything runs that payments stay', async () => {
    const { store } = await openStripe();
    const shape = await store.shape();
    const charges = shape.ok ? shape.value.places.find((one) => one.place === 'charges') : undefined;
    expect(charges?.cannot?.delete).toMatch(/deletes no payments/);
    expect(shape.ok ? shape.value.places[0]?.effects?.delete : '').toMatch(/ends active subscriptions at once/);
    const refused = await changed(store, { change: 'delete', rows: [{ place: 'charges', key: ['id'], keys: [['ch_1']] }] });
    expect(refused.ok ? '' : refused.problem).toMatchObject({ kind: 'unsupported', sentence: charges?.cannot?.delete });
  });

  test('corrects a customer once however often the same order arrives, and clears in Stripe\'s own way', async () => {
    const service = await openStripe();
    const set = { change: 'set', place: 'customers', keyFields: ['id'], key: ['cus_ann'], cells: { email: 'new@example.org', 'address.line1': null }, expect: { email: 'ann@example.org' } } as const;
    expect(await changed(service.store, set)).toEqual({ ok: true, value: [{ rows: 1 }] });
    const sent = service.standIn.asked.find((one) => one.method === 'POST');
    expect([formField(sent!, 'email'), formField(sent!, 'address[line1]'), sent?.headers['idempotency-key']]).toEqual(['new@example.org', '', expect.stringMatching(/^[0-9a-f]{32}$/)]);
    const again = await changed(service.store, set);
    expect(again.ok ? '' : again.problem.kind).toBe('conflict');
    const forbidden = await changed(service.store, { change: 'set', place: 'customers', keyFields: ['id'], key: ['cus_ann'], cells: { created: null } });
    expect(forbidden.ok ? '' : forbidden.problem.kind).toBe('unsupported');
  });
});

describe('HubSpot', () => {
  test('gives every property that the account has, its own too', async () => {
    const service = await openHubspot();
    const outcome = await rowsOf(service.store, 'contacts', is('email', 'Ann@example.org', 'case'), ['id'], ['email', 'shoe_size', '_other']);
    expect(outcome).toEqual({ ok: true, value: [{ key: ['501'], marks: {}, cells: { email: 'ann@example.org', shoe_size: '41', _other: { archived: false } } }] });
    const shape = await service.store.shape();
    expect(shape.ok ? shape.value.places[0]?.fields.find((field) => field.name === 'shoe_size') : undefined).toMatchObject({ comment: 'Shoe size' });
    expect(await keys(service, 'contacts', all)).toHaveLength(121);
  });

  test('deletes a contact for ever, not in the way that can be undone', async () => {
    const service = await openHubspot();
    expect(await erase(service, 'contacts', 'id', '501')).toEqual({ ok: true, value: [{ rows: 1 }] });
    expect(await erase(service, 'contacts', 'id', '501')).toEqual({ ok: true, value: [{ rows: 0 }] });
    expect(service.standIn.asked.filter((one) => one.method !== 'GET').map((one) => one.path)).toEqual(['/crm/v3/objects/contacts/gdpr-delete']);
  });

  test('reads the tickets about a contact over all pages, and changes a property', async () => {
    const service = await openHubspot();
    expect(await keys(service, 'tickets', is('contact', '501'))).toEqual(['9001', '9002', '9003']);
    expect(await changed(service.store, { change: 'set', place: 'contacts', keyFields: ['id'], key: ['501'], cells: { shoe_size: null } })).toEqual({ ok: true, value: [{ rows: 1 }] });
    const outcome = await rowsOf(service.store, 'contacts', is('id', '501'), ['id'], ['shoe_size']);
    expect(outcome.ok ? outcome.value[0]?.cells : {}).toEqual({ shoe_size: null });
  });
});

describe('Mailchimp', () => {
  test('finds a member by the hash of the address in lower case, and counts the whole audience', async () => {
    const service = await openMailchimp();
    expect(await keys(service, 'members', is('email', 'ANN@example.org', 'case'))).toHaveLength(1);
    expect(await service.store.work('read', (session) => session.count('members', all))).toEqual({ ok: true, value: 1203 });
  });

  test('deletes a member for ever where its plain deletion only archives', async () => {
    const service = await openMailchimp();
    const [id = null] = await keys(service, 'members', is('email', 'ann@example.org', 'case'));
    expect(await erase(service, 'members', 'id', id)).toEqual({ ok: true, value: [{ rows: 1 }] });
    expect(await keys(service, 'members', is('email', 'ann@example.org', 'case'))).toEqual([]);
  });

  test('looks through everything only within the bound of its settings, and says so', async () => {
    const service = await openMailchimp({ rowsMax: 500 });
    const outcome = await rowsOf(service.store, 'members', is('FNAME', 'Ann'), ['id'], ['id']);
    expect(outcome.ok ? '' : outcome.problem).toMatchObject({ kind: 'too-large', sentence: expect.stringMatching(/more than 500 rows/) });
  });
});

describe('Intercom', () => {
  test('looks through all contacts for an address in another spelling, since its search may regard case', async () => {
    const service = await openIntercom();
    expect(await keys(service, 'contacts', is('email', 'ann@example.org'))).toEqual(['ann1']);
    expect(await keys(service, 'contacts', is('email', 'ann@example.org', 'case'))).toEqual(['ann1', 'ann2']);
  });

  test('reads conversations of a contact, and deletes them and the contact', async () => {
    const service = await openIntercom();
    expect(await keys(service, 'conversations', is('contact', 'ann1'))).toEqual(['1', '2', '3']);
    expect(await erase(service, 'conversations', 'id', '1', '2', '3')).toEqual({ ok: true, value: [{ rows: 3 }] });
    expect(await erase(service, 'contacts', 'id', 'ann1')).toEqual({ ok: true, value: [{ rows: 1 }] });
    expect(await erase(service, 'contacts', 'id', 'ann1')).toEqual({ ok: true, value: [{ rows: 0 }] });
  });
});

describe('Zendesk', () => {
  test('deletes a user for ever in two steps, and finishes what broke off between them', async () => {
    const service = await openZendesk();
    service.standIn.disturb((asked) => (asked.path.startsWith('/api/v2/deleted_users') ? { status: 500, json: { error: 'InternalError' } } : undefined));
    const broken = await erase(service, 'users', 'id', 360_000_000_777);
    expect(broken.ok ? '' : broken.problem.sentence).toBe('Zendesk answered 500 (InternalError) to DELETE /api/v2/deleted_users/{id}.');
    expect(await keys(service, 'users', is('id', 360_000_000_777))).toEqual([360_000_000_777]);
    service.standIn.disturb(undefined);
    expect(await erase(service, 'users', 'id', 360_000_000_777)).toEqual({ ok: true, value: [{ rows: 1 }] });
    expect(await keys(service, 'users', is('id', 360_000_000_777))).toEqual([]);
  });

  test('follows the address of the next page, and waits for the job that deletes a ticket', async () => {
    const service = await openZendesk();
    expect(await keys(service, 'users', is('email', 'ann@EXAMPLE.org', 'case'))).toEqual([360_000_000_777]);
    expect(await keys(service, 'users', all)).toHaveLength(130);
    expect(await keys(service, 'tickets', is('requester_id', 360_000_000_777))).toEqual([41, 42]);
    expect(await erase(service, 'tickets', 'id', 41)).toEqual({ ok: true, value: [{ rows: 1 }] });
    expect(service.waited).toContain(2000);
  });
});

describe('Segment', () => {
  test('takes a user to be there until it is suppressed, and orders the deletion once', async () => {
    const service = await openSegment();
    expect(await keys(service, 'users', is('user_id', 'u-1'), 'user_id')).toEqual(['u-1']);
    expect(await erase(service, 'users', 'user_id', 'u-1')).toEqual({ ok: true, value: [{ rows: 1 }] });
    expect(await erase(service, 'users', 'user_id', 'u-1')).toEqual({ ok: true, value: [{ rows: 0 }] });
    expect(await keys(service, 'users', is('user_id', 'u-1'), 'user_id')).toEqual([]);
    expect(service.standIn.asked.filter((one) => one.method === 'POST')).toHaveLength(1);
  });

  test('counts an order that Segment cannot carry out as not done', async () => {
    const outcome = await erase(await openSegment(['NOT_SUPPORTED']), 'users', 'user_id', 'u-1');
    expect(outcome.ok ? '' : outcome.problem.sentence).toBe('Segment could not do it: its state is NOT_SUPPORTED.');
  });

  test('cannot be asked for all users', async () => {
    const outcome = await rowsOf((await openSegment()).store, 'users', all, ['user_id'], ['user_id']);
    expect(outcome.ok ? '' : outcome.problem).toMatchObject({ kind: 'unsupported', sentence: expect.stringMatching(/finds rows by user_id only/) });
  });
});

describe('Auth0', () => {
  test('signs in once for many calls, and again when its token is refused', async () => {
    const standIn = auth0StandIn();
    const service = await openAuth0(standIn);
    await keys(service, 'users', is('user_id', 'auth0|ann'), 'user_id');
    await keys(service, 'users', is('email', 'ann@example.org'), 'user_id');
    expect(standIn.tokens.given).toBe(1);
    standIn.tokens.revoked.add('fake-token-1');
    expect(await keys(service, 'users', is('user_id', 'auth0|ann'), 'user_id')).toEqual(['auth0|ann']);
    expect(standIn.tokens.given).toBe(2);
  });

  test('looks for another spelling in an export of all users, and gives its token to no other address', async () => {
    const service = await openAuth0();
    expect(await keys(service, 'users', is('email', 'ann@example.org', 'case'), 'user_id')).toEqual(['auth0|ann', 'waad|ann']);
    expect(service.standIn.asked.find((one) => one.path === '/export.gz')?.headers.authorization).toBeUndefined();
    expect(service.waited).toEqual(expect.arrayContaining([3000, 3000]));
  });

  test('counts a deletion once although Auth0 answers the same the second time', async () => {
    const service = await openAuth0();
    expect(await erase(service, 'users', 'user_id', 'auth0|ann')).toEqual({ ok: true, value: [{ rows: 1 }] });
    expect(await erase(service, 'users', 'user_id', 'auth0|ann')).toEqual({ ok: true, value: [{ rows: 0 }] });
  });

  test('reads a log over numbered pages', async () => {
    const service = await openAuth0();
    expect(await keys(service, 'logs', is('user_id', 'auth0|ann'), 'log_id')).toHaveLength(230);
  });

  test('says that a client without rights gave no token, and shows no secret', async () => {
    const service = await keep(openStandIn(auth0, auth0StandIn(), { clientSecret: 'fake-wrong-secret' }, { domain: 'acme.eu.auth0.com', client: 'fakeclient' }));
    const outcome = await rowsOf(service.store, 'users', is('user_id', 'x'), ['user_id'], ['user_id']);
    expect(outcome.ok ? '' : outcome.problem).toMatchObject({ kind: 'unauthorised', sentence: 'Auth0 gave no token: it answered 401.' });
    expect(JSON.stringify(outcome)).not.toContain('fake-wrong-secret');
  });
});
