import { type ServiceDescription, serviceDescription } from '../description.ts';

// Documentation (developers.hubspot.com): "Permanently delete a contact (GDPR-compliant)", "Delete a contact", "Contacts",
// "Search the CRM", "Properties", "API usage guidelines and limits". HubSpot gives a contact only the properties that are
// asked for by name, so all of them are asked for; it keeps addresses in lower case. A search ends at 10,000 rows.
const after = { by: 'cursor', next: 'paging.next.after', into: { query: 'after' } } as const;

/** Contacts with all of their properties, and the tickets about them, at HubSpot. */
export const hubspot: ServiceDescription = serviceDescription.parse({
  service: 'hubspot', title: 'HubSpot', version: '3', summary: 'Contacts with all of their properties, and their tickets, at HubSpot.',
  guide: [
    'Make a **private app** that may do nothing else:', '',
    '1. Settings → Integrations → Private apps → Create.',
    '2. Scopes: `crm.objects.contacts.read`, `crm.objects.contacts.write`, `crm.schemas.contacts.read`; `tickets` if tickets are in your data map.',
    '3. Put its access token in here. Data privacy settings must be switched on in HubSpot for permanent deletion.',
  ],
  base: 'https://api.hubapi.com',
  authentication: { kind: 'bearer', secret: 'token', title: 'Access token of the private app' },
  perSecond: 8, errorCode: 'category',
  scopes: [
    { name: 'crm.objects.contacts.read', why: 'To find and read contacts.' }, { name: 'crm.objects.contacts.write', why: 'To correct contacts and delete them for ever.' },
    { name: 'crm.schemas.contacts.read', why: 'To know the properties that your account has, of which HubSpot gives only those that are asked for.' }, { name: 'tickets', why: 'To read and delete tickets about a contact.' },
  ],
  places: {
    contacts: {
      title: 'Contacts', key: ['id'],
      comment: 'A contact is found by its first address. Further ones stand in hs_additional_emails, as a text with semicolons: ask people for every address that they used.',
      fields: {
        id: { type: 'text', category: 'account.id', nullable: false }, email: { type: 'text', path: 'properties.email', category: 'contact.email' }, firstname: { type: 'text', path: 'properties.firstname', category: 'person.name' },
        lastname: { type: 'text', path: 'properties.lastname', category: 'person.name' }, phone: { type: 'text', path: 'properties.phone', category: 'contact.phone' }, createdAt: { type: 'instant', category: 'none' }, updatedAt: { type: 'instant', category: 'none' },
      },
      own: { request: { path: '/crm/v3/properties/contacts' }, items: 'results', name: 'name', label: 'label', under: 'properties' },
      find: [
        { by: ['id'], request: { path: '/crm/v3/objects/contacts/{id}', query: { properties: '{own}' } }, single: true, none: [404] },
        { by: ['email'], folds: true, request: { path: '/crm/v3/objects/contacts/{email|lower}', query: { idProperty: 'email', properties: '{own}' } }, single: true, none: [404] },
      ],
      list: { request: { path: '/crm/v3/objects/contacts', query: { limit: '100', properties: '{own}' } }, items: 'results', paging: after },
      delete: {
        steps: [{ request: { method: 'POST', path: '/crm/v3/objects/contacts/gdpr-delete', json: { objectId: '{id}' } } }],
        effect: 'HubSpot deletes the contact and what belongs to it for ever; unlike its ordinary deletion this cannot be restored within 90 days.',
      },
      set: { request: { method: 'PATCH', path: '/crm/v3/objects/contacts/{id}' }, fields: 'any', as: 'json', empty: '' },
    },
    tickets: {
      title: 'Tickets', key: ['id'],
      fields: { id: { type: 'text', category: 'none', nullable: false }, contact: { type: 'text', category: 'account.id' }, subject: { type: 'text', path: 'properties.subject', category: 'free_text' }, content: { type: 'text', path: 'properties.content', category: 'free_text' }, createdAt: { type: 'instant', category: 'none' } },
      references: [{ fields: ['contact'], to: 'contacts', toFields: ['id'] }],
      find: [
        {
          by: ['contact'], items: 'results', total: 'total', rowsMax: 10_000, adds: { contact: '{contact}' }, paging: { by: 'cursor', next: 'paging.next.after', into: { json: 'after' } },
          request: { method: 'POST', path: '/crm/v3/objects/tickets/search', json: { limit: 100, properties: ['subject', 'content'], filterGroups: [{ filters: [{ propertyName: 'associations.contact', operator: 'EQ', value: '{contact}' }] }] } },
        },
        { by: ['id'], request: { path: '/crm/v3/objects/tickets/{id}', query: { properties: 'subject,content' } }, single: true, none: [404] },
      ],
      delete: { steps: [{ request: { method: 'DELETE', path: '/crm/v3/objects/tickets/{id}' } }], effect: 'HubSpot lets somebody restore a deleted ticket for 90 days.' },
      set: { request: { method: 'PATCH', path: '/crm/v3/objects/tickets/{id}' }, fields: ['subject', 'content'], as: 'json', empty: '' },
    },
  },
});
