import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '../context.ts';
import { openApp } from '../app.ts';
import { openTestServer, PASSWORD, type Caller, type TestServer } from '../testing/server.ts';

let served: TestServer;
let org: string;
let owner: Caller;
let cookie: string;
beforeAll(async () => {
  served = await openTestServer({ AVOUCH_UPLOAD_MB_MAX: '1' });
  const first = await served.setUp();
  ({ org, cookie } = first);
  owner = served.as(first.cookie);
});
afterAll(() => served.close());

/** The same routes over handlers of the test's own. */
const openOther = async (handlers: Parameters<typeof openApp>[0]['handlers'], context: Context = served.server.context, trustProxy = false) =>
  openApp({
    context, handlers, desk: {} as Parameters<typeof openApp>[0]['desk'], origins: () => ['http://127.0.0.1:4400'], trustProxy, uploadBytesMax: 1000, console: '/nowhere', verifier: '/nowhere',
    doors: { personOf: async () => 'm', actorIn: async (member, asked) => ({ member, org: asked, role: 'owner' }), appIn: async () => undefined },
  });

describe('an answer', () => {
  test('holds what the contract names and nothing else, at any depth', async () => {
    const app = await openOther({
      organisation: async () => ({ id: 'o', name: 'n', categories: ['security'], createdAt: 'x', password: 'leak' }) as never,
      session: async () => ({ member: { id: 'm', name: 'n', email: 'e', hash: 'leak' }, organisations: [{ id: 'o', name: 'n', role: 'owner', secret: 'leak' }], token: 'leak' }) as never,
    });
    expect((await app.inject({ url: '/api/orgs/o' })).json()).toEqual({ id: 'o', name: 'n', categories: ['security'], createdAt: 'x' });
    expect((await app.inject({ url: '/api/session' })).body).not.toContain('leak');
    await app.close();
  });

  test('that lacks what the contract promises is a fault of the server, with a number and nothing else', async () => {
    const logged: string[] = [];
    const app = await openOther({ organisation: async () => ({ id: 'o', name: 'n' }) as never }, { ...served.server.context, log: (_, message, detail) => void logged.push(`${message} ${JSON.stringify(detail)}`) });
    const { statusCode, body } = await app.inject({ url: '/api/orgs/o' });
    const answer = JSON.parse(body) as { request: string };
    expect(statusCode).toBe(500);
    expect(answer).toEqual({ code: 'failed', request: expect.any(String), message: `Something failed in the server; its log says what, under ${answer.request}.` });
    expect(logged.join()).toContain(answer.request);
    await app.close();
  });

  test('to an unknown error says nothing of it', async () => {
    const app = await openOther({ organisation: async () => { throw new Error('select secret from vault'); } });
    expect((await app.inject({ url: '/api/orgs/o' })).body).not.toContain('vault');
    await app.close();
  });

  test('to bad input names the field in one sentence', async () => {
    const body = (await owner('PUT', `/api/orgs/${org}/records/system/system`, { value: {}, expected: 'one' })).json();
    expect(body).toEqual({ code: 'invalid', field: 'expected', message: expect.stringMatching(/^expected is not right: .+\.$/) });
    expect((await owner('POST', '/api/session', { email: 'x', password: '' })).json()).toMatchObject({ code: 'invalid', field: 'email' });
    expect((await owner('GET', `/api/orgs/${org}/ledger/entries?limit=9999`)).json()).toMatchObject({ code: 'invalid', field: 'limit' });
  });

  test('to broken JSON, to no JSON and to a form is a refusal', async () => {
    const send = (type: string, payload: string) => served.server.app.inject({ method: 'POST', url: '/api/session', headers: { 'content-type': type }, payload });
    expect((await send('application/json', '{"email":')).json()).toMatchObject({ code: 'invalid', message: 'The body is no JSON.' });
    expect((await send('text/plain', '{}')).statusCode).toBe(400);
    expect((await send('application/x-www-form-urlencoded', 'email=a')).statusCode).toBe(400);
    expect((await send('application/json', JSON.stringify({ email: 'a'.repeat(3_000_000) }))).json()).toMatchObject({ code: 'too_large' });
  });

  test('to a text that nothing can hold, or to endless nesting, names the field', async () => {
    const write = (value: string) => served.server.app.inject({ method: 'POST', url: `/api/orgs/${org}/records/vendor`, headers: { cookie, 'content-type': 'application/json' }, payload: `{"value":${value}}` });
    for (const name of ['a\\u0000b', 'a\\ud800b']) expect((await write(`{"name":"${name}","services":["x"]}`)).json()).toEqual({ code: 'invalid', field: 'value.name', message: 'value.name is not right: it holds a character that no text can hold.' });
    expect((await write(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).json()).toMatchObject({ code: 'invalid', field: 'value' });
    expect((await owner('GET', `/api/orgs/${org}/records/vendor?cursor=%00`)).json()).toMatchObject({ code: 'invalid', field: 'cursor' });
  });

  test('tells browsers not to guess, frame, run or keep it', async () => {
    for (const path of ['/api/health', `/api/orgs/${org}`, '/api/nothing', '/openapi.json', '/', '/controls/x']) {
      const { headers } = await owner('GET', path);
      expect(headers, path).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' });
      expect(String(headers['content-security-policy']), path).toMatch(/default-src 'none'/);
      expect(String(headers['content-security-policy']), path).not.toMatch(/script-src[^;]*unsafe/);
    }
    expect((await owner('GET', '/')).headers['content-security-policy']).toContain("script-src 'self'");
    expect((await owner('GET', '/api/health')).headers['content-security-policy']).toContain('sandbox');
  });
});

describe('a change', () => {
  const signIn = (headers: Record<string, string>) => served.as()('POST', '/api/session', { email: 'owner@example.com', password: PASSWORD }, headers);

  test('that a browser sends from another site is refused', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: 'http://127.0.0.1:9999' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      expect((await signIn(headers as unknown as Record<string, string>)).json(), JSON.stringify(headers)).toMatchObject({ code: 'forbidden' });
    }
  });

  test('from the server’s own page, or from a program, is done', async () => {
    for (const headers of [{ origin: 'http://127.0.0.1:4400' }, { origin: 'http://localhost:4400', 'sec-fetch-site': 'same-origin' }, {}]) expect((await signIn(headers as Record<string, string>)).status).toBe(200);
  });

  test('from another site is refused with a session too, before anything is looked at', async () => {
    const sent = await served.as(cookie)('POST', `/api/orgs/${org}/ledger/forgotten`, { subject: 'a', basis: 'b' }, { origin: 'https://evil.example' });
    expect(sent.status).toBe(403);
  });
});

describe('an upload', () => {
  const path = () => `/api/orgs/${org}/uploads`;

  test('is typed by its bytes, recorded with its hash, and read again as it was', async () => {
    const sent = (await owner('POST', `${path()}?name=${encodeURIComponent('../../report.png')}`, Buffer.from('%PDF-1.7 …'))).json() as { id: string };
    expect(sent).toMatchObject({ name: 'report.png', type: 'application/pdf', bytes: 12 });
    const { context } = served.server;
    const file = await context.outside(org, new AbortController().signal).file(sent.id);
    expect(file).toMatchObject({ name: 'report.png', bytes: 12 });
    const chunks: Uint8Array[] = [];
    if (file !== undefined) for await (const chunk of file.stream()) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('%PDF-1.7 …');
    const { rows } = await context.tenant(org, (tx) => tx.query<{ entry: string }>('select entry from upload where id = $1', [sent.id]));
    expect((await (await context.ledgerOf(org)).read(Number(rows[0]?.entry)))?.entry).toMatchObject({ kind: 'upload.received', about: sent.id, header: { bytes: 12, type: 'application/pdf' } });
  });

  test('that says it is 3 GB is refused before a byte of it is read', async () => {
    const answer = await served.server.app.inject({ method: 'POST', url: `${path()}?name=big`, headers: { cookie, 'content-type': 'application/octet-stream', 'content-length': '3000000000' } });
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toEqual({ code: 'too_large', message: 'The file is larger than 1 MB, the most that this server takes: split it, or have the limit raised.' });
  });

  test('that grows beyond the limit without saying so is refused, and nothing is kept of it', async () => {
    const before = await (await served.server.context.ledgerOf(org)).size();
    const answer = await owner('POST', `${path()}?name=big`, new Uint8Array(1_000_001), { 'content-length': '5' });
    expect(answer.status).toBe(413);
    expect(await (await served.server.context.ledgerOf(org)).size()).toBe(before);
  });

  test('that comes as anything but bytes is refused: it would be kept as an empty file', async () => {
    const before = await (await served.server.context.ledgerOf(org)).size();
    for (const [type, payload] of [['application/json', '{"a":1}'], [undefined, undefined]] as const) {
      const answer = await served.server.app.inject({ method: 'POST', url: `${path()}?name=a.json`, headers: { cookie, ...(type === undefined ? {} : { 'content-type': type }) }, ...(payload === undefined ? {} : { payload }) });
      expect(answer.json()).toEqual({ code: 'invalid', message: 'A file comes as application/octet-stream: send its bytes as they are.' });
    }
    expect(await (await served.server.context.ledgerOf(org)).size()).toBe(before);
  });

  test('of another organisation is not found', async () => {
    const sent = (await owner('POST', `${path()}?name=a.txt`, Buffer.from('hello'))).json() as { id: string };
    expect(await served.server.context.outside('org_other', new AbortController().signal).file(sent.id)).toBeUndefined();
  });
});

describe('a download', () => {
  test('is an attachment that nothing in it can run from', async () => {
    const { headers, text } = await owner('GET', `/api/orgs/${org}/ledger/entries/0/proof`);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="org_[0-9a-f]+-0\.tlog-proof"; filename\*=UTF-8''/);
    expect(headers['content-security-policy']).toContain('sandbox');
    expect(text).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex 0\n/);
  });
});

describe('events', () => {
  test('are the states as the contract names them, one after the other, and end with the states', async () => {
    const state = (phase: string, done: number) => ({ run: 'r', source: 's', phase, at: '2026-01-01T00:00:00.000Z', entityType: null, done, total: null, note: null, reads: [], secret: 'leak' });
    const app = await openOther({ progress: async () => (async function* () { yield state('reading', 1); yield state('done', 2); })() as never });
    const { headers, body } = await app.inject({ url: '/api/orgs/o/sources/s/progress' });
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(body.split('\n\n').filter((event) => event.startsWith('data: ')).map((event) => (JSON.parse(event.slice(6)) as { done: number }).done)).toEqual([1, 2]);
    expect(body).not.toContain('leak');
    await app.close();
  });
});

describe('the caller’s address', () => {
  const seenBy = async (trustProxy: boolean): Promise<string> => {
    let seen = '';
    const app = await openOther({ health: async ({ exchange }) => { seen = exchange.address; return { ok: true, version: '', database: '' }; } }, undefined, trustProxy);
    await app.inject({ url: '/api/health', remoteAddress: '10.0.0.1', headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.9' } });
    await app.close();
    return seen;
  };

  test('is what the one proxy in front says, and never what callers write themselves', async () => {
    expect(await seenBy(true)).toBe('203.0.113.9');
    expect(await seenBy(false)).toBe('10.0.0.1');
  });
});
