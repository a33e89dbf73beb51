import { execFile } from 'node:child_process';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const require = createRequire(import.meta.url);
const consoleFolder = join(import.meta.dirname, '../packages/console');
const kinds: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
/** As the server sends it: no inline script, nothing from elsewhere. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** The browser that the set-up of the run found; `more` flags where a test needs them. */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: process.env['TEST_CHROMIUM'] ?? '/usr/bin/chromium', args: [...flags, ...more] });
  // It ends what hangs; a slow machine breaks no promise.
  browser.on('context', (context) => { context.setDefaultTimeout(120_000); });
  return browser;
}

/** Builds the console in that mode into a folder of its own, or into the one where the server looks for it, which stays. */
export async function buildConsole(mode: 'demo' | 'production', into?: string): Promise<{ readonly folder: string; readonly remove: () => Promise<void> }> {
  const folder = into ?? await mkdtemp(join(tmpdir(), 'avouch-console-'));
  // A process of its own: a test run's NODE_ENV would build React for development.
  await promisify(execFile)(process.execPath, [join(dirname(require.resolve('vite/package.json')), 'bin/vite.js'), 'build', '--mode', mode, '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'], { cwd: consoleFolder, env: { ...process.env, NODE_ENV: 'production' } });
  return { folder, remove: async () => { if (into === undefined) await rm(folder, { recursive: true, force: true }); } };
}

function serve(folder: string): Server {
  return createServer((request, response) => {
    const asked = join(folder, new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = asked.startsWith(folder) && existsSync(asked) && statSync(asked).isFile() ? asked : join(folder, 'index.html');
    response.writeHead(200, { 'content-type': kinds[extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy });
    createReadStream(file).pipe(response);
  });
}

/** A visit to the demo console: what the browser complained of and what it asked of other origins is kept. */
export type Visit = { readonly page: Page; readonly complaints: readonly string[]; readonly strangers: readonly string[]; readonly go: (path: string) => Promise<void>; readonly close: () => Promise<void> };
export type Demo = { readonly visit: (options?: Parameters<Browser['newContext']>[0]) => Promise<Visit>; readonly close: () => Promise<void> };

/** Waits until the page stands: it has its heading, and nothing of it is still being read. */
export const settled = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => document.querySelector('h1') !== null && document.querySelector('.waiting, .still') === null);
};

/** The demo console in one browser, served with the server's content policy. */
export async function openDemo(): Promise<Demo> {
  const { folder, remove } = await buildConsole('demo');
  const server = serve(folder);
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The demo’s server has no port');
  const origin = `http://127.0.0.1:${address.port}`;
  const browser = await openBrowser();
  const visit = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<Visit> => {
    const context: BrowserContext = await browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    const strangers: string[] = [];
    page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => { if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) strangers.push(request.url()); });
    const go = async (path: string): Promise<void> => {
      await page.goto(origin + path);
      await settled(page);
    };
    return { page, complaints, strangers, go, close: () => context.close() };
  };
  const close = async (): Promise<void> => {
    await browser.close();
    await new Promise((done) => server.close(done));
    await remove();
  };
  return { visit, close };
}

const axeSource = readFile(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong by WCAG 2.2 AA, one line each. */
export async function violationsOf(page: Page): Promise<string[]> {
  // A page that has just been sent can be there before its style is; sizes and contrast are only right with it.
  await page.waitForLoadState('load');
  await page.evaluate(await axeSource);
  return page.evaluate(async () => {
    // The page holds axe since the line above; its types are not the page's.
    const { axe } = window as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } };
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)} ${(node.failureSummary ?? '').replaceAll(/\s+/g, ' ').slice(0, 260)}`));
  });
}
