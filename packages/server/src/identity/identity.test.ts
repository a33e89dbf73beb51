import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cookieOf, openTestServer, PASSWORD, setupOf, type TestServer } from '../testing/server.ts';

const signIn = (served: TestServer, email: string, password: string, headers: Record<string, string> = {}) => served.as()('POST', '/api/session', { email, password }, headers);

describe('the first run', () => {
  let served: TestServer;
  beforeEach(async () => { served = await openTestServer(); });
  afterEach(() => served.close());

  test('needs the token, makes the company by facts in its ledger, and signs its owner in', async () => {
    expect((await served.as()('GET', '/api/setup')).json()).toEqual({ needed: true });
    const { org, cookie, member } = await served.setUp('Acme & Söhne');
    const owner = served.as(cookie);
    expect((await owner('GET', '/api/session')).json()).toEqual({ member: { id: member, name: 'Ada Owner', email: 'owner@example.com' }, organisations: [{ id: org, name: 'Acme & Söhne', role: 'owner' }] });
    expect((await owner('GET', `/api/orgs/${org}`)).json()).toMatchObject({ id: org, name: 'Acme & Söhne', categories: ['security'] });
    const ledger = await served.server.context.ledgerOf(org);
    const kinds: string[] = [];
    for await (const { entry } of ledger.scan(0)) kinds.push(`${entry.kind} ${String(entry.header['type'] ?? entry.header['role'])}`);
    expect(kinds).toEqual(['member.joined owner', 'record.written organisation', 'record.written system']);
    expect((await served.as()('GET', '/api/setup')).json()).toEqual({ needed: false });
  });

  test('happens once: its token does not work a second time, nor does another', async () => {
    await served.setUp();
    for (const token of [served.server.setupToken ?? '', 'another']) expect((await served.as()('POST', '/api/setup', setupOf(token))).json()).toMatchObject({ code: 'conflict' });
  });

  test('of two at the same moment, one is done', async () => {
    const both = await Promise.all(['a@example.com', 'b@example.com'].map((email) => served.as()('POST', '/api/setup', setupOf(served.server.setupToken ?? '', 'Acme', email))));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  test('with a wrong token is refused, and soon not even looked at', async () => {
    const tried: number[] = [];
    for (let tries = 0; tries < 12; tries += 1) tried.push((await served.as()('POST', '/api/setup', setupOf('wrong'))).status);
    expect(tried).toEqual([...Array<number>(10).fill(403), 429, 429]);
  });

  test('that fails in the middle can be done again', async () => {
    const bad = { ...setupOf(served.server.setupToken ?? ''), company: { name: 'x', website: 'not a website' } };
    expect((await served.as()('POST', '/api/setup', bad)).status).toBe(400);
    expect((await served.as()('GET', '/api/setup')).json()).toEqual({ needed: true });
    await served.setUp();
  });
});

describe('a first run whose process died in the middle', () => {
  test('is done again with the same address', async () => {
    const served = await openTestServer();
    const { pool } = served.server.context;
    await pool.query(`insert into identity."user" (id, name, email) values ('left', 'Ada Owner', 'owner@example.com')`);
    await pool.query(`update identity.instance set setup_claimed = now() - interval '3 minutes'`);
    const { org } = await served.setUp();
    expect(org).toMatch(/^org_/);
    expect((await pool.query(`select id from identity."user"`)).rows).toEqual([{ id: expect.not.stringContaining('left') as string }]);
    await served.close();
  });
});

describe('signing in', () => {
  let served: TestServer;
  let org: string;
  let owner: string;
  beforeAll(async () => {
    served = await openTestServer();
    const first = await served.setUp();
    org = first.org;
    owner = first.member;
  });
  afterAll(() => served.close());

  test('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const { headers } = await signIn(served, 'Owner@Example.com', PASSWORD);
    expect(String(headers['set-cookie'])).toMatch(/^avouch\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('keeps passwords as argon2id with a salt of their own', async () => {
    const { rows } = await served.server.context.pool.query<{ password: string }>('select password from identity.account');
    expect(rows.map(({ password }) => password)).toEqual([expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)]);
  });

  test('says the same to a wrong password and to an unknown address', async () => {
    const [wrong, unknown] = [await signIn(served, 'owner@example.com', 'wrong'), await signIn(served, 'nobody@example.com', 'wrong')];
    expect(wrong.status).toBe(401);
    expect(wrong.text).toBe(unknown.text);
  });

  test('too often with one account is refused for a while, with the right password too, and then goes on', async () => {
    await served.enter(org, 'reader', 'often');
    for (let tries = 0; tries < 10; tries += 1) expect((await signIn(served, 'often@example.com', 'wrong')).status).toBe(401);
    const refused = await signIn(served, 'OFTEN@example.com', PASSWORD);
    expect(refused.json()).toEqual({ code: 'too_many', message: 'Too many tries: wait 15 minutes and try again.' });
    served.advance(901_000);
    expect((await signIn(served, 'often@example.com', PASSWORD)).status).toBe(200);
  });

  test('too often from one address is refused for every account, and is counted for all processes together', async () => {
    const other = await openTestServer({}, {}, served);
    let refusals = 0;
    for (let tries = 0; tries < 66; tries += 1) {
      const one = tries % 2 === 0 ? served : other;
      if ((await signIn(one, `nobody-${tries}@example.com`, 'wrong')).status === 429) refusals += 1;
    }
    expect(refusals).toBeGreaterThanOrEqual(3);
    served.advance(901_000);
    await other.close();
  });

  test('tells nobody whom it counts', async () => {
    const { rows } = await served.server.context.pool.query('select bucket from identity.attempt');
    expect(JSON.stringify(rows)).not.toMatch(/example|127\.0/);
  });

  test('ends when one signs out', async () => {
    const { cookie } = await served.enter(org, 'reader', 'leaver');
    const out = await served.as(cookie)('DELETE', '/api/session');
    expect(out.json()).toEqual({ ok: true });
    expect(cookieOf(out)).toMatch(/avouch\.session_token=(;|$)/);
    expect((await served.as(cookie)('GET', '/api/session')).status).toBe(401);
  });

  test('ends everywhere when the password changes', async () => {
    const { cookie, member } = await served.enter(org, 'reader', 'changer');
    await served.server.people.changePassword(member, 'an entirely different one');
    expect((await served.as(cookie)('GET', '/api/session')).status).toBe(401);
    expect((await signIn(served, 'changer@example.com', PASSWORD)).status).toBe(401);
    expect((await signIn(served, 'changer@example.com', 'an entirely different one')).status).toBe(200);
  });

  test('ends when the membership does, and the organisation is gone for them', async () => {
    const { cookie, member } = await served.enter(org, 'auditor', 'former');
    expect((await served.as(cookie)('GET', `/api/orgs/${org}/ledger`)).status).toBe(200);
    await served.server.people.leave(org, member, owner);
    expect((await served.as(cookie)('GET', `/api/orgs/${org}/ledger`)).status).toBe(401);
    const again = await signIn(served, 'former@example.com', PASSWORD);
    expect((again.json() as { organisations: unknown[] }).organisations).toEqual([]);
    expect((await served.as(cookieOf(again))('GET', `/api/orgs/${org}/ledger`)).status).toBe(404);
  });

  test('over https sets a cookie that is never sent in the clear', async () => {
    const secured = await openTestServer({ AVOUCH_ORIGIN: 'https://avouch.example.com' }, {}, served);
    const { headers } = await signIn(secured, 'owner@example.com', PASSWORD, { origin: 'https://avouch.example.com' });
    expect(String(headers['set-cookie'])).toMatch(/^__Secure-avouch\.session_token=.*; Secure/);
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    await secured.close();
  });

  test('offers none of the routes of the library beneath it', async () => {
    for (const path of ['/api/identity/sign-up/email', '/api/auth/sign-up/email', '/api/identity/get-session', '/api/identity/ok']) {
      expect((await served.as()('POST', path, {})).status, path).toBe(404);
    }
  });
});
