import type { Texts } from '../view/texts.ts';

/** Hungarian. */
export const texts: Texts = {
  language: 'hu',
  title: 'Az Ön adatai, az Ön döntése',
  body: 'Használhatunk sütiket és hasonló eszközöket? Semmi sem indul el, amíg igent nem mond, és bármikor meggondolhatja magát.',
  accept: 'Mindet elfogadom',
  refuse: 'Mindet elutasítom',
  choose: 'Választok',
  save: 'Mentés',
  close: 'Bezárás',
  always: 'Mindig bekapcsolva',
  companies: 'Vállalatok',
  session: 'a böngésző bezárásáig',
  notice: 'Adatvédelmi tájékoztató',
  back: 'Adatvédelmi döntések',
  signal: 'A böngészője arra kéri az oldalakat, hogy ne kövessék. Ezt nemnek vesszük. Itt ettől még engedélyezhet dolgokat.',
  saved: 'A döntését elmentettük.',
  held: 'Ez a tartalom innen származik: {name}. Csak akkor töltődik be, ha engedélyezi.',
  allow: '{name} engedélyezése',
  purposes: {
    necessary: ['Szükséges', 'Az oldal működéséhez: bejelentkezés, biztonság, ez a döntés.'],
    preferences: ['Beállítások', 'Megjegyzi például a nyelvet és a régiót.'],
    statistics: ['Statisztika', 'Megmutatja, hogyan használják az oldalt.'],
    marketing: ['Marketing', 'Hirdetéseket jelenít meg és mér.'],
    media: ['Média', 'Más oldalak videóit, térképeit és bejegyzéseit jeleníti meg.'],
  },
};
