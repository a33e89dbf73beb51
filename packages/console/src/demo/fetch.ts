import { contract, type Contract, type Route } from '@avouch/api/contract';
import type { Answer } from '@avouch/api/client';
import { Refusal, refusalStatus } from '@avouch/api/refusal';

type Name = keyof Contract;
/** What a handler gets: the parts of the call, as the contract parsed them. */
export type Input<N extends Name> = { readonly params: ReturnType<Contract[N]['params']['parse']>; readonly query: ReturnType<Contract[N]['query']['parse']>; readonly body: ReturnType<Contract[N]['body']['parse']> };
/** One handler for each route: a route without one is a type error. `progress` gives its events one after another. */
export type Handlers = { readonly [N in Name]: (input: Input<N>) => (N extends 'progress' ? AsyncIterable<Answer<N>> : Answer<N> | Promise<Answer<N>>) };

const patternOf = (route: Route): RegExp => new RegExp(`^/api${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)').replace('*', '(?<rest>.*)')}$`);
const routes = (Object.entries(contract) as [Name, Route][]).map(([name, route]) => ({ name, route, pattern: patternOf(route) }));
const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

function events(steps: AsyncIterable<unknown>): Response {
  const text = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      for await (const step of steps) controller.enqueue(text.encode(`data: ${JSON.stringify(step)}\n\n`));
      controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

async function bodyOf(route: Route, init: RequestInit | undefined): Promise<unknown> {
  if (init?.body === undefined || init.body === null) return {};
  const bytes = new Uint8Array(await new Response(init.body).arrayBuffer());
  if (route.takes === 'text') return new TextDecoder().decode(bytes);
  return route.takes === 'bytes' ? bytes : JSON.parse(new TextDecoder().decode(bytes));
}

/** A `fetch` that answers the contract from handlers, as the server would: same paths, same parsing, same refusals. */
export function fetchOf(handlers: Handlers): typeof fetch {
  return async (address, init) => {
    const url = new URL(address instanceof Request ? address.url : address, 'http://demo.invalid');
    const method = init?.method ?? 'GET';
    const found = routes.find((one) => one.route.method === method && one.pattern.test(url.pathname));
    if (found === undefined) return json(404, { code: 'not_found', message: `There is no route ${method} ${url.pathname}.` });
    const { name, route } = found;
    const groups = Object.entries(found.pattern.exec(url.pathname)?.groups ?? {}).map(([key, value]) => [key === 'rest' ? '*' : key, decodeURIComponent(value ?? '')]);
    try {
      const parts = { params: route.params.safeParse(Object.fromEntries(groups)), query: route.query.safeParse(Object.fromEntries(url.searchParams)), body: route.body.safeParse(await bodyOf(route, init)) };
      const wrong = Object.values(parts).find((part) => !part.success);
      if (wrong?.error !== undefined) return json(400, { code: 'invalid', message: wrong.error.issues[0]?.message ?? 'Something is missing.', field: wrong.error.issues[0]?.path.join('.') });
      const handler = handlers[name] as unknown as (input: unknown) => unknown;
      const answer = await handler({ params: parts.params.data, query: parts.query.data, body: parts.body.data });
      if (route.gives === 'events') return events(answer as AsyncIterable<unknown>);
      return answer instanceof Uint8Array ? new Response(answer as Uint8Array<ArrayBuffer>) : json(200, answer);
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      return json(refusalStatus[cause.code], { code: cause.code, message: cause.message });
    }
  };
}
