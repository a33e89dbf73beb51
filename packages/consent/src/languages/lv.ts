import type { Texts } from '../view/texts.ts';

/** Latvian. */
export const texts: Texts = {
  language: 'lv',
  title: 'Jūsu dati, jūsu izvēle',
  body: 'Vai drīkstam izmantot sīkdatnes un līdzīgus rīkus? Nekas nesākas, pirms sakāt jā, un jūs jebkurā brīdī varat pārdomāt.',
  accept: 'Pieņemt visu',
  refuse: 'Noraidīt visu',
  choose: 'Izvēlēties',
  save: 'Saglabāt izvēli',
  close: 'Aizvērt',
  always: 'Vienmēr ieslēgts',
  companies: 'Uzņēmumi',
  session: 'līdz pārlūka aizvēršanai',
  notice: 'Privātuma paziņojums',
  back: 'Privātuma izvēles',
  signal: 'Jūsu pārlūks lūdz vietnēm jums nesekot. Mēs to uztveram kā nē. Jūs šeit tomēr varat kaut ko atļaut.',
  saved: 'Jūsu izvēle ir saglabāta.',
  held: 'Šo saturu nodrošina {name}. Tas tiek ielādēts tikai tad, ja to atļaujat.',
  allow: 'Atļaut {name}',
  purposes: {
    necessary: ['Nepieciešamās', 'Nodrošina vietnes darbību: pieteikšanās, drošība, šī izvēle.'],
    preferences: ['Iestatījumi', 'Atceras, piemēram, valodu un reģionu.'],
    statistics: ['Statistika', 'Rāda mums, kā vietne tiek lietota.'],
    marketing: ['Mārketings', 'Rāda un mēra reklāmu.'],
    media: ['Mediji', 'Rāda video, kartes un ierakstus no citām vietnēm.'],
  },
};
