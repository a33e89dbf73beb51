import { type Answer, type Asked, pageOf, partOf, type StandIn } from './stand-in.ts';

type User = { readonly id: number; readonly email: string | null; readonly name: string; readonly active: boolean; readonly phone: string | null };
const error = (status: number, code: string): Answer => ({ status, json: { error: code, description: 'Not found' } });

/** A page by cursor: `meta.has_more` and the whole next address in `links.next`. */
const byCursor = (name: string, rows: readonly unknown[], asked: Asked): Answer => {
  const page = pageOf(rows, Number(asked.query.get('page[after]') ?? 0), Number(asked.query.get('page[size]') ?? 100));
  const next = new URL(asked.path, asked.origin);
  for (const [key, value] of asked.query) next.searchParams.set(key, value);
  next.searchParams.set('page[after]', String(page.next));
  return { status: 200, json: { [name]: page.rows, meta: { has_more: page.next !== undefined, after_cursor: String(page.next) }, links: { next: page.next === undefined ? null : next.href, prev: null } } };
};

/** A Zendesk of its own: 130 users, Ann with two tickets. Deleted users are shown as not active, until they are deleted for ever. */
export const zendeskStandIn = (): StandIn => {
  const users = new Map<number, User>();
  for (let id = 1; id <= 129; id += 1) users.set(id, { id, email: `person${id}@example.org`, name: `Person ${id}`, active: true, phone: null });
  users.set(360_000_000_777, { id: 360_000_000_777, email: 'Ann@example.org', name: 'Ann Able', active: true, phone: '+43 1 555' });
  const tickets = new Map([41, 42].map((id) => [id, { id, requester_id: 360_000_000_777, subject: `Ticket ${id}`, description: 'Help.', status: 'closed', deleted: false }]));
  const jobs = new Map<string, number>();
  const idOf = (asked: Asked): number => Number(asked.parts['id']);
  return {
    isAllowed: ({ headers }) => headers.authorization === `Basic ${Buffer.from('privacy@example.org/token:fake-zendesk-token').toString('base64')}`, refused: error(401, 'Couldn\'t authenticate you'), missing: error(404, 'InvalidEndpoint'),
    routes: [
      { method: 'GET', path: '/api/v2/users/search', answer: ({ query }) => {
        const wanted = /^email:"(.*)"$/.exec(query.get('query') ?? '')?.[1]?.toLowerCase();
        const found = [...users.values()].filter((one) => one.active && one.email?.toLowerCase() === wanted);
        return { status: 200, json: { users: found, count: found.length, next_page: null, previous_page: null } };
      } },
      { method: 'GET', path: '/api/v2/users/:id', answer: (asked) => { const found = users.get(idOf(asked)); return found === undefined ? error(404, 'RecordNotFound') : { status: 200, json: { user: found } }; } },
      { method: 'GET', path: '/api/v2/users', answer: (asked) => byCursor('users', [...users.values()].filter((one) => one.active), asked) },
      { method: 'PUT', path: '/api/v2/users/:id', answer: (asked) => { const found = users.get(idOf(asked)); if (found === undefined) return error(404, 'RecordNotFound'); users.set(found.id, { ...found, ...Object(partOf(asked.body, 'user')) }); return { status: 200, json: { user: users.get(found.id) } }; } },
      { method: 'DELETE', path: '/api/v2/users/:id', answer: (asked) => { const found = users.get(idOf(asked)); if (found?.active !== true) return error(404, 'RecordNotFound'); users.set(found.id, { ...found, active: false }); return { status: 200, json: { user: users.get(found.id) } }; } },
      { method: 'DELETE', path: '/api/v2/deleted_users/:id', answer: (asked) => {
        const found = users.get(idOf(asked));
        if (found === undefined || found.active || found.email === null) return error(404, 'RecordNotFound');
        users.set(found.id, { ...found, email: null, phone: null, name: 'Permanently Deleted User' });
        return { status: 200, json: { deleted_user: { id: found.id, active: false } } };
      } },
      { method: 'GET', path: '/api/v2/users/:id/tickets/requested', answer: (asked) => byCursor('tickets', [...tickets.values()].filter((one) => one.requester_id === idOf(asked) && !one.deleted), { ...asked, query: new URLSearchParams([...asked.query, ['page[size]', '1']].filter(([key], at, all) => key !== 'page[size]' || at === all.length - 1)) }) },
      { method: 'GET', path: '/api/v2/tickets/:id', answer: (asked) => { const found = tickets.get(idOf(asked)); return found === undefined || found.deleted ? error(404, 'RecordNotFound') : { status: 200, json: { ticket: found } }; } },
      { method: 'DELETE', path: '/api/v2/tickets/:id', answer: (asked) => { const found = tickets.get(idOf(asked)); if (found === undefined || found.deleted) return error(404, 'RecordNotFound'); tickets.set(found.id, { ...found, deleted: true }); return { status: 204 }; } },
      { method: 'DELETE', path: '/api/v2/deleted_tickets/:id', answer: (asked) => { if (!tickets.delete(idOf(asked))) return error(404, 'RecordNotFound'); jobs.set(`job-${idOf(asked)}`, 0); return { status: 200, json: { job_status: { id: `job-${idOf(asked)}`, status: 'queued' } } }; } },
      { method: 'GET', path: '/api/v2/job_statuses/:id', answer: (asked) => { const id = asked.parts['id'] ?? ''; const times = jobs.get(id) ?? 0; jobs.set(id, times + 1); return { status: 200, json: { job_status: { id, status: times < 2 ? 'working' : 'completed' } } }; } },
    ],
  };
};
