import { expect, test } from 'vitest';
import { languages } from '../consent/words.ts';
import { pageLanguage, pageWordsOf } from './words.ts';

test.each(languages)('the pages about choices speak every language that the banner speaks: %s', (language) => {
  const words = Object.values(pageWordsOf(language));
  expect(pageLanguage(`${language}, en;q=0.5`)).toBe(language);
  expect(words.every((word) => word.trim() === word && word !== '')).toBe(true);
  // Yes and no, and what is done and asked, are never the same word.
  expect(new Set(words).size).toBe(words.length);
  if (language !== 'en') expect(pageWordsOf(language).intro).not.toBe(pageWordsOf('en').intro);
});

test('the pages take the first language that a browser asks for and that they speak, Norwegian under each of its names', () => {
  expect(['no', 'nn-NO', 'xx, pl;q=0.8', 'de-AT', '', undefined].map(pageLanguage)).toEqual(['nb', 'nb', 'pl', 'de', 'en', 'en']);
});
