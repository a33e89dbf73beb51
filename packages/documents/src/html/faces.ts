import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

type Face = { readonly family: string; readonly package: string; readonly stem: string; readonly style: 'normal' | 'italic' };

const faces: readonly Face[] = [
  { family: 'Inter', package: '@fontsource-variable/inter', stem: 'inter', style: 'normal' },
  { family: 'Inter', package: '@fontsource-variable/inter', stem: 'inter', style: 'italic' },
  { family: 'JetBrains Mono', package: '@fontsource-variable/jetbrains-mono', stem: 'jetbrains-mono', style: 'normal' },
];

const inRange = (range: string) => {
  const spans = range.split(',').map((part) => {
    const [from = '', to = from] = part.trim().slice(2).split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
  });
  return (codePoint: number): boolean => spans.some(([from, to]) => codePoint >= from && codePoint <= to);
};

const faceRule = (face: Face, subset: string, range: string): string => {
  const file = require.resolve(`${face.package}/files/${face.stem}-${subset}-wght-${face.style}.woff2`);
  const source = readFileSync(file).toString('base64');
  return `@font-face{font-family:"${face.family}";font-style:${face.style};font-weight:100 800;font-display:block;src:url(data:font/woff2;base64,${source}) format("woff2");unicode-range:${range}}`;
};

/** `@font-face` rules with the fonts inside them, only for the scripts that the text uses; other scripts fall to the reader's own fonts. */
export const fontFaces = (text: string): string => {
  const used = [...new Set(text)].map((character) => character.codePointAt(0) ?? 0);
  return faces.flatMap((face) => {
    const ranges = JSON.parse(readFileSync(require.resolve(`${face.package}/unicode.json`), 'utf8')) as Record<string, string>;
    return Object.entries(ranges)
      .filter(([, range]) => used.some(inRange(range)))
      // Marks and currency signs alone don't earn a second file: the Latin one is there for any text.
      .filter(([subset, range]) => subset === 'latin' || used.some((codePoint) => codePoint > 0xff && inRange(range)(codePoint) && !inRange(ranges['latin'] ?? '')(codePoint)))
      .map(([subset, range]) => faceRule(face, subset, range));
  }).join('\n');
};
