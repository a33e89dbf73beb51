import type { Texts } from '../view/texts.ts';

/** Maltese. */
export const texts: Texts = {
  language: 'mt',
  title: 'Id-data tiegħek, l-għażla tiegħek',
  body: 'Nistgħu nużaw cookies u għodod simili? Ma jibda xejn qabel ma tgħid iva, u tista’ tibdel fehmtek meta trid.',
  accept: 'Aċċetta kollox',
  refuse: 'Irrifjuta kollox',
  choose: 'Agħżel',
  save: 'Issejvja l-għażla',
  close: 'Agħlaq',
  always: 'Dejjem mixgħul',
  companies: 'Kumpaniji',
  session: 'sakemm tagħlaq il-browser',
  notice: 'Avviż ta’ privatezza',
  back: 'Għażliet ta’ privatezza',
  signal: 'Il-browser tiegħek jitlob lis-siti biex ma jsegwukx. Aħna neħduha bħala le. Xorta tista’ tippermetti xi ħaġa hawn.',
  saved: 'L-għażla tiegħek ġiet issejvjata.',
  held: 'Dan il-kontenut ġej minn {name}. Jitgħabba biss jekk tippermettih.',
  allow: 'Ippermetti {name}',
  purposes: {
    necessary: ['Meħtieġa', 'Biex is-sit jaħdem: dħul, sigurtà, din l-għażla.'],
    preferences: ['Preferenzi', 'Jiftakar pereżempju l-lingwa u r-reġjun.'],
    statistics: ['Statistika', 'Turina kif jintuża s-sit.'],
    marketing: ['Reklamar', 'Juri u jkejjel ir-reklami.'],
    media: ['Midja', 'Juri vidjows, mapep u posts minn siti oħra.'],
  },
};
