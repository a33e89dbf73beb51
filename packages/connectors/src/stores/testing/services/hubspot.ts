import { type Answer, type Asked, pageOf, partOf, type StandIn } from './stand-in.ts';

type Contact = { readonly id: string; readonly properties: Readonly<Record<string, string | null>> };
const error = (status: number, category: string): Answer => ({ status, json: { status: 'error', category, message: 'resource not found', correlationId: 'aeb5f871' } });

/** A HubSpot of its own: 120 contacts with a property of the account's own, and Ann's three tickets. */
export const hubspotStandIn = (): StandIn => {
  const contacts = new Map<string, Contact>();
  for (let index = 1; index <= 120; index += 1) contacts.set(String(index), { id: String(index), properties: { email: `person${index}@example.org`, firstname: 'Person', lastname: String(index), phone: null, shoe_size: '38' } });
  contacts.set('501', { id: '501', properties: { email: 'ann@example.org', firstname: 'Ann', lastname: 'Able', phone: '+43 1 555', shoe_size: '41' } });
  const tickets = new Map(['9001', '9002', '9003'].map((id) => [id, { id, contact: '501', properties: { subject: `Ticket ${id}`, content: 'It does not work.' } }]));
  const shown = (contact: Contact, { query }: Asked): unknown => {
    const wanted = (query.get('properties') ?? 'email,firstname,lastname').split(',');
    return { id: contact.id, createdAt: '2024-01-31T10:00:00.000Z', updatedAt: '2024-02-01T10:00:00.000Z', archived: false, properties: Object.fromEntries(wanted.filter((name) => name in contact.properties).map((name) => [name, contact.properties[name]])) };
  };
  const oneOf = (asked: Asked): Contact | undefined => {
    const key = asked.parts['id'] ?? '';
    return asked.query.get('idProperty') === 'email' ? [...contacts.values()].find((one) => one.properties['email'] === key) : contacts.get(key);
  };
  return {
    isAllowed: ({ headers }) => headers.authorization === 'Bearer fake-private-app-token', refused: error(401, 'INVALID_AUTHENTICATION'), missing: error(404, 'OBJECT_NOT_FOUND'),
    routes: [
      { method: 'GET', path: '/crm/v3/properties/contacts', answer: () => ({ status: 200, json: { results: ['email', 'firstname', 'lastname', 'phone', 'shoe_size'].map((name) => ({ name, label: name === 'shoe_size' ? 'Shoe size' : name, type: 'string' })) } }) },
      { method: 'GET', path: '/crm/v3/objects/contacts/:id', answer: (asked) => { const found = oneOf(asked); return found === undefined ? error(404, 'OBJECT_NOT_FOUND') : { status: 200, json: shown(found, asked) }; } },
      { method: 'GET', path: '/crm/v3/objects/contacts', answer: (asked) => {
        const page = pageOf([...contacts.values()], Number(asked.query.get('after') ?? 0), Number(asked.query.get('limit') ?? 10));
        return { status: 200, json: { results: page.rows.map((one) => shown(one, asked)), ...(page.next === undefined ? {} : { paging: { next: { after: String(page.next), link: 'https://api.hubapi.com/' } } }) } };
      } },
      { method: 'POST', path: '/crm/v3/objects/contacts/gdpr-delete', answer: (asked) => (contacts.delete(String(partOf(asked.body, 'objectId'))) ? { status: 204 } : error(404, 'OBJECT_NOT_FOUND')) },
      { method: 'PATCH', path: '/crm/v3/objects/contacts/:id', answer: (asked) => {
        const found = oneOf(asked);
        if (found === undefined) return error(404, 'OBJECT_NOT_FOUND');
        const given = Object.entries(Object(partOf(asked.body, 'properties'))).map(([name, value]) => [name, value === '' ? null : String(value)]);
        contacts.set(found.id, { ...found, properties: { ...found.properties, ...Object.fromEntries(given) } });
        return { status: 200, json: { id: found.id } };
      } },
      { method: 'POST', path: '/crm/v3/objects/tickets/search', answer: (asked) => {
        const wanted = partOf(asked.body, 'filterGroups', '0', 'filters', '0', 'value');
        const found = [...tickets.values()].filter((one) => one.contact === wanted);
        const page = pageOf(found, Number(partOf(asked.body, 'after') ?? 0), 2);
        return { status: 200, json: { total: found.length, results: page.rows.map(({ id, properties }) => ({ id, properties, createdAt: '2024-03-01T00:00:00.000Z' })), ...(page.next === undefined ? {} : { paging: { next: { after: String(page.next) } } }) } };
      } },
      { method: 'GET', path: '/crm/v3/objects/tickets/:id', answer: (asked) => { const found = tickets.get(asked.parts['id'] ?? ''); return found === undefined ? error(404, 'OBJECT_NOT_FOUND') : { status: 200, json: { id: found.id, properties: found.properties } }; } },
      { method: 'DELETE', path: '/crm/v3/objects/tickets/:id', answer: (asked) => { tickets.delete(asked.parts['id'] ?? ''); return { status: 204 }; } },
    ],
  };
};
