// For servers that render pages: Next.js above all, though nothing here needs it.
import { decide } from './choices/decide.ts';
import { cookieOf } from './choices/store.ts';
import { noticeKeyOf, parseStored } from './choices/stored.ts';
import type { ConsentConfig, ConsentState } from './config.ts';

/** What Next.js' `cookies()` resolves to, and any other store of that shape. */
export type CookieStore = { readonly get: (name: string) => { readonly value: string } | undefined };

/** What `headers()` resolves to: a `Headers`. */
export type HeaderStore = { readonly get: (name: string) => string | null };

const placeHeader = 'x-avouch-place';

/**
 * Reads the visitor's choice on the server. Gives the config completed by what the request tells (Global Privacy Control,
 * and the place that `consentHeaders` put there) and the state for the first rendering. Without an answer nothing optional
 * is allowed. The server cannot see Do Not Track as the browser's scripts do; `DNT: 1` is read instead.
 */
export function readConsent(config: ConsentConfig, { cookies, headers }: { readonly cookies: CookieStore | string; readonly headers: HeaderStore }, now: () => number = Date.now): { readonly config: ConsentConfig; readonly initial: ConsentState } {
  const key = config.key ?? 'avouch-consent';
  const place = headers.get(placeHeader) ?? config.place;
  const completed: ConsentConfig = { ...config, ...place && { place }, globalPrivacyControl: headers.get('sec-gpc') === '1' || config.globalPrivacyControl === true };
  const older = config.doNotTrack && headers.get('dnt') === '1' ? 'dnt' : null;
  const text = (typeof cookies === 'string' ? cookieOf(cookies, key) : cookies.get(key)?.value) ?? '';
  // Next.js hands values over decoded, others as they were sent.
  const stored = parseStored(text.replace(`&${config.notice.id}@${config.notice.version}&`, () => `&${noticeKeyOf(config)}&`));
  const { standing: _, ...initial } = decide(completed, stored, completed.globalPrivacyControl ? 'gpc' : older, now());
  return { config: completed, initial };
}

/**
 * For the middleware: the request's headers with the visitor's place in them, as `readConsent` looks for it. `from` names
 * the header in which your own proxy states the place; whatever the visitor sent under our name is thrown away.
 */
export function consentHeaders(request: { readonly headers: Headers }, { from }: { readonly from?: string } = {}): Headers {
  const headers = new Headers(request.headers);
  const place = from === undefined ? null : headers.get(from);
  headers.delete(placeHeader);
  if (place !== null && /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(place)) headers.set(placeHeader, place);
  return headers;
}
