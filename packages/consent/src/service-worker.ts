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
  let active: ServiceWorker | null = null;
  // Under an opt-out regime, where things are allowed without an answer, each page counts anew.
  const tell = (): void => (workers.controller ?? active)?.postMessage({ avouchAllows: hostsOf(allows), until: (state().answeredAt ?? now()) + periodOf(config) });
  // Before the registration, which a busy browser puts off: a page may be left right after its answer.
  subscribe(tell);
  // A worker that takes over from an older one has been told nothing.
  workers.addEventListener('controllerchange', tell);
  tell();
  await workers.register(`${address}?hosts=${encodeURIComponent(hostsOf(() => true).sort().join(','))}`);
  // A page that was loaded past the worker has none to control it, and yet answers for the pages after it.
  ({ active } = await workers.ready);
  if (!workers.controller) tell();
}
