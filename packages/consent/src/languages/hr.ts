import type { Texts } from '../view/texts.ts';

/** Croatian. */
export const texts: Texts = {
  language: 'hr',
  title: 'Vaši podaci, vaš izbor',
  body: 'Smijemo li koristiti kolačiće i slične alate? Ništa se ne pokreće dok ne kažete da, a predomisliti se možete u svakom trenutku.',
  accept: 'Prihvati sve',
  refuse: 'Odbij sve',
  choose: 'Odaberi',
  save: 'Spremi izbor',
  close: 'Zatvori',
  always: 'Uvijek uključeno',
  companies: 'Tvrtke',
  session: 'dok ne zatvorite preglednik',
  notice: 'Obavijest o privatnosti',
  back: 'Izbori privatnosti',
  signal: 'Vaš preglednik traži od stranica da vas ne prate. To shvaćamo kao ne. Ovdje ipak možete nešto dopustiti.',
  saved: 'Vaš je izbor spremljen.',
  held: 'Ovaj sadržaj pruža {name}. Učitava se samo ako to dopustite.',
  allow: 'Dopusti {name}',
  purposes: {
    necessary: ['Nužno', 'Omogućuje rad stranice: prijava, sigurnost, ovaj izbor.'],
    preferences: ['Postavke', 'Pamti primjerice jezik i regiju.'],
    statistics: ['Statistika', 'Pokazuje nam kako se stranica koristi.'],
    marketing: ['Marketing', 'Prikazuje i mjeri oglase.'],
    media: ['Mediji', 'Prikazuje videozapise, karte i objave s drugih stranica.'],
  },
};
