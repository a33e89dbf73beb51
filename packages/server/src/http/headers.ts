import type { FastifyReply } from 'fastify';

/** The console: a style may stand in the page, a script never. */
const forConsole = [
  "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:", "font-src 'self'", "connect-src 'self'",
  "manifest-src 'self'", "worker-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
].join('; ');

/** Answers and downloads: if a browser shows one after all, nothing in it runs. */
const forData = "default-src 'none'; frame-ancestors 'none'; sandbox";

const always = {
  'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};
const forEither = { data: { 'content-security-policy': forData, ...always, 'cache-control': 'no-store' }, console: { 'content-security-policy': forConsole, ...always } };
const onlySecure = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' };

const isSecure = (origins: readonly string[]): boolean => origins.some((origin) => origin.startsWith('https:'));

/** What every answer says about how a browser may treat it. */
export function setSecurityHeaders(reply: FastifyReply, path: string, origins: readonly string[]): void {
  const isData = path.startsWith('/api/') || path.startsWith('/opendsr/') || path === '/openapi.json';
  void reply.headers(isData ? forEither.data : forEither.console);
  if (isSecure(origins)) void reply.headers(onlySecure);
}

const flat = (headers: Readonly<Record<string, string>>): readonly string[] => Object.entries(headers).flat();
const forDataFlat = { plain: flat(forEither.data), secure: flat({ ...forEither.data, ...onlySecure }) };

/** The same for an answer with data, names and values in turn as Node takes them. */
export const dataHeaders = (origins: readonly string[]): readonly string[] => (isSecure(origins) ? forDataFlat.secure : forDataFlat.plain);
