import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { contract } from '@avouch/api/contract';
import type { Context, Exchange, Handle, Input, Written } from '../context.ts';
import { dataHeaders } from './headers.ts';
import { answerTo, parse } from './refusals.ts';
import { TEXT_BYTES_MAX } from './routes.ts';

export type DoorNeeds = {
  readonly choose: Handle<'consentChoose'>;
  readonly context: Context;
  readonly origins: () => readonly string[];
  readonly trustProxy: boolean;
  /** A number of a request, for the log. */
  readonly newId: () => string;
  /** Not while the server closes, nor under a host where there is nothing but a privacy centre. */
  readonly isOpen: (headers: IncomingHttpHeaders) => boolean;
};

const ROUTE = 'POST /api/consents/:site';
const PATH = '/api/consents/';
const route = contract.consentChoose;

/** The site's key, where the request is a visitor's answer as the SDK sends it; undefined for every other request. */
function siteIn({ method, url = '', headers }: IncomingMessage): string | undefined {
  if (method !== 'POST' || !url.startsWith(PATH)) return undefined;
  const key = url.slice(PATH.length);
  // What is no key, or needs to be decoded or split, goes the long way.
  if (!route.params.shape.site.safeParse(key).success || !/^text\/plain(?:;|$)/.test(headers['content-type'] ?? '')) return undefined;
  const length = Number(headers['content-length'] ?? Number.NaN);
  return length <= TEXT_BYTES_MAX && headers['expect'] === undefined ? key : undefined;
}

/**
 * A way past the framework for the one request that comes by the thousand: routing, hooks, schemas and replies cost it more
 * than all that is done with an answer. What comes in here is answered as the long way answers it, byte for byte: a test
 * sends the same to both. Everything else goes to `otherwise`.
 */
export function openDoor(needs: DoorNeeds, otherwise: RequestListener): RequestListener {
  return (request, response) => {
    const site = siteIn(request);
    if (site === undefined || !needs.isOpen(request.headers)) return otherwise(request, response);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    // Who goes before the end has said nothing.
    request.on('error', () => undefined);
    request.on('end', () => void take(site, textOf(chunks), request, response, needs));
  };
}

const textOf = (chunks: readonly Buffer[]): string => (chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)).toString('utf8');

async function take(site: string, text: string, request: IncomingMessage, response: ServerResponse, needs: DoorNeeds): Promise<void> {
  const { context } = needs;
  const origins = needs.origins();
  const headers: string[] = [...dataHeaders(origins)];
  try {
    const params = parse(route.params, { site }, 'The address');
    const body = parse(route.body, text, 'The body');
    const exchange = exchangeOf(request, headers, needs, origins[0] ?? '');
    const { written } = (await needs.choose({ params, query: {}, body, exchange } as Input<'consentChoose'>, context)) as Written;
    send(response, 200, headers, written as string);
  } catch (error) {
    const { status, body } = answerTo(error, { id: needs.newId(), route: ROUTE }, context);
    send(response, status, headers, JSON.stringify(body));
  }
}

function exchangeOf(request: IncomingMessage, answered: string[], { trustProxy }: DoorNeeds, here: string): Exchange {
  const { headers } = request;
  const header = (name: string): string | undefined => { const held = headers[name]; return typeof held === 'string' ? held : undefined; };
  return {
    cookie: headers.cookie, authorization: headers.authorization, address: addressOf(request, trustProxy), here, header,
    setCookies: () => { throw new Error('an answer of a visitor sets no cookie'); },
    setHeaders: (named) => { for (const [name, value] of Object.entries(named)) answered.push(name, value); },
  };
}

/** The caller; behind the one proxy that is trusted, the address that the proxy added last. */
function addressOf({ headers, socket }: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? headers['x-forwarded-for'] : undefined;
  const last = typeof forwarded === 'string' ? forwarded.slice(forwarded.lastIndexOf(',') + 1).trim() : '';
  return last === '' ? (socket.remoteAddress ?? '') : last;
}

function send(response: ServerResponse, status: number, headers: string[], text: string): void {
  headers.push('content-type', 'application/json; charset=utf-8', 'content-length', String(Buffer.byteLength(text)));
  response.writeHead(status, headers);
  response.end(text);
}
