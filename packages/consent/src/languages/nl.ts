import type { Texts } from '../view/texts.ts';

/** Dutch. */
export const texts: Texts = {
  language: 'nl',
  title: 'Jouw gegevens, jouw keuze',
  body: 'Mogen we cookies en soortgelijke middelen gebruiken? Er start niets voordat je ja zegt, en je kunt altijd van gedachten veranderen.',
  accept: 'Alles accepteren',
  refuse: 'Alles weigeren',
  choose: 'Kiezen',
  save: 'Keuze opslaan',
  close: 'Sluiten',
  always: 'Altijd aan',
  companies: 'Bedrijven',
  session: 'tot je de browser sluit',
  notice: 'Privacyverklaring',
  back: 'Privacykeuzes',
  signal: 'Je browser vraagt sites om je niet te volgen. We zien dat als een nee. Je kunt hier toch dingen toestaan.',
  saved: 'Je keuze is opgeslagen.',
  held: 'Deze inhoud komt van {name}. Die wordt alleen geladen als je het toestaat.',
  allow: '{name} toestaan',
  purposes: {
    necessary: ['Noodzakelijk', 'Laat de site werken: inloggen, beveiliging, deze keuze.'],
    preferences: ['Voorkeuren', 'Onthoudt zaken als taal en regio.'],
    statistics: ['Statistieken', 'Laat ons zien hoe de site wordt gebruikt.'],
    marketing: ['Marketing', 'Toont en meet advertenties.'],
    media: ['Media', 'Toont video’s, kaarten en berichten van andere sites.'],
  },
};
