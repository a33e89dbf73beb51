import type { HttpAnswer, HttpRequest } from '../connector.ts';
import { type Outcome, problemOf } from './problem.ts';

/** What may be told to an origin other than the one that was asked: nothing that could be a credential. */
const harmless = new Set(['accept', 'accept-encoding', 'accept-language', 'user-agent']);

/** An address as it may be shown: without its query, where tokens live. */
export const shownUrl = (url: URL): string => `${url.origin}${url.pathname}`;

/** Whether an address holds neither user name nor password: settings are kept in the ledger for ever, and a secret there never goes. */
export const isWithoutCredentials = (text: string): boolean => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === '');

/** What a person reads whose address holds them. */
export const withoutCredentials = 'An address without user name or password: a secret has a field of its own';

/** The address of a request when it is one that may be asked. */
export const parseHttpUrl = (text: string): Outcome<URL> => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const remedy = 'Give an address that starts with https:// and holds no user name or password.';
  if (url === undefined) return problemOf('malformed', 'The address is not a URL.', remedy);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return problemOf('unsupported', `Addresses of the kind ${url.protocol} are not read.`, remedy);
  if (url.username !== '' || url.password !== '') return problemOf('malformed', `The address at ${url.host} holds a user name or password.`, remedy);
  return { ok: true, value: url };
};

export const isRedirect = (answer: HttpAnswer): boolean => [301, 302, 303, 307, 308].includes(answer.status) && answer.headers['location'] !== undefined;

/** The request that a redirect asks for. Credentials stay with the origin that they were meant for. */
export const redirected = (request: HttpRequest, answer: HttpAnswer): Outcome<HttpRequest> => {
  const from = new URL(request.url);
  const location = answer.headers['location'] ?? '';
  const parsed = parseHttpUrl(URL.canParse(location, from) ? new URL(location, from).href : location);
  if (!parsed.ok) return parsed;
  const to = parsed.value;
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    return problemOf('refused-address', `${shownUrl(from)} redirects from HTTPS to plain HTTP, which is not followed.`, 'Correct the redirect, or give the final address.');
  }
  const dropsBody = answer.status === 303 || (answer.status <= 302 && request.method === 'POST');
  const sameOrigin = from.origin === to.origin;
  if (!sameOrigin && !dropsBody && request.body !== undefined) {
    return problemOf('refused-address', `${shownUrl(from)} redirects a request with content to ${to.origin}, which is not followed.`, 'Give the final address.');
  }
  const headers = Object.entries(request.headers ?? {}).filter(([name]) =>
    (sameOrigin || harmless.has(name.toLowerCase())) && !(dropsBody && name.toLowerCase().startsWith('content-')));
  const { body, method, ...rest } = request;
  return {
    ok: true,
    value: {
      ...rest, url: to.href, headers: Object.fromEntries(headers),
      ...(dropsBody ? { method: method === 'HEAD' ? 'HEAD' : 'GET' } : { ...(method === undefined ? {} : { method }), ...(body === undefined ? {} : { body }) }),
    },
  };
};
