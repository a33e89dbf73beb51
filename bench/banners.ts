import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const folder = join('bench', 'rivals-web');

/** A banner as a site would serve it. */
export type Banner = {
  readonly name: string;
  /** Finds the banner once it is on the page. */
  readonly selector: string;
  /** What is downloaded for it, script and style, compressed. */
  readonly bytes: number;
  readonly head: string;
  readonly files: Readonly<Record<string, string>>;
};

const rivals: Readonly<Record<string, string>> = {
  'vanilla-cookieconsent': '#cc-main .cm', klaro: '.klaro .cookie-notice', 'c15t-react': '[data-testid="consent-banner-root"]', orejime: '.orejime-Banner', 'osano-cookieconsent': '.cc-window',
};

const config = JSON.stringify({
  notice: { id: 'bench', version: '1', url: '/privacy' }, purposes: [{ id: 'necessary', required: true }, { id: 'statistics' }, { id: 'marketing' }, { id: 'media' }],
});
const gzipBytes = (text: string): number => gzipSync(text, { level: 9 }).length;

/** Installs the rivals, as their lock file has them, if they are not there yet. */
function installRivals(): void {
  if (!existsSync(join(folder, 'node_modules'))) execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
}

/** Bundles one rival as its own guide says, minified, for production. */
async function bundleRival(name: string, selector: string): Promise<Banner> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'banners', `${name}.mjs`)], outdir: join(folder, 'dist'), bundle: true, minify: true, write: false, format: 'esm', platform: 'browser', target: 'es2022', legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"', global: 'window' }, logLevel: 'error',
  });
  const files = Object.fromEntries(outputFiles.map((one) => [`/${name}${one.path.endsWith('.css') ? '.css' : '.js'}`, one.text]));
  const style = files[`/${name}.css`] === undefined ? '' : `<link rel="stylesheet" href="/${name}.css">`;
  return { name, selector, files, bytes: Object.values(files).reduce((sum, text) => sum + gzipBytes(text), 0), head: `${style}<script type="module" src="/${name}.js"></script>` };
}

/** Ours, ours inside the page, a page without a banner, then the rivals. */
export async function openBanners(): Promise<readonly Banner[]> {
  installRivals();
  const [script, inline] = await Promise.all(['consent.js', 'consent-inline.js'].map((name) => readFile(join('packages', 'consent', 'dist', 'browser', name), 'utf8')));
  if (script === undefined || inline === undefined) throw new Error('The consent scripts are not built: run npm run build.');
  const settings = `<script type="application/json" id="avouch-consent">${config}</script>`;
  const ours: Banner = { name: 'avouch', selector: '.avouch-banner', bytes: gzipBytes(script), files: { '/avouch.js': script }, head: `${settings}<script src="/avouch.js"></script>` };
  const within: Banner = { ...ours, name: 'avouch-inlined', files: {}, head: `${settings}<script data-src="/">${inline}</script>` };
  const none: Banner = { name: 'no-banner', selector: 'h1', bytes: 0, files: {}, head: '' };
  return [ours, within, none, ...await Promise.all(Object.entries(rivals).map(async ([name, selector]) => bundleRival(name, selector)))];
}

const purposes = ['statistics', 'marketing', 'media'];
/** Six scripts that wait, marked as each of the banners wants it. */
const held = Array.from({ length: 6 }, (_, n) => `<script type="text/plain" data-consent="${purposes[n % 3]}" data-category="${purposes[n % 3]}" data-name="${purposes[n % 3]}" src="/held-${n}.js"></script>`).join('');
const text = Array.from({ length: 60 }, (_, n) => `<h2>Tea ${n}</h2><p>${'Leaves, water, a little patience. '.repeat(12)}</p>`).join('');
const pageOf = ({ head }: Banner): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tea shop</title><style>body{font:16px/1.5 system-ui,sans-serif}</style>${head}</head><body><main><h1>Tea shop</h1>${text}</main><div id="consent"></div>${held}</body></html>`;

/** Serves a page for each banner at `/<name>`, everything compressed. */
export async function serveBanners(banners: readonly Banner[]): Promise<{ readonly origin: string; readonly close: () => Promise<void> }> {
  const answers = new Map(banners.flatMap((one) => [[`/${one.name}`, pageOf(one)] as const, ...Object.entries(one.files)]).map(([path, body]) => [path, gzipSync(body, { level: 9 })]));
  const kinds: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' };
  const server: Server = createServer(({ url = '' }, response) => {
    const body = answers.get(url);
    response.writeHead(body ? 200 : 404, { 'content-type': `${kinds[url.split('.')[1] ?? ''] ?? 'text/html'}; charset=utf-8`, ...body && { 'content-encoding': 'gzip' } }).end(body);
  });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: async () => { server.closeAllConnections(); await new Promise((done) => { server.close(done); }); } };
}
