import type { Texts } from '../view/texts.ts';

/** Estonian. */
export const texts: Texts = {
  language: 'et',
  title: 'Sinu andmed, sinu valik',
  body: 'Kas tohime kasutada küpsiseid ja sarnaseid vahendeid? Midagi ei käivitu enne, kui ütled jah, ja võid igal ajal meelt muuta.',
  accept: 'Nõustu kõigega',
  refuse: 'Keeldu kõigest',
  choose: 'Vali',
  save: 'Salvesta valik',
  close: 'Sulge',
  always: 'Alati sees',
  companies: 'Ettevõtted',
  session: 'kuni brauseri sulgemiseni',
  notice: 'Privaatsusteade',
  back: 'Privaatsusvalikud',
  signal: 'Sinu brauser palub saitidel sind mitte jälgida. Võtame seda kui keeldumist. Võid siin siiski midagi lubada.',
  saved: 'Sinu valik on salvestatud.',
  held: 'Selle sisu pakub {name}. See laaditakse ainult siis, kui lubad.',
  allow: 'Luba {name}',
  purposes: {
    necessary: ['Vajalikud', 'Paneb saidi tööle: sisselogimine, turvalisus, see valik.'],
    preferences: ['Eelistused', 'Jätab meelde näiteks keele ja piirkonna.'],
    statistics: ['Statistika', 'Näitab meile, kuidas saiti kasutatakse.'],
    marketing: ['Turundus', 'Näitab ja mõõdab reklaami.'],
    media: ['Meedia', 'Näitab videoid, kaarte ja postitusi teistelt saitidelt.'],
  },
};
