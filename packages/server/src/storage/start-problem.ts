/** The server cannot start; the message is one sentence for the person who started it: what is wrong and what to do. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}

/** The system's own code of an error (`EACCES`, `28P01`), or its text. */
export const codeOf = (cause: unknown): string => (cause instanceof Error ? ('code' in cause && cause.code !== undefined ? String(cause.code) : cause.message) : String(cause));
