import type { Texts } from '../view/texts.ts';

/** Slovak. */
export const texts: Texts = {
  language: 'sk',
  title: 'Vaše údaje, vaša voľba',
  body: 'Môžeme používať cookies a podobné nástroje? Nič sa nespustí, kým nepoviete áno, a názor môžete kedykoľvek zmeniť.',
  accept: 'Prijať všetko',
  refuse: 'Odmietnuť všetko',
  choose: 'Vybrať',
  save: 'Uložiť voľbu',
  close: 'Zavrieť',
  always: 'Vždy zapnuté',
  companies: 'Spoločnosti',
  session: 'do zatvorenia prehliadača',
  notice: 'Zásady ochrany súkromia',
  back: 'Voľby súkromia',
  signal: 'Váš prehliadač žiada weby, aby vás nesledovali. Berieme to ako nie. Aj tak tu môžete niečo povoliť.',
  saved: 'Vaša voľba je uložená.',
  held: 'Tento obsah poskytuje {name}. Načíta sa, len ak to povolíte.',
  allow: 'Povoliť {name}',
  purposes: {
    necessary: ['Nevyhnutné', 'Vďaka nim web funguje: prihlásenie, bezpečnosť, táto voľba.'],
    preferences: ['Predvoľby', 'Pamätajú si napríklad jazyk a región.'],
    statistics: ['Štatistika', 'Ukazuje nám, ako sa web používa.'],
    marketing: ['Marketing', 'Zobrazuje a meria reklamu.'],
    media: ['Médiá', 'Zobrazuje videá, mapy a príspevky z iných webov.'],
  },
};
