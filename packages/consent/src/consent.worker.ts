// The service worker: a second wall before what scripts cannot catch, such as `<img src>` that the parser loads. It holds no
// config of its own: which hosts are guarded stands in its address, so it is known from its first moment, and what is
// allowed comes from the page. What it has not been told is blocked.

type Extended = Event & { readonly waitUntil: (work: Promise<unknown>) => void };
type FetchEvent = Extended & { readonly request: Request; readonly respondWith: (answer: Promise<Response>) => void };
type Told = { readonly avouchAllows: readonly string[]; readonly until: number };
type Scope = {
  readonly skipWaiting: () => Promise<void>; readonly clients: { readonly claim: () => Promise<void> };
  readonly addEventListener: ((type: 'install' | 'activate', listener: (event: Extended) => void) => void) & ((type: 'fetch', listener: (event: FetchEvent) => void) => void) & ((type: 'message', listener: (event: Extended & { readonly data: unknown }) => void) => void);
};

const worker = self as unknown as Scope;
const guarded = (new URL(location.href).searchParams.get('hosts') ?? '').split(',').filter((host) => host !== '');
const covers = (hosts: readonly string[], name: string): boolean => hosts.some((host) => `.${name}`.endsWith(`.${host}`));

// A worker is stopped and started as the browser likes; what it was told has to outlive that.
const shelf = 'avouch-consent';
const key = '/avouch-consent-allowed';
let told: Promise<Told | undefined> | undefined;
let shelved: Promise<unknown> = Promise.resolve();
const recall = (): Promise<Told | undefined> => (told ??= caches.match(key).then((kept) => kept?.json() as Promise<Told> | undefined, () => undefined));

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('message', (event) => {
  const message = event.data as Told | null;
  if (!Array.isArray(message?.avouchAllows)) return;
  told = Promise.resolve(message);
  // One after another: what was told last is what stays.
  shelved = shelved.then(() => caches.open(shelf)).then((cache) => cache.put(key, new Response(JSON.stringify(message)))).catch(() => {});
  event.waitUntil(shelved);
});
worker.addEventListener('fetch', (event) => {
  const { hostname } = new URL(event.request.url);
  if (!covers(guarded, hostname)) return;
  event.respondWith(recall().then((now) => (now && now.until > Date.now() && covers(now.avouchAllows, hostname) ? fetch(event.request) : Response.error())));
});
