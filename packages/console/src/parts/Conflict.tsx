import type { ReactNode } from 'react';
import { Button } from '@mantine/core';

/** A value in three places: its name, what the other person wrote, and what was about to be written. */
export type Differing = readonly [name: string, theirs: ReactNode, mine: ReactNode];

/** Somebody else wrote a newer version meanwhile: both are shown side by side, and the reader decides. `write` is absent while there is nothing to write. */
export function Conflict({ newest, from, differing, busy, write, begin }: {
  readonly newest: number; readonly from: number; readonly differing: readonly Differing[]; readonly busy: boolean; readonly write: (() => void) | undefined; readonly begin: () => void;
}) {
  return (
    <div className="conflict" role="alert">
      <strong>Somebody wrote version {newest} while you worked on version {from}.</strong> Nothing of yours was recorded, and nothing of theirs is overwritten.
      {differing.length === 0 ? <p>Both say the same.</p> : (
        <table>
          <thead><tr><th scope="col">Field</th><th scope="col">Version {newest}</th><th scope="col">Yours</th></tr></thead>
          <tbody>{differing.map(([name, theirs, mine]) => <tr key={name}><th scope="row">{name}</th><td>{theirs}</td><td>{mine}</td></tr>)}</tbody>
        </table>
      )}
      <div className="form-foot">
        <Button size="xs" disabled={write === undefined} loading={busy} onClick={write}>Write mine as version {newest + 1}</Button>
        <Button size="xs" variant="default" onClick={begin}>Begin again from version {newest}</Button>
      </div>
    </div>
  );
}
