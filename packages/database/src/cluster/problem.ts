/** The embedded database cannot be used; the message is one sentence for the person who started Avouch. */
export class DatabaseProblem extends Error {
  override readonly name = 'DatabaseProblem';
}
