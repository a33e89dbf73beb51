import { createServer, type IncomingHttpHeaders } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { contract } from '@avouch/api/contract';
import { openApiOf } from '@avouch/api/openapi';
import { Refusal } from '@avouch/api/refusal';
import type { Context, Handlers } from './context.ts';
import { serveCentre } from './centre/routes.ts';
import { registerConsentPages } from './consent-pages/pages.ts';
import type { Desk } from './consent/visit.ts';
import { openDoor } from './http/choices-door.ts';
import { serveConsole } from './http/console.ts';
import { setSecurityHeaders } from './http/headers.ts';
import { checkOrigin } from './http/origin.ts';
import { answerTo, sendRefusal } from './http/refusals.ts';
import { openTo, registerRoutes, type Doors } from './http/routes.ts';
import { serveOpenDsr } from './opendsr/routes.ts';

export type AppOptions = {
  readonly context: Context;
  readonly handlers: Handlers;
  readonly doors: Doors;
  readonly desk: Desk;
  /** The origins that may send changes; asked at each request, since the port is known late. */
  readonly origins: () => readonly string[];
  readonly trustProxy: boolean;
  readonly uploadBytesMax: number;
  /** The folder of the console's built files. */
  readonly console: string;
  /** The folder of the page that verifies bundles. */
  readonly verifier: string;
};

const JSON_BYTES_MAX = 2_000_000;
/** Longer than the minute after which most proxies let go, so that it is they who do. */
const KEEP_ALIVE_MS = 72_000;

const isIn = (hosts: ReadonlySet<string>, host = ''): boolean => hosts.size > 0 && hosts.has(host.replace(/:\d+$/, '').toLowerCase());

/** The whole of HTTP over the handlers: it can be asked by `inject` without a socket. */
export async function openApp(options: AppOptions): Promise<FastifyInstance> {
  const { context } = options;
  const isRestricted = (host: string | undefined): boolean => isIn(context.restricted.hosts(), host);
  const newId = (): string => Buffer.from(context.random(9)).toString('base64url');
  let isClosing = false;
  const { consentChoose: choose } = options.handlers;
  const door = { context, origins: options.origins, trustProxy: options.trustProxy, newId, isOpen: ({ host }: IncomingHttpHeaders) => !isClosing && !isRestricted(host) };
  const app = Fastify({
    // One proxy and no more: what stands further left in its header, callers can write themselves.
    logger: false, trustProxy: options.trustProxy ? (_address: string, hop: number) => hop === 0 : false, bodyLimit: JSON_BYTES_MAX, forceCloseConnections: true, routerOptions: { maxParamLength: 300 },
    // Under a host of a company's own there is its privacy centre and nothing else.
    rewriteUrl: ({ url = '/', headers }) => (isRestricted(headers.host) ? `/privacy-centre/@${url}` : url),
    genReqId: newId, serverFactory: (framework) => createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, choose === undefined ? framework : openDoor({ ...door, choose }, framework)),
  });
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  // A file goes through as a stream; its route counts it. A form is none of ours, and a browser could send one unasked.
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  app.addHook('onRequest', (request, reply, done) => {
    const origins = options.origins();
    setSecurityHeaders(reply, request.url.split('?', 1)[0] ?? '/', origins);
    try {
      // Routes that no cookie opens look at the origin themselves, by the site that they are asked about.
      if (openTo(request) === 'own') checkOrigin(request, origins);
      done();
    } catch (refusal) {
      done(refusal as Error);
    }
  });
  app.setErrorHandler((error, request, reply) => {
    const { status, body } = answerTo(error, { id: request.id, route: `${request.method} ${request.routeOptions.url ?? ''}` }, context);
    return reply.status(status).type('application/json').send(body);
  });
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, new Refusal('not_found', 'There is nothing at this address.')));
  registerRoutes(app, { handlers: options.handlers, context, doors: options.doors, uploadBytesMax: options.uploadBytesMax, beatMs: 15_000, here: () => options.origins()[0] ?? '' });
  registerConsentPages(app, { context, desk: options.desk, here: () => options.origins()[0] ?? '' });
  const described = JSON.stringify(openApiOf(contract, { version: context.version }));
  app.get('/openapi.json', (_request, reply) => reply.type('application/json').send(described));
  await serveCentre(app, context);
  await serveOpenDsr(app, context);
  await serveConsole(app, options.console, options.verifier);
  return app;
}
