import { type Answer, type Asked, partOf, type StandIn } from './stand-in.ts';

type Thing = { readonly [key: string]: unknown; readonly id: string };

const error = (status: number, code: string): Answer => ({ status, json: { error: { type: 'invalid_request_error', code, message: 'No such thing: somebody@example.org' } } });

/** Newest first, one after another by `starting_after`, as "Pagination" has it. */
const listed = (things: readonly Thing[], { query }: Asked): Answer => {
  const limit = Math.min(100, Number(query.get('limit') ?? 10));
  const after = query.get('starting_after');
  const from = after === null ? 0 : things.findIndex((thing) => thing.id === after) + 1;
  if (after !== null && from === 0) return error(400, 'resource_missing');
  return { status: 200, json: { object: 'list', has_more: from + limit < things.length, data: things.slice(from, from + limit) } };
};

/** A Stripe of its own: 230 customers, of whom two are Ann's, with payments, invoices and cards. */
export const stripeStandIn = (): StandIn => {
  const customers = new Map<string, Thing>();
  const deleted = new Set<string>();
  const add = (id: string, email: string, name: string): void => { customers.set(id, { id, object: 'customer', email, name, phone: null, description: null, address: { line1: '1 Elm Street', city: 'Graz', country: 'AT' }, metadata: { plan: 'gold' }, created: 1_680_893_993, balance: 0, livemode: false }); };
  for (let index = 0; index < 228; index += 1) add(`cus_${index}`, `person${index}@example.org`, `Person ${index}`);
  add('cus_ann', 'ann@example.org', 'Ann Able');
  add('cus_ann2', 'Ann@Example.org', 'Ann Able');
  const methods = new Map<string, Thing>([['pm_1', { id: 'pm_1', object: 'payment_method', customer: 'cus_ann', type: 'card', card: { last4: '4242' }, created: 1_680_893_994 }], ['pm_2', { id: 'pm_2', customer: 'cus_0', type: 'card', created: 1_680_893_995 }]]);
  const charges: Thing[] = [{ id: 'ch_1', object: 'charge', customer: 'cus_ann', amount: 1999, currency: 'eur', created: 1_680_893_996 }, { id: 'ch_2', object: 'charge', customer: 'cus_0', amount: 5, currency: 'eur', created: 1_680_893_997 }];
  const living = (): readonly Thing[] => [...customers.values()].filter((one) => !deleted.has(one.id)).reverse();
  const known = new Map<string, Answer>();
  const oneOf = (asked: Asked): Answer => {
    const customer = customers.get(asked.parts['id'] ?? '');
    if (customer === undefined) return error(404, 'resource_missing');
    return { status: 200, json: deleted.has(customer.id) ? { id: customer.id, object: 'customer', deleted: true } : customer };
  };
  return {
    isAllowed: ({ headers }) => headers.authorization === 'Bearer fake-restricted-key' && headers['stripe-version'] === '2025-09-30.clover',
    refused: { status: 401, json: { error: { type: 'invalid_request_error', message: 'Invalid API Key provided' } } }, missing: error(404, 'url_invalid'),
    routes: [
      { method: 'GET', path: '/v1/customers/search', answer: (asked) => {
        const wanted = /^email:"(.*)"$/.exec(asked.query.get('query') ?? '')?.[1]?.replace(/\\(.)/g, '$1').toLowerCase();
        const found = living().filter((one) => String(one['email']).toLowerCase() === wanted);
        // Pages of one, so that the cursor is used.
        const from = Number(asked.query.get('page') ?? 0);
        return { status: 200, json: { object: 'search_result', data: found.slice(from, from + 1), has_more: from + 1 < found.length, next_page: from + 1 < found.length ? String(from + 1) : null } };
      } },
      { method: 'GET', path: '/v1/customers/:id', answer: oneOf },
      { method: 'GET', path: '/v1/customers', answer: (asked) => listed(living().filter((one) => !asked.query.has('email') || one['email'] === asked.query.get('email')), asked) },
      { method: 'DELETE', path: '/v1/customers/:id', answer: (asked) => {
        const id = asked.parts['id'] ?? '';
        if (!customers.has(id) || deleted.has(id)) return error(404, 'resource_missing');
        deleted.add(id);
        return { status: 200, json: { id, object: 'customer', deleted: true } };
      } },
      { method: 'POST', path: '/v1/customers/:id', answer: (asked) => {
        const once = String(asked.headers['idempotency-key']);
        const before = known.get(once);
        if (before !== undefined) return before;
        const customer = customers.get(asked.parts['id'] ?? '');
        if (customer === undefined || deleted.has(customer.id)) return error(404, 'resource_missing');
        const changed: { [key: string]: unknown; id: string } = { ...customer };
        for (const [key, value] of Object.entries(asked.body ?? {})) {
          const inner = /^(\w+)\[(\w+)\]$/.exec(key);
          const given = value === '' ? null : value;
          if (inner === null) changed[key] = given;
          else changed[inner[1] ?? ''] = { ...Object(changed[inner[1] ?? '']), [inner[2] ?? '']: given };
        }
        customers.set(customer.id, changed);
        const answer = { status: 200, json: changed };
        known.set(once, answer);
        return answer;
      } },
      { method: 'GET', path: '/v1/customers/:id/payment_methods', answer: (asked) => (customers.has(asked.parts['id'] ?? '') ? listed([...methods.values()].filter((one) => one['customer'] === asked.parts['id']), asked) : error(404, 'resource_missing')) },
      { method: 'GET', path: '/v1/payment_methods/:id', answer: (asked) => { const found = methods.get(asked.parts['id'] ?? ''); return found === undefined ? error(404, 'resource_missing') : { status: 200, json: found }; } },
      { method: 'POST', path: '/v1/payment_methods/:id/detach', answer: (asked) => {
        const found = methods.get(asked.parts['id'] ?? '');
        if (found === undefined || found['customer'] === null) return error(400, 'payment_method_unattached');
        methods.set(found.id, { ...found, customer: null });
        return { status: 200, json: methods.get(found.id) };
      } },
      { method: 'GET', path: '/v1/charges', answer: (asked) => listed(charges.filter((one) => one['customer'] === asked.query.get('customer')), asked) },
      { method: 'GET', path: '/v1/invoices', answer: (asked) => listed([], asked) },
    ],
  };
};

/** What a field of a form says; for tests that look at what was sent. */
export const formField = (asked: Asked, name: string): unknown => partOf(asked.body, name);
