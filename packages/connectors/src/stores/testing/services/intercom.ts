import { type Answer, type Asked, pageOf, partOf, type StandIn } from './stand-in.ts';

const error = (status: number, code: string): Answer => ({ status, json: { type: 'error.list', request_id: '0d3816', errors: [{ code, message: 'Contact Not Found' }] } });

/** Lists take the cursor in the query, searches in the body. */
const listed = (name: string, rows: readonly unknown[], cursor: unknown, size: number): Answer => {
  const page = pageOf(rows, Number(cursor ?? 0), size);
  return { status: 200, json: { type: 'list', [name]: page.rows, total_count: rows.length, pages: { type: 'pages', per_page: size, ...(page.next === undefined ? {} : { next: { page: 2, starting_after: String(page.next) } }) } } };
};

/** An Intercom of its own: 160 contacts, Ann under two spellings, and her conversations. */
export const intercomStandIn = (): StandIn => {
  const contacts = new Map<string, { readonly [key: string]: unknown; readonly id: string }>();
  const add = (id: string, email: string, name: string): void => { contacts.set(id, { type: 'contact', id, external_id: `app-${id}`, role: 'user', email, name, phone: null, custom_attributes: { plan: 'gold' }, created_at: 1_700_000_000, tags: { type: 'list', data: [] } }); };
  for (let index = 0; index < 158; index += 1) add(`c${index}`, `person${index}@example.org`, 'Person');
  add('ann1', 'ann@example.org', 'Ann');
  add('ann2', 'ANN@example.org', 'Ann');
  const conversations = new Map(['1', '2', '3'].map((id) => [id, { type: 'conversation', id, title: null, contacts: { contacts: [{ id: 'ann1' }] }, created_at: 1_700_000_100 }]));
  const found = (asked: Asked): readonly unknown[] => [...contacts.values()].filter((one) => one[String(partOf(asked.body, 'query', 'field'))] === partOf(asked.body, 'query', 'value'));
  return {
    isAllowed: ({ headers }) => headers.authorization === 'Bearer fake-intercom-token' && headers['intercom-version'] === '2.13', refused: error(401, 'unauthorized'), missing: error(404, 'not_found'),
    routes: [
      { method: 'GET', path: '/contacts', answer: ({ query }) => listed('data', [...contacts.values()], query.get('starting_after'), Number(query.get('per_page') ?? 10)) },
      { method: 'POST', path: '/contacts/search', answer: (asked) => listed('data', found(asked), partOf(asked.body, 'pagination', 'starting_after'), 1) },
      { method: 'GET', path: '/contacts/:id', answer: ({ parts }) => { const one = contacts.get(parts['id'] ?? ''); return one === undefined ? error(404, 'not_found') : { status: 200, json: one }; } },
      { method: 'PUT', path: '/contacts/:id', answer: ({ parts, body }) => { const one = contacts.get(parts['id'] ?? ''); if (one === undefined) return error(404, 'not_found'); contacts.set(one.id, { ...one, ...Object(body) }); return { status: 200, json: contacts.get(one.id) }; } },
      { method: 'DELETE', path: '/contacts/:id', answer: ({ parts }) => (contacts.delete(parts['id'] ?? '') ? { status: 200, json: { id: parts['id'], object: 'contact', deleted: true } } : error(404, 'not_found')) },
      { method: 'POST', path: '/conversations/search', answer: (asked) => listed('conversations', partOf(asked.body, 'query', 'value') === 'ann1' ? [...conversations.values()] : [], partOf(asked.body, 'pagination', 'starting_after'), 2) },
      { method: 'GET', path: '/conversations/:id', answer: ({ parts }) => { const one = conversations.get(parts['id'] ?? ''); return one === undefined ? error(404, 'not_found') : { status: 200, json: one }; } },
      { method: 'DELETE', path: '/conversations/:id', answer: ({ parts }) => (conversations.delete(parts['id'] ?? '') ? { status: 200, json: { id: parts['id'], object: 'conversation', deleted: true } } : error(404, 'not_found')) },
    ],
  };
};
