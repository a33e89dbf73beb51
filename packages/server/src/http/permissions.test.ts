import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract, permissionsOf, type Permission, type Role, type Route } from '@avouch/api/contract';
import { handlersOf } from './handlers.ts';
import { openTestServer, type Asked, type TestServer } from '../testing/server.ts';

const roles = Object.keys(permissionsOf) as Role[];
const routes: readonly (readonly [string, Route])[] = Object.entries(contract);
const guarded = routes.filter(([, route]) => !['public', 'session', 'app'].includes(route.permission));
const noOrganisation = 'There is no such organisation.';

let test1: TestServer;
let org: string;
let stranger: string;
const cookies = new Map<Role, string>();

beforeAll(async () => {
  test1 = await openTestServer();
  const first = await test1.setUp();
  org = first.org;
  cookies.set('owner', first.cookie);
  for (const role of roles.filter((role) => role !== 'owner')) cookies.set(role, (await test1.enter(org, role, role)).cookie);
  const other = await test1.server.people.found({ company: { name: 'Other' }, system: { name: 'S', purpose: 'P' }, categories: ['security'] }, first.member);
  stranger = (await test1.enter(other, 'owner', 'stranger')).cookie;
});
afterAll(() => test1.close());

const ask = (cookie: string | undefined, route: Route): Promise<Asked> => {
  const path = route.path.replace(':org', org).replace(':form', 'pdf').replace(':index', '0').replace(':version', '1').replace('*', 'checkpoint').replace(/:\w+/g, 'nothing');
  return test1.as(cookie)(route.method as 'GET', `/api${path}`, route.method === 'POST' || route.method === 'PUT' ? {} : undefined);
};
const allows = (role: Role, permission: Permission): boolean => permissionsOf[role].includes(permission);

test('every route of the contract has something that answers it', () => {
  const handlers = handlersOf({} as Parameters<typeof handlersOf>[0], { uploadBytesMax: 1 } as Parameters<typeof handlersOf>[1], {} as Parameters<typeof handlersOf>[2]);
  expect(Object.keys(contract).filter((name) => !(name in handlers))).toEqual([]);
});

describe.each(guarded)('%s', (_, route) => {
  test('is refused to whoever is not signed in', async () => {
    expect((await ask(undefined, route)).status).toBe(401);
    expect((await ask('avouch.session_token=forged.forged', route)).status).toBe(401);
  });

  test.each(roles)('answers the role %s as its permissions say', async (role) => {
    const { status, text } = await ask(cookies.get(role), route);
    if (allows(role, route.permission)) {
      expect([401, 403]).not.toContain(status);
      expect(text).not.toContain(noOrganisation);
    } else {
      expect(status).toBe(403);
      expect(JSON.parse(text)).toEqual({ code: 'forbidden', message: expect.stringContaining(role) });
    }
  });

  test('does not exist for the owner of another organisation', async () => {
    const { status, text } = await ask(stranger, route);
    expect(status).toBe(404);
    expect(JSON.parse(text)).toEqual({ code: 'not_found', message: noOrganisation });
  });
});

test('every role is both allowed and refused something, so that the table above says something', () => {
  for (const role of roles.filter((role) => role !== 'owner')) {
    expect(guarded.some(([, route]) => allows(role, route.permission)), role).toBe(true);
    expect(guarded.some(([, route]) => !allows(role, route.permission)), role).toBe(true);
  }
});
