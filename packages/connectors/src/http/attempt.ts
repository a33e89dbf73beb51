import { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type Dispatcher, request as dispatch } from 'undici';
import type { HttpAnswer, HttpRequest, Problem } from '../connector.ts';
import { connectionProblem, type Outcome, problemOf } from './problem.ts';
import { shownUrl } from './redirect.ts';

/** One request without retries or redirects. `signal` ends it from outside. */
export type Attempt = {
  readonly request: HttpRequest;
  readonly dispatcher: Dispatcher;
  readonly userAgent: string;
  readonly signal: AbortSignal | undefined;
};

export const defaults = { timeoutMs: 30_000, connectTimeoutMs: 10_000, bytesMax: 20 * 1024 * 1024, redirectsMax: 5 } as const;

const lowerCased = (headers: HttpRequest['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));

const unpacked = (body: Readable, encoding: string | undefined): Readable => {
  const step = encoding === 'gzip' || encoding === 'x-gzip' ? createGunzip() : encoding === 'br' ? createBrotliDecompress() : encoding === 'deflate' ? createInflate() : undefined;
  if (step === undefined) return body;
  body.on('error', (error) => step.destroy(error));
  step.on('close', () => body.destroy());
  return body.pipe(step);
};

/** The bytes of a body, or undefined as soon as there are more than `bytesMax` of them. */
const gathered = async (body: Readable, bytesMax: number): Promise<Uint8Array | undefined> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    if (!Buffer.isBuffer(part)) throw new Error('The body of an answer is bytes.');
    bytes += part.length;
    if (bytes > bytesMax) return undefined;
    parts.push(part);
  }
  return Uint8Array.from(Buffer.concat(parts));
};

const answerOf = (url: URL, status: number, raw: Record<string, string | string[] | undefined>, body: Uint8Array): HttpAnswer => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  const cookies = raw['set-cookie'];
  delete headers['set-cookie'];
  return { status, headers, setCookies: cookies === undefined ? [] : Array.isArray(cookies) ? cookies : [cookies], body, url: url.href };
};

const tlsProblem = (error: unknown, where: string): Problem | undefined => {
  const text = error instanceof Error ? `${'code' in error ? String(error.code) : ''} ${error.message}` : '';
  if (!/CERT|SIGNED|UNABLE_TO_|ALTNAME|MISMATCH|ISSUER|ERR_SSL|ERR_TLS|EPROTO/.test(text)) return undefined;
  return { kind: 'failed', sentence: `The certificate or the TLS of ${where} is not accepted.`, remedy: 'Renew or correct the certificate of that system.' };
};

/** Sends once. Reads at most `bytesMax` bytes, unpacked, and takes at most `timeoutMs` in all. Never throws. */
export const attempt = async ({ request, dispatcher, userAgent, signal }: Attempt): Promise<Outcome<HttpAnswer>> => {
  const url = new URL(request.url);
  const timeoutMs = request.timeoutMs ?? defaults.timeoutMs;
  const bytesMax = request.bytesMax ?? defaults.bytesMax;
  const late = AbortSignal.timeout(timeoutMs);
  let body: Readable | undefined;
  try {
    const response = await dispatch(url, {
      dispatcher, method: request.method ?? 'GET', body: request.body ?? null,
      headers: { 'user-agent': userAgent, 'accept-encoding': 'gzip', ...lowerCased(request.headers) },
      signal: signal === undefined ? late : AbortSignal.any([late, signal]),
    });
    const encoding = request.method === 'HEAD' ? undefined : response.headers['content-encoding'];
    body = unpacked(response.body, typeof encoding === 'string' ? encoding.trim().toLowerCase() : undefined);
    const bytes = await gathered(body, bytesMax);
    if (bytes === undefined) {
      return problemOf('too-large', `${shownUrl(url)} sent more than ${bytesMax} bytes.`, 'Narrow down what is read, or raise the limit.');
    }
    return { ok: true, value: answerOf(url, response.statusCode, response.headers, bytes) };
  } catch (error) {
    if (late.aborted) return problemOf('timed-out', `${shownUrl(url)} did not answer whole within ${timeoutMs / 1000} seconds.`, 'Check that the system is up, or raise the time limit.');
    if (signal?.aborted === true) return problemOf('cut-short', `Reading ${shownUrl(url)} was stopped.`, 'Start it again.');
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) return problemOf('malformed', `${shownUrl(url)} sent a packed answer that cannot be unpacked.`, 'Look at the system, or at a proxy before it.');
    return { ok: false, problem: tlsProblem(error, url.host) ?? connectionProblem(error, shownUrl(url), timeoutMs) };
  } finally {
    body?.on('error', () => undefined).destroy();
  }
};
