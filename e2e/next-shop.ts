import { execFile, execFileSync, spawn } from 'node:child_process';
import { access, readFile, writeFile } from 'node:fs/promises';
import { createServer as createSecureServer } from 'node:https';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const folder = join(import.meta.dirname, '../examples/next-shop');
const next = createRequire(join(folder, 'package.json')).resolve('next/dist/bin/next');
// A test run's own NODE_ENV would build React for development.
const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };

/** The example as it runs, the vendors it would work with, and what they were asked for. */
export type NextShop = {
  /** Tells a browser where the shop and its vendors are. */
  readonly flags: readonly string[];
  /** Where the shop answers without a browser's help. */
  readonly origin: string;
  readonly asked: () => readonly string[];
  readonly forget: () => void;
  readonly close: () => Promise<void>;
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => { server.close(done); });
  return port;
}

/** Vendors on one local port, with a certificate that nobody vouches for. */
async function openVendors(): Promise<{ port: number; asked: string[]; close: () => Promise<void> }> {
  const pem = execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', '-', '-out', '-', '-subj', '/CN=vendors', '-days', '2'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const asked: string[] = [];
  const server = createSecureServer({ key: pem, cert: pem }, ({ headers, url }, response) => {
    asked.push(`${headers.host}${url}`);
    const script = url?.endsWith('.js') === true;
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' });
    response.end(script ? "document.cookie = '_count=1'; window.counted = (window.counted ?? 0) + 1" : '<!doctype html><html lang="en"><title>Film</title><main><h1>Film</h1></main>');
  });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  return { port: (server.address() as AddressInfo).port, asked, close: async () => { server.closeAllConnections(); await new Promise((done) => { server.close(done); }); } };
}

/** Builds the example for production, types checked, once in a test run: whoever comes first builds, and the others wait for the outcome. */
async function buildOnce(): Promise<void> {
  const run = process.env['TEST_RUN'];
  if (run === undefined) throw new Error('The example is built in a test run: start it through vitest with the workspace configuration');
  const [begun, ended] = [join(run, 'next-shop.begun'), join(run, 'next-shop.ended')];
  const first = await writeFile(begun, '', { flag: 'wx' }).then(() => true, () => false);
  if (first) await promisify(execFile)(process.execPath, [next, 'build'], { cwd: folder, env }).then(() => writeFile(ended, ''), (cause: unknown) => writeFile(ended, String(cause)));
  while (!await access(ended).then(() => true, () => false)) await new Promise((done) => { setTimeout(done, 200); });
  const fault = await readFile(ended, 'utf8');
  if (fault !== '') throw new Error(fault);
}

/** The example, started with these settings in its environment. */
export async function openNextShop(settings: Readonly<Record<string, string>> = {}): Promise<NextShop> {
  const [vendors, port] = await Promise.all([openVendors(), freePort(), buildOnce()]);
  const server = spawn(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', String(port)], { cwd: folder, env: { ...env, ...settings }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((done) => { server.on('close', () => done()); });
  await new Promise<void>((done, fail) => {
    server.stdout.on('data', (text: Buffer) => { if (text.includes('Ready')) done(); });
    server.on('close', (code) => fail(new Error(`The example ended with code ${code} before it was ready`)));
  });
  return {
    flags: [`--host-resolver-rules=MAP shop.example 127.0.0.1:${port}, MAP *.example 127.0.0.1:${vendors.port}`, '--ignore-certificate-errors'],
    origin: `http://127.0.0.1:${port}/`, asked: () => vendors.asked, forget: () => { vendors.asked.length = 0; },
    close: async () => {
      server.kill();
      await ended;
      await vendors.close();
    },
  };
}
