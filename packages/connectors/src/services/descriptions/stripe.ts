import { type ServiceDescription, serviceDescription } from '../description.ts';

// Documentation (docs.stripe.com): "Delete a customer", "Retrieve a customer", "Customers", "Search", "Pagination",
// "Idempotent requests", "Rate limits", "Detach a PaymentMethod", "Restricted API keys". The email filter of the list of
// customers is case-sensitive; search is not, and lags by up to a minute.
const newestFirst = { by: 'last', item: 'id', into: { query: 'starting_after' }, more: 'has_more' } as const;
const epoch = { type: 'instant', unit: 'seconds' } as const;

/** Customers, their payment methods, charges and invoices at Stripe. */
export const stripe: ServiceDescription = serviceDescription.parse({
  service: 'stripe', title: 'Stripe', version: '2025-09-30.clover', summary: 'Customers, payment methods, payments and invoices at Stripe.',
  guide: [
    'Make a **restricted key**, never use the secret key of the account:', '',
    '1. Dashboard → Developers → API keys → Create restricted key.',
    '2. Customers: **Write**. PaymentMethods: **Write**. Charges, Invoices: **Read**. Everything else: None.',
    '3. Put the key in here. Limit it to the addresses of this server if your account allows that.',
  ],
  base: 'https://api.stripe.com',
  authentication: { kind: 'bearer', secret: 'key', title: 'Restricted key' },
  headers: { 'Stripe-Version': '2025-09-30.clover' }, perSecond: 20, errorCode: 'error.code',
  scopes: [
    { name: 'Customers: write', why: 'To find, correct and delete customers.' }, { name: 'PaymentMethods: write', why: 'To read and detach payment methods.' },
    { name: 'Charges: read', why: 'To give people the payments that they made.' }, { name: 'Invoices: read', why: 'To give people their invoices.' },
  ],
  places: {
    customers: {
      title: 'Customers', key: ['id'], gone: [{ path: 'deleted', is: true }],
      comment: 'Texts in another case are found by Stripe\'s search, which sees a new or changed customer up to a minute late.',
      fields: {
        id: { type: 'text', category: 'account.id', nullable: false }, email: { type: 'text', category: 'contact.email', lengthMax: 512 }, name: { type: 'text', category: 'person.name' },
        phone: { type: 'text', category: 'contact.phone' }, description: { type: 'text', category: 'free_text' }, 'address.line1': { type: 'text', category: 'contact.address' },
        'address.line2': { type: 'text', category: 'contact.address' }, 'address.city': { type: 'text', category: 'contact.address' }, 'address.postal_code': { type: 'text', category: 'contact.address' },
        'address.state': { type: 'text', category: 'contact.address' }, 'address.country': { type: 'text', category: 'contact.address' }, shipping: { type: 'json', category: 'contact.address' },
        metadata: { type: 'json', category: 'free_text' }, created: { ...epoch, category: 'none' },
      },
      find: [
        { by: ['id'], request: { path: '/v1/customers/{id}' }, single: true, none: [404] },
        { by: ['email'], request: { path: '/v1/customers', query: { email: '{email}', limit: '100' } }, items: 'data', paging: newestFirst },
        { by: ['email'], folds: true, request: { path: '/v1/customers/search', query: { query: 'email:"{email|escaped}"', limit: '100' } }, items: 'data', paging: { by: 'cursor', next: 'next_page', into: { query: 'page' }, more: 'has_more' } },
      ],
      list: { request: { path: '/v1/customers', query: { limit: '100' } }, items: 'data', paging: newestFirst },
      delete: {
        steps: [{ request: { method: 'DELETE', path: '/v1/customers/{id}' } }],
        effect: 'Deleting a customer at Stripe cannot be undone and ends active subscriptions at once; Stripe keeps the payments and invoices.',
      },
      set: {
        request: { method: 'POST', path: '/v1/customers/{id}', headers: { 'Idempotency-Key': '{attempt}' } }, as: 'form', empty: '',
        fields: ['email', 'name', 'phone', 'description', 'address.line1', 'address.line2', 'address.city', 'address.postal_code', 'address.state', 'address.country'],
      },
    },
    payment_methods: {
      title: 'Payment methods', key: ['id'],
      fields: { id: { type: 'text', category: 'none', nullable: false }, customer: { type: 'text', category: 'account.id' }, type: { type: 'text', category: 'none' }, billing_details: { type: 'json', category: 'contact.address' }, card: { type: 'json', category: 'payment.card' }, created: { ...epoch, category: 'none' } },
      references: [{ fields: ['customer'], to: 'customers', toFields: ['id'] }],
      find: [
        { by: ['customer'], request: { path: '/v1/customers/{customer}/payment_methods', query: { limit: '100' } }, items: 'data', paging: newestFirst, none: [404] },
        { by: ['id'], request: { path: '/v1/payment_methods/{id}' }, single: true, none: [404] },
      ],
      gone: [{ path: 'customer', is: null }],
      delete: { steps: [{ request: { method: 'POST', path: '/v1/payment_methods/{id}/detach', headers: { 'Idempotency-Key': '{attempt}' } } }], effect: 'A payment method is detached from its customer for ever; Stripe has no call that deletes it.' },
      cannot: { set: 'Stripe lets a payment method be detached; corrections of a card are made with its bank.' },
    },
    charges: {
      title: 'Payments', key: ['id'],
      fields: {
        id: { type: 'text', category: 'none', nullable: false }, customer: { type: 'text', category: 'account.id' }, amount: { type: 'integer', category: 'payment.amount' }, currency: { type: 'text', category: 'none' },
        receipt_email: { type: 'text', category: 'contact.email' }, billing_details: { type: 'json', category: 'contact.address' }, payment_method_details: { type: 'json', category: 'payment.card' }, created: { ...epoch, category: 'none' },
      },
      references: [{ fields: ['customer'], to: 'customers', toFields: ['id'] }],
      find: [
        { by: ['customer'], request: { path: '/v1/charges', query: { customer: '{customer}', limit: '100' } }, items: 'data', paging: newestFirst },
        { by: ['id'], request: { path: '/v1/charges/{id}' }, single: true, none: [404] },
      ],
      cannot: { delete: 'Stripe\'s API deletes no payments: map them as kept, with the reason for which your books need them.', set: 'Stripe\'s API does not change what a payment says about the payer.' },
    },
    invoices: {
      title: 'Invoices', key: ['id'],
      fields: {
        id: { type: 'text', category: 'none', nullable: false }, customer: { type: 'text', category: 'account.id' }, customer_email: { type: 'text', category: 'contact.email' }, customer_name: { type: 'text', category: 'person.name' },
        customer_address: { type: 'json', category: 'contact.address' }, total: { type: 'integer', category: 'payment.amount' }, number: { type: 'text', category: 'none' }, created: { ...epoch, category: 'none' },
      },
      references: [{ fields: ['customer'], to: 'customers', toFields: ['id'] }],
      find: [
        { by: ['customer'], request: { path: '/v1/invoices', query: { customer: '{customer}', limit: '100' } }, items: 'data', paging: newestFirst },
        { by: ['id'], request: { path: '/v1/invoices/{id}' }, single: true, none: [404] },
      ],
      cannot: { delete: 'Stripe\'s API deletes drafts of invoices only: map issued invoices as kept, with the law that asks for them.', set: 'An issued invoice cannot be changed.' },
    },
  },
});
