import type { Texts } from '../view/texts.ts';

/** Danish. */
export const texts: Texts = {
  language: 'da',
  title: 'Dine data, dit valg',
  body: 'Må vi bruge cookies og lignende værktøjer? Intet starter, før du siger ja, og du kan altid skifte mening.',
  accept: 'Acceptér alle',
  refuse: 'Afvis alle',
  choose: 'Vælg',
  save: 'Gem valg',
  close: 'Luk',
  always: 'Altid til',
  companies: 'Virksomheder',
  session: 'indtil du lukker browseren',
  notice: 'Privatlivspolitik',
  back: 'Privatlivsvalg',
  signal: 'Din browser beder websteder om ikke at spore dig. Det opfatter vi som et nej. Du kan stadig tillade noget her.',
  saved: 'Dit valg er gemt.',
  held: 'Dette indhold kommer fra {name}. Det indlæses kun, hvis du tillader det.',
  allow: 'Tillad {name}',
  purposes: {
    necessary: ['Nødvendige', 'Får siden til at virke: login, sikkerhed, dette valg.'],
    preferences: ['Præferencer', 'Husker for eksempel sprog og region.'],
    statistics: ['Statistik', 'Viser os, hvordan siden bliver brugt.'],
    marketing: ['Markedsføring', 'Viser og måler annoncer.'],
    media: ['Medier', 'Viser videoer, kort og opslag fra andre sider.'],
  },
};
