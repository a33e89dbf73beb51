'use client';
// Everything renders on the server as it does before hydration: only what the server was told is allowed.
export { ConsentBanner } from './components/ConsentBanner.tsx';
export { ConsentGate } from './components/ConsentGate.tsx';
export { ConsentProvider, useConsent, type UsedConsent } from './components/ConsentProvider.tsx';
export { ConsentScript } from './components/ConsentScript.tsx';
export { OptIn } from './components/OptIn.tsx';
