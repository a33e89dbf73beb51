// The page that the React test hydrates in a real browser, and renders on the server before.
import { useState, type ReactNode } from 'react';
import { ConsentBanner, ConsentGate, ConsentProvider, ConsentScript, OptIn, useConsent } from '../src/react.ts';
import type { ConsentConfig, ConsentState } from '../src/config.ts';

function Standing(): ReactNode {
  const { allows, choose } = useConsent();
  return <p>Statistics are {allows('statistics') ? 'on' : 'off'}. <button type="button" onClick={() => void choose({ statistics: false })}>Stop counting</button></p>;
}

/** A shop in React. `vendors` is the address at which its vendors stand. */
export function Shop({ config, initial, port }: { readonly config: ConsentConfig; readonly initial?: ConsentState; readonly port: number }): ReactNode {
  const [agreed, setAgreed] = useState(false);
  return (
    <ConsentProvider config={config} {...initial && { initial }}>
      <h1>Shop</h1>
      <Standing />
      <ConsentScript purpose="statistics" vendor="counter" src={`http://counter.test:${port}/count.js`} nonce="bm9uY2U" />
      <ConsentGate purpose="media" vendor="tube"><iframe src={`http://tube.test:${port}/film`} title="Film" /></ConsentGate>
      <form>
        <OptIn purpose="newsletter" notice={{ id: 'newsletter', version: '2', url: '/newsletter', title: 'What we send' }} hint="We send a mail first, to be sure that it is you." confirmByMail onChange={setAgreed}>Send me news</OptIn>
        <output>{agreed ? 'ticked' : 'not ticked'}</output>
      </form>
      <ConsentBanner />
    </ConsentProvider>
  );
}
