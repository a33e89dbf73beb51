import type { output, input } from 'zod';
import type { Contract } from './contract.ts';
import type { Route } from './route.ts';
import { contract } from './contract.ts';
import { Refusal, refusalStatus, type RefusalCode } from './refusal.ts';

type Parts<R extends Route> = {
  readonly params?: input<R['params']>;
  readonly query?: input<R['query']>;
  /** A route that takes a file's bytes takes a blob too, which is sent as a stream. */
  readonly body?: input<R['body']> | (input<R['body']> extends Uint8Array ? Blob : never);
  readonly signal?: AbortSignal;
};
/** What a call of a route takes. */
export type Sent<Name extends keyof Contract> = Parts<Contract[Name]>;

/** What a route answers. */
export type Answer<Name extends keyof Contract> = output<Contract[Name]['output']>;

/** One function a route, named as in the contract. A refusal is thrown as `Refusal`, with the server's sentence. */
export type Client = { readonly [Name in keyof Contract]: (sent: Sent<Name>) => Promise<Answer<Name>> } & {
  /** Follows a route that gives events until it ends. */
  readonly follow: <Name extends keyof Contract>(name: Name, sent: Sent<Name>) => AsyncIterable<Answer<Name>>;
  /** The address of a route, for links and downloads. */
  readonly href: <Name extends keyof Contract>(name: Name, sent: Sent<Name>) => string;
};

export type ClientOptions = {
  /** `http://127.0.0.1:4400`, or empty for the page's own origin. */
  readonly base: string;
  readonly fetch: typeof fetch;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A server that will not take a file closes the connection, and the answer that says why is lost on the way. */
const brokenOff = 'The server broke off before the file was through; it does so with files above its limit (512 MB unless AVOUCH_UPLOAD_MB_MAX says otherwise).';

type Loose = { readonly params?: Record<string, unknown>; readonly query?: Record<string, unknown>; readonly body?: unknown; readonly signal?: AbortSignal };

/** A typed client of the contract. Knows nothing but the contract and `fetch`. */
export function createClient(options: ClientOptions): Client {
  const call = async (route: Route, sent: Loose): Promise<Response> => {
    const bytes = route.takes === 'bytes';
    const text = route.takes === 'text';
    const hasBody = route.method !== 'GET' && sent.body !== undefined;
    const response = await options.fetch(options.base + pathOf(route, sent), {
      method: route.method, credentials: 'same-origin', redirect: 'error',
      headers: { ...options.headers, ...(hasBody ? { 'content-type': bytes ? 'application/octet-stream' : text ? 'text/plain' : 'application/json' } : {}) },
      ...(hasBody ? { body: bytes || text ? (sent.body as BodyInit) : JSON.stringify(sent.body) } : {}),
      ...(sent.signal === undefined ? {} : { signal: sent.signal }),
    }).catch((cause: unknown) => {
      if (sent.signal?.aborted === true) throw cause;
      throw new Refusal('unavailable', bytes ? brokenOff : `The server${options.base === '' ? '' : ` at ${options.base}`} does not answer: see whether it runs.`, { cause });
    });
    if (!response.ok) throw await refusalOf(response);
    return response;
  };
  const client: Record<string, unknown> = {
    href: (name: keyof Contract, sent: Loose) => options.base + pathOf(contract[name] as Route, sent),
    follow: (name: keyof Contract, sent: Loose) => follow(call(contract[name] as Route, sent)),
  };
  for (const [name, route] of Object.entries(contract)) {
    client[name] = async (sent: Loose = {}) => {
      const response = await call(route as Route, sent);
      return route.gives === 'bytes' ? new Uint8Array(await response.arrayBuffer()) : response.json();
    };
  }
  return client as Client;
}

function pathOf(route: Route, sent: Loose): string {
  const path = route.path.replace(/:(\w+)|\*/g, (match, name: string | undefined) => {
    const value = String(sent.params?.[name ?? '*'] ?? '');
    return match === '*' ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value);
  });
  const query = Object.entries(sent.query ?? {}).filter(([, value]) => value !== undefined && value !== null);
  const search = new URLSearchParams(query.map(([key, value]) => [key, String(value)])).toString();
  return `/api${path}${search === '' ? '' : `?${search}`}`;
}

async function refusalOf(response: Response): Promise<Refusal> {
  const body: unknown = await response.json().catch(() => undefined);
  const fallback = (Object.entries(refusalStatus).find(([, status]) => status === response.status)?.[0] ?? 'unavailable') as RefusalCode;
  if (typeof body === 'object' && body !== null && 'message' in body && 'code' in body && String(body.code) in refusalStatus) {
    return new Refusal(body.code as RefusalCode, String(body.message), 'field' in body && typeof body.field === 'string' ? { field: body.field } : {});
  }
  return new Refusal(fallback, `The server answered ${response.status} without a reason: see its log.`);
}

async function* follow<T>(pending: Promise<Response>): AsyncIterable<T> {
  const response = await pending;
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (rest + value).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = event.split('\n').filter((line) => line.startsWith('data: ')).map((line) => line.slice(6)).join('\n');
      if (data !== '') yield JSON.parse(data) as T;
    }
  }
}
