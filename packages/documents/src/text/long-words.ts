// A word longer than this may be broken where no hyphenation or space allows it: ids, hashes, paths, addresses.
const longestWhole = 22;
const piece = 8;
const longWord = new RegExp(`\\S{${longestWhole + 1},}`);
const words = /(\s+)/;

const cutWord = (word: string): string[] => {
  const characters = [...word];
  const pieces: string[] = [];
  let at = 0;
  while (at < characters.length) {
    const next = characters.slice(at, at + piece);
    // Prefer to end a piece behind punctuation, so that paths and addresses break where a reader expects it.
    const mark = next.findLastIndex((character) => /[/\\._:@?&=+,;|-]/.test(character));
    const taken = mark >= 2 && at + piece < characters.length ? next.slice(0, mark + 1) : next;
    pieces.push(taken.join(''));
    at += taken.length;
  }
  return pieces;
};

/** The text as it is, or in pieces between which a line may break where the text holds a word too long for a narrow column. */
export const cutLongWords = (text: string): string | readonly string[] => {
  if (!longWord.test(text)) return text;
  const out: string[] = [];
  let open = '';
  for (const word of text.split(words)) {
    if (word.length <= longestWhole) open += word;
    else {
      const [first = '', ...rest] = cutWord(word);
      out.push(open + first, ...rest.slice(0, -1));
      open = rest.at(-1) ?? '';
    }
  }
  return [...out, open];
};
