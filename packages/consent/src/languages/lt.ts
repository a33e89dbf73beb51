import type { Texts } from '../view/texts.ts';

/** Lithuanian. */
export const texts: Texts = {
  language: 'lt',
  title: 'Jūsų duomenys, jūsų pasirinkimas',
  body: 'Ar galime naudoti slapukus ir panašias priemones? Niekas neprasideda, kol nepasakote „taip“, ir bet kada galite persigalvoti.',
  accept: 'Sutikti su visais',
  refuse: 'Atmesti visus',
  choose: 'Pasirinkti',
  save: 'Išsaugoti',
  close: 'Uždaryti',
  always: 'Visada įjungta',
  companies: 'Įmonės',
  session: 'kol uždarysite naršyklę',
  notice: 'Privatumo pranešimas',
  back: 'Privatumo pasirinkimai',
  signal: 'Jūsų naršyklė prašo svetainių jūsų nesekti. Laikome tai atsisakymu. Čia vis tiek galite ką nors leisti.',
  saved: 'Jūsų pasirinkimas išsaugotas.',
  held: 'Šį turinį teikia {name}. Jis įkeliamas tik jums leidus.',
  allow: 'Leisti {name}',
  purposes: {
    necessary: ['Būtinieji', 'Kad svetainė veiktų: prisijungimas, saugumas, šis pasirinkimas.'],
    preferences: ['Nuostatos', 'Prisimena, pavyzdžiui, kalbą ir regioną.'],
    statistics: ['Statistika', 'Rodo mums, kaip naudojama svetainė.'],
    marketing: ['Rinkodara', 'Rodo ir matuoja reklamą.'],
    media: ['Medija', 'Rodo vaizdo įrašus, žemėlapius ir įrašus iš kitų svetainių.'],
  },
};
