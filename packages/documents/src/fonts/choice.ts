import { namedCodePoint } from '../text/legible.ts';
import { fallbackFamilies, familyCoverage, monoFamily, textFamily, type Family } from './families.ts';

/** What a document's text needs of fonts, gathered as the text passes through `fit`. */
export type FontChoice = {
  /** The text with each character that no font has printed by its name. */
  fit(text: string): string;
  /** The families that the text so far needs, Inter and the monospaced one first. */
  families(): readonly Family[];
  readonly missing: ReadonlySet<string>;
};

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
// Characters that shape others or are not drawn at all: a font need not have them.
const undrawn = /[\n\t]|\p{Default_Ignorable_Code_Point}/u;
const simple = /^[\n\t\x20-\x7e\u00a1-\u0148\u014a-\u017f\u2010-\u2027\u2030-\u203a]*$/;

/** Chooses fonts for text. `refused` are characters that the typesetter could not draw although a font seems to have them. */
export const chooseFonts = (refused: ReadonlySet<string>): FontChoice => {
  const needed = new Set<Family>();
  const missing = new Set<string>();
  const fitted = new Map<string, string>();

  const byName = (characters: readonly string[]): string =>
    characters.map((character) => {
      const named = namedCodePoint(character);
      missing.add(named);
      return named;
    }).join('');

  const fitGrapheme = (grapheme: string): string => {
    const characters = [...grapheme];
    if (characters.some((character) => refused.has(character))) return byName(characters);
    const drawn = characters.filter((character) => !undrawn.test(character));
    const has = (family: Family, character: string): boolean => familyCoverage(family).has(character.codePointAt(0) ?? 0);
    const families = [textFamily, ...fallbackFamilies];
    const whole = families.find((family) => drawn.every((character) => has(family, character)));
    if (whole !== undefined) {
      needed.add(whole);
      return grapheme;
    }
    // No font has all of it: keep what the base character's font has, name the rest.
    const base = families.find((family) => drawn[0] !== undefined && has(family, drawn[0]));
    if (base === undefined) return byName(characters);
    needed.add(base);
    return characters.map((character) => (undrawn.test(character) || has(base, character) ? character : byName([character]))).join('');
  };

  return {
    fit(text) {
      if (refused.size === 0 && simple.test(text)) return text;
      let out = '';
      for (const { segment } of segmenter.segment(text)) {
        let fit = fitted.get(segment);
        if (fit === undefined) fitted.set(segment, (fit = fitGrapheme(segment)));
        out += fit;
      }
      return out;
    },
    families: () => [textFamily, monoFamily, ...fallbackFamilies.filter((family) => needed.has(family))],
    missing,
  };
};
