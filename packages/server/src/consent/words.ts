import { texts as bg } from '@avouch/consent/languages/bg';
import { texts as ca } from '@avouch/consent/languages/ca';
import { texts as cs } from '@avouch/consent/languages/cs';
import { texts as da } from '@avouch/consent/languages/da';
import { texts as de } from '@avouch/consent/languages/de';
import { texts as el } from '@avouch/consent/languages/el';
import { texts as en } from '@avouch/consent/languages/en';
import { texts as es } from '@avouch/consent/languages/es';
import { texts as et } from '@avouch/consent/languages/et';
import { texts as fi } from '@avouch/consent/languages/fi';
import { texts as fr } from '@avouch/consent/languages/fr';
import { texts as ga } from '@avouch/consent/languages/ga';
import { texts as hr } from '@avouch/consent/languages/hr';
import { texts as hu } from '@avouch/consent/languages/hu';
import { texts as is } from '@avouch/consent/languages/is';
import { texts as it } from '@avouch/consent/languages/it';
import { texts as lt } from '@avouch/consent/languages/lt';
import { texts as lv } from '@avouch/consent/languages/lv';
import { texts as mt } from '@avouch/consent/languages/mt';
import { texts as nb } from '@avouch/consent/languages/nb';
import { texts as nl } from '@avouch/consent/languages/nl';
import { texts as pl } from '@avouch/consent/languages/pl';
import { texts as pt } from '@avouch/consent/languages/pt';
import { texts as ro } from '@avouch/consent/languages/ro';
import { texts as sk } from '@avouch/consent/languages/sk';
import { texts as sl } from '@avouch/consent/languages/sl';
import { texts as sv } from '@avouch/consent/languages/sv';
import { texts as tr } from '@avouch/consent/languages/tr';
import { texts as uk } from '@avouch/consent/languages/uk';
import type { Words } from '@avouch/privacy/notices';

const all: Readonly<Record<string, Words>> = Object.fromEntries([
  bg, ca, cs, da, de, el, en, es, et, fi, fr, ga, hr, hu, is, it, lt, lv, mt, nb, nl, pl, pt, ro, sk, sl, sv, tr, uk,
].map(({ language, dir, purposes, ...texts }) => [language, { language, ...(dir === undefined ? {} : { dir }), texts, purposes }]));

/** The languages whose words the SDK brings. */
export const languages: readonly string[] = Object.keys(all).toSorted();

/** The SDK's own words for a language, or for its first part (`pt` for `pt-BR`). Browsers name Norwegian in three ways. */
export function wordsOf(language: string): Words | undefined {
  const first = language.split('-')[0] ?? '';
  return all[language] ?? all[['no', 'nn'].includes(first) ? 'nb' : first];
}
