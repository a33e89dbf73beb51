import type { ConsentConfig } from '../config.ts';

/** What the banner says in one language. Short, plain, and true of how it works: nothing runs before a yes. */
export type Texts = {
  /** BCP 47 tag of the language these words are in. */
  readonly language: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly title: string;
  readonly body: string;
  readonly accept: string;
  readonly refuse: string;
  readonly choose: string;
  readonly save: string;
  readonly close: string;
  readonly always: string;
  readonly companies: string;
  /** How long a cookie lives that ends with the browser. */
  readonly session: string;
  readonly notice: string;
  /** Label of the permanent way back. */
  readonly back: string;
  readonly signal: string;
  readonly saved: string;
  /** Placeholder of blocked content; `{name}` is the company. */
  readonly held: string;
  readonly allow: string;
  /** Name and explanation of the purposes that every language knows. */
  readonly purposes: Readonly<Record<string, readonly [name: string, text: string]>>;
};

/** The texts with the company's own words for that language in their place. */
export function textsOf({ texts }: ConsentConfig, given: Texts): Texts {
  const own = texts?.[given.language];
  return { ...given, ...own, purposes: { ...given.purposes, ...own?.purposes } };
}
