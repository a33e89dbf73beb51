import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@avouch/api/contract';
import { openTestDatabase, type TestDatabase } from '@avouch/database/testing';
import { configOf, openServer, type Server, type ServerOptions } from '../server.ts';

export const PASSWORD = 'correct horse battery staple';

/** What a request through the app answered. */
export type Asked = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly text: string; readonly json: () => unknown };
export type Caller = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Asked>;

/** A server on a real, fresh database, with its clock in the test's hand. */
export type TestServer = {
  readonly server: Server;
  readonly database: TestDatabase;
  readonly data: string;
  readonly logged: readonly string[];
  readonly advance: (ms: number) => void;
  /** Does the first run; gives the organisation. */
  readonly setUp: (company?: string, email?: string) => Promise<{ readonly org: string; readonly cookie: string; readonly member: string }>;
  /** Adds a member and signs them in. */
  readonly enter: (org: string, role: Role, name: string) => Promise<{ readonly cookie: string; readonly member: string }>;
  readonly as: (cookie?: string) => Caller;
  readonly close: () => Promise<void>;
};

/** Opens a server for a test file. `on` is another test server whose database and files are used again. */
export async function openTestServer(env: Readonly<Record<string, string>> = {}, given: Partial<ServerOptions> = {}, on?: Pick<TestServer, 'database' | 'data'>): Promise<TestServer> {
  const database = on?.database ?? (await openTestDatabase());
  const data = on?.data ?? (await mkdtemp(join(tmpdir(), 'avouch-server-')));
  const read = configOf({ AVOUCH_DATA: data, DATABASE_URL: database.url, ...env });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const logged: string[] = [];
  const clock = { ahead: 0 };
  const server = await openServer({
    config: read.config, say: () => undefined, listen: false, work: false, version: '0.0.0-test', programEnv: {}, console: join(data, 'console'),
    now: () => new Date(new Date().getTime() + clock.ahead), random: (bytes) => new Uint8Array(randomBytes(bytes)),
    log: (level, message, detail) => void logged.push(`${level} ${message} ${JSON.stringify(detail ?? {})}`), ...given,
  });
  const as = (cookie?: string): Caller => async (method, path, body, headers = {}) => {
    const isBytes = body instanceof Uint8Array;
    const answer = await server.app.inject({
      method, url: path,
      headers: { ...(cookie === undefined ? {} : { cookie }), ...(isBytes ? { 'content-type': 'application/octet-stream' } : {}), ...headers },
      ...(body === undefined ? {} : { payload: isBytes ? Buffer.from(body) : (body as object) }),
    });
    return { status: answer.statusCode, headers: answer.headers, text: answer.body, json: () => JSON.parse(answer.body) as unknown };
  };
  const entered = (asked: Asked): { cookie: string; member: string; org: string } => {
    if (asked.status !== 200) throw new Error(`not signed in: ${asked.text}`);
    const session = asked.json() as { member: { id: string }; organisations: { id: string }[] };
    return { cookie: cookieOf(asked), member: session.member.id, org: session.organisations[0]?.id ?? '' };
  };
  return {
    server, database, data, logged, as,
    advance: (ms) => void (clock.ahead += ms),
    setUp: async (company = 'Acme', email = 'owner@example.com') => entered(await as()('POST', '/api/setup', setupOf(server.setupToken ?? '', company, email))),
    enter: async (org, role, name) => {
      const email = `${name}@example.com`;
      await server.people.join(org, { name, email, password: PASSWORD }, role, 'system');
      return entered(await as()('POST', '/api/session', { email, password: PASSWORD }));
    },
    close: async () => {
      await server.close();
      if (on !== undefined) return;
      await database.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** The cookie that a browser would send back. */
export const cookieOf = (asked: Asked): string => {
  const lines = asked.headers['set-cookie'];
  return (Array.isArray(lines) ? lines : [lines]).map((line) => String(line).split(';')[0]).join('; ');
};

/** A whole first run. */
export const setupOf = (token: string, company = 'Acme', email = 'owner@example.com'): object => ({
  token, owner: { name: 'Ada Owner', email, password: PASSWORD }, company: { name: company }, system: { name: 'Acme Cloud', purpose: 'Keeps things.' }, categories: ['security'],
});
