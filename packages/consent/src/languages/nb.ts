import type { Texts } from '../view/texts.ts';

/** Norwegian Bokmål. */
export const texts: Texts = {
  language: 'nb',
  title: 'Dine data, ditt valg',
  body: 'Kan vi bruke informasjonskapsler og lignende verktøy? Ingenting starter før du sier ja, og du kan når som helst ombestemme deg.',
  accept: 'Godta alle',
  refuse: 'Avvis alle',
  choose: 'Velg',
  save: 'Lagre valg',
  close: 'Lukk',
  always: 'Alltid på',
  companies: 'Selskaper',
  session: 'til du lukker nettleseren',
  notice: 'Personvernerklæring',
  back: 'Personvernvalg',
  signal: 'Nettleseren din ber nettsteder om ikke å spore deg. Vi tar det som et nei. Du kan likevel tillate noe her.',
  saved: 'Valget ditt er lagret.',
  held: 'Dette innholdet kommer fra {name}. Det lastes bare hvis du tillater det.',
  allow: 'Tillat {name}',
  purposes: {
    necessary: ['Nødvendige', 'Får nettstedet til å virke: innlogging, sikkerhet, dette valget.'],
    preferences: ['Innstillinger', 'Husker for eksempel språk og region.'],
    statistics: ['Statistikk', 'Viser oss hvordan nettstedet brukes.'],
    marketing: ['Markedsføring', 'Viser og måler reklame.'],
    media: ['Medier', 'Viser videoer, kart og innlegg fra andre nettsteder.'],
  },
};
