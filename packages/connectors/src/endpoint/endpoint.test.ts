import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createSecure, type ServerOptions } from 'node:https';
import { createServer as createSocket, type AddressInfo, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EntityOf } from '../entities.ts';
import { openOutside } from '../outside.ts';
import { readAll } from '../outside/read-all.ts';
import { openTestAuthority, type TestAuthority } from '../outside/testing.ts';
import { endpoint } from './endpoint.ts';
import { factsOf, parseCookie } from './headers.ts';

let authority: TestAuthority;
let good: { key: string; cert: string };
beforeAll(() => {
  authority = openTestAuthority();
  good = authority.issue(['DNS:app.example', 'IP:127.0.0.1']);
});
afterAll(() => { authority.close(); });
const closers: (() => void)[] = [];
afterEach(() => { for (const close of closers.splice(0)) close(); });

const listen = async (server: Server) => {
  await new Promise<void>((ready) => { server.listen(0, '127.0.0.1', ready); });
  closers.push(() => { if ('closeAllConnections' in server) (server as unknown as { closeAllConnections: () => void }).closeAllConnections(); server.close(); });
  return (server.address() as AddressInfo).port;
};
const secure = (reply: RequestListener, options: ServerOptions = good) => listen(createSecure(options, reply));
const closedPort = async () => {
  const port = await listen(createSocket());
  closers.pop()?.();
  return port;
};
const read = async (urls: string[], more: Record<string, unknown> = {}) => {
  const outside = openOutside({ now: () => new Date('2026-02-01T00:00:00Z'), userAgent: 'test', allowPrivate: ['127.0.0.1', 'app.example', 'other.example'], env: {}, file: async () => undefined, signal: new AbortController().signal, lookUp: async () => ['::1', '127.0.0.1'] });
  const plainPort = await closedPort();
  const [reading] = await readAll(endpoint, { settings: endpoint.settings.parse({ urls, certificateAuthority: authority.certificate, plainPort, ...more }), secrets: {}, outside, progress: () => undefined });
  await outside.close();
  if (reading === undefined) throw new Error('There is one reading.');
  return reading;
};
const one = async (url: string, more: Record<string, unknown> = {}): Promise<EntityOf<'endpoint'>> => {
  const reading = await read([url], more);
  if (!reading.complete) throw new Error(reading.problem.sentence);
  return reading.entities[0] as EntityOf<'endpoint'>;
};

describe('an endpoint', () => {
  it('that does everything well shows it', async () => {
    const port = await secure((request, response) => {
      if (request.url === '/.well-known/security.txt') { response.setHeader('content-type', 'text/plain').end('Contact: mailto:security@app.example\n'); return; }
      response.writeHead(200, {
        'strict-transport-security': 'max-age=31536000; includeSubDomains', 'content-security-policy': "default-src 'self'; frame-ancestors 'none'", 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer',
        server: 'nginx', 'set-cookie': '__Host-s=secret-value; Path=/; Secure; HttpOnly; SameSite=Lax',
      }).end('page');
    });
    const found = await one(`https://app.example:${port}/`);
    expect(found).toEqual({
      id: `https://app.example:${port}/`, name: `app.example:${port}`, url: `https://app.example:${port}/`, tlsVersion: 'TLSv1.3', oldTlsAccepted: false, certificateValid: true, certificateProblem: null,
      certificateNotAfter: '2049-12-31T23:59:59.000Z', certificateIssuer: 'Test authority', redirectsToHttps: true, hsts: true, hstsMaxAgeS: 31_536_000, contentSecurityPolicy: true, frameProtection: true, contentTypeOptions: true,
      referrerPolicy: true, revealsServerVersion: false, cookies: [{ name: '__Host-s', secure: true, httpOnly: true, sameSite: 'lax' }], securityTxt: true, status: 200,
    });
  });

  it('that does nothing well shows that too', async () => {
    const port = await secure((request, response) => {
      if (request.url === '/.well-known/security.txt') { response.writeHead(404).end(); return; }
      response.writeHead(200, { server: 'Apache/2.4.1 (Unix)', 'x-powered-by': 'PHP', 'set-cookie': ['a=1', 'b=2; secure'] }).end();
    });
    const plainPort = await listen(createPlain((_, response) => response.end('plain')));
    expect(await one(`https://127.0.0.1:${port}/`, { plainPort })).toMatchObject({
      redirectsToHttps: false, hsts: false, hstsMaxAgeS: null, contentSecurityPolicy: false, frameProtection: false, contentTypeOptions: false, referrerPolicy: false, revealsServerVersion: true, securityTxt: false,
      cookies: [{ name: 'a', secure: false, httpOnly: false, sameSite: null }, { name: 'b', secure: true, httpOnly: false, sameSite: null }],
    });
  });

  it('whose certificate does not hold is a fact with its reason', async () => {
    const reply: RequestListener = (_, response) => response.end();
    const expired = await secure(reply, authority.issue(['DNS:app.example'], '240101000000Z', '250101000000Z'));
    expect(await one(`https://app.example:${expired}/`)).toMatchObject({ certificateValid: false, certificateProblem: 'It expired on 2025-01-01.', certificateNotAfter: '2025-01-01T00:00:00.000Z', status: 200 });
    const other = await secure(reply);
    expect(await one(`https://other.example:${other}/`)).toMatchObject({ certificateValid: false, certificateProblem: 'It is not for the name other.example.' });
    expect(await one(`https://app.example:${other}/`, { certificateAuthority: undefined })).toMatchObject({ certificateValid: false, certificateProblem: 'Its chain is incomplete, or its authority is not trusted.' });
  });

  it('that still accepts TLS 1.0 or 1.1, or has nothing newer, is found out', async () => {
    const ciphers = 'DEFAULT:@SECLEVEL=0';
    const reply: RequestListener = (_, response) => response.end();
    const both = await secure(reply, { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.2', ciphers });
    expect(await one(`https://app.example:${both}/`)).toMatchObject({ tlsVersion: 'TLSv1.2', oldTlsAccepted: true });
    const old = await secure(reply, { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers });
    expect(await one(`https://app.example:${old}/`)).toMatchObject({ tlsVersion: 'TLSv1.1', oldTlsAccepted: true, status: 200 });
  });

  it('is judged by the page that its own redirects lead to, with all cookies on the way', async () => {
    const port = await secure((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/in', 'set-cookie': 'first=1' }).end();
      else if (request.url === '/in') response.writeHead(200, { 'x-frame-options': 'DENY', 'set-cookie': 'second=2' }).end();
      else response.writeHead(302, { location: 'https://elsewhere.example/' }).end();
    });
    const found = await one(`https://app.example:${port}/`);
    expect(found).toMatchObject({ status: 200, frameProtection: true });
    expect(found.cookies?.map((cookie) => cookie.name)).toEqual(['first', 'second']);
    expect(await one(`https://app.example:${port}/out`)).toMatchObject({ status: 302 });
  });

  it('on plain HTTP that leads to HTTPS is fine there, and has no certificate', async () => {
    const plain = await listen(createPlain((_, response) => response.writeHead(301, { location: 'https://app.example/' }).end()));
    expect(await one(`http://app.example:${plain}/`)).toMatchObject({ certificateValid: false, certificateProblem: 'It is served without TLS.', redirectsToHttps: true, hsts: false });
    const port = await secure((_, response) => response.end());
    expect(await one(`https://app.example:${port}/`, { plainPort: plain })).toMatchObject({ redirectsToHttps: true });
  });

  it('that never answers, refuses, or speaks no TLS is a problem, and takes no other address for read', async () => {
    const silent = await listen(createSocket(() => undefined));
    expect(await read([`https://app.example:${silent}/`], { timeoutS: 1 })).toMatchObject({ complete: false, problem: { kind: 'timed-out', sentence: `app.example:${silent} did not answer within 1 seconds.` } });
    const closed = await closedPort();
    const port = await secure((_, response) => response.end());
    const reading = await read([`https://app.example:${port}/`, `https://app.example:${closed}/`]);
    expect(reading).toMatchObject({ complete: false, problem: { kind: 'unreachable', sentence: `1 of 2 addresses could not be read. app.example:${closed} refused the connection: nothing listens there.` } });
    const plain = await listen(createPlain((_, response) => response.end()));
    expect(await read([`https://app.example:${plain}/`])).toMatchObject({ complete: false, problem: { kind: 'failed' } });
    expect(await read(['https://192.168.1.1/'])).toMatchObject({ complete: false, problem: { kind: 'refused-address' } });
  });

  it('given twice is read once', async () => {
    const port = await secure((_, response) => response.end());
    expect(await read([`https://app.example:${port}`, `https://app.example:${port}/`])).toMatchObject({ complete: true, entities: [{ status: 200 }] });
  });
});

describe('headers', () => {
  it('say nothing by a policy that only reports, an age of zero, or a policy that is unsafe', () => {
    expect(factsOf({ 'content-security-policy-report-only': "default-src 'self'", 'strict-transport-security': 'max-age=0', 'referrer-policy': 'no-referrer, unsafe-url', 'x-frame-options': 'ALLOW-FROM x' }, [], true))
      .toMatchObject({ contentSecurityPolicy: false, hsts: false, hstsMaxAgeS: 0, referrerPolicy: false, frameProtection: false });
  });
  it('never give away the value of a cookie', () => {
    expect(JSON.stringify(parseCookie('session=hunter2; SameSite=None ; Secure'))).toBe('{"name":"session","secure":true,"httpOnly":false,"sameSite":"none"}');
  });

  it('takes no user name or password in an address: what a setting says is kept for ever', () => {
    expect(endpoint.settings.safeParse({ urls: ['https://ann:pa55@a.example/'] }).success).toBe(false);
    expect(endpoint.settings.safeParse({ urls: ['https://a.example/'] }).success).toBe(true);
  });
});
