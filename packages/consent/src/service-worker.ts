import { periodOf } from './choices/decide.ts';
import type { Consent } from './consent.ts';

/**
 * Registers the service worker at `address` (on your own site, as high up as it shall reach) to guard the hosts of the config's
 * vendors, and keeps it told of what is allowed. Where a browser has no service workers nothing happens: it is a second wall.
 */
export async function openServiceWorker({ config, allows, state, subscribe }: Consent, address = '/avouch-consent-sw.js', now: () => number = Date.now): Promise<void> {
  const { vendors = [] } = config;
  const hostsOf = (wanted: (id: string) => boolean): string[] => [...new Set(vendors.filter(({ id }) => wanted(id)).flatMap(({ hosts = [] }) => hosts))];
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!workers) return;
  await workers.register(`${address}?hosts=${encodeURIComponent(hostsOf(() => true).sort().join(','))}`);
  const registration = await workers.ready;
  // At once, so that a page which is left right after an answer has told it. Under an opt-out regime, where things are allowed
  // without an answer, each page counts anew.
  const tell = (): void => registration.active?.postMessage({ avouchAllows: hostsOf(allows), until: (state().answeredAt ?? now()) + periodOf(config) });
  subscribe(tell);
  // A worker that takes over from an older one has been told nothing.
  workers.addEventListener('controllerchange', tell);
  tell();
}
