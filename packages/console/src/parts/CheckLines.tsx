import { Link } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { formatCount } from '../calls/clock.ts';
import { StateMark } from '../marks/StateMark.tsx';
import { stateOfVerdict, verdictWord, type Verdict } from '../marks/states.ts';
import { Age } from './Instant.tsx';

type CheckSummary = Answer<'checks'>['items'][number];
const verdicts: readonly (readonly [Verdict, keyof CheckSummary['counts']])[] = [['fail', 'fail'], ['unknown', 'unknown'], ['pass', 'pass'], ['not-applicable', 'notApplicable']];

/** How many subjects of a check got each verdict. */
export function VerdictCounts({ counts }: { readonly counts: CheckSummary['counts'] }) {
  return (
    <ul className="counts">
      {verdicts.filter(([, key]) => counts[key] > 0).map(([verdict, key]) => (
        <li key={verdict} data-state={stateOfVerdict[verdict]}><StateMark state={stateOfVerdict[verdict]} bare word={verdictWord[verdict]} /><span className="count">{formatCount(counts[key])}</span><span className="count-word">{verdictWord[verdict].toLowerCase()}</span></li>
      ))}
    </ul>
  );
}

/** Checks in lines: how each stands, on how many subjects, and when it last saw them. */
export function CheckLines({ checks }: { readonly checks: readonly CheckSummary[] }) {
  return (
    <ul className="rows">
      {checks.map((check) => (
        <li key={check.id} className="check-line">
          <span><Link to="/checks/$check" params={{ check: check.id }}>{check.title}</Link></span>
          <StateMark state={check.status} />
          <p className="small inline"><span className="quiet">{check.reason}</span><VerdictCounts counts={check.counts} />{check.lastRead === null ? <span className="quiet">never read</span> : <span className="quiet">read <Age at={check.lastRead} /></span>}</p>
        </li>
      ))}
    </ul>
  );
}
