import { stateMarks, type State } from './states.ts';

/** A state's own shape in its own colour; the word beside it unless `bare`, and then for screen readers. */
export function StateMark({ state, bare = false, word }: { readonly state: State; readonly bare?: boolean; readonly word?: string }) {
  const mark = stateMarks[state];
  const said = word ?? mark.word;
  return (
    <span className="state" data-state={state} title={mark.meaning}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
        {mark.paths.map((path) => path.paint === 'fill'
          ? <path key={path.d} d={path.d} fill="currentColor" fillRule="evenodd" />
          : <path key={path.d} d={path.d} fill="none" stroke="currentColor" strokeWidth="1.4" />)}
      </svg>
      {bare ? <span className="unseen">{said}</span> : <span className="state-word">{said}</span>}
    </span>
  );
}

/** How many stand in each state, unknown counted like the rest; states that nobody is in are left out unless `all`. */
export function StateCounts({ counts, order, all = false }: { readonly counts: Readonly<Partial<Record<State, number>>>; readonly order: readonly State[]; readonly all?: boolean }) {
  const shown = order.filter((state) => all || (counts[state] ?? 0) > 0);
  return (
    <ul className="counts">
      {shown.map((state) => (
        <li key={state} data-state={state} data-none={(counts[state] ?? 0) === 0 || undefined}>
          <StateMark state={state} bare />
          <span className="count">{counts[state] ?? 0}</span>
          <span className="count-word">{stateMarks[state].word.toLowerCase()}</span>
        </li>
      ))}
    </ul>
  );
}
