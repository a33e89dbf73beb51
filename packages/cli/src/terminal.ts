import type { Status } from './session/answers.ts';

/** Everything of the outside that a command may touch, so that a transcript can replace it. */
export type Terminal = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Replaces the last progress line where the terminal can; otherwise prints nothing. */
  readonly progress: (line: string) => void;
  readonly color: boolean;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  readonly fetch: typeof fetch;
  /** Asks without echo; undefined when nobody can answer. */
  readonly askSecret: (question: string) => Promise<string | undefined>;
  /** Resolves when the person or the system ends the command. */
  readonly stopped: AbortSignal;
  /** The server's program, to be run by this Node. */
  readonly serverProgram: string;
  readonly installation: string;
};

/** The command was used wrongly: exit code 2 and one sentence. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

const marks: Readonly<Record<Status, readonly [string, number]>> = {
  'pass': ['●', 32], 'fail': ['■', 31], 'no-data': ['▨', 35], 'stale': ['◐', 33], 'not-applicable': ['–', 90], 'not-started': ['○', 90], 'excluded': ['⊘', 90],
};

/** A status as shape and word, coloured where the terminal can. */
export function statusMark(terminal: Pick<Terminal, 'color'>, status: Status, word: string = status.replace('-', ' ')): string {
  const [mark, code] = marks[status];
  return paint(terminal, code, `${mark} ${word}`);
}

export const bold = (terminal: Pick<Terminal, 'color'>, text: string): string => paint(terminal, 1, text);
export const dim = (terminal: Pick<Terminal, 'color'>, text: string): string => paint(terminal, 2, text);

function paint(terminal: Pick<Terminal, 'color'>, code: number, text: string): string {
  return terminal.color ? `\x1b[${code}m${legible(text)}\x1b[0m` : legible(text);
}

/**
 * Text from outside without what a terminal obeys: control characters, and those that turn the direction of writing. A commit, a
 * source or a bundle could otherwise write over the line that says whether it holds.
 */
export const legible = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD');

/** The same for a cell, which may be painted. */
const cellOf = (text: string): string => text.split(/(\x1b\[\d+m)/).map((piece, n) => (n % 2 === 0 ? legible(piece) : piece)).join('');

/** Rows as aligned columns, two blanks apart. Colour codes take no room. */
export function columns(given: readonly (readonly string[])[], indent = '  '): string {
  const rows = given.map((row) => row.map(cellOf));
  const width = (text: string): number => [...text.replace(/\x1b\[\d+m/g, '')].length;
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(width(cell), all[i] ?? 0)), []);
  return rows.map((row) => indent + row.map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat((widths[i] ?? 0) - width(cell)))).join('  ').trimEnd()).join('\n') + (rows.length > 0 ? '\n' : '');
}

/** A count with its noun: `1 system`, `2 systems`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Text in lines of at most `width` characters, each after `indent`. */
export function wrapped(text: string, indent: string, width = 96): string {
  const lines = [''];
  for (const word of text.split(/\s+/).map(legible)) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > width - indent.length) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line) => `${indent}${line}\n`).join('');
}
