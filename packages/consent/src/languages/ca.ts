import type { Texts } from '../view/texts.ts';

/** Catalan. */
export const texts: Texts = {
  language: 'ca',
  title: 'Les teves dades, la teva decisió',
  body: 'Podem fer servir galetes i eines similars? No comença res fins que diguis que sí, i pots canviar d’opinió en qualsevol moment.',
  accept: 'Accepta-ho tot',
  refuse: 'Rebutja-ho tot',
  choose: 'Tria',
  save: 'Desa',
  close: 'Tanca',
  always: 'Sempre actiu',
  companies: 'Empreses',
  session: 'fins que tanquis el navegador',
  notice: 'Avís de privacitat',
  back: 'Opcions de privacitat',
  signal: 'El teu navegador demana als llocs que no et segueixin. Ho prenem com un no. Tot i així pots permetre coses aquí.',
  saved: 'La teva tria s’ha desat.',
  held: 'Aquest contingut ve de {name}. Només es carrega si ho permets.',
  allow: 'Permet {name}',
  purposes: {
    necessary: ['Necessàries', 'Fa funcionar el lloc: inici de sessió, seguretat, aquesta tria.'],
    preferences: ['Preferències', 'Recorda coses com l’idioma i la regió.'],
    statistics: ['Estadístiques', 'Ens mostra com es fa servir el lloc.'],
    marketing: ['Publicitat', 'Mostra i mesura publicitat.'],
    media: ['Contingut extern', 'Mostra vídeos, mapes i publicacions d’altres llocs.'],
  },
};
