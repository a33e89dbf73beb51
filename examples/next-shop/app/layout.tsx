import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { readConsent } from '@avouch/consent/next';
import { ConsentBanner, ConsentProvider, ConsentScript } from '@avouch/consent/react';
import '@avouch/consent/browser/consent.css';
import './shop.css';
import { noticeIn } from './notice';

export const metadata: Metadata = { title: 'Leaf & Kettle', description: 'Tea by post' };

/** Every page: what is allowed is known before it is rendered, so nothing flashes and nothing is rendered twice. */
export default async function Layout({ children }: { readonly children: ReactNode }): Promise<ReactNode> {
  const sent = await headers();
  const { config, initial } = readConsent(await noticeIn('en'), { cookies: await cookies(), headers: sent });
  return (
    <html lang="en">
      <body>
        <ConsentProvider config={config} initial={initial}>
          <header><a href="/">Leaf &amp; Kettle</a></header>
          <main>{children}</main>
          <footer><a href="/privacy">Privacy</a> <button type="button" data-consent-open>Privacy choices</button></footer>
          <ConsentScript purpose="statistics" vendor="counter" src="https://counter.example/count.js" nonce={sent.get('x-nonce') ?? ''} />
          <ConsentBanner />
        </ConsentProvider>
      </body>
    </html>
  );
}
