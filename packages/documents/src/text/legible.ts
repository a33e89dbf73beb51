import type { Document } from '../document.ts';
import { rewriteText } from './rewrite.ts';

// What a reader can't see but what changes what they see: controls, direction overrides, non-characters, lone surrogates, private use.
const suspicious = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u206f\ufff9-\ufffb]|\p{Cs}|\p{Co}|\p{Noncharacter_Code_Point}/gu;
const plain = /^[\t\n\x20-\x7e\u00a1-\u024f]*$/;

/** A code point named in print, such as `[U+202E]`. */
export const namedCodePoint = (character: string): string =>
  `[U+${(character.codePointAt(0) ?? 0xfffd).toString(16).toUpperCase().padStart(4, '0')}]`;

/** A document whose text shows what it holds, and what had to be spelled out for that. */
export type Legible = { readonly document: Document; readonly spelledOut: ReadonlySet<string> };

/** Spells out characters that can't be seen but deceive the eye (direction overrides, controls), so that no form hides them. */
export const legibleDocument = (document: Document): Legible => {
  const spelledOut = new Set<string>();
  const legible = (text: string): string => {
    if (plain.test(text)) return text;
    return text.replaceAll('\r\n', '\n').replace(suspicious, (character) => {
      const named = namedCodePoint(character);
      spelledOut.add(named);
      return named;
    });
  };
  return { document: rewriteText(document, legible), spelledOut };
};

/** The warning to a caller about characters that were printed by name. */
export const spelledOutWarning = (spelledOut: Iterable<string>): string[] =>
  [...spelledOut].sort().map((named) => `A character is printed by its name, as ${named}: it can't be shown as it is.`);
