/**
 * Why a call was refused, and who must act: `invalid`, `conflict`, `too_large`, `too_many`: the caller;
 * `unauthenticated`, `forbidden`, `not_found`: the caller or the organisation's owner; `unavailable`: our operator.
 */
export type RefusalCode =
  | 'invalid' | 'unauthenticated' | 'forbidden' | 'not_found' | 'conflict' | 'too_large' | 'too_many' | 'unavailable';

/** The status that each code has over HTTP; the only such table. */
export const refusalStatus: Readonly<Record<RefusalCode, number>> = {
  invalid: 400, unauthenticated: 401, forbidden: 403, not_found: 404, conflict: 409, too_large: 413, too_many: 429, unavailable: 503,
};

/** An operation was refused. `message` is one sentence for the person who asked; `cause` is for the log. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  /** The field at fault, as a path: `settings.host`. */
  readonly field: string | undefined;
  constructor(code: RefusalCode, message: string, options: { readonly cause?: unknown; readonly field?: string } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.field = options.field;
  }
}
