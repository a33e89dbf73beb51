import type { HttpAnswer, HttpRequest } from '../connector.ts';
import { HttpProblem, type Outcome, problemOf } from './problem.ts';

type Sender = (request: HttpRequest, signal?: AbortSignal) => Promise<Outcome<HttpAnswer>>;

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;

const responseOf = (answer: HttpAnswer, asked: string): Response => {
  // These statuses have no body, and `Response` refuses one for them.
  const bare = [101, 204, 205, 304].includes(answer.status);
  const headers = new Headers(Object.entries(answer.headers).filter(([name]) => name !== 'content-encoding' && name !== 'content-length'));
  for (const cookie of answer.setCookies) headers.append('set-cookie', cookie);
  const response = new Response(bare ? null : new Uint8Array(answer.body), { status: answer.status, headers });
  Object.defineProperty(response, 'url', { value: answer.url });
  Object.defineProperty(response, 'redirected', { value: answer.url !== asked });
  return response;
};

/** A `fetch` over the client's own way of sending. Whatever is no answer is thrown as `HttpProblem`; a caller's abort as its reason. */
export const fetchOf = (send: Sender): typeof fetch => async (input, init) => {
  const request = new Request(input, init);
  const method = methods.find((known) => known === request.method);
  if (method === undefined) throw new HttpProblem(problemOf('unsupported', `The method ${request.method} is not sent.`, 'Report this to the makers of Avouch.').problem);
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  const outcome = await send({
    method, url: request.url, headers: Object.fromEntries(request.headers), ...(body === undefined ? {} : { body }),
    ...(request.redirect === 'follow' ? {} : { redirectsMax: 0 }),
  }, request.signal);
  if (!outcome.ok) {
    request.signal.throwIfAborted();
    throw new HttpProblem(outcome.problem);
  }
  if (request.redirect === 'error' && outcome.value.status >= 300 && outcome.value.status < 400) throw new TypeError('A redirect came where none was allowed.');
  return responseOf(outcome.value, request.url);
};
