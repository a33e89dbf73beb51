// The classic script: takes its config from the page, blocks at once, and shows the banner as soon as there is a body.
import { openBanner, type Banner } from './banner.ts';
import type { ConsentConfig } from './config.ts';
import { openConsent, type Consent } from './consent.ts';
import type * as Placeholders from './placeholders.ts';
import type { Texts } from './view/texts.ts';

type Page = Window & { avouch?: Partial<ConsentConfig> | Consent };

const page: Page = window;
// Where our other files lie: beside this one. The build for inlining puts `dataset.src` in its place.
const src = (document.currentScript as HTMLScriptElement).src;
const load = <Module>(name: string): Promise<Module> => import(new URL(`${name}.js`, src).href) as Promise<Module>;
// What JSON cannot say (`mayAgree`) may stand in `window.avouch` beforehand; afterwards that is the `Consent`.
const config: ConsentConfig = { ...JSON.parse(document.getElementById('avouch-consent')!.textContent), ...page.avouch };
const consent = openConsent(config);
page.avouch = consent;
const tag = (config.language || document.documentElement.lang || navigator.language).slice(0, 2);
// A language that we don't speak, or that doesn't come, is shown in English.
const language = tag === 'en' ? undefined : load<{ texts: Texts }>(`languages/${tag}`).catch(() => undefined);

let banner: Banner | undefined;
let placeholders: Promise<unknown> | undefined;
// Called back as soon as there is a body, so that the banner is part of the first frame that the browser paints.
const show = async (): Promise<void> => {
  if (!document.body) return;
  const texts = (await language)?.texts;
  banner ??= openBanner(consent, texts);
  // Most pages embed nothing, or the visitor allowed it.
  if (document.querySelector('iframe[data-consent]')) placeholders ??= load<typeof Placeholders>('placeholders').then((one) => one.openPlaceholders(consent, texts));
};
consent.subscribe(show);
void show();
