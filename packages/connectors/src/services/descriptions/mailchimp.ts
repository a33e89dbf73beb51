import { type ServiceDescription, serviceDescription } from '../description.ts';

// Documentation (mailchimp.com/developer): "List Members", "Delete list member" (archives), "Delete list member permanently",
// "List Merges", "Pagination", "API structure and authentication", "Throttling". A member is named by the MD5 hash of the
// address in lower case. `DELETE` only archives a member; the action delete-permanent removes it.

/** Members of one audience at Mailchimp. */
export const mailchimp: ServiceDescription = serviceDescription.parse({
  service: 'mailchimp', title: 'Mailchimp', version: '3.0', summary: 'Members of an audience, with their merge fields, at Mailchimp.',
  guide: [
    'Mailchimp\'s keys have no scopes: let a user of your account with the role **Manager**, who is used for nothing else, make the key.', '',
    '1. Profile → Extras → API keys → Create a key. Its ending is the data centre: `us21`.',
    '2. Audience → Settings: the audience ID. Connect each audience once.',
  ],
  base: 'https://{server}.api.mailchimp.com/3.0',
  settings: { server: { title: 'The data centre at the end of the key, such as us21', pattern: '^[a-z]{2,3}[0-9]{1,3}$' }, audience: { title: 'The ID of the audience', pattern: '^[A-Za-z0-9]{4,20}$' } },
  authentication: { kind: 'basic', secret: 'key', title: 'API key', user: 'avouch', password: '{secret}' },
  // Mailchimp bears ten connections at once.
  perSecond: 5, errorCode: 'title',
  scopes: [{ name: 'API key of a user with the role Manager', why: 'Mailchimp has no smaller right that lets members be deleted for ever.' }],
  places: {
    members: {
      title: 'Members of the audience', key: ['id'],
      fields: {
        id: { type: 'text', category: 'account.id', nullable: false }, email: { type: 'text', path: 'email_address', category: 'contact.email' }, full_name: { type: 'text', category: 'person.name' },
        status: { type: 'text', category: 'consent', choices: ['subscribed', 'unsubscribed', 'cleaned', 'pending', 'transactional', 'archived'] }, ip_signup: { type: 'text', category: 'device.ip' }, ip_opt: { type: 'text', category: 'device.ip' },
        timestamp_signup: { type: 'instant', category: 'none' }, timestamp_opt: { type: 'instant', category: 'none' }, language: { type: 'text', category: 'preference' }, location: { type: 'json', category: 'location' },
        merge_fields_ADDRESS: { type: 'json', path: 'merge_fields.ADDRESS', category: 'contact.address' }, tags: { type: 'json', category: 'preference' }, last_changed: { type: 'instant', category: 'none' },
      },
      own: { request: { path: '/lists/{audience}/merge-fields', query: { count: '1000' } }, items: 'merge_fields', total: 'total_items', name: 'tag', label: 'name', under: 'merge_fields' },
      find: [
        { by: ['id'], request: { path: '/lists/{audience}/members/{id}' }, single: true, none: [404] },
        { by: ['email'], folds: true, request: { path: '/lists/{audience}/members/{email|lower|md5}' }, single: true, none: [404] },
      ],
      list: { request: { path: '/lists/{audience}/members', query: { count: '1000' } }, items: 'members', total: 'total_items', paging: { by: 'offset', into: { query: 'offset' }, size: 1000 } },
      delete: {
        steps: [{ request: { method: 'POST', path: '/lists/{audience}/members/{id}/actions/delete-permanent' } }],
        effect: 'Mailchimp deletes the member and what it did for ever; the address cannot be imported into the audience again.',
      },
      set: { request: { method: 'PATCH', path: '/lists/{audience}/members/{id}' }, fields: 'any', as: 'json', empty: '', effect: 'Changing an address changes the id of the member, which is made of it.' },
    },
  },
});
