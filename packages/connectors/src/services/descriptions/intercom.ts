import { type ServiceDescription, serviceDescription } from '../description.ts';

// Documentation (developers.intercom.com): "Delete a contact", "Search contacts", "List all contacts", "Search conversations",
// "Delete a conversation", "Pagination", "Use Pagination with Search APIs", "Rate limiting". The cursor of a list goes into the
// query, that of a search into the body. Whether a search for an address regards case is not said, so it is not relied on.
const searched = (field: string, value: string) => ({ query: { field, operator: '=', value }, pagination: { per_page: 150 } });
const inBody = { by: 'cursor', next: 'pages.next.starting_after', into: { json: 'pagination.starting_after' } } as const;

/** Contacts and conversations at Intercom. */
export const intercom: ServiceDescription = serviceDescription.parse({
  service: 'intercom', title: 'Intercom', version: '2.13', summary: 'Contacts and their conversations at Intercom.',
  guide: [
    'Make an app of your own workspace with the least rights:', '',
    '1. Developer Hub → New app → internal.', '2. Authentication → permissions: **Read and list users and companies**, **Write users and companies**, **Read conversations**, **Write conversations**. Nothing else.',
    '3. Put its access token in here. For a workspace in Europe set the address `https://api.eu.intercom.io`, in Australia `https://api.au.intercom.io`.',
  ],
  base: 'https://api.intercom.io',
  authentication: { kind: 'bearer', secret: 'token', title: 'Access token' },
  headers: { 'Intercom-Version': '2.13' }, perSecond: 15, errorCode: 'errors.0.code',
  scopes: [
    { name: 'Read and list users and companies', why: 'To find and read contacts.' }, { name: 'Write users and companies', why: 'To correct and delete contacts.' },
    { name: 'Read conversations', why: 'To read what was said with a contact.' }, { name: 'Write conversations', why: 'To delete conversations.' },
  ],
  places: {
    contacts: {
      title: 'Contacts', key: ['id'],
      fields: {
        id: { type: 'text', category: 'account.id', nullable: false }, external_id: { type: 'text', category: 'account.id' }, role: { type: 'text', category: 'none', choices: ['user', 'lead'] }, email: { type: 'text', category: 'contact.email' },
        name: { type: 'text', category: 'person.name' }, phone: { type: 'text', category: 'contact.phone' }, location: { type: 'json', category: 'location' }, custom_attributes: { type: 'json', category: 'free_text' },
        created_at: { type: 'instant', unit: 'seconds', category: 'none' }, last_seen_at: { type: 'instant', unit: 'seconds', category: 'usage' },
      },
      find: [
        { by: ['id'], request: { path: '/contacts/{id}' }, single: true, none: [404] },
        { by: ['email'], request: { method: 'POST', path: '/contacts/search', json: searched('email', '{email}') }, items: 'data', total: 'total_count', paging: inBody },
        { by: ['external_id'], request: { method: 'POST', path: '/contacts/search', json: searched('external_id', '{external_id}') }, items: 'data', total: 'total_count', paging: inBody },
      ],
      list: { request: { path: '/contacts', query: { per_page: '150' } }, items: 'data', total: 'total_count', paging: { by: 'cursor', next: 'pages.next.starting_after', into: { query: 'starting_after' } } },
      delete: { steps: [{ request: { method: 'DELETE', path: '/contacts/{id}' } }], effect: 'Intercom destroys a deleted contact for good after seven days; its conversations stay unless they are deleted too.' },
      set: { request: { method: 'PUT', path: '/contacts/{id}' }, fields: ['email', 'name', 'phone', 'external_id', 'custom_attributes'], as: 'json', empty: null },
    },
    conversations: {
      title: 'Conversations', key: ['id'],
      comment: 'A conversation may have several contacts: say so by an owner path of your data map where yours do.',
      fields: { id: { type: 'text', category: 'none', nullable: false }, contact: { type: 'text', category: 'account.id' }, title: { type: 'text', category: 'free_text' }, source: { type: 'json', category: 'free_text' }, contacts: { type: 'json', category: 'account.id' }, created_at: { type: 'instant', unit: 'seconds', category: 'none' } },
      references: [{ fields: ['contact'], to: 'contacts', toFields: ['id'] }],
      find: [
        { by: ['contact'], request: { method: 'POST', path: '/conversations/search', json: searched('contact_ids', '{contact}') }, items: 'conversations', total: 'total_count', paging: inBody, adds: { contact: '{contact}' } },
        { by: ['id'], request: { path: '/conversations/{id}' }, single: true, none: [404] },
      ],
      delete: { steps: [{ request: { method: 'DELETE', path: '/conversations/{id}' } }], effect: 'A deleted conversation goes from the inbox; figures in Intercom\'s reports stay.' },
      cannot: { set: 'Intercom does not let what was said be changed; a conversation can be deleted whole.' },
    },
  },
});
