import type { Texts } from '../view/texts.ts';

/** Finnish. */
export const texts: Texts = {
  language: 'fi',
  title: 'Sinun tietosi, sinun valintasi',
  body: 'Saammeko käyttää evästeitä ja vastaavia keinoja? Mikään ei käynnisty ennen kuin suostut, ja voit muuttaa mielesi milloin tahansa.',
  accept: 'Hyväksy kaikki',
  refuse: 'Hylkää kaikki',
  choose: 'Valitse',
  save: 'Tallenna valinta',
  close: 'Sulje',
  always: 'Aina käytössä',
  companies: 'Yritykset',
  session: 'kunnes suljet selaimen',
  notice: 'Tietosuojaseloste',
  back: 'Tietosuojavalinnat',
  signal: 'Selaimesi pyytää, ettei sinua seurata. Tulkitsemme sen kielloksi. Voit silti sallia asioita tässä.',
  saved: 'Valintasi on tallennettu.',
  held: 'Tämän sisällön tarjoaa {name}. Se ladataan vain, jos sallit sen.',
  allow: 'Salli {name}',
  purposes: {
    necessary: ['Välttämättömät', 'Saa sivuston toimimaan: kirjautuminen, turvallisuus, tämä valinta.'],
    preferences: ['Asetukset', 'Muistaa esimerkiksi kielen ja alueen.'],
    statistics: ['Tilastot', 'Näyttää meille, miten sivustoa käytetään.'],
    marketing: ['Markkinointi', 'Näyttää ja mittaa mainontaa.'],
    media: ['Media', 'Näyttää videoita, karttoja ja julkaisuja muilta sivustoilta.'],
  },
};
