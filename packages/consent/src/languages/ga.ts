import type { Texts } from '../view/texts.ts';

/** Irish. */
export const texts: Texts = {
  language: 'ga',
  title: 'Do shonraí, do rogha',
  body: 'An bhfuil cead againn fianáin agus uirlisí cosúla a úsáid? Ní thosaíonn aon rud go dtí go ndeir tú go bhfuil, agus is féidir leat d’intinn a athrú am ar bith.',
  accept: 'Glac le gach rud',
  refuse: 'Diúltaigh do gach rud',
  choose: 'Roghnaigh',
  save: 'Sábháil an rogha',
  close: 'Dún',
  always: 'Ar siúl i gcónaí',
  companies: 'Cuideachtaí',
  session: 'go dtí go ndúntar an brabhsálaí',
  notice: 'Fógra príobháideachais',
  back: 'Roghanna príobháideachais',
  signal: 'Iarrann do bhrabhsálaí ar shuíomhanna gan tú a rianú. Glacaimid leis sin mar dhiúltú. Is féidir leat rudaí a cheadú anseo fós.',
  saved: 'Tá do rogha sábháilte.',
  held: 'Ó {name} a thagann an t-ábhar seo. Ní lódálfar é ach má cheadaíonn tú é.',
  allow: 'Ceadaigh {name}',
  purposes: {
    necessary: ['Riachtanach', 'Cuireann sé an suíomh ag obair: logáil isteach, slándáil, an rogha seo.'],
    preferences: ['Sainroghanna', 'Cuimhníonn sé ar theanga agus ar réigiún, mar shampla.'],
    statistics: ['Staitisticí', 'Léiríonn sé dúinn conas a úsáidtear an suíomh.'],
    marketing: ['Margaíocht', 'Taispeánann agus tomhaiseann sé fógraí.'],
    media: ['Meáin', 'Taispeánann sé físeáin, léarscáileanna agus postálacha ó shuíomhanna eile.'],
  },
};
