import type { Consent } from './consent.ts';
import { texts as english } from './languages/en.ts';
import { adopt, make } from './view/element.ts';
import { openPreferences, purposeText } from './view/preferences.ts';
import { style } from './view/style.ts';
import { textsOf, type Texts } from './view/texts.ts';

/** The interface on the page. */
export type Banner = {
  /** Opens the preferences. */
  readonly open: () => void;
  /** Takes the banner and the way back off the page. */
  readonly close: () => void;
};

const wayBack = '[data-consent-open]';

/**
 * Shows the banner while an answer is wanted, and a way back to the choice ever after. Elements with `data-consent-open`
 * open the preferences and take the place of the floating button. Texts are English unless given.
 */
export function openBanner(consent: Consent, given: Texts = english): Banner {
  const { config, choose, state, subscribe } = consent;
  const { purposes, notice } = config;
  const texts = textsOf(config, given);
  const { language: lang, dir } = texts;
  const open = (): void => openPreferences(consent, texts);
  const button = (label: string, click: () => unknown, name?: string): HTMLElement => make('button', { click, class: name }, label);
  const said = make('output', { class: 'avouch-said' });
  const back = make('button', { class: 'avouch avouch-back', click: open, lang, dir });
  const banner = make('aside', { class: 'avouch avouch-banner', 'aria-label': texts.title, lang, dir, keydown: (event) => { if ((event as KeyboardEvent).key === 'Escape') void choose(false, 'close', lang); } },
    make('h2', {}, texts.title), make('p', {}, texts.body), make('p', {}, purposes.filter((one) => !one.required).map((one) => purposeText(texts, one)[0]).join(' · ')),
    make('div', { class: 'avouch-row' }, button(texts.refuse, () => choose(false, 'refuse', lang)), button(texts.accept, () => choose(true, 'accept', lang)),
      button(texts.choose, open, 'avouch-quiet'), ...notice.url ? [make('a', { href: notice.url }, texts.notice)] : []));

  const show = (): void => {
    const { asks, signal } = state();
    const link = document.querySelector<HTMLElement>(wayBack);
    back.textContent = signal ? `${texts.back} · ${signal}` : texts.back;
    back.hidden = !!asks || !!link;
    if (asks && !banner.isConnected) {
      document.body.prepend(banner);
      said.textContent = texts.title;
    } else if (!asks && banner.isConnected) {
      const focused = banner.contains(document.activeElement);
      banner.remove();
      said.textContent = texts.saved;
      if (focused) (link ?? back).focus();
    }
  };
  const clicked = ({ target }: Event): void => {
    if ((target as Element).closest(wayBack)) open();
  };
  const unsubscribe = subscribe(show);
  adopt(style);
  document.body.append(said, back);
  document.addEventListener('click', clicked);
  show();
  return {
    open,
    close: () => {
      unsubscribe();
      document.removeEventListener('click', clicked);
      for (const one of [said, back, banner]) one.remove();
    },
  };
}
