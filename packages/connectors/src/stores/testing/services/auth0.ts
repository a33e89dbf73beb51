import { gzipSync } from 'node:zlib';
import { type Answer, partOf, type StandIn } from './stand-in.ts';

type User = { readonly [key: string]: unknown; readonly user_id: string; readonly email: string };
const error = (status: number, code: string): Answer => ({ status, json: { statusCode: status, error: 'Not Found', message: 'The user does not exist.', errorCode: code } });

/** An Auth0 of its own: 1,500 users, more than a listing shows; Ann by Auth0 itself and by another provider that keeps capitals. */
export const auth0StandIn = (): StandIn & { readonly tokens: { given: number; readonly revoked: Set<string> } } => {
  const users = new Map<string, User>();
  const add = (user_id: string, email: string, name: string): void => { users.set(user_id, { user_id, email, name, email_verified: true, user_metadata: { size: 'M' }, created_at: '2024-01-01T00:00:00.000Z', identities: [{ provider: 'auth0' }], last_ip: '192.0.2.1' }); };
  for (let index = 0; index < 1498; index += 1) add(`auth0|${index}`, `person${index}@example.org`, 'Person');
  add('auth0|ann', 'ann@example.org', 'Ann Able');
  add('waad|ann', 'Ann@Example.org', 'Ann Able');
  const tokens = { given: 0, revoked: new Set<string>() };
  const jobs = new Map<string, number>();
  return {
    tokens, open: ['/oauth/token', '/export.gz'],
    isAllowed: ({ headers }) => { const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]; return token !== undefined && token.startsWith('fake-token-') && !tokens.revoked.has(token); },
    refused: error(401, 'invalid_token'), missing: error(404, 'not_found'),
    routes: [
      { method: 'POST', path: '/oauth/token', answer: ({ body }) => {
        const right = partOf(body, 'grant_type') === 'client_credentials' && partOf(body, 'client_id') === 'fakeclient' && partOf(body, 'client_secret') === 'fake-client-secret' && partOf(body, 'audience') === 'https://acme.eu.auth0.com/api/v2/';
        if (!right) return { status: 401, json: { error: 'access_denied', error_description: 'Unauthorized' } };
        tokens.given += 1;
        return { status: 200, json: { access_token: `fake-token-${tokens.given}`, scope: 'read:users', expires_in: 86_400, token_type: 'Bearer' } };
      } },
      { method: 'GET', path: '/api/v2/users/:id', answer: ({ parts }) => { const found = users.get(parts['id'] ?? ''); return found === undefined ? error(404, 'inexistent_user') : { status: 200, json: found }; } },
      { method: 'GET', path: '/api/v2/users-by-email', answer: ({ query }) => ({ status: 200, json: [...users.values()].filter((one) => one.email === query.get('email')) }) },
      // Deleting is idempotent: a user who does not exist is deleted with the same answer.
      { method: 'DELETE', path: '/api/v2/users/:id', answer: ({ parts }) => { users.delete(parts['id'] ?? ''); return { status: 204 }; } },
      { method: 'PATCH', path: '/api/v2/users/:id', answer: ({ parts, body }) => { const found = users.get(parts['id'] ?? ''); if (found === undefined) return error(404, 'inexistent_user'); users.set(found.user_id, { ...found, ...Object(body) }); return { status: 200, json: users.get(found.user_id) }; } },
      { method: 'GET', path: '/api/v2/users/:id/logs', answer: ({ query }) => ({ status: 200, json: Array.from({ length: 230 }, (_, index) => ({ log_id: `log${index}`, date: '2024-05-01T00:00:00.000Z', type: 's', ip: '192.0.2.1' })).slice(Number(query.get('page')) * 100, (Number(query.get('page')) + 1) * 100) }) },
      { method: 'POST', path: '/api/v2/jobs/users-exports', answer: () => { jobs.set('job_1', 0); return { status: 200, json: { type: 'users_export', status: 'pending', id: 'job_1' } }; } },
      { method: 'GET', path: '/api/v2/jobs/:id', answer: ({ parts, origin }) => {
        const times = jobs.get(parts['id'] ?? '') ?? 0;
        jobs.set(parts['id'] ?? '', times + 1);
        return { status: 200, json: times < 2 ? { id: parts['id'], status: 'processing' } : { id: parts['id'], status: 'completed', location: `${origin}/export.gz` } };
      } },
      // A signed address elsewhere: whoever signs in there leaks the token.
      { method: 'GET', path: '/export.gz', answer: ({ headers }) => (headers.authorization === undefined ? { status: 200, bytes: gzipSync([...users.values()].map((one) => JSON.stringify(one)).join('\n')), headers: { 'content-type': 'application/gzip' } } : { status: 400, text: 'signed twice' }) },
    ],
  };
};
