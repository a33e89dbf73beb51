import type { Texts } from './view/texts.ts';

/** What the data would be used for. `id` matches `[a-z0-9_-]+` and is unique among purposes and vendors together. */
export type Purpose = {
  readonly id: string;
  /** Strictly necessary for what the visitor asked for: always on, never asked. */
  readonly required?: boolean;
  /** The five ids `necessary`, `preferences`, `statistics`, `marketing` and `media` have texts in every language; any other id needs both, or `texts`. */
  readonly name?: string;
  readonly text?: string;
};

/** A company (or the site itself) that stores, reads or receives data under one purpose. */
export type Vendor = {
  readonly id: string;
  readonly name: string;
  /** Id of the purpose it serves. */
  readonly purpose: string;
  /** Its privacy notice. */
  readonly url?: string;
  /** Host names it is reached at; each covers its subdomains. Requests there are blocked until the vendor is allowed. */
  readonly hosts?: readonly string[];
  /** Cookies it sets and the days each lives, 0 for "until the browser closes". A name may end in `*`. */
  readonly cookies?: Readonly<Record<string, number>>;
  /** Keys it writes to local and session storage. A name may end in `*`. */
  readonly storage?: readonly string[];
};

/** The rule of one place. `opt-out` allows until refused and never shows the banner by itself; use it only where you know the law lets you. */
export type Regime = 'opt-in' | 'opt-out';

/** Everything the SDK needs to know. All of it but `mayAgree` can be written as JSON. */
export type ConsentConfig = {
  /** The text shown. A new `version` says that it changed in substance: every answer is void and the visitor is asked again. `hash` names the exact text and may change alone. Both are sent with each answer. */
  readonly notice: { readonly id: string; readonly version: string; readonly hash?: string; readonly url?: string };
  readonly purposes: readonly Purpose[];
  readonly vendors?: readonly Vendor[];
  /** Where answers are sent, one POST each. Without it nothing leaves the browser and no id is made for the visitor. */
  readonly endpoint?: string;
  /** Where the visitor is (`DE`, `US-CA`), when your server knows. Absent is unknown. */
  readonly place?: string;
  /** Regimes by place, most exact first (`US-CA`, then `US`). A place that is unknown or not listed is `opt-in`. */
  readonly regimes?: Readonly<Record<string, Regime>>;
  /** Months until an answer is asked for again: 12 when absent, never fewer than 6. */
  readonly months?: number;
  /** Also treat the older Do Not Track signal as a refusal. Global Privacy Control always is one. */
  readonly doNotTrack?: boolean;
  /** Set it when the request carried `Sec-GPC: 1`. The browser's own signal is read anyway. */
  readonly globalPrivacyControl?: boolean;
  /** Where the answer is kept: a first-party cookie (which your server can read) or local storage. */
  readonly store?: 'cookie' | 'local';
  /** Name of the cookie or of the storage key; `avouch-consent` when absent. */
  readonly key?: string;
  /** Domain of the cookie, to share the answer between subdomains. */
  readonly domain?: string;
  /** Name of the interface variant, sent with each answer. */
  readonly variant?: string;
  /** Your own words by language, in place of ours: `{ de: { title: '…' } }`. */
  readonly texts?: Readonly<Record<string, Partial<Texts>>>;
  /** Language of the texts; otherwise that of the page, then that of the browser. */
  readonly language?: string;
  /** Asked before anything is granted (an age gate, say). Answering false makes the answer a refusal. */
  readonly mayAgree?: () => boolean | Promise<boolean>;
};

/** How an answer came about. `signal` is the browser's Global Privacy Control or Do Not Track; `code` is a call of the page's own. */
export type Method = 'accept' | 'refuse' | 'save' | 'close' | 'gate' | 'signal' | 'code';

/** Answers by the ids of purposes and vendors. What is absent has not been answered. */
export type Answers = Readonly<Record<string, boolean>>;

/**
 * One answer, as it is sent: the body of `POST endpoint`, JSON in UTF-8 under the media type `text/plain` (so that no
 * preflight delays it). The same `id` may arrive more than once and counts once. Any 2xx, with the receipt as JSON body,
 * settles it; 429 and whatever is above is tried again; any other status drops it.
 */
export type Choice = {
  readonly v: 1;
  /** 128 random bits in hex: names this answer. */
  readonly id: string;
  /** 128 random bits in hex: the pseudonym of this browser at this site. Made with the first answer, and only when there is an endpoint. */
  readonly subject: string;
  /** Id of the answer that this one replaces; empty for the first. */
  readonly previous: string;
  /** As the config has it. */
  readonly notice: ConsentConfig['notice'];
  /** Language in which the text stood (empty when no text of ours was shown), and the interface variant. */
  readonly language: string;
  readonly variant: string | null;
  /** Every purpose and vendor that has been answered, true or false. What is required is not asked and not listed. */
  readonly answers: Answers;
  readonly method: Method;
  /** The signal that the browser sent at that time. */
  readonly signal: Signal;
  readonly place: string | null;
  readonly regime: Regime;
  /** The visitor's clock, ISO 8601 in UTC. Only a statement of the browser: the server keeps its own beside it. */
  readonly at: string;
};

/** What the browser says by itself: Global Privacy Control, Do Not Track, or nothing. */
export type Signal = 'gpc' | 'dnt' | null;

/** Why the visitor is asked: never answered; notice changed in substance; a purpose or vendor is new; the period is over. */
export type AskReason = 'first' | 'notice' | 'new' | 'period';

/** Where things stand. A new object after every change, never altered. */
export type ConsentState = {
  /** Why an answer is still wanted; null when none is. */
  readonly asks: AskReason | null;
  /** Ids of the purposes and vendors that may run now, required ones included. */
  readonly allowed: readonly string[];
  readonly signal: Signal;
  readonly regime: Regime;
  /** When the standing answer was given, in milliseconds of the visitor's clock; null when there is none. */
  readonly answeredAt: number | null;
};
