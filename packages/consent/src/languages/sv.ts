import type { Texts } from '../view/texts.ts';

/** Swedish. */
export const texts: Texts = {
  language: 'sv',
  title: 'Dina uppgifter, ditt val',
  body: 'Får vi använda kakor och liknande verktyg? Inget startar förrän du säger ja, och du kan alltid ändra dig.',
  accept: 'Godkänn alla',
  refuse: 'Avvisa alla',
  choose: 'Välj',
  save: 'Spara val',
  close: 'Stäng',
  always: 'Alltid på',
  companies: 'Företag',
  session: 'tills du stänger webbläsaren',
  notice: 'Integritetspolicy',
  back: 'Integritetsval',
  signal: 'Din webbläsare ber webbplatser att inte spåra dig. Vi tar det som ett nej. Du kan ändå tillåta saker här.',
  saved: 'Ditt val är sparat.',
  held: 'Det här innehållet kommer från {name}. Det laddas bara om du tillåter det.',
  allow: 'Tillåt {name}',
  purposes: {
    necessary: ['Nödvändiga', 'Får webbplatsen att fungera: inloggning, säkerhet, det här valet.'],
    preferences: ['Inställningar', 'Kommer ihåg till exempel språk och region.'],
    statistics: ['Statistik', 'Visar oss hur webbplatsen används.'],
    marketing: ['Marknadsföring', 'Visar och mäter reklam.'],
    media: ['Medier', 'Visar videor, kartor och inlägg från andra webbplatser.'],
  },
};
