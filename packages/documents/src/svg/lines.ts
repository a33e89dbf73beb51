const narrow = /[\sfijlrtI.,:;'|!()[\]/-]/;
const wide = /[mwMW@%—…]/;
const ideograph = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\u{1f000}-\u{3ffff}]/u;

/** About how wide a text stands in Inter at a size; a little more than it is, so that text stays inside its box. */
export const textWidth = (text: string, size: number): number =>
  [...text].reduce((sum, character) => {
    if (ideograph.test(character)) return sum + 1;
    if (narrow.test(character)) return sum + 0.36;
    if (wide.test(character)) return sum + 0.94;
    return sum + (/[A-Z0-9]/.test(character) ? 0.68 : 0.6);
  }, 0) * size;

const fitting = (word: string, size: number, widthMax: number): [string, string] => {
  const characters = [...word];
  let taken = 1;
  while (taken < characters.length && textWidth(characters.slice(0, taken + 1).join(''), size) <= widthMax) taken += 1;
  return [characters.slice(0, taken).join(''), characters.slice(taken).join('')];
};

/** The text in lines that are not wider than `widthMax`; words that are too long are broken, and a text too long for `linesMax` ends in "…". */
export const wrapLines = (text: string, size: number, widthMax: number, linesMax: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(/\s+/).filter((part) => part !== '')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (textWidth(joined, size) <= widthMax) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    while (textWidth(word, size) > widthMax && [...word].length > 1) {
      const [head, rest] = fitting(word, size, widthMax);
      lines.push(head);
      word = rest;
    }
    line = word;
  }
  if (line !== '') lines.push(line);
  if (lines.length <= linesMax) return lines;
  return [...lines.slice(0, linesMax - 1), `${lines[linesMax - 1]}…`];
};
