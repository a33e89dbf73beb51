import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { chooseFonts } from './choice.ts';
import { coverageOf } from './coverage.ts';
import { fallbackFamilies, familyCoverage, fontPath, monoFamily, textFamily } from './families.ts';

test('a family is said to draw only what each of its cuts draws', () => {
  for (const family of [textFamily, monoFamily, ...fallbackFamilies]) {
    const coverage = familyCoverage(family);
    expect(coverage.size).toBeGreaterThan(90);
    for (const file of family.files) {
      const cut = coverageOf(readFileSync(fontPath(file)));
      expect([...coverage].filter((codePoint) => !cut.has(codePoint))).toEqual([]);
    }
  }
});

test('the text that is taken as drawable without a look is', () => {
  const inter = familyCoverage(textFamily);
  const simple = [[0x20, 0x7e], [0xa1, 0xac], [0xae, 0x148], [0x14a, 0x17f], [0x2010, 0x2027], [0x2030, 0x203a]] as const;
  const lacking = simple.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index)).filter((codePoint) => !inter.has(codePoint));
  expect(lacking.map((codePoint) => codePoint.toString(16))).toEqual([]);
});

test('a font is asked for only when the text needs it', () => {
  const choice = chooseFonts(new Set());
  expect(choice.fit('Ledgerly – Γειά – Привет')).toBe('Ledgerly – Γειά – Привет');
  expect(choice.families().map(({ name }) => name)).toEqual(['Inter', 'JetBrains Mono']);
  choice.fit('王小明');
  expect(choice.families().map(({ name }) => name)).toEqual(['Inter', 'JetBrains Mono', 'Noto Sans SC']);
  expect([...choice.missing]).toEqual([]);
});

test('a mark that no font has on its letter is named behind it', () => {
  const choice = chooseFonts(new Set());
  expect(choice.fit('字\u0316')).toBe('字[U+0316]');
  expect([...choice.missing]).toEqual(['[U+0316]']);
});

test('a file that is no font is refused', () => {
  expect(() => coverageOf(Buffer.alloc(64))).toThrow(RangeError);
});
