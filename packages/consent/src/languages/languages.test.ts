import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Texts } from '../view/texts.ts';
import { texts as english } from './en.ts';

const files = (await readdir(import.meta.dirname)).filter((name) => !name.endsWith('.test.ts'));
const languages = await Promise.all(files.map(async (name): Promise<[string, Texts]> => [name.slice(0, 2), ((await import(`./${name}`)) as { texts: Texts }).texts]));

test('the 24 languages of the Union and five more are spoken', () => {
  expect(files.map((name) => name.slice(0, -3)).sort()).toEqual('bg ca cs da de el en es et fi fr ga hr hu is it lt lv mt nb nl pl pt ro sk sl sv tr uk'.split(' '));
});

test.each(languages)('%s says everything, in words of its own', (code, texts) => {
  expect(texts.language).toBe(code);
  expect(Object.keys(texts)).toEqual(Object.keys(english));
  expect(Object.keys(texts.purposes)).toEqual(Object.keys(english.purposes));
  const flat = (one: Texts): string[] => [...Object.values(one).filter((text): text is string => typeof text === 'string'), ...Object.values(one.purposes).flat()];
  expect(flat(texts).every((text) => text.trim() === text && text !== '')).toBe(true);
  if (code !== 'en') expect(flat(texts).filter((text) => text.length > 12 && flat(english).includes(text))).toEqual([]);
  for (const text of [texts.held, texts.allow]) expect(text.split('{name}')).toHaveLength(2);
  expect(new Intl.NumberFormat(texts.language, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(400)).not.toBe('');
});

test.each(languages)('%s refuses in words as short as it accepts in', (_code, { accept, refuse }) => {
  expect(refuse.length).toBeLessThanOrEqual(accept.length + 8);
});
