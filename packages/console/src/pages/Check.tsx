import type { ReactNode } from 'react';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer, usePages, type Item } from '../calls/answer.ts';
import { searchWith, useAsOf } from '../calls/as-of.ts';
import { dayAt, formatCount, useNow } from '../calls/clock.ts';
import { StateMark } from '../marks/StateMark.tsx';
import { stateOfVerdict, verdictWord, type Verdict } from '../marks/states.ts';
import { spanOf } from '../marks/strip.ts';
import { StripOfDays } from '../marks/StripOfDays.tsx';
import { Age } from '../parts/Instant.tsx';
import { List, type Column } from '../parts/List.tsx';
import { Answered, Page, Section, Waiting } from '../parts/Page.tsx';
import { Prose } from '../parts/Prose.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';

type Detail = Answer<'check'>;
type Judged = Item<'checkSubjects'>;
const verdicts: readonly (readonly [Verdict, keyof Detail['counts']])[] = [['fail', 'fail'], ['unknown', 'unknown'], ['pass', 'pass'], ['not-applicable', 'notApplicable']];
const columns: readonly Column<Judged>[] = [
  { id: 'name', title: 'Subject', cell: (subject) => <><strong className="subject">{subject.name}</strong><span className="cell-sub">{subject.reason}</span></> },
  { id: 'verdict', title: 'Verdict', width: '130px', cell: (subject) => <StateMark state={stateOfVerdict[subject.verdict]} word={verdictWord[subject.verdict]} /> },
  { id: 'since', title: 'Since', wide: true, width: '120px', cell: (subject) => <Age at={subject.since} /> },
  { id: 'source', title: 'Source', wide: true, width: '180px', cell: (subject) => <Link className="soft" to="/sources/$source" params={{ source: subject.source }}>{subject.sourceName}</Link> },
  { id: 'seal', title: 'Reading', width: '84px', cell: (subject) => <Seal seal={subject.seal} about={`the reading of ${subject.name}`} /> },
];

/** One check: how it stands, why it matters, what to do, its history, and its subjects, failing first. */
export function Check(): ReactNode {
  const { check: id } = useParams({ from: '/member/checks/$check' });
  const answer = useAnswer('check', { params: { check: id }, query: { days: 365 } });
  const check = answer.data;
  const asOf = useAsOf();
  const today = dayAt(useNow());
  return (
    <Page title={check?.title ?? id} kicker={<><Link to="/checks">Checks</Link><span className="mono">{id}</span></>} lead={check?.why ?? <span>&nbsp;</span>}>
      <Answered query={answer}>
        {(data) => (
          <>
            <div className="standing-now"><StateMark state={data.status} /><p>{data.reason}</p>{data.lastRead === null ? null : <p className="quiet">Last read whole <Age at={data.lastRead} /></p>}</div>
            <StripOfDays runs={data.history} last={asOf ?? today} days={spanOf(data.history, asOf ?? today)} label={data.title} />
            <div className="two">
              <Section title={data.status === 'fail' ? 'What to do' : 'If it fails'}><div className="section-body"><Prose text={data.remedy} /></div></Section>
              <Section title="Supports"><ul className="rows">{data.controls.map((control) => <li key={control}><Link className="mono" to="/controls/$control" params={{ control }}>{control}</Link></li>)}</ul></Section>
            </div>
            <Subjects check={data} />
          </>
        )}
      </Answered>
    </Page>
  );
}

function Subjects({ check }: { readonly check: Detail }) {
  const { state } = useSearch({ from: '/member/checks/$check' });
  const navigate = useNavigate({ from: '/checks/$check' });
  const chosen = verdicts.find(([verdict]) => verdict === state)?.[0];
  const pages = usePages('checkSubjects', { params: { check: check.id }, query: chosen === undefined ? {} : { verdict: chosen } });
  const choose = (verdict: Verdict | undefined): void => { void navigate({ search: searchWith({ state: verdict }), replace: true, resetScroll: false }); };
  const total = verdicts.reduce((sum, [, key]) => sum + check.counts[key], 0);
  return (
    <Section title={check.entityPlural} aside={pages.total === null ? undefined : `${formatCount(pages.total)} shown, failing first`}>
      <div className="chips subjects-chips" role="group" aria-label="Verdict">
        <button type="button" className="chip" aria-pressed={chosen === undefined} onClick={() => { choose(undefined); }}>All <span className="count">{formatCount(total)}</span></button>
        {verdicts.map(([verdict, key]) => <button key={verdict} type="button" className="chip" aria-pressed={chosen === verdict} onClick={() => { choose(chosen === verdict ? undefined : verdict); }}><StateMark state={stateOfVerdict[verdict]} word={verdictWord[verdict]} /> <span className="count">{formatCount(check.counts[key])}</span></button>)}
      </div>
      {pages.query.error !== null ? <Trouble error={pages.query.error} retry={() => { void pages.query.refetch(); }} /> : null}
      {pages.query.isPending ? <Waiting /> : pages.items.length === 0 ? <p className="section-note">{total === 0 ? `No ${check.entityPlural.toLowerCase()} were read, so there is nothing to judge. That is not a pass.` : 'None with this verdict.'}</p> : <List label={`${check.entityPlural} judged`} columns={columns} rows={pages.items} keyOf={(subject) => `${subject.source}/${subject.entity}`} total={pages.total} more={pages.more} />}
    </Section>
  );
}
