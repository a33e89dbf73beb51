import type { Consent } from './consent.ts';
import { texts as english } from './languages/en.ts';
import { adopt, make } from './view/element.ts';
import { placeStyle } from './view/style.ts';
import { textsOf, type Texts } from './view/texts.ts';

/**
 * Puts a placeholder of the same size wherever a frame is blocked, with one button that allows it, and takes it away when
 * it is allowed. The look is the banner's. Returns what takes every placeholder off the page.
 */
export function openPlaceholders({ config, allows, choose, subscribe }: Consent, given: Texts = english): () => void {
  const texts = textsOf(config, given);
  const places = new Map<HTMLElement, HTMLElement>();
  adopt(placeStyle);

  const hold = (embed: HTMLElement, ids: readonly string[]): void => {
    const { vendor, src = '' } = embed.dataset;
    const name = config.vendors?.find((one) => one.id === vendor)?.name ?? Object.assign(document.createElement('a'), { href: src }).hostname;
    const content = make('div', { class: 'avouch avouch-held', lang: texts.language, dir: texts.dir }, make('p', {}, texts.held.replace('{name}', name)),
      make('button', { type: 'button', click: () => void choose(Object.fromEntries(ids.map((id) => [id, true])), 'gate', texts.language) }, texts.allow.replace('{name}', name)));
    // By the object model, which a policy without 'unsafe-inline' allows, unlike markup.
    const { width, height } = embed.getBoundingClientRect();
    const { display, margin, verticalAlign, float } = getComputedStyle(embed);
    // Clipped, an inline block sits on the line exactly as a frame does: by its lower edge.
    const place = make('div', { class: 'avouch-place' }, content);
    Object.assign(place.style, { display: display === 'inline' ? 'inline-block' : display, width: `${width}px`, minHeight: `${height}px`, margin, verticalAlign, float });
    places.set(embed, place);
    embed.before(place);
    embed.hidden = true;
  };
  const free = (embed: HTMLElement, place: HTMLElement): void => {
    const focused = place.contains(document.activeElement);
    places.delete(embed);
    place.remove();
    embed.hidden = false;
    if (focused) embed.focus();
  };
  const show = (): void => {
    for (const [embed, place] of places) if (!embed.isConnected) free(embed, place);
    for (const embed of document.querySelectorAll<HTMLElement>('iframe[data-consent]')) {
      const ids = (embed.dataset['vendor'] || embed.dataset['consent']!).split(' ');
      const place = places.get(embed);
      if (!ids.every(allows)) {
        if (!place) hold(embed, ids);
      } else if (place) free(embed, place);
    }
  };
  const unsubscribe = subscribe(show);
  show();
  return () => {
    unsubscribe();
    for (const [embed, place] of places) free(embed, place);
  };
}
