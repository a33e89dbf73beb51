import type { Problem } from '../connector.ts';

/** Either a value or the problem of getting it. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** The problem as an outcome. */
export const problemOf = (kind: Problem['kind'], sentence: string, remedy: string, retryAfterS?: number): { readonly ok: false; readonly problem: Problem } =>
  ({ ok: false, problem: retryAfterS === undefined ? { kind, sentence, remedy } : { kind, sentence, remedy, retryAfterS } });

/** A problem that travels as an error, through code that knows exceptions only. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.sentence);
    this.problem = problem;
  }
}

/** The system's code of an error or of its cause (`ECONNREFUSED`), or the empty string. */
export const codeOf = (error: unknown): string => {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return '';
};

/** The problem that travels inside an error, if there is one. */
export const carriedProblem = (error: unknown): Problem | undefined => {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof HttpProblem) return at.problem;
  }
  return undefined;
};

/** What a failed connection says, by its code: the same sentence for every protocol. `where` names host and port, nothing secret. */
export const connectionProblem = (error: unknown, where: string, timeoutMs: number): Problem => {
  const carried = carriedProblem(error);
  if (carried !== undefined) return carried;
  const code = codeOf(error);
  const check = 'Check the address, and that this server may reach it through the firewalls between them.';
  const give = (kind: Problem['kind'], sentence: string, remedy = check): Problem => ({ kind, sentence, remedy });
  switch (code) {
    case 'ECONNREFUSED': return give('unreachable', `${where} refused the connection: nothing listens there.`);
    case 'ENOTFOUND': case 'EAI_NODATA': case 'EAI_NONAME': return give('not-found', `The name of ${where} does not exist.`, 'Check the spelling of the host name.');
    case 'EAI_AGAIN': return give('unreachable', `The name of ${where} could not be looked up: the name server did not answer.`, 'Check the name server of this machine.');
    case 'EHOSTUNREACH': case 'ENETUNREACH': return give('unreachable', `There is no route to ${where}.`);
    case 'ENOENT': return give('not-found', `There is no socket at ${where}.`, 'Check the path of the socket, and that the program behind it runs.');
    case 'EACCES': return give('forbidden', `This process may not open ${where}.`, 'Give the user that runs Avouch the right to it.');
    case 'ETIMEDOUT': case 'UND_ERR_CONNECT_TIMEOUT': case 'UND_ERR_HEADERS_TIMEOUT': case 'UND_ERR_BODY_TIMEOUT':
      return give('timed-out', `${where} did not answer within ${timeoutMs / 1000} seconds.`);
    case 'ECONNRESET': case 'EPIPE': case 'UND_ERR_SOCKET': case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return give('cut-short', `${where} broke the connection off before its answer was whole.`, 'Try again; if it stays so, look at the log of that system.');
    default: return give('failed', `${where} could not be read${code === '' ? '' : ` (${code})`}.`);
  }
};
