import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a stand-in sees it. */
export type Asked = {
  readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly headers: IncomingMessage['headers'];
  /** The body: JSON, the fields of a form, or nothing. */
  readonly body: unknown; readonly parts: Readonly<Record<string, string>>; readonly origin: string;
};
/** What a stand-in answers; a `text` goes out as it is, `bytes` too. */
export type Answer = { readonly status: number; readonly json?: unknown; readonly text?: string; readonly bytes?: Uint8Array; readonly headers?: Readonly<Record<string, string>> };
export type Route = { readonly method: string; readonly path: string; readonly answer: (asked: Asked) => Answer };

/** A service for tests: its routes, how it lets in, and what it says to a stranger. */
export type StandIn = { readonly routes: readonly Route[]; readonly isAllowed: (asked: Asked) => boolean; readonly refused: Answer; readonly missing: Answer; readonly open?: readonly string[] };

/** What is done to requests: the answer in place of the real one, or undefined to let it through. */
export type Disturbance = (asked: Asked, count: number) => Answer | undefined;

export type RunningStandIn = { readonly origin: string; readonly asked: readonly Asked[]; readonly disturb: (by: Disturbance | undefined) => void; readonly close: () => Promise<void> };

const fits = (pattern: string, path: string): Readonly<Record<string, string>> | undefined => {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const parts: Record<string, string> = {};
  for (const [index, step] of wanted.entries()) {
    const value = given[index] ?? '';
    if (step.startsWith(':')) parts[step.slice(1)] = decodeURIComponent(value);
    else if (step !== value) return undefined;
  }
  return parts;
};

const bodyOf = (text: string, type: string): unknown => {
  if (text === '') return undefined;
  return type.includes('json') ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
};

const answerTo = (standIn: StandIn, asked: Asked): Answer => {
  const found = standIn.routes.map((route) => ({ route, parts: route.method === asked.method ? fits(route.path, asked.path) : undefined })).find(({ parts }) => parts !== undefined);
  if (found?.parts === undefined) return standIn.missing;
  if (!(standIn.open ?? []).includes(found.route.path) && !standIn.isAllowed(asked)) return standIn.refused;
  return found.route.answer({ ...asked, parts: found.parts });
};

/** Starts a stand-in on a port of the loopback. */
export const startStandIn = async (standIn: StandIn): Promise<RunningStandIn> => {
  const asked: Asked[] = [];
  let disturbance: Disturbance | undefined;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const url = new URL(request.url ?? '/', origin);
      const one: Asked = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, headers: request.headers, body: bodyOf(Buffer.concat(parts).toString('utf8'), request.headers['content-type'] ?? ''), parts: {}, origin };
      asked.push(one);
      const answer = disturbance?.(one, asked.length) ?? answerTo(standIn, one);
      const content = answer.bytes ?? (answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json)));
      response.writeHead(answer.status, { ...(answer.json === undefined ? {} : { 'content-type': 'application/json' }), ...answer.headers });
      response.end(content);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    asked, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    disturb: (by) => { disturbance = by; },
    close: async () => { server.closeAllConnections(); await new Promise((resolve) => server.close(resolve)); },
  };
};

/** So many of a list from a cursor that is an index as text. */
export const pageOf = <T>(rows: readonly T[], from: number, size: number): { readonly rows: readonly T[]; readonly next: number | undefined } =>
  ({ rows: rows.slice(from, from + size), next: from + size < rows.length ? from + size : undefined });

/** A part of a body by its names. */
export const partOf = (body: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((found, name) => (typeof found === 'object' && found !== null && name in found ? (found as Readonly<Record<string, unknown>>)[name] : undefined), body);
