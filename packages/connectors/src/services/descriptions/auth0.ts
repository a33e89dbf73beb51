import { type ServiceDescription, serviceDescription } from '../description.ts';

// Documentation (auth0.com/docs): "Search Users by Email", "Get a user", "Delete a user", "Update a user", "Create export users
// job" and "Bulk User Exports", "View Search Results by Page" (a listing ends at 1,000 users), "Get user's log events",
// "Client Credentials Flow", "Management API Access Tokens", "Rate Limit Policy". Auth0 keeps addresses of its own connections in
// lower case and those of other identity providers as these give them, so another case is looked for in an export of all.
const job = { path: '/api/v2/jobs/{waiting}' } as const;
const exported = ['user_id', 'email', 'email_verified', 'name', 'given_name', 'family_name', 'nickname', 'username', 'phone_number', 'picture', 'identities', 'user_metadata', 'app_metadata', 'created_at', 'updated_at', 'last_login', 'last_ip', 'logins_count'];

/** Users and their log of sign-ins at Auth0. */
export const auth0: ServiceDescription = serviceDescription.parse({
  service: 'auth0', title: 'Auth0', version: '2', summary: 'Users, and the log of what they did to sign in, at Auth0.',
  guide: [
    '1. Applications → Create application → Machine to machine, used for nothing else.',
    '2. Authorize it for the **Auth0 Management API** with `read:users`, `update:users`, `delete:users`, `read:logs_users`. Nothing else.',
    '3. Put in the domain of the tenant (not a custom domain), the client ID and the client secret.',
  ],
  base: 'https://{domain}',
  settings: { domain: { title: 'The domain of the tenant, such as acme.eu.auth0.com', pattern: '^[a-z0-9][a-z0-9.-]{1,250}$' }, client: { title: 'The client ID', pattern: '^[A-Za-z0-9_-]{4,128}$' } },
  authentication: { kind: 'oauth-client', secret: 'clientSecret', title: 'Client secret', client: 'client', tokenPath: '/oauth/token', as: 'json', parameters: { audience: 'https://{domain}/api/v2/' } },
  perSecond: 5, errorCode: 'errorCode',
  scopes: [
    { name: 'read:users', why: 'To find and read users, and to export all where an address has to be looked for in another case.' }, { name: 'update:users', why: 'To correct users.' },
    { name: 'delete:users', why: 'To delete users.' }, { name: 'read:logs_users', why: 'To give people the log of their sign-ins.' },
  ],
  places: {
    users: {
      title: 'Users', key: ['user_id'],
      comment: 'Lead here by the user\'s id where your data map has it: an address is found in its very spelling only, and in another one by an export of all users.',
      fields: {
        user_id: { type: 'text', category: 'account.id', nullable: false }, email: { type: 'text', category: 'contact.email' }, name: { type: 'text', category: 'person.name', lengthMax: 300 }, given_name: { type: 'text', category: 'person.name', lengthMax: 150 },
        family_name: { type: 'text', category: 'person.name', lengthMax: 150 }, nickname: { type: 'text', category: 'person.name', lengthMax: 300 }, username: { type: 'text', category: 'account.id' }, phone_number: { type: 'text', category: 'contact.phone' },
        picture: { type: 'text', category: 'person.image' }, identities: { type: 'json', category: 'account.id' }, user_metadata: { type: 'json', category: 'free_text' }, app_metadata: { type: 'json', category: 'free_text' },
        created_at: { type: 'instant', category: 'none' }, last_login: { type: 'instant', category: 'usage' }, last_ip: { type: 'text', category: 'device.ip' },
      },
      find: [
        { by: ['user_id'], request: { path: '/api/v2/users/{user_id}' }, single: true, none: [404] },
        { by: ['email'], request: { path: '/api/v2/users-by-email', query: { email: '{email}' } } },
      ],
      export: {
        start: { method: 'POST', path: '/api/v2/jobs/users-exports', json: { format: 'json', fields: exported.map((name) => ({ name })) } }, id: 'id', address: 'location',
        wait: { request: job, state: 'status', done: ['completed'], failed: ['failed'], everySeconds: 3, timesMax: 200 },
      },
      delete: { steps: [{ request: { method: 'DELETE', path: '/api/v2/users/{user_id}' } }], effect: 'Auth0 deletes the user at once; its log of sign-ins stays for the days of your plan.' },
      set: { request: { method: 'PATCH', path: '/api/v2/users/{user_id}' }, fields: ['email', 'name', 'given_name', 'family_name', 'nickname', 'phone_number', 'picture', 'user_metadata', 'app_metadata'], as: 'json', empty: null, effect: 'Auth0 merges metadata: a part is emptied by giving it as null.' },
    },
    logs: {
      title: 'Log of sign-ins', key: ['log_id'],
      fields: { log_id: { type: 'text', category: 'none', nullable: false }, user_id: { type: 'text', category: 'account.id' }, user_name: { type: 'text', category: 'contact.email' }, date: { type: 'instant', category: 'usage' }, type: { type: 'text', category: 'usage' }, ip: { type: 'text', category: 'device.ip' }, user_agent: { type: 'text', category: 'device' } },
      references: [{ fields: ['user_id'], to: 'users', toFields: ['user_id'] }],
      find: [{ by: ['user_id'], request: { path: '/api/v2/users/{user_id}/logs', query: { per_page: '100' } }, paging: { by: 'page', into: { query: 'page' }, first: 0, size: 100 }, rowsMax: 1000, none: [404], adds: { user_id: '{user_id}' } }],
      cannot: { delete: 'Auth0\'s API does not delete its log: it ends by itself after the days of your plan. Map it as kept until then.', set: 'A log cannot be changed.' },
    },
  },
});
