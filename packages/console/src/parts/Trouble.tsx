import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Refusal } from '@avouch/api/refusal';

const meaning = {
  invalid: 'Nothing was recorded.',
  unauthenticated: 'Nothing was recorded, and nothing can be shown until you sign in again.',
  forbidden: 'Nothing was recorded. Your role does not allow this.',
  not_found: 'No fact is lost: entries of the ledger are never deleted. The address may be wrong, or this did not exist on the day you look at.',
  conflict: 'Nothing was recorded, so nothing was overwritten.',
  too_large: 'Nothing was recorded.',
  too_many: 'Nothing was recorded.',
  unavailable: 'What was recorded before stands. Until the server answers, this page can’t say how things are.',
} as const;
const remedy = {
  invalid: 'Correct it and send it again.', unauthenticated: 'Sign in and do it again.', forbidden: 'Ask an owner of the organisation.', not_found: 'Go back, or look at today.',
  conflict: 'Read it again, then decide.', too_large: 'Send less at a time.', too_many: 'Wait a minute, then try again.', unavailable: 'Try again; if it stays so, look at the server’s log.',
} as const;

/** Something went wrong: what happened, what it means for the evidence, what to do. */
export function Trouble({ error, retry, children }: { readonly error: Error; readonly retry?: (() => void) | undefined; readonly children?: ReactNode }) {
  const code = error instanceof Refusal ? error.code : 'unavailable';
  return (
    <div className="trouble" role="alert">
      <p className="trouble-what">{error instanceof Refusal ? error.message : 'The server could not be reached, or its answer could not be read.'}</p>
      <p>{meaning[code]} {remedy[code]}</p>
      {children}
      {retry === undefined ? null : <Button variant="default" size="xs" onClick={retry}>Try again</Button>}
    </div>
  );
}
