import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { coverageOf } from './coverage.ts';

/** A family of fonts as npm ships it: its name inside the files, and a file for each weight. */
export type Family = { readonly name: string; readonly files: readonly string[] };

const require = createRequire(import.meta.url);
const cuts = (folder: string, stem: string, names: readonly string[]): string[] =>
  names.map((name) => `@expo-google-fonts/${folder}/${name}/${stem}_${name}.ttf`);
const upright = ['400Regular', '600SemiBold'];

/** The one family of screen and paper. */
export const textFamily: Family = { name: 'Inter', files: cuts('inter', 'Inter', ['400Regular', '400Regular_Italic', '500Medium', '600SemiBold']) };

/** The companion for ids and hashes. */
export const monoFamily: Family = { name: 'JetBrains Mono', files: cuts('jetbrains-mono', 'JetBrainsMono', ['400Regular', '600SemiBold']) };

/** The families asked, in this order, for what Inter can't draw. */
export const fallbackFamilies: readonly Family[] = [
  { name: 'Noto Sans Arabic', files: cuts('noto-sans-arabic', 'NotoSansArabic', upright) },
  { name: 'Noto Sans Hebrew', files: cuts('noto-sans-hebrew', 'NotoSansHebrew', upright) },
  { name: 'Noto Sans Devanagari', files: cuts('noto-sans-devanagari', 'NotoSansDevanagari', upright) },
  { name: 'Noto Sans Bengali', files: cuts('noto-sans-bengali', 'NotoSansBengali', upright) },
  { name: 'Noto Sans Tamil', files: cuts('noto-sans-tamil', 'NotoSansTamil', upright) },
  { name: 'Noto Sans Thai', files: cuts('noto-sans-thai', 'NotoSansThai', upright) },
  { name: 'Noto Sans Georgian', files: cuts('noto-sans-georgian', 'NotoSansGeorgian', upright) },
  { name: 'Noto Sans Armenian', files: cuts('noto-sans-armenian', 'NotoSansArmenian', upright) },
  { name: 'Noto Sans SC', files: cuts('noto-sans-sc', 'NotoSansSC', upright) },
  { name: 'NanumGothic', files: cuts('nanum-gothic', 'NanumGothic', ['400Regular', '700Bold']) },
  { name: 'Noto Sans Symbols 2', files: cuts('noto-sans-symbols-2', 'NotoSansSymbols2', ['400Regular']) },
  { name: 'Noto Emoji', files: cuts('noto-emoji', 'NotoEmoji', upright) },
];

/** The path of a font file on this machine. */
export const fontPath = (file: string): string => require.resolve(file);

const known = new Map<string, ReadonlySet<number>>();

/** The code points that every cut of a family can draw; read once. */
export const familyCoverage = (family: Family): ReadonlySet<number> => {
  const before = known.get(family.name);
  if (before !== undefined) return before;
  const [first = new Set<number>(), ...others] = family.files.map((file) => coverageOf(readFileSync(fontPath(file))));
  const coverage = new Set([...first].filter((codePoint) => others.every((other) => other.has(codePoint))));
  known.set(family.name, coverage);
  return coverage;
};
