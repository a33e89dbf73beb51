import type { Texts } from '../view/texts.ts';

/** Icelandic. */
export const texts: Texts = {
  language: 'is',
  title: 'Þín gögn, þitt val',
  body: 'Megum við nota vafrakökur og svipuð tól? Ekkert fer í gang fyrr en þú segir já og þú getur skipt um skoðun hvenær sem er.',
  accept: 'Samþykkja allt',
  refuse: 'Hafna öllu',
  choose: 'Velja',
  save: 'Vista val',
  close: 'Loka',
  always: 'Alltaf virkt',
  companies: 'Fyrirtæki',
  session: 'þar til þú lokar vafranum',
  notice: 'Persónuverndarstefna',
  back: 'Persónuverndarval',
  signal: 'Vafrinn þinn biður vefi um að fylgjast ekki með þér. Við tökum því sem neitun. Þú getur samt leyft eitthvað hér.',
  saved: 'Val þitt hefur verið vistað.',
  held: 'Þetta efni kemur frá {name}. Það hleðst aðeins ef þú leyfir það.',
  allow: 'Leyfa {name}',
  purposes: {
    necessary: ['Nauðsynlegt', 'Lætur vefinn virka: innskráning, öryggi, þetta val.'],
    preferences: ['Stillingar', 'Man til dæmis tungumál og svæði.'],
    statistics: ['Tölfræði', 'Sýnir okkur hvernig vefurinn er notaður.'],
    marketing: ['Markaðssetning', 'Birtir og mælir auglýsingar.'],
    media: ['Miðlar', 'Birtir myndbönd, kort og færslur frá öðrum vefjum.'],
  },
};
