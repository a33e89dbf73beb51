import { afterEach, describe, expect, test } from 'vitest';
import { intercomStandIn } from '../stores/testing/services/intercom.ts';
import { mailchimpStandIn } from '../stores/testing/services/mailchimp.ts';
import { changed, is, type OpenedStandIn, openStandIn, rowsOf } from '../stores/testing/services/open.ts';
import type { Disturbance } from '../stores/testing/services/stand-in.ts';
import { stripeStandIn } from '../stores/testing/services/stripe.ts';
import { zendeskStandIn } from '../stores/testing/services/zendesk.ts';
import { intercom } from './descriptions/intercom.ts';
import { mailchimp } from './descriptions/mailchimp.ts';
import { stripe } from './descriptions/stripe.ts';
import { zendesk } from './descriptions/zendesk.ts';

const opened: OpenedStandIn[] = [];
afterEach(async () => { for (const one of opened.splice(0)) await one.close(); });
const keep = async (service: Promise<OpenedStandIn>): Promise<OpenedStandIn> => { const one = await service; opened.push(one); return one; };
const openStripe = (perSecondMax?: number, key = 'fake-restricted-key') => keep(openStandIn(stripe, stripeStandIn(), { key }, {}, perSecondMax));
const all = { op: 'all', of: [] } as const;

/** Every row that came, and what the read said in the end. */
const readCustomers = async (service: OpenedStandIn, disturbance: Disturbance) => {
  service.standIn.disturb(disturbance);
  return rowsOf(service.store, 'customers', all, ['id'], ['id']);
};
const onPage = (page: number, answer: ReturnType<Disturbance>): Disturbance => { let count = 0; return (asked) => (asked.path === '/v1/customers' && (count += 1) === page ? answer : undefined); };

describe('A list that breaks off is a problem, never a shorter list', () => {
  test.each([
    ['the second page fails', onPage(2, { status: 500, json: { error: { code: 'api_error' } } }), 'failed', /answered 500 \(api_error\)/],
    ['the second page is no JSON', onPage(2, { status: 200, text: '<html>proxy</html>' }), 'malformed', /not JSON/],
    ['the second page has no rows where they should be', onPage(2, { status: 200, json: { has_more: false } }), 'malformed', /no rows where its description says: data/],
    ['a page does not say whether there is more', onPage(1, { status: 200, json: { data: [{ id: 'cus_1' }] } }), 'cut-short', /does not say whether there is more/],
    ['there is more after no row', onPage(2, { status: 200, json: { data: [], has_more: true } }), 'cut-short', /no last row/],
    ['it leads in a circle', (asked) => (asked.path === '/v1/customers' ? { status: 200, json: { data: [{ id: 'cus_1' }], has_more: true } } : undefined), 'cut-short', /circle/],
    ['two rows have no name', onPage(2, { status: 200, json: { data: [{ email: 'a@example.org' }, { email: 'b@example.org' }], has_more: false } }), 'malformed', /without id, by which rows are named/],
    ['the right is missing', onPage(1, { status: 403, json: { error: { code: 'more_permissions_required', message: 'The key for ann@example.org may not' } } }), 'forbidden', /answered 403 \(more_permissions_required\)/],
    ['the service asks to wait for an hour', onPage(2, { status: 429, headers: { 'retry-after': '3600' } }), 'rate-limited', /no further request for 3600 seconds/],
  ] satisfies readonly (readonly [string, Disturbance, string, RegExp])[])('%s', async (_, disturbance, kind, sentence) => {
    const outcome = await readCustomers(await openStripe(), disturbance);
    expect(outcome.ok ? 'read' : outcome.problem).toMatchObject({ kind, sentence: expect.stringMatching(sentence) });
    expect(JSON.stringify(outcome)).not.toContain('@');
  });

  test('the service counts more rows than it gives', async () => {
    const service = await keep(openStandIn(mailchimp, mailchimpStandIn(), { key: 'fake-mailchimp-key' }, { server: 'us21', audience: 'aud1' }));
    service.standIn.disturb((asked) => (asked.path.endsWith('/members') ? { status: 200, json: { members: [{ id: 'a', email_address: 'a@example.org' }], total_items: 7 } } : undefined));
    const outcome = await rowsOf(service.store, 'members', all, ['id'], ['id']);
    expect(outcome.ok ? '' : outcome.problem).toMatchObject({ kind: 'cut-short', sentence: expect.stringMatching(/holds 1 rows, and Mailchimp counts 7/) });
  });

  test('the next page lies at another address, which is not sent the key', async () => {
    const service = await keep(openStandIn(zendesk, zendeskStandIn(), { token: 'fake-zendesk-token' }, { subdomain: 'acme', agent: 'privacy@example.org' }));
    service.standIn.disturb((asked) => (asked.path === '/api/v2/users' ? { status: 200, json: { users: [], meta: { has_more: true }, links: { next: 'http://127.0.0.2:9/steal' } } } : undefined));
    const outcome = await rowsOf(service.store, 'users', all, ['id'], ['id']);
    expect(outcome.ok ? '' : outcome.problem.kind).toBe('refused-address');
  });

  test.each(['.', '..', ''])('a row of the name “%s” is never asked for or deleted at the address of another thing', async (id) => {
    const service = await openStripe();
    const outcome = await rowsOf(service.store, 'customers', is('id', id), ['id'], ['id']);
    expect(outcome.ok ? outcome.value : outcome.problem.kind).toEqual(id === '' ? [] : 'malformed');
    expect((await changed(service.store, { change: 'delete', rows: [{ place: 'payment_methods', key: ['id'], keys: [[id]] }] })).ok).toBe(id === '');
    expect(service.standIn.asked).toEqual([]);
  });

  test('a limit that is soon over is waited for, and the list is whole', async () => {
    const outcome = await readCustomers(await openStripe(), onPage(2, { status: 429, headers: { 'retry-after': '2' } }));
    expect(outcome.ok ? outcome.value.length : outcome.problem).toBe(230);
  });
});

describe('Calls to a service', () => {
  test('are spread over time as the service and the request bear it', async () => {
    const service = await openStripe(2);
    await rowsOf(service.store, 'customers', all, ['id'], ['id']);
    expect(service.waited).toEqual([500, 1000]);
  });

  test('show neither an address of a person nor the key in a problem, whatever fails', async () => {
    const service = await openStripe(undefined, 'fake-other-key');
    const outcome = await rowsOf(service.store, 'customers', is('email', 'ann@example.org'), ['id'], ['id']);
    expect(outcome.ok ? '' : outcome.problem).toEqual({ kind: 'unauthorised', sentence: 'Stripe answered 401 to GET /v1/customers.', remedy: expect.any(String) });
    await service.standIn.close();
    const gone = await rowsOf(service.store, 'customers', is('id', 'cus_ann'), ['id'], ['id']);
    expect(gone.ok ? '' : gone.problem.kind).toBe('unreachable');
    expect(JSON.stringify([outcome, gone])).not.toMatch(/ann|fake-other-key/);
  });

  test('never happen without the key', async () => {
    const service = await openStripe(undefined, '');
    const outcome = await rowsOf(service.store, 'customers', is('id', 'cus_ann'), ['id'], ['id']);
    expect([outcome.ok ? '' : outcome.problem.kind, service.standIn.asked.length]).toEqual(['unauthorised', 0]);
  });

  test('take an address as a value, whatever stands in it', async () => {
    const service = await keep(openStandIn(intercom, intercomStandIn(), { token: 'fake-intercom-token' }));
    for (const odd of ['{id}@example.org', '"} OR {"', '../admin', '%2e%2e']) {
      const outcome = await rowsOf(service.store, 'contacts', { op: 'any', of: [is('email', odd), is('id', odd)] }, ['id'], ['id']);
      expect(outcome, odd).toEqual({ ok: true, value: [] });
    }
    expect(service.standIn.asked.some((one) => one.path.includes('admin') && !one.path.startsWith('/contacts/'))).toBe(false);
  });

  test('end at the first problem, and what was done stays done', async () => {
    const service = await openStripe();
    service.standIn.disturb((asked) => (asked.method === 'DELETE' && asked.path.endsWith('cus_1') ? { status: 500 } : undefined));
    const outcome = await changed(service.store, { change: 'delete', rows: [{ place: 'customers', key: ['id'], keys: [['cus_0'], ['cus_1'], ['cus_2']] }] });
    expect(outcome.ok).toBe(false);
    expect(service.standIn.asked.filter((one) => one.method === 'DELETE').map((one) => one.path)).toEqual(['/v1/customers/cus_0', '/v1/customers/cus_1']);
  });

  test('are refused for two places at once, for rows that a service does not make, and for a place that is not described', async () => {
    const { store } = await openStripe();
    const across = await rowsOf(store, 'charges', { op: 'within', fields: ['customer'], place: 'customers', of: ['id'], where: is('email', 'x') }, ['id'], ['id']);
    const inserted = await changed(store, { change: 'insert', place: 'customers', rows: [{ email: 'x' }] });
    const unknown = await rowsOf(store, 'constructor', all, ['id'], ['id']);
    expect([across, inserted, unknown].map((one) => (one.ok ? 'done' : one.problem.kind))).toEqual(['unsupported', 'unsupported', 'not-found']);
  });
});
