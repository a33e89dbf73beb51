import type { Texts } from '../view/texts.ts';

/** Slovenian. */
export const texts: Texts = {
  language: 'sl',
  title: 'Vaši podatki, vaša izbira',
  body: 'Ali smemo uporabljati piškotke in podobna orodja? Nič se ne začne, dokler ne rečete da, in kadar koli si lahko premislite.',
  accept: 'Sprejmi vse',
  refuse: 'Zavrni vse',
  choose: 'Izberi',
  save: 'Shrani izbiro',
  close: 'Zapri',
  always: 'Vedno vklopljeno',
  companies: 'Podjetja',
  session: 'dokler ne zaprete brskalnika',
  notice: 'Obvestilo o zasebnosti',
  back: 'Izbire zasebnosti',
  signal: 'Vaš brskalnik prosi spletna mesta, naj vam ne sledijo. To razumemo kot ne. Tu lahko vseeno kaj dovolite.',
  saved: 'Vaša izbira je shranjena.',
  held: 'To vsebino ponuja {name}. Naloži se le, če to dovolite.',
  allow: 'Dovoli {name}',
  purposes: {
    necessary: ['Nujno', 'Da spletno mesto deluje: prijava, varnost, ta izbira.'],
    preferences: ['Nastavitve', 'Zapomni si na primer jezik in regijo.'],
    statistics: ['Statistika', 'Pokaže nam, kako se spletno mesto uporablja.'],
    marketing: ['Trženje', 'Prikazuje in meri oglase.'],
    media: ['Mediji', 'Prikazuje videe, zemljevide in objave z drugih mest.'],
  },
};
