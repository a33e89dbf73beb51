import { Refusal } from '@avouch/api/refusal';

type Asked = { readonly method: string; readonly headers: Readonly<Record<string, string | readonly string[] | undefined>> };

/**
 * Refuses a change that another site had the browser send. Browsers name the origin of every such request; a request that
 * names none comes from a program, which holds no cookie that it was not given.
 */
export function checkOrigin({ method, headers }: Asked, origins: readonly string[]): void {
  if (method === 'GET' || method === 'HEAD') return;
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  const isOurs = origin === undefined ? site === undefined || site === 'same-origin' || site === 'none' : typeof origin === 'string' && origins.includes(origin);
  if (!isOurs) throw new Refusal('forbidden', 'This came from another site than Avouch’s own, so it was not done. If this is the right address, name it in AVOUCH_ORIGIN.');
}

/** The origins under which browsers may reach a server that listens here. */
export function originsOf(configured: string | undefined, host: string, port: number): readonly string[] {
  if (configured !== undefined) return [configured];
  const own = host.includes(':') ? `[${host}]` : host;
  const here = ['127.0.0.1', 'localhost', '[::1]'];
  const names = host === '0.0.0.0' || host === '::' ? here : here.includes(own) ? [own, ...here.filter((name) => name !== own)] : [own];
  return names.map((name) => new URL(`http://${name}:${port}`).origin);
}
