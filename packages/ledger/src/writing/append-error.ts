/**
 * Why an append did not happen. `invalid`: the fact breaks the entry's rules; the caller's bug or its input's.
 * `too_large`: the public part is over 2 KiB. `forgotten`: a part is about a person who was erased; the caller must
 * not bring the person back. `unknown`: the storage did not answer after the commit was sent, and could not be asked
 * again: the entry may be in the log; look before repeating. `closed`: the ledger was closed.
 */
export type AppendErrorCode = 'invalid' | 'too_large' | 'forgotten' | 'unknown' | 'closed';

export class AppendError extends Error {
  readonly code: AppendErrorCode;

  constructor(code: AppendErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'AppendError';
    this.code = code;
  }
}
