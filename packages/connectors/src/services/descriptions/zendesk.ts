import { type ServiceDescription, serviceDescription } from '../description.ts';

// Documentation (developer.zendesk.com): "Permanently Delete User", "Delete User", "Show User", "Search Users", "Tickets"
// ("Delete Ticket", "Delete Ticket Permanently"), "Job Statuses", "Paginating through lists using cursor pagination",
// "Rate limits"; (support.zendesk.com) "Forgetting a user in Zendesk". A user is deleted first, and for ever after that.
const cursor = { by: 'url', next: 'links.next', more: 'meta.has_more' } as const;

/** Users and the tickets that they asked for, at Zendesk. */
export const zendesk: ServiceDescription = serviceDescription.parse({
  service: 'zendesk', title: 'Zendesk', version: '2', summary: 'Users and their tickets at Zendesk Support.',
  guide: [
    '1. Make an agent with a custom role that may only manage end users and delete tickets (an administrator where your plan has no roles).',
    '2. Admin Center → Apps and integrations → APIs → API tokens: make a token.',
    '3. Put in the agent\'s address and the token. A user who is still somebody\'s open request is not deleted by Zendesk: close their tickets first.',
  ],
  base: 'https://{subdomain}.zendesk.com',
  settings: { subdomain: { title: 'The name before .zendesk.com', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }, agent: { title: 'The address of the agent whose token it is', pattern: '^[^:\\s]+@[^:\\s]+$' } },
  authentication: { kind: 'basic', secret: 'token', title: 'API token', user: '{agent}/token', password: '{secret}' },
  perSecond: 3, errorCode: 'error',
  scopes: [{ name: 'Custom role: manage end users', why: 'To find, correct and delete users.' }, { name: 'Custom role: delete tickets', why: 'To delete tickets and what was said in them.' }],
  places: {
    users: {
      title: 'Users', key: ['id'], gone: [{ path: 'active', is: false }, { path: 'name', is: 'Permanently Deleted User' }],
      comment: 'A user is found by the first address; further identities are not compared. A user who was deleted and not for ever is shown by id only: a run that broke off between the two is finished by running it again.',
      fields: {
        id: { type: 'integer', category: 'account.id', nullable: false }, email: { type: 'text', category: 'contact.email' }, name: { type: 'text', category: 'person.name' }, phone: { type: 'text', category: 'contact.phone' },
        external_id: { type: 'text', category: 'account.id' }, notes: { type: 'text', category: 'free_text' }, details: { type: 'text', category: 'free_text' }, photo: { type: 'json', category: 'person.image' },
        user_fields: { type: 'json', category: 'free_text' }, created_at: { type: 'instant', category: 'none' }, last_login_at: { type: 'instant', category: 'usage' },
      },
      find: [
        { by: ['id'], request: { path: '/api/v2/users/{id}' }, items: 'user', single: true, none: [404] },
        { by: ['email'], folds: true, request: { path: '/api/v2/users/search', query: { query: 'email:"{email|escaped}"' } }, items: 'users', total: 'count', paging: { by: 'url', next: 'next_page' } },
        { by: ['external_id'], request: { path: '/api/v2/users/search', query: { external_id: '{external_id}' } }, items: 'users', total: 'count', paging: { by: 'url', next: 'next_page' } },
      ],
      list: { request: { path: '/api/v2/users', query: { 'page[size]': '100' } }, items: 'users', paging: cursor },
      delete: {
        steps: [{ request: { method: 'DELETE', path: '/api/v2/users/{id}' } }, { request: { method: 'DELETE', path: '/api/v2/deleted_users/{id}' } }],
        effect: 'Zendesk deletes the user for ever and keeps the tickets, in which they stand as "Permanently Deleted User"; what they wrote stays until the tickets are deleted.',
      },
      set: { request: { method: 'PUT', path: '/api/v2/users/{id}' }, under: 'user', fields: ['email', 'name', 'phone', 'external_id', 'notes', 'details', 'user_fields'], as: 'json', empty: '' },
    },
    tickets: {
      title: 'Tickets', key: ['id'],
      fields: {
        id: { type: 'integer', category: 'none', nullable: false }, requester_id: { type: 'integer', category: 'account.id' }, subject: { type: 'text', category: 'free_text' }, description: { type: 'text', category: 'free_text' },
        status: { type: 'text', category: 'none' }, via: { type: 'json', category: 'contact.email' }, created_at: { type: 'instant', category: 'none' },
      },
      references: [{ fields: ['requester_id'], to: 'users', toFields: ['id'] }],
      find: [
        { by: ['requester_id'], request: { path: '/api/v2/users/{requester_id}/tickets/requested', query: { 'page[size]': '100' } }, items: 'tickets', paging: cursor, none: [404] },
        { by: ['id'], request: { path: '/api/v2/tickets/{id}' }, items: 'ticket', single: true, none: [404] },
      ],
      delete: {
        steps: [
          { request: { method: 'DELETE', path: '/api/v2/tickets/{id}' } },
          {
            request: { method: 'DELETE', path: '/api/v2/deleted_tickets/{id}' },
            wait: { id: 'job_status.id', request: { path: '/api/v2/job_statuses/{waiting}' }, state: 'job_status.status', done: ['completed'], failed: ['failed', 'killed'], everySeconds: 2, timesMax: 30 },
          },
        ],
        effect: 'Zendesk deletes the ticket with everything that was said in it, by everybody, for ever.',
      },
      set: { request: { method: 'PUT', path: '/api/v2/tickets/{id}' }, under: 'ticket', fields: ['subject'], as: 'json', empty: '' },
    },
  },
});
