import type { HttpAnswer, HttpRequest } from '../connector.ts';

/** The most tries for one request, and the longest wait before one of them. A longer wait is the caller's to plan. */
export const limits = { triesMax: 4, waitSMax: 30, waitSInAllMax: 60 } as const;

const seconds = (text: string | undefined, at: Date): number | undefined => {
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - at.getTime()) / 1000));
};

/** Seconds until the source allows another try, by `Retry-After` or `x-ratelimit-reset`; undefined when it does not tell. */
export const waitToldS = (headers: HttpAnswer['headers'], at: Date): number | undefined => {
  const retryAfter = seconds(headers['retry-after'], at);
  if (retryAfter !== undefined) return retryAfter;
  const reset = headers['x-ratelimit-reset'];
  if (headers['x-ratelimit-remaining'] !== '0' || reset === undefined || !/^\d{1,12}$/.test(reset)) return undefined;
  return Math.max(0, Math.ceil(Number(reset) - at.getTime() / 1000));
};

/** Whether an answer says that there were too many requests. GitHub says so with 403 as well. */
export const isRateLimit = (answer: HttpAnswer): boolean =>
  answer.status === 429
  || (answer.status === 403 && (answer.headers['x-ratelimit-remaining'] === '0' || answer.headers['retry-after'] !== undefined))
  || (answer.status === 503 && answer.headers['retry-after'] !== undefined);

/** Whether asking again may help and cannot do harm: what was limited was not done; the rest only when it changes nothing twice. */
export const mayRetry = (answer: HttpAnswer, method: HttpRequest['method']): boolean =>
  isRateLimit(answer) || ([502, 503, 504].includes(answer.status) && isRepeatable(method));

export const isRepeatable = (method: HttpRequest['method']): boolean => method === undefined || method === 'GET' || method === 'HEAD';

/** Doubling from one second, spread by `jitter` in [0, 1) over half of the wait, so that many clients do not return at once. */
export const backoffS = (tried: number, jitter: number): number => 2 ** (tried - 1) * (0.5 + jitter / 2);
