import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the site or its vendor received. */
export type Seen = { readonly host: string; readonly path: string; readonly method: string; readonly body: string; readonly headers: IncomingHttpHeaders };
type Answer = { readonly status?: number; readonly type?: string; readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

/** A local web server that answers for every host name and remembers what it was asked. */
export async function openSite(answer: (seen: Seen) => Answer): Promise<{ port: number; seen: Seen[]; paths: () => string[]; close: () => Promise<void> }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const one: Seen = { host: (request.headers.host ?? '').split(':')[0] ?? '', path: request.url ?? '', method: request.method ?? '', body: Buffer.concat(parts).toString(), headers: request.headers };
      seen.push(one);
      const { status = 200, type = 'text/html; charset=utf-8', body = '', headers = {} } = answer(one);
      response.writeHead(status, { 'content-type': type, 'access-control-allow-origin': '*', 'cache-control': 'no-store', ...headers }).end(body);
    });
  });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  return {
    port: (server.address() as AddressInfo).port, seen, paths: () => seen.map((one) => one.host + one.path),
    close: async () => { server.closeAllConnections(); await new Promise((done) => { server.close(done); }); },
  };
}
