import { createContext, useContext, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { decide } from '../choices/decide.ts';
import type { ConsentConfig, ConsentState } from '../config.ts';
import { openConsent, type Consent } from '../consent.ts';
import { texts as english } from '../languages/en.ts';
import type { Texts } from '../view/texts.ts';

/** What `useConsent` gives. Before the page is hydrated `choose` does nothing, because nobody can have chosen. */
export type UsedConsent = {
  readonly state: ConsentState;
  readonly allows: (id: string) => boolean;
  readonly choose: Consent['choose'];
};
type Provided = UsedConsent & { readonly consent: Consent | null; readonly config: ConsentConfig; readonly texts: Texts };

const Context = createContext<Provided | null>(null);
// What stands between the page and its vendors cannot be put up twice, nor taken down.
let opened: Consent | undefined;
const nothing = (): void => {};
const useEarlyEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/**
 * Gives consent to everything below it. `config` is taken once. `initial` is the state that `readConsent` found on the
 * server, and makes what is allowed part of the first rendering; without it that comes right after hydration.
 */
export function ConsentProvider({ config, initial, texts = english, children }: { readonly config: ConsentConfig; readonly initial?: ConsentState; readonly texts?: Texts; readonly children?: ReactNode }): ReactNode {
  const [consent, setConsent] = useState<Consent | null>(null);
  const [first] = useState(() => initial ?? decide(config, null, null, 0));
  useEarlyEffect(() => setConsent(opened ??= openConsent(config)), [config]);
  const state = useSyncExternalStore(consent?.subscribe ?? ((): (() => void) => nothing), () => consent?.state() ?? first, () => first);
  const provided = useMemo((): Provided => ({
    consent, config, texts, state, allows: (id) => state.allowed.includes(id), choose: async (...answer) => consent?.choose(...answer),
  }), [consent, config, texts, state]);
  return <Context.Provider value={provided}>{children}</Context.Provider>;
}

/** All that the components of this package need. Outside a provider that is a bug. */
export function useProvided(): Provided {
  const provided = useContext(Context);
  if (provided === null) throw new Error('Consent components need a <ConsentProvider> above them.');
  return provided;
}

/** The state of consent, whether a purpose or vendor is allowed, and how to answer. Renders again after every change. */
export const useConsent = (): UsedConsent => useProvided();
