import type { Problem } from '../connector.ts';

/** Stops the reading of a file from within a parser; `problem` is what the reading then carries. */
export class FileProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.sentence);
    this.name = 'FileProblem';
    this.problem = problem;
  }
}

/** Ends the parse: the file stops before its content is whole. Nothing of it is used. */
export function cutShort(file: string, detail: string): FileProblem {
  return new FileProblem({
    kind: 'cut-short',
    sentence: `The file ${file} stops in the middle: ${detail}. Nothing of it was used.`,
    remedy: 'Let the tool finish, check that the disk was not full, and hand the whole file in again.',
  });
}

/** Ends the parse: the file is not what it should be, and `remedy` says what to hand in instead. */
export function malformed(file: string, detail: string, remedy: string): FileProblem {
  return new FileProblem({ kind: 'malformed', sentence: `The file ${file} cannot be used: ${detail}.`, remedy });
}

/** Ends the parse: a limit that keeps memory bounded was passed. */
export function tooLarge(file: string, detail: string, remedy: string): FileProblem {
  return new FileProblem({ kind: 'too-large', sentence: `The file ${file} is too large: ${detail}.`, remedy });
}

/** Ends the parse: the file is whole, but does not tell what was promised. */
export function unsupported(file: string, detail: string, remedy: string): FileProblem {
  return new FileProblem({ kind: 'unsupported', sentence: `The file ${file} does not tell this: ${detail}.`, remedy });
}
