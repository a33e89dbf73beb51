import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '@avouch/api/refusal';
import { codeOf } from '../storage/start-problem.ts';

const unbuilt = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Avouch</title><p>The server runs, but its console is not built yet: run <code>npm run build</code>.</p></html>';

const topFiles: Readonly<Record<string, string>> = { js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml', ico: 'image/x-icon', png: 'image/png', webmanifest: 'application/manifest+json', txt: 'text/plain; charset=utf-8', html: 'text/html; charset=utf-8' };

const readIfThere = async (path: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(path);
  } catch (cause) {
    if (['ENOENT', 'EISDIR'].includes(codeOf(cause))) return undefined;
    throw cause;
  }
};

/**
 * Serves the console's built files. Those under `/assets/` carry a hash in their name and never change; every other path
 * gives the console's one page, which finds its way by the address. `/verify.html` gives the page that verifies bundles.
 */
export async function serveConsole(app: FastifyInstance, folder: string, verifier: string): Promise<void> {
  app.get('/verify.html', async (_request, reply) => {
    const page = await readIfThere(join(verifier, 'verify.html'));
    if (page === undefined) throw new Refusal('not_found', 'The page that verifies is not built: run `npm run build`.');
    // To be opened from the reader's own disk: there it needs no server, and its own policy allows it nothing.
    return reply.type('text/html; charset=utf-8').header('content-disposition', 'attachment; filename="verify.html"').send(page);
  });
  await app.register(fastifyStatic, { root: join(folder, 'assets'), prefix: '/assets/', immutable: true, maxAge: '365d', decorateReply: false, index: false });
  app.get('/*', async (request, reply) => {
    const { pathname } = new URL(request.url, 'http://console');
    if (pathname.startsWith('/api/') || pathname.startsWith('/assets/')) throw new Refusal('not_found', 'There is nothing at this address.');
    const ending = /^\/[\w-]+\.([a-z]+)$/.exec(pathname)?.[1] ?? '';
    const type = topFiles[ending];
    const file = type === undefined ? undefined : await readIfThere(join(folder, pathname));
    if (file !== undefined && type !== undefined) return reply.type(type).header('cache-control', 'max-age=3600').send(file);
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send((await readIfThere(join(folder, 'index.html'))) ?? unbuilt);
  });
}
