import { z } from 'zod';
import type { Connector, Outside, Reading } from '../connector.ts';
import type { EntityOf } from '../entities.ts';
import { overAddresses } from '../http/each-address.ts';
import { codeOf, connectionProblem, problemOf, type Outcome } from '../http/problem.ts';
import { isWithoutCredentials, withoutCredentials } from '../http/redirect.ts';
import { failedReading, wholeReading, type Look } from '../outside/reading.ts';
import { openTlsOfAnyVersion, readTls } from './certificate.ts';
import { ask, openPlain, type Answer, type Place } from './connection.ts';
import { factsOf } from './headers.ts';

const settings = z.object({
  urls: z.array(z.url({ protocol: /^https?$/, error: 'An address such as https://app.example.com' }).max(1000).refine(isWithoutCredentials, withoutCredentials)).min(1).max(100).describe('Addresses, such as https://app.example.com'),
  certificateAuthority: z.string().max(100_000).optional().describe('Certificate of your own authority (PEM)'),
  timeoutS: z.number().int().min(1).max(60).default(10).describe('Seconds to wait for an answer'),
  plainPort: z.number().int().min(1).max(65_535).default(80).describe('Port on which plain HTTP would be served'),
});
type Settings = z.infer<typeof settings>;
type Endpoint = EntityOf<'endpoint'>;

const guide = `Nothing has to be set up: Avouch looks at each address as any visitor does, and sends no form and no credential.

It shakes hands once with today's TLS and once with TLS 1.0 and 1.1 only, asks for the page, follows redirects on the same origin, asks the same host for plain HTTP, and looks for \`/.well-known/security.txt\`.

One address that does not answer makes the whole reading a problem, so that no page is silently missing: put addresses that may be down into a source of their own. Addresses in your private network must be allowed in
the server's configuration. A name in your own authority's certificates needs that authority's certificate in the settings.`;

const redirectsMax = 5;

/** Asks for a page and follows redirects on the same origin; cookies are gathered on the way. */
const visit = async (place: Place, path: string, overTls: boolean): Promise<{ readonly answer: Answer; readonly cookies: readonly string[] }> => {
  const cookies: string[] = [];
  const origin = `${overTls ? 'https' : 'http'}://${place.host.includes(':') ? `[${place.host}]` : place.host}:${place.port}`;
  for (let hop = 0, next = path; ; hop += 1) {
    const answer = await ask(await (overTls ? openTlsOfAnyVersion(place) : openPlain(place)), place, next);
    cookies.push(...(answer.headers['set-cookie'] ?? []));
    const location = answer.headers.location;
    const target = location !== undefined && answer.status >= 300 && answer.status < 400 && URL.canParse(location, `${origin}${next}`) ? new URL(location, `${origin}${next}`) : undefined;
    if (target === undefined || target.origin !== new URL(origin).origin || hop >= redirectsMax) return { answer, cookies };
    next = `${target.pathname}${target.search}`;
  }
};

/** True when plain HTTP is refused or leads to HTTPS; null when it cannot be told. */
const redirectsToHttps = async (place: Place): Promise<boolean | null> => {
  try {
    const { status, headers } = await ask(await openPlain(place), place, '/');
    return status >= 300 && status < 400 && /^https:\/\//i.test(headers.location ?? '');
  } catch (error) {
    return codeOf(error) === 'ECONNREFUSED' ? true : null;
  }
};

/** Whether there is a security.txt with a contact (RFC 9116); null when it cannot be told. */
const hasSecurityTxt = async (place: Place): Promise<boolean | null> => {
  try {
    const { status, headers, body } = await ask(await openTlsOfAnyVersion(place), place, '/.well-known/security.txt', 65_536);
    return status === 200 && !/html/i.test(headers['content-type'] ?? '') && /^contact\s*:\s*\S/im.test(body);
  } catch {
    // The page itself was read over the same TLS a moment ago; that this one file was not is unknown, and said so.
    return null;
  }
};

const noTls = { tlsVersion: null, oldTlsAccepted: null, certificateValid: false, certificateProblem: 'It is served without TLS.', certificateNotAfter: null, certificateIssuer: null } as const;

const isTlsRefusal = (error: unknown): boolean => /^ERR_SSL|EPROTO/.test(codeOf(error)) || (error instanceof Error && error.message.includes('before secure TLS connection'));

/** Reads one address. Whatever it shows is a fact; only that it shows nothing is a problem. */
const readEndpoint = async (outside: Outside, given: Settings, text: string): Promise<Outcome<Endpoint>> => {
  const url = new URL(text);
  const overTls = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found = await outside.addresses.resolve(host);
  if (!found.ok) return found;
  const start: Omit<Place, 'address'> = {
    host, port: Number(url.port || (overTls ? 443 : 80)), timeoutMs: given.timeoutS * 1000,
    certificateAuthority: given.certificateAuthority, signal: outside.signal,
  };
  const id = `${url.origin}${url.pathname}`.slice(0, 500);
  try {
    const place: Place = await overAddresses(found.addresses, async (address) => {
      (await openPlain({ ...start, address })).destroy();
      return { ...start, address };
    });
    const tls = overTls ? await readTls(place) : noTls;
    const { answer, cookies } = await visit(place, `${url.pathname}${url.search}`, overTls);
    const leadsToHttps = answer.status >= 300 && answer.status < 400 && /^https:\/\//i.test(answer.headers.location ?? '');
    return {
      ok: true,
      value: {
        id, name: `${url.host}${url.pathname === '/' ? '' : url.pathname}`.slice(0, 500), url: `${url.origin}${url.pathname}`, ...tls, status: answer.status, ...factsOf(answer.headers, cookies, overTls),
        redirectsToHttps: overTls ? await redirectsToHttps({ ...place, port: given.plainPort }) : leadsToHttps,
        securityTxt: overTls ? await hasSecurityTxt(place) : null,
      },
    };
  } catch (error) {
    if (outside.signal.aborted) return problemOf('cut-short', 'The read was stopped.', 'Start it again.');
    const where = `${host}:${start.port}`;
    if (isTlsRefusal(error)) return problemOf('failed', `${where} agrees to no TLS connection.`, 'Check that HTTPS is served at this port, and that it asks for no client certificate.');
    return { ok: false, problem: connectionProblem(error, where, start.timeoutMs) };
  }
};

const together = 5;

/** A list of addresses on the web, seen as a visitor sees them. */
export const endpoint: Connector<typeof settings> = {
  id: 'endpoint', version: '1.0.0', title: 'Web and TLS endpoints', summary: 'Looks at certificates, TLS versions, redirects, security headers and cookies of web addresses.', guide, settings, secrets: [],
  reads: [{ entityType: 'endpoint', title: 'Endpoints', scopes: [{ name: 'network access to the addresses', why: 'to shake hands and ask for the page as a visitor' }] }],
  read: async function* ({ settings: given, outside, progress }): AsyncGenerator<Reading> {
    const urls = [...new Map(given.urls.map((url) => [`${new URL(url).origin}${new URL(url).pathname}`, url])).values()];
    const look: Look = { captured: outside.now().toISOString(), query: urls.map((url) => `GET ${new URL(url).origin}${new URL(url).pathname}`).join('\n'), sourceVersion: null };
    const outcomes: Outcome<Endpoint>[] = [];
    for (let start = 0; start < urls.length; start += together) {
      outcomes.push(...await Promise.all(urls.slice(start, start + together).map((url) => readEndpoint(outside, given, url))));
      progress({ entityType: 'endpoint', done: outcomes.length, total: urls.length });
    }
    const failed = outcomes.filter((outcome) => !outcome.ok);
    const first = failed[0];
    if (first === undefined) {
      yield wholeReading('endpoint', look, outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])));
      return;
    }
    const sentence = urls.length === 1 ? first.problem.sentence : `${failed.length} of ${urls.length} addresses could not be read. ${failed.slice(0, 5).map((outcome) => outcome.problem.sentence).join(' ')}`;
    yield failedReading('endpoint', look, { ...first.problem, sentence });
  },
};
