import { holdElements } from './blocking/elements.ts';
import { guardNetwork } from './blocking/network.ts';
import { removeTraces } from './blocking/traces.ts';
import { askedOf, decide } from './choices/decide.ts';
import { openQueue } from './choices/queue.ts';
import { readText, writeText } from './choices/store.ts';
import { formatStored, noticeKeyOf, parseStored } from './choices/stored.ts';
import type { Answers, Choice, ConsentConfig, ConsentState, Method, Signal } from './config.ts';

export type { Answers, AskReason, Choice, ConsentConfig, ConsentState, Method, Purpose, Regime, Signal, Vendor } from './config.ts';
export type { Texts } from './view/texts.ts';

/** The visitor's consent on this page. */
export type Consent = {
  readonly config: ConsentConfig;
  readonly state: () => ConsentState;
  /** Whether a purpose or a vendor, by its id, may run now. False for an id that the config does not know. */
  readonly allows: (id: string) => boolean;
  /**
   * Takes an answer: true or false for everything, or single purposes and vendors by id (a purpose answers for its vendors
   * unless they are named). Keeps it, carries it out, and queues it for the server.
   */
  readonly choose: (answer: boolean | Answers, method?: Method, language?: string) => Promise<void>;
  /** Calls back after every change; returns what ends that. */
  readonly subscribe: (listener: () => void) => () => void;
};

const randomId = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => (byte + 256).toString(16).slice(1)).join('');

/**
 * Starts blocking, before anything else on the page has run, and carries out what the visitor has answered. Call it once,
 * as early as possible. It tells `document` by the events `avouch:change`, `avouch:choice` (detail: the choice), `avouch:receipt` (the
 * server's reply, as text) and `avouch:unsent` (the same, when the server refused a choice for good).
 */
export function openConsent(config: ConsentConfig, now: () => number = Date.now): Consent {
  const { vendors = [], endpoint, key = 'avouch-consent', variant = null, place = null, mayAgree } = config;
  const tell = (type: string, detail?: unknown): unknown => document.dispatchEvent(new CustomEvent(`avouch:${type}`, { detail }));
  const stored = (): ReturnType<typeof parseStored> => parseStored(readText(key, config));
  const look = (): ReturnType<typeof decide> => {
    const own = navigator as { globalPrivacyControl?: boolean; doNotTrack: string | null };
    const older: Signal = config.doNotTrack && own.doNotTrack === '1' ? 'dnt' : null;
    return decide(config, stored(), own.globalPrivacyControl || config.globalPrivacyControl ? 'gpc' : older, now());
  };
  let state = look();
  const allows = (id: string): boolean => state.allowed.includes(id);

  const queue = endpoint ? openQueue(endpoint, (status, reply) => tell(status < 300 ? 'receipt' : 'unsent', reply)) : undefined;
  guardNetwork((url) => {
    // A link never throws: what is no address has no host.
    const { hostname } = Object.assign(document.createElement('a'), { href: url });
    const owners = vendors.filter(({ hosts = [] }) => hosts.some((host) => `.${hostname}`.endsWith(`.${host}`)));
    return owners.some(({ id }) => allows(id)) ? undefined : owners[0]?.id;
  }, ({ dataset }, src, vendor) => Object.assign(dataset, { src, vendor, consent: vendor }));
  const release = holdElements(({ dataset: { consent, vendor } }) => (vendor || consent!).split(' ').every(allows), () => found());
  const found = (): void => {
    release();
    tell('change');
  };
  const apply = (): void => {
    state = look();
    if (state.signal && state.asks) return void choose({}, 'signal');
    vendors.forEach((vendor) => allows(vendor.id) || removeTraces(vendor));
    found();
  };

  const choose: Consent['choose'] = async (answer, method = 'code', language = '') => {
    const { standing, signal, regime } = state;
    const old = stored();
    const at = now();
    const answers: Record<string, boolean> = {};
    for (const { id, purpose = id } of askedOf(config)) {
      const yes = typeof answer === 'boolean' ? answer : answer[id] ?? answer[purpose] ?? standing?.answers[id] ?? (signal ? false : undefined);
      if (yes !== undefined) answers[id] = yes;
    }
    if (mayAgree && Object.values(answers).includes(true) && !await mayAgree()) for (const id in answers) answers[id] = false;
    const choice: Choice = {
      v: 1, id: randomId(), subject: old?.subject || (endpoint ? randomId() : ''), previous: old?.id ?? '',
      notice: config.notice, language, variant, answers, method, signal, place, regime, at: new Date(at).toISOString(),
    };
    writeText(key, formatStored({ ...choice, notice: noticeKeyOf(config), at }), config);
    apply();
    queue?.(choice);
    tell('choice', choice);
  };

  apply();
  // Another tab may have answered meanwhile, or the period have ended.
  document.addEventListener('visibilitychange', apply);
  const subscribe: Consent['subscribe'] = (listener) => {
    document.addEventListener('avouch:change', listener);
    return () => document.removeEventListener('avouch:change', listener);
  };
  return { config, state: () => state, allows, choose, subscribe };
}
