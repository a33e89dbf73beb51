import type { Texts } from '../view/texts.ts';

/** Czech. */
export const texts: Texts = {
  language: 'cs',
  title: 'Vaše údaje, vaše volba',
  body: 'Můžeme používat cookies a podobné nástroje? Nic se nespustí, dokud neřeknete ano, a názor můžete kdykoli změnit.',
  accept: 'Přijmout vše',
  refuse: 'Odmítnout vše',
  choose: 'Vybrat',
  save: 'Uložit volbu',
  close: 'Zavřít',
  always: 'Vždy zapnuto',
  companies: 'Společnosti',
  session: 'do zavření prohlížeče',
  notice: 'Zásady ochrany soukromí',
  back: 'Volby soukromí',
  signal: 'Váš prohlížeč žádá weby, aby vás nesledovaly. Bereme to jako ne. I tak zde můžete něco povolit.',
  saved: 'Vaše volba je uložena.',
  held: 'Tento obsah poskytuje {name}. Načte se, jen když to povolíte.',
  allow: 'Povolit {name}',
  purposes: {
    necessary: ['Nezbytné', 'Díky nim web funguje: přihlášení, bezpečnost, tato volba.'],
    preferences: ['Předvolby', 'Pamatují si například jazyk a region.'],
    statistics: ['Statistika', 'Ukazuje nám, jak se web používá.'],
    marketing: ['Marketing', 'Zobrazuje a měří reklamu.'],
    media: ['Média', 'Zobrazuje videa, mapy a příspěvky z jiných webů.'],
  },
};
