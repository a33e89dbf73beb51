import type { Consent } from './consent.ts';

/** Which of Google's consent types stand for which purpose. A type whose purpose the config lacks stays denied. */
export type ConsentModeMap = Readonly<Record<string, readonly string[]>>;

const usual: ConsentModeMap = {
  necessary: ['security_storage'],
  preferences: ['functionality_storage', 'personalization_storage'],
  statistics: ['analytics_storage'],
  marketing: ['ad_storage', 'ad_user_data', 'ad_personalization'],
};

/**
 * Speaks Google Consent Mode v2: sets the default (all denied but what the visitor has allowed before) and updates it at
 * every answer. Call it before any Google tag runs. Returns what ends the updates.
 */
export function openConsentMode({ allows, subscribe }: Consent, map: ConsentModeMap = usual): () => void {
  const page = window as Window & { dataLayer?: unknown[] };
  const layer = (page.dataLayer ??= []);
  // Google's scripts look for the arguments object itself: an array of the same values is taken for something else.
  // oxlint-disable-next-line eslint/prefer-rest-params
  function gtag(..._given: unknown[]): void { layer.push(arguments); }
  const stand = (): Record<string, string> => Object.fromEntries(Object.entries(map).flatMap(([purpose, types]) => types.map((type) => [type, allows(purpose) ? 'granted' : 'denied'])));
  let last = stand();
  gtag('consent', 'default', last);
  gtag('set', 'ads_data_redaction', true);
  return subscribe(() => {
    const next = stand();
    if (Object.keys(next).every((type) => next[type] === last[type])) return;
    last = next;
    gtag('consent', 'update', next);
  });
}
