import type { Texts } from '../view/texts.ts';

/** Romanian. */
export const texts: Texts = {
  language: 'ro',
  title: 'Datele tale, alegerea ta',
  body: 'Putem folosi cookie-uri și instrumente similare? Nimic nu pornește până nu spui da și te poți răzgândi oricând.',
  accept: 'Acceptă tot',
  refuse: 'Respinge tot',
  choose: 'Alege',
  save: 'Salvează',
  close: 'Închide',
  always: 'Mereu activ',
  companies: 'Companii',
  session: 'până închizi browserul',
  notice: 'Notă de confidențialitate',
  back: 'Opțiuni de confidențialitate',
  signal: 'Browserul tău cere site-urilor să nu te urmărească. Considerăm asta un refuz. Poți totuși permite ceva aici.',
  saved: 'Alegerea ta a fost salvată.',
  held: 'Acest conținut vine de la {name}. Se încarcă numai dacă permiți.',
  allow: 'Permite {name}',
  purposes: {
    necessary: ['Necesare', 'Face site-ul să funcționeze: autentificare, securitate, această alegere.'],
    preferences: ['Preferințe', 'Ține minte, de exemplu, limba și regiunea.'],
    statistics: ['Statistici', 'Ne arată cum este folosit site-ul.'],
    marketing: ['Marketing', 'Afișează și măsoară reclame.'],
    media: ['Media', 'Afișează videoclipuri, hărți și postări de pe alte site-uri.'],
  },
};
