import type { IncomingHttpHeaders } from 'node:http';
import type { EntityOf } from '../entities.ts';

type Endpoint = EntityOf<'endpoint'>;
type Facts = Pick<Endpoint, 'hsts' | 'hstsMaxAgeS' | 'contentSecurityPolicy' | 'frameProtection' | 'contentTypeOptions' | 'referrerPolicy' | 'revealsServerVersion' | 'cookies'>;
type Cookie = NonNullable<Endpoint['cookies']>[number];

/** One Set-Cookie header (RFC 6265 section 5.2); the value is never kept. */
export const parseCookie = (header: string): Cookie => {
  const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
  const valueOf = (name: string): string | undefined => {
    const found = attributes.findLast((attribute) => attribute.split('=')[0]?.trim().toLowerCase() === name);
    return found === undefined ? undefined : (found.split('=')[1] ?? '').trim();
  };
  return { name: (pair.split('=')[0] ?? '').slice(0, 200), secure: valueOf('secure') !== undefined, httpOnly: valueOf('httponly') !== undefined, sameSite: valueOf('samesite')?.toLowerCase() ?? null };
};

/** Seconds of a Strict-Transport-Security header (RFC 6797 section 6.1.1); undefined when it says none. */
const maxAgeOf = (header: string | undefined): number | undefined => {
  const found = /(?:^|;)\s*max-age\s*=\s*"?(\d{1,12})"?\s*(?:;|$)/i.exec(header ?? '');
  return found === null ? undefined : Number(found[1]);
};

const textOf = (value: string | string[] | undefined): string => (Array.isArray(value) ? value.join(', ') : value ?? '');

/** What the headers of an answer say. `cookieHeaders` are those of every answer on the way; `overTls` because HSTS counts only there. */
export const factsOf = (headers: IncomingHttpHeaders, cookieHeaders: readonly string[], overTls: boolean): Facts => {
  const maxAge = overTls ? maxAgeOf(headers['strict-transport-security']) : undefined;
  const policy = textOf(headers['content-security-policy']).trim();
  const cookies = new Map(cookieHeaders.map(parseCookie).map((cookie) => [cookie.name, cookie]));
  return {
    hsts: maxAge !== undefined && maxAge > 0, hstsMaxAgeS: maxAge ?? null, contentSecurityPolicy: policy !== '',
    frameProtection: /^(deny|sameorigin)$/i.test(textOf(headers['x-frame-options']).trim()) || /(?:^|;)\s*frame-ancestors\s/i.test(policy),
    contentTypeOptions: textOf(headers['x-content-type-options']).trim().toLowerCase() === 'nosniff',
    referrerPolicy: !['', 'unsafe-url'].includes(textOf(headers['referrer-policy']).split(',').at(-1)?.trim().toLowerCase() ?? ''),
    revealsServerVersion: /\d+\.\d+|\/\s*\d/.test(textOf(headers['server'])) || [headers['x-powered-by'], headers['x-aspnet-version'], headers['x-aspnetmvc-version']].some((value) => textOf(value) !== ''),
    cookies: [...cookies.values()],
  };
};
