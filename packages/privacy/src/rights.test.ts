import { expect, test } from 'vitest';
import { jurisdictions } from './deadlines.ts';
import { lawTexts } from './law/texts.ts';
import { authorityOf, grounds, letterOf, type LetterInput, rightsRules, ruleOf } from './rights.ts';

const bases = ['6(1)(a)', '6(1)(b)', '6(1)(c)', '6(1)(d)', '6(1)(e)', '6(1)(f)'] as const;
const refusal: LetterInput = {
  letter: 'partly_refused', language: 'en', law: 'gdpr', controller: 'Example Ltd', reference: 'K7P2', right: 'erasure', received: '2026-03-02', authority: 'Data Protection Commission',
  grounds: [{ ground: '17(3)(b)', law: '§ 147 AO', until: '2034-12-31' }],
};
const letter = (more: Partial<LetterInput>) => letterOf({ ...refusal, ...more });
const words = (more: Partial<LetterInput>): string => letter(more).paragraphs.join('\n');

test('every right that a plan carries out has one rule for each lawful basis, with its article and a reason', () => {
  expect(rightsRules).toHaveLength(7 * 6);
  expect(new Set(rightsRules.map(({ right, basis }) => `${right} ${basis}`)).size).toBe(42);
  for (const { source, because } of rightsRules) expect([source, because]).toEqual([expect.stringMatching(/^Art\. \d+/), expect.stringMatching(/\.$/)]);
});

test.each([
  ['access', ['yes', 'yes', 'yes', 'yes', 'yes', 'yes']], ['rectification', ['yes', 'yes', 'yes', 'yes', 'yes', 'yes']], ['erasure', ['yes', 'weigh', 'no', 'weigh', 'weigh', 'weigh']],
  ['portability', ['yes', 'yes', 'no', 'no', 'no', 'no']], ['objection', ['no', 'no', 'no', 'no', 'weigh', 'weigh']], ['marketing', ['yes', 'yes', 'yes', 'yes', 'yes', 'yes']],
  ['consent', ['yes', 'no', 'no', 'no', 'no', 'no']],
] as const)('%s stands on the lawful bases as the law says', (right, applies) => {
  expect(bases.map((basis) => ruleOf(right, basis).applies)).toEqual(applies);
});

test('a partial refusal tells what was done, the ground, the law, its end, complaint and remedy', () => {
  const text = words({});
  for (const part of ['2 March 2026', 'erasure of your data', 'apart from the following', '§ 147 AO', '31 December 2034', 'Art. 17(3)(b) GDPR', 'Data Protection Commission', 'Art. 77', 'Art. 79']) expect(text).toContain(part);
});

test('the same in German cites as German lawyers do', () => {
  expect(letter({ language: 'de-AT' }).language).toBe('de');
  for (const part of ['2. März 2026', 'Löschung Ihrer Daten', 'Art. 17 Abs. 3 Buchst. b DSGVO', 'Art. 77 DSGVO', '31. Dezember 2034']) expect(words({ language: 'de-AT' })).toContain(part);
});

test('a language without texts gets English, and the letter says which language it is in', () => expect(letter({ language: 'fi' }).language).toBe('en'));

test.each<readonly [string, Partial<LetterInput>, RegExp]>([
  ['no refusal goes out without a ground', { grounds: [] }, /tells its ground/],
  ['no ground of another right is used', { grounds: [{ ground: '20(4)', reason: 'x' }] }, /no ground to refuse erasure/],
  ['no ground that the law does not know is used', { grounds: [{ ground: '99', reason: 'x' }] }, /no ground/],
  ['a legal duty is named', { grounds: [{ ground: '17(3)(b)' }] }, /needs its law/],
  ['excess is reasoned', { grounds: [{ ground: '12(5)(b)' }] }, /needs its reason/],
  ['objection to marketing is never refused', { right: 'marketing', grounds: [{ ground: '21(1)', reason: 'x' }] }, /no ground to refuse marketing/],
  ['an extension tells the new day', { letter: 'extended', grounds: [], reasons: 'Many systems.' }, /needs due/],
  ['more proof is not asked for without a doubt', { letter: 'identity', grounds: [], due: '2026-04-02', wanted: 'the customer number' }, /needs reasons/],
  ['the Swiss act has no grounds of the GDPR', { law: 'fadp' }, /state the law/],
])('%s', (_, more, why) => expect(() => letter(more)).toThrow(why));

test('what a person writes into a letter is put in as it is, never read as a placeholder', () => {
  expect(words({ grounds: [{ ground: '17(1)', reason: 'They wrote {due} and <b>$& {authority}</b>' }] })).toContain('In detail: They wrote {due} and <b>$& {authority}</b>');
});

test('an extension tells that one may complain, and by when the answer comes', () => {
  expect(words({ letter: 'extended', grounds: [], reasons: 'Seven systems had to be searched.', due: '2026-06-02' })).toMatch(/Seven systems[\s\S]*2 June 2026[\s\S]*complain/);
});

test('where no authority is known the letter does not invent one', () => {
  const { authority: _authority, ...rest } = refusal;
  expect(letterOf(rest).paragraphs.join()).toContain('the authority of your country');
});

test('every jurisdiction has its authority, and every language tells everything with the same places for words', () => {
  for (const id of Object.keys(jurisdictions)) expect(authorityOf(id)?.name, id).toBeTruthy();
  const placesIn = (texts: unknown): readonly string[] => Object.entries(texts as Record<string, unknown>).flatMap(([key, value]) =>
    (typeof value === 'string' ? [`${key}: ${(value.match(/\{\w+\}/g) ?? []).toSorted().join('')}`] : placesIn(value).map((one) => `${key}.${one}`)));
  const { language: _, cite: __, ...english } = lawTexts['en']!;
  for (const language of Object.keys(lawTexts)) {
    const { language: own, cite: ___, ...texts } = lawTexts[language]!;
    expect(own).toBe(language);
    // The paragraphs of a letter may be cut otherwise; what stands in them may not.
    const flat = (all: readonly string[]): readonly string[] => [...new Set(all.map((one) => one.replace(/paragraphs\.\d+/, 'paragraphs')))].filter((one) => !one.endsWith(': ')).toSorted();
    expect(flat(placesIn(texts)), language).toEqual(flat(placesIn(english)));
    expect(Object.keys(texts.grounds).toSorted()).toEqual(grounds.map(({ code }) => code).toSorted());
  }
});
