import { setTimeout as wait } from 'node:timers/promises';
import { isIP } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import type { AddressPolicy, HttpAnswer, HttpClient, HttpRequest, Problem } from './connector.ts';
import { openAddressPolicy, type LookUp } from './http/addresses.ts';
import { attempt, defaults } from './http/attempt.ts';
import { fetchOf } from './http/fetch.ts';
import { HttpProblem, type Outcome, problemOf } from './http/problem.ts';
import { isRedirect, parseHttpUrl, redirected, shownUrl } from './http/redirect.ts';
import { backoffS, isRateLimit, isRepeatable, limits, mayRetry, waitToldS } from './http/retry.ts';

export { HttpProblem };
export { pagesOf } from './http/pages.ts';

/** What the client depends on. Only `now` and `userAgent` have no default. */
export type HttpClientOptions = {
  readonly now: () => Date;
  readonly userAgent: string;
  /** Host names, addresses and CIDR ranges that may be reached although they are private. None by default. */
  readonly allowPrivate?: readonly string[];
  /** The policy to use in place of one made from `allowPrivate`. */
  readonly addresses?: AddressPolicy;
  readonly lookUp?: LookUp;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A number in [0, 1) that spreads retries; a half by default. */
  readonly jitter?: () => number;
  /** Ends every request. */
  readonly signal?: AbortSignal;
  /** Takes the place of the network, for recordings. It connects by itself, so host names are then not looked up here. */
  readonly fetchDispatcher?: Dispatcher;
};

type Sender = (request: HttpRequest, signal?: AbortSignal) => Promise<Outcome<HttpAnswer>>;

/** Connects only to addresses that the policy gave, in the same step in which it gave them: a second answer of a name server changes nothing. */
const checkedAgent = (addresses: AddressPolicy): Agent => new Agent({
  connect: {
    timeout: defaults.connectTimeoutMs,
    lookup: (host, options, give) => {
      void addresses.resolve(host).then((found) => {
        if (!found.ok) return give(new HttpProblem(found.problem), []);
        const all = found.addresses.map((address) => ({ address, family: isIP(address) }));
        const first = all[0];
        if (options.all === true || first === undefined) return give(null, all);
        return give(null, first.address, first.family);
      });
    },
  },
});

const rateLimited = (url: URL, retryAfterS: number | undefined): { readonly ok: false; readonly problem: Problem } => problemOf('rate-limited',
  `${shownUrl(url)} allows no further request${retryAfterS === undefined ? ' for now' : ` for ${retryAfterS} seconds`}.`,
  'Wait for the limit to pass; the next read tries again.', retryAfterS);

/** Tries one hop as often as is useful. */
const persistently = (send: Sender, options: HttpClientOptions): Sender => async (request, signal) => {
  const sleep = options.sleep ?? ((ms, stop) => wait(ms, undefined, stop === undefined ? {} : { signal: stop }));
  let waitedS = 0;
  for (let tried = 1; ; tried += 1) {
    const outcome = await send(request, signal);
    const again = outcome.ok ? mayRetry(outcome.value, request.method) : outcome.problem.kind === 'cut-short' && isRepeatable(request.method) && signal?.aborted !== true;
    if (!again) return outcome;
    const told = outcome.ok ? waitToldS(outcome.value.headers, options.now()) : undefined;
    // What the source told is a lower bound: jitter only ever adds to it.
    const backoff = backoffS(tried, options.jitter?.() ?? 0.5);
    const pauseS = told === undefined ? backoff : told + backoff / 4;
    if (tried >= limits.triesMax || (told ?? 0) > limits.waitSMax || waitedS + pauseS > limits.waitSInAllMax) {
      return outcome.ok && isRateLimit(outcome.value) ? rateLimited(new URL(request.url), told) : outcome;
    }
    waitedS += pauseS;
    try {
      await sleep(pauseS * 1000, signal);
    } catch {
      return problemOf('cut-short', `Reading ${shownUrl(new URL(request.url))} was stopped.`, 'Start it again.');
    }
  }
};

/** Follows redirects by hand, so that every hop passes the same door. */
const following = (send: Sender, addresses: AddressPolicy): Sender => async (first, signal) => {
  const redirectsMax = first.redirectsMax ?? defaults.redirectsMax;
  let request = first;
  for (let hop = 0; ; hop += 1) {
    const url = parseHttpUrl(request.url);
    if (!url.ok) return url;
    // A literal address is never looked up when connecting, so it is checked here.
    const literal = url.value.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0) {
      const allowed = await addresses.resolve(literal);
      if (!allowed.ok) return allowed;
    }
    const outcome = await send(request, signal);
    if (!outcome.ok || redirectsMax === 0 || !isRedirect(outcome.value)) return outcome;
    if (hop >= redirectsMax) return problemOf('failed', `${shownUrl(new URL(first.url))} redirects more than ${redirectsMax} times.`, 'Give the final address.');
    const next = redirected(request, outcome.value);
    if (!next.ok) return next;
    request = next.value;
  }
};

/**
 * Opens the one client for all outgoing HTTP. It bounds time and size, keeps to the limits that a source tells, follows redirects
 * without carrying credentials to another origin, and reaches private addresses only when they are allowed. Close it when done.
 */
export const openHttpClient = (options: HttpClientOptions): HttpClient & { readonly close: () => Promise<void> } => {
  const addresses = options.addresses ?? openAddressPolicy({ allowPrivate: options.allowPrivate ?? [], ...(options.lookUp === undefined ? {} : { lookUp: options.lookUp }) });
  const own = options.fetchDispatcher === undefined ? checkedAgent(addresses) : undefined;
  const dispatcher = options.fetchDispatcher ?? own;
  if (dispatcher === undefined) throw new Error('A client has a dispatcher.');
  const once: Sender = (request, signal) => attempt({ request, dispatcher, userAgent: options.userAgent, signal });
  const perform = following(persistently(once, options), addresses);
  const stopped = (signal?: AbortSignal): AbortSignal | undefined =>
    signal === undefined ? options.signal : options.signal === undefined ? signal : AbortSignal.any([signal, options.signal]);
  const send: Sender = (request, signal) => perform(request, stopped(signal));
  return {
    send: async (request) => {
      const outcome = await send(request);
      return outcome.ok ? { ok: true, answer: outcome.value } : outcome;
    },
    fetch: fetchOf(send),
    close: async () => { await own?.destroy(); },
  };
};
