import type { ParseArgsConfig } from 'node:util';
import type { Where } from './session/session.ts';
import type { Terminal } from './terminal.ts';

export type Given = {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly json: boolean;
  readonly where: Where;
};

/** One command: its own options, and what it does with what was given. Gives the exit code. */
export type Command = {
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  readonly run: (given: Given, terminal: Terminal) => Promise<number>;
};
