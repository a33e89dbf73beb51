import type { ConsentConfig } from '../src/config.ts';
import { bundle } from './bundle.ts';
import { openSite, type Seen } from './site.ts';

/** The config of the example shop. */
export const shop: ConsentConfig = {
  notice: { id: 'shop', version: '3', hash: 'c0ffee', url: '/privacy' },
  purposes: [{ id: 'necessary', required: true }, { id: 'statistics' }, { id: 'marketing' }, { id: 'media' }],
  vendors: [
    { id: 'shop', name: 'Our shop', purpose: 'necessary', cookies: { session: 0, 'avouch-consent': 365 } },
    { id: 'counter', name: 'Counter', purpose: 'statistics', url: 'https://counter.test/privacy', hosts: ['counter.test'], cookies: { _count: 400, '_count_*': 1 }, storage: ['count.*'] },
    { id: 'adnet', name: 'Ad Net', purpose: 'marketing', hosts: ['adnet.test'], cookies: { adnet: 390 } },
    { id: 'tube', name: 'Tube', purpose: 'media', url: 'https://tube.test/privacy', hosts: ['tube.test'] },
  ],
};

const policy = (nonce: string): string => `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src *; img-src *; frame-src *; base-uri 'none'; form-action 'none'`;

/** A page of the shop: markup for its body, its head and our script, what differs in the config, and whether Trusted Types are required. */
export type ShopPage = { readonly body?: string; readonly head?: string; readonly script?: string; readonly config?: Partial<ConsentConfig>; readonly html?: string; readonly trusted?: boolean; readonly answer?: (seen: Seen) => { status?: number; body?: string; type?: string } | undefined };

/** The shop and the companies it would work with, on one server: `shop.test` serves pages under a strict policy, the rest count. */
export async function openShop(): Promise<Awaited<ReturnType<typeof openSite>> & { page: (page: ShopPage) => string }> {
  const scripts: Record<string, string> = { '/consent.js': await bundle('src/main.ts', 'iife'), '/placeholders.js': await bundle('src/placeholders.ts', 'esm') };
  let current: ShopPage = {};
  const site = await openSite((seen) => {
    const special = current.answer?.(seen);
    if (special) return special;
    const script = seen.host === 'shop.test' ? scripts[seen.path] : undefined;
    if (script) return { type: 'text/javascript', body: script };
    if (seen.host !== 'shop.test') return seen.path.endsWith('.js') ? { type: 'text/javascript', body: `(window.ran ??= []).push('${seen.path}')` } : { body: '<!doctype html><title>Embedded</title>Embedded' };
    if (seen.path !== '/') return { status: 404 };
    const nonce = 'bm9uY2U';
    const { body = '', head = '', script: own = '<script nonce="NONCE" src="/consent.js"></script>', config = {}, html = '<html lang="en">', trusted = false } = current;
    return {
      headers: { 'content-security-policy': policy(nonce) + (trusted ? "; require-trusted-types-for 'script'" : '') },
      body: `<!doctype html>${html}<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shop</title>
<script type="application/json" id="avouch-consent">${JSON.stringify({ ...shop, ...config })}</script>
${own.replaceAll('NONCE', nonce)}${head.replaceAll('NONCE', nonce)}</head><body><main><h1>Shop</h1>${body.replaceAll('NONCE', nonce)}</main></body></html>`,
    };
  });
  return { ...site, page: (page) => { current = page; site.seen.length = 0; return `http://shop.test:${site.port}/`; } };
}
