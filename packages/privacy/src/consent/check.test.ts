import { describe, expect, test } from 'vitest';
import { checkChoice, marksOf } from '../choices.ts';
import { composeNotice, configOf, noticeHash, substanceOf } from '../notices.ts';
import { choiceOf, documentOf, hash, notice, shop, shown, words } from './testing/shop.ts';

describe('an answer against the notice that it names', () => {
  test('is taken when a browser that was shown it can have sent it', () => {
    for (const one of [choiceOf(), choiceOf({ language: '', method: 'signal', signal: 'gpc', answers: { statistics: false } }), choiceOf({ variant: 'loud' }), choiceOf({ place: 'US-TX', regime: 'opt-out' })]) {
      expect(checkChoice(one, shown)).toEqual({ ok: true });
    }
  });
  test.each([
    ['another notice', choiceOf({ notice: { id: 'site_2', version: '1', hash } })], ['another version', choiceOf({ notice: { id: 'site_1', version: '2', hash } })], ['another language', choiceOf({ language: 'fr' })],
    ['a variant that there is not', choiceOf({ variant: 'hidden' })], ['a regime that the place has not', choiceOf({ regime: 'opt-out' })], ['a purpose that was not asked', choiceOf({ answers: { weapons: true } })],
    ['a purpose that is never asked', choiceOf({ answers: { necessary: true } })], ['no answer', choiceOf({ answers: {} })], ['a refusal that allows', choiceOf({ method: 'refuse' })],
  ])('is refused with %s', (_, one) => expect(checkChoice(one, shown).ok).toBe(false));
  test('is marked when its clock or its place is odd', () => {
    const at = Date.parse(choiceOf().at);
    expect(marksOf(choiceOf(), at + 1000, 'DE')).toEqual([]);
    expect(marksOf(choiceOf(), at - 3_600_000, null)).toEqual(['clock-ahead']);
    expect(marksOf(choiceOf(), at + 3 * 86_400_000, 'FR')).toEqual(['late', 'place']);
  });
});

describe('a notice', () => {
  test('is named by a hash that changes with every word, and only words that change leave its substance', () => {
    const reworded = composeNotice({ id: 'site_1', site: shop, notice: { ...notice, translations: { en: { texts: { title: 'Yours to choose' }, purposes: {}, vendors: {} } } }, version: '1', language: 'en', words }).document;
    expect(noticeHash(reworded)).not.toBe(hash);
    expect(substanceOf(reworded)).toBe(substanceOf(shown));
    expect(substanceOf(documentOf({ site: { months: 6 } }))).not.toBe(substanceOf(shown));
  });
  test('says what is missing before it is published', () => {
    const order = { id: 's', site: { ...shop, purposes: [...shop.purposes, { id: 'novel', required: false, marketing: false }] }, notice, version: '1' };
    expect(composeNotice({ ...order, language: 'en', words }).problems.map(({ where }) => where)).toEqual(['en.purposes.novel']);
    expect(composeNotice({ ...order, site: shop, language: 'xx', words: undefined }).problems.map(({ where }) => where)).toEqual(['xx', 'xx', 'xx.purposes.necessary', 'xx.purposes.statistics', 'xx.purposes.media']);
  });
  test('becomes the config that the SDK takes', () => {
    expect(configOf(shown, hash, 'https://a.example/api/consents/k')).toMatchObject({
      notice: { id: 'site_1', version: '1', hash, url: 'https://tea.example/privacy' }, endpoint: 'https://a.example/api/consents/k', language: 'en', texts: { en: words.texts },
      purposes: [{ id: 'necessary', required: true }, { id: 'statistics' }, { id: 'media' }],
    });
  });
});
