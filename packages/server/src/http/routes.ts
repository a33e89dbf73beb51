import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contract, type Contract, type Permission, type Route } from '@avouch/api/contract';
import { permissionsOf } from '@avouch/api/contract';
import { Refusal } from '@avouch/api/refusal';
import type { Actor, Context, Download, Exchange, Handle, Handlers, Input, Written } from '../context.ts';
import { tooLarge } from '../storage/objects.ts';
import { sendDownload } from './download.ts';
import { openEvents } from './events.ts';
import { parse } from './refusals.ts';

/** Who asks, found by the session alone. */
export type Doors = {
  /** The id of who signed in, or of the operator by the server's own token; undefined for nobody. */
  readonly personOf: (credentials: Pick<Exchange, 'cookie' | 'authorization'>) => Promise<string | undefined>;
  /** Their place in an organisation; undefined for one that they are not in. */
  readonly actorIn: (person: string, org: string) => Promise<Actor | undefined>;
  /** The company's own app in its organisation, by the key that it gives; undefined for no key, another's or an ended one. */
  readonly appIn: (authorization: string | undefined, org: string) => Promise<Actor | undefined>;
};

export type RouteNeeds = { readonly handlers: Handlers; readonly context: Context; readonly doors: Doors; readonly uploadBytesMax: number; readonly beatMs: number; readonly here: () => string };

/** A text is a short message of a page or a mail program. */
export const TEXT_BYTES_MAX = 16_000;

/** Registers every route of the contract below `/api`. */
export function registerRoutes(app: FastifyInstance, needs: RouteNeeds): void {
  const register = (within: FastifyInstance, isOf: (route: Route) => boolean): void => {
    for (const name of Object.keys(contract) as (keyof Contract)[]) {
      const route: Route = contract[name];
      const handle = needs.handlers[name] as Handle<keyof Contract> | undefined;
      if (!isOf(route)) continue;
      within.route({
        method: route.method, url: `/api${route.path}`, config: { from: route.from }, ...(route.takes === 'text' ? { bodyLimit: TEXT_BYTES_MAX } : {}),
        handler: async (request, reply) => answer(request, reply, route, handle, needs),
      });
    }
  };
  register(app, ({ takes }) => takes !== 'text');
  void app.register(async (texts) => {
    // What a page may send without a preflight, and what a mail program sends: read as text, by these routes alone.
    texts.addContentTypeParser(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'], { parseAs: 'string' }, (_request, text, done) => done(null, text));
    register(texts, ({ takes }) => takes === 'text');
  });
}

/** Whose pages may call the route that a request was led to: its own, for whatever is no route of the contract. */
export const openTo = (request: FastifyRequest): Route['from'] => (request.routeOptions.config as { readonly from?: Route['from'] }).from ?? 'own';

async function answer(request: FastifyRequest, reply: FastifyReply, route: Route, handle: Handle<keyof Contract> | undefined, needs: RouteNeeds): Promise<unknown> {
  const params = parse(route.params, request.params, 'The address');
  const exchange: Exchange = {
    cookie: request.headers.cookie, authorization: request.headers.authorization, address: request.ip,
    setCookies: (lines) => void reply.header('set-cookie', [...lines]),
    header: (name) => { const held = request.headers[name]; return typeof held === 'string' ? held : undefined; },
    setHeaders: (headers) => void reply.headers(headers), here: needs.here(),
  };
  const actor = route.permission === 'public' ? undefined : await admit(route.permission, exchange, orgIn(params), needs.doors);
  if (handle === undefined) throw new Refusal('unavailable', 'This server does not do this yet.');
  const query = parse(route.query, request.query, 'The query');
  const takesBytes = route.takes === 'bytes';
  if (takesBytes) checkLength(request, needs.uploadBytesMax, reply);
  const body = takesBytes ? undefined : parse(route.body, request.body ?? (route.takes === 'text' ? '' : {}), 'The body');
  const stream: AsyncIterable<Uint8Array> = takesBytes ? bytesOf(request) : nothing();
  const input = { params, query, body, actor, stream, exchange, get signal() { return goneSignal(reply); } } as unknown as Input<keyof Contract>;
  return give(await handle(input, needs.context), reply, route, needs.beatMs);
}

/** Says when the caller has gone. Made for who asks: most handlers are done before anybody could go, and a signal costs more than they do. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}

/** The actor, or the refusal: nobody learns of an organisation that they are not in. */
async function admit(permission: Exclude<Permission, 'public'>, exchange: Exchange, org: string | undefined, doors: Doors): Promise<Actor> {
  if (permission === 'app') {
    const app = org === undefined ? undefined : await doors.appIn(exchange.authorization, org);
    if (app === undefined) throw new Refusal('unauthenticated', 'This asks for a key of the company’s own app, as a bearer token: the one given is none, or has ended.');
    return app;
  }
  const person = await doors.personOf(exchange);
  if (person === undefined) throw new Refusal('unauthenticated', 'Sign in first: there is no session, or it has ended.');
  if (permission === 'session') return { member: person, org: '', role: 'employee' };
  const actor = org === undefined ? undefined : await doors.actorIn(person, org);
  if (actor === undefined) throw new Refusal('not_found', 'There is no such organisation.');
  if (!permissionsOf[actor.role].includes(permission)) throw new Refusal('forbidden', `Your role (${actor.role}) does not allow this: ask an owner of the organisation.`);
  return actor;
}

const orgIn = (params: unknown): string | undefined =>
  typeof params === 'object' && params !== null && 'org' in params && typeof params.org === 'string' ? params.org : undefined;

/** Refuses what says itself that it is too large, before a byte of it is read. */
function checkLength(request: FastifyRequest, bytesMax: number, reply: FastifyReply): void {
  if (Number(request.headers['content-length'] ?? 0) <= bytesMax) return;
  void reply.header('connection', 'close');
  throw tooLarge(bytesMax);
}

/** The file as it comes. What came as something else was parsed already: taken for a file, it would be an empty one. */
function bytesOf({ body }: FastifyRequest): AsyncIterable<Uint8Array> {
  if (body instanceof Readable) return body;
  throw new Refusal('invalid', 'A file comes as application/octet-stream: send its bytes as they are.');
}

async function* nothing(): AsyncIterable<Uint8Array> {}

const isWritten = (value: unknown): value is Written => typeof value === 'object' && value !== null && 'written' in value && (typeof value.written === 'string' || value.written instanceof Uint8Array);

const isDownload = (value: unknown): value is Download => typeof value === 'object' && value !== null && 'bytes' in value && 'type' in value && 'name' in value;

async function give(result: unknown, reply: FastifyReply, route: Route, beatMs: number): Promise<unknown> {
  if (route.gives === 'events') {
    const events = await openEvents(result as AsyncIterable<unknown>, route.output, beatMs);
    void reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no');
    return reply.send(Readable.from(events));
  }
  if (route.gives === 'bytes') {
    return sendDownload(reply, isDownload(result) ? result : { name: `${route.id}.bin`, type: 'application/octet-stream', bytes: result as Uint8Array });
  }
  if (isWritten(result)) return reply.status(result.status ?? 200).type('application/json; charset=utf-8').send(result.written);
  // What the contract does not name is cut off; what it promises and the handler lacks is a bug.
  const checked = route.output.safeParse(result);
  if (!checked.success) throw new Error(`${route.id} does not answer what its contract says: ${checked.error.message}`);
  return reply.send(checked.data);
}
