import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpProblem, type HttpClientOptions, openHttpClient, pagesOf } from '../http.ts';
import { openTestAuthority } from '../outside/testing.ts';

type Reply = (request: IncomingMessage, response: ServerResponse) => void;
const closers: (() => Promise<unknown> | void)[] = [];
afterEach(async () => { for (const close of closers.splice(0).toReversed()) await close(); });

const serve = async (reply: Reply): Promise<{ origin: string; port: number; asked: IncomingMessage[] }> => {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => { asked.push(request); reply(request, response); });
  await new Promise<void>((ready) => { server.listen(0, '127.0.0.1', ready); });
  closers.push(() => { server.closeAllConnections(); server.close(); });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, port, asked };
};

const open = (options: Partial<HttpClientOptions> = {}) => {
  const waits: number[] = [];
  const client = openHttpClient({
    now: () => new Date('2026-01-05T10:00:00Z'), userAgent: 'avouch-test', allowPrivate: ['127.0.0.1'], jitter: () => 0,
    sleep: async (ms) => { waits.push(ms); }, ...options,
  });
  closers.push(() => client.close());
  return { client, waits };
};

const problemKind = async (sent: ReturnType<ReturnType<typeof openHttpClient>['send']>) => {
  const outcome = await sent;
  return outcome.ok ? `answered ${outcome.answer.status}` : outcome.problem.kind;
};

describe('the HTTP client', () => {
  it('gives status, headers, cookies and the unpacked body', async () => {
    const { origin, asked } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'set-cookie': ['a=1', 'b=2'], 'x-one': 'yes' }).end(gzipSync('hello'));
    });
    const sent = await open().client.send({ url: `${origin}/x` });
    expect(sent).toMatchObject({ ok: true, answer: { status: 200, setCookies: ['a=1', 'b=2'], headers: { 'x-one': 'yes' } } });
    expect(sent.ok && Buffer.from(sent.answer.body).toString()).toBe('hello');
    expect(asked[0]?.headers['user-agent']).toBe('avouch-test');
  });

  it('refuses private addresses, however they are written', async () => {
    const { port } = await serve((_, response) => response.end());
    const { client } = open({ allowPrivate: [] });
    for (const host of ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]', '169.254.169.254']) {
      expect(await problemKind(client.send({ url: `http://${host}:${port}/` }))).toBe('refused-address');
    }
  });

  it('connects to the address that was checked, so a second answer of the name server changes nothing', async () => {
    const { port, asked } = await serve((_, response) => response.end('ok'));
    const answers = [['127.0.0.1'], ['127.0.0.2']];
    const { client } = open({ lookUp: async () => answers.shift() ?? [] });
    expect(await problemKind(client.send({ url: `http://rebind.example:${port}/` }))).toBe('answered 200');
    expect(answers).toHaveLength(1);
    expect(asked).toHaveLength(1);
  });

  it('checks each hop of a redirect and follows none to a private address', async () => {
    const { origin } = await serve((_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end());
    expect(await problemKind(open().client.send({ url: origin }))).toBe('refused-address');
    expect(await problemKind(open().client.send({ url: origin, redirectsMax: 0 }))).toBe('answered 302');
  });

  it('takes no credential to another origin, and keeps it on the same one', async () => {
    const other = await serve((_, response) => response.end('there'));
    const first = await serve((request, response) => {
      if (request.url === '/same') response.writeHead(302, { location: '/here' }).end();
      else if (request.url === '/other') response.writeHead(302, { location: `${other.origin}/` }).end();
      else response.end('here');
    });
    const { client } = open();
    const headers = { authorization: 'Bearer secret', 'x-api-key': 'secret', accept: 'text/plain' };
    await client.send({ url: `${first.origin}/same`, headers });
    await client.send({ url: `${first.origin}/other`, headers });
    expect(first.asked[1]?.headers.authorization).toBe('Bearer secret');
    expect(JSON.stringify(other.asked[0]?.headers)).not.toContain('secret');
    expect(other.asked[0]?.headers.accept).toBe('text/plain');
  });

  it('ends a circle of redirects with a problem', async () => {
    const { origin, asked } = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
    expect(await problemKind(open().client.send({ url: origin, redirectsMax: 3 }))).toBe('failed');
    expect(asked).toHaveLength(4);
  });

  it('stops at the size limit while the answer is still coming, packed or not', async () => {
    const { origin } = await serve((request, response) => {
      if (request.url === '/packed') { response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000))); return; }
      const more = (): void => { while (!response.destroyed && response.write(Buffer.alloc(65_536))); };
      response.on('drain', more);
      more();
    });
    const { client } = open();
    expect(await problemKind(client.send({ url: origin, bytesMax: 1_000_000 }))).toBe('too-large');
    expect(await problemKind(client.send({ url: `${origin}/packed`, bytesMax: 1_000_000 }))).toBe('too-large');
  });

  it('gives up on a source that never answers, and on one that never ends', async () => {
    const { origin } = await serve((request, response) => { if (request.url === '/drip') response.write('x'); });
    const { client } = open();
    expect(await problemKind(client.send({ url: origin, timeoutMs: 50 }))).toBe('timed-out');
    expect(await problemKind(client.send({ url: `${origin}/drip`, timeoutMs: 50 }))).toBe('timed-out');
  });

  it('calls an answer that breaks off cut short, after trying again', async () => {
    const { origin, asked } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    expect(await problemKind(open().client.send({ url: origin }))).toBe('cut-short');
    expect(asked).toHaveLength(4);
  });

  it('never sends a change twice after a broken connection or an error of the server', async () => {
    const { origin, asked } = await serve((request, response) => { if (request.url === '/break') response.destroy(); else response.writeHead(502).end(); });
    const { client } = open();
    expect(await problemKind(client.send({ url: `${origin}/break`, method: 'POST', body: '{}' }))).toBe('cut-short');
    expect(await problemKind(client.send({ url: origin, method: 'POST', body: '{}' }))).toBe('answered 502');
    expect(asked).toHaveLength(2);
  });

  it('waits as long as the source says, then gets its answer', async () => {
    let count = 0;
    const { origin } = await serve((_, response) => { count += 1; if (count === 1) response.writeHead(429, { 'retry-after': '7' }).end(); else response.end('ok'); });
    const { client, waits } = open();
    expect(await problemKind(client.send({ url: origin }))).toBe('answered 200');
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(7000);
  });

  it('does not wait for a limit that lasts long, but says how long it lasts', async () => {
    const reset = Date.parse('2026-01-05T10:20:00Z') / 1000;
    const { origin } = await serve((_, response) => response.writeHead(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) }).end());
    const { client, waits } = open();
    expect(await client.send({ url: origin })).toMatchObject({ ok: false, problem: { kind: 'rate-limited', retryAfterS: 1200 } });
    expect(waits).toEqual([]);
  });

  it('gives a rate limit that does not end as a problem, never as an answer', async () => {
    const { origin, asked } = await serve((_, response) => response.writeHead(429).end());
    expect(await problemKind(open().client.send({ url: origin }))).toBe('rate-limited');
    expect(asked).toHaveLength(4);
  });

  it('gives one clear sentence for a closed port, without what is secret in the address', async () => {
    const { origin, port } = await serve((_, response) => response.end());
    const { client } = open();
    await closers.shift()?.();
    const sent = await client.send({ url: `${origin}/path?token=hunter2` });
    expect(sent).toMatchObject({ ok: false, problem: { kind: 'unreachable' } });
    expect(JSON.stringify(sent)).not.toContain('hunter2');
    expect(JSON.stringify(sent)).toContain(String(port));
    expect(await problemKind(client.send({ url: 'https://user:hunter2@example.com/' }))).toBe('malformed');
    expect(await problemKind(client.send({ url: 'file:///etc/passwd' }))).toBe('unsupported');
    expect(await problemKind(client.send({ url: 'not a url' }))).toBe('malformed');
  });

  it('accepts no certificate that nobody vouches for', async () => {
    const authority = openTestAuthority();
    closers.push(authority.close);
    const server = createSecure(authority.issue(['IP:127.0.0.1']), (_, response) => response.end('ok'));
    await new Promise<void>((ready) => { server.listen(0, '127.0.0.1', ready); });
    closers.push(() => { server.closeAllConnections(); server.close(); });
    const sent = await open().client.send({ url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/` });
    expect(sent).toMatchObject({ ok: false, problem: { kind: 'failed', sentence: expect.stringMatching(/^The certificate or the TLS of 127\.0\.0\.1:\d+ is not accepted\.$/) } });
  });

  it('ends at once when the read is stopped', async () => {
    const stop = new AbortController();
    const { origin } = await serve(() => { stop.abort(); });
    expect(await problemKind(open({ signal: stop.signal }).client.send({ url: origin }))).toBe('cut-short');
  });
});

describe('fetch with the same policy', () => {
  it('carries method, headers and body there and the answer back', async () => {
    const { origin, asked } = await serve((request, response) => { request.pipe(response.writeHead(201, { 'x-back': 'yes' })); });
    const answer = await open().client.fetch(`${origin}/a`, { method: 'POST', body: 'content', headers: { 'x-there': 'yes' } });
    expect([answer.status, answer.headers.get('x-back'), answer.url, await answer.text()]).toEqual([201, 'yes', `${origin}/a`, 'content']);
    expect(asked[0]?.headers['x-there']).toBe('yes');
  });

  it('throws what is no answer as a problem', async () => {
    await expect(open({ allowPrivate: [] }).client.fetch('http://127.0.0.1:1/')).rejects.toBeInstanceOf(HttpProblem);
  });

  it('knows answers without a body', async () => {
    const { origin } = await serve((_, response) => response.writeHead(204).end());
    expect((await open().client.fetch(origin)).status).toBe(204);
  });
});

describe('pages', () => {
  const listing = (next: (page: number, origin: string) => string | undefined) => serve((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 1);
    const link = next(page, `http://${request.headers.host ?? ''}`);
    response.writeHead(200, link === undefined ? {} : { link: `<${link}>; rel="next", </>; rel="first"` }).end(String(page));
  });
  const kinds = async (origin: string, pagesMax: number) => {
    const seen: string[] = [];
    for await (const page of pagesOf(open().client, { url: origin }, pagesMax)) seen.push(page.ok ? Buffer.from(page.answer.body).toString() : page.problem.kind);
    return seen;
  };

  it('are followed by their links to the end', async () => {
    const { origin } = await listing((page) => (page < 3 ? `/?page=${page + 1}` : undefined));
    expect(await kinds(origin, 10)).toEqual(['1', '2', '3']);
  });

  it('that do not end, lead in a circle or lead elsewhere end with a problem', async () => {
    expect(await kinds((await listing((page) => `/?page=${page + 1}`)).origin, 2)).toEqual(['1', '2', 'too-large']);
    expect(await kinds((await listing((page) => `/?page=${3 - page}`)).origin, 10)).toEqual(['1', '2', '1', 'malformed']);
    expect(await kinds((await listing(() => 'http://elsewhere.example/')).origin, 10)).toEqual(['1', 'refused-address']);
  });
});
