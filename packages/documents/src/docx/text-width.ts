// Advance widths of Arial by thousandths of its size, and the characters that have them. What isn't here is as wide as a digit, or as its size where it is East Asian.
const widths: Readonly<Record<number, string>> = {
  191: "'", 222: 'ijl', 260: '|', 278: ' !,./:;I[\\]ft', 333: '()-`r', 334: '{}', 355: '"', 389: '*', 469: '^', 500: 'Jcksvxyz',
  584: '+<=>~', 611: 'FTZ', 667: '&ABEKPSVXY', 722: 'CDHNRUw', 778: 'GOQ', 833: 'Mm', 889: '%', 944: 'W', 1000: '—…', 1015: '@',
};
const digit = 556;
const widthOfCharacter = new Map(Object.entries(widths).flatMap(([width, characters]) => [...characters].map((character) => [character, Number(width)] as const)));
const wide = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\u{20000}-\u{3ffff}]/u;

/** A piece of text in one face: how many times as wide as Arial it is, and its size in points. */
export type Measured = { readonly text: string; readonly size: number; readonly wider: number };

const widthOf = ({ text, size, wider }: Measured): number => {
  let width = 0;
  for (const character of text) width += widthOfCharacter.get(character) ?? (wide.test(character) ? 1000 : digit);
  return (width * size * wider) / 1000;
};

/** How many lines the text takes in this width (points), broken at blanks and hyphens, and anywhere in a word that is wider; a line break in it ends a line. */
export const linesIn = (parts: readonly Measured[], width: number): number => {
  let lines = 1;
  let at = 0;
  for (const part of parts) {
    for (const word of part.text.split(/(?<=[ -])|(?=\n)/)) {
      if (word.startsWith('\n')) [lines, at] = [lines + 1, 0];
      const whole = widthOf({ ...part, text: word.replace('\n', '') });
      const shown = word.endsWith(' ') ? whole - (278 * part.size * part.wider) / 1000 : whole;
      if (at > 0 && at + shown > width) [lines, at] = [lines + 1, 0];
      // A word wider than the line runs on over the next ones.
      const over = Math.max(0, Math.ceil(shown / width) - 1);
      [lines, at] = [lines + over, at + whole - over * width];
    }
  }
  return lines;
};
