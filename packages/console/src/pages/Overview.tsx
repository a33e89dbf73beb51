import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { searchWith, useAsOf } from '../calls/as-of.ts';
import { useAnswer } from '../calls/answer.ts';
import { formatBoth, formatCount, formatMany } from '../calls/clock.ts';
import { StateCounts, StateMark } from '../marks/StateMark.tsx';
import { stateOrder, type State } from '../marks/states.ts';
import { Age } from '../parts/Instant.tsx';
import { Answered, Empty, Page, Section } from '../parts/Page.tsx';
import { ReadinessWord } from '../parts/Readiness.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';

type Standing = Answer<'standing'>;

/** What stands, what is open, what to do next. No single score: counts, with the unknown counted too. */
export function Overview(): ReactNode {
  const standing = useAnswer('standing');
  const asOf = useAsOf();
  return (
    <Page title="Overview" kicker={standing.data?.system ?? 'Readiness for SOC 2®'} lead={standing.data === undefined ? <span>&nbsp;</span> : <Lead standing={standing.data} past={asOf !== undefined} />}>
      <Answered query={standing} lines={18}>
        {(data) => (
          <>
            <UnknownSources standing={data} />
            <StatesLine counts={data.controls} />
            {data.sources === 0 ? <Begin /> : null}
            <Next standing={data} />
            <Criteria standing={data} />
          </>
        )}
      </Answered>
    </Page>
  );
}

function Lead({ standing, past }: { readonly standing: Standing; readonly past: boolean }) {
  const { controls, verdicts } = standing;
  const total = Object.values(controls).reduce((sum, count) => sum + count, 0);
  const unknown = controls['no-data'] + controls.stale;
  const judged = verdicts.pass + verdicts.fail + verdicts.notApplicable + verdicts.unknown;
  return (
    <>
      {formatMany(controls.pass, 'control')} of {formatCount(total)} {past ? 'were' : 'are'} supported by fresh evidence, {formatCount(controls.fail)} fail, {formatCount(unknown)} {unknown === 1 ? 'is' : 'are'} unknown.{' '}
      {judged === 0 ? 'Nothing has been read yet.' : `${formatCount(verdicts.fail)} of ${formatCount(judged)} judged subjects fail; of ${formatCount(verdicts.unknown)} nothing is known.`}
      <span className="quiet small"> As of {formatBoth(standing.asOf)}.</span>
    </>
  );
}

function StatesLine({ counts }: { readonly counts: Readonly<Record<State, number>> }) {
  return (
    <ul className="stands" aria-label="Controls by state">
      {stateOrder.map((state) => (
        <li key={state} data-none={counts[state] === 0 || undefined}>
          <Link to="/controls" search={searchWith({ state })}><span className="big">{counts[state]}</span><StateMark state={state} /></Link>
        </li>
      ))}
    </ul>
  );
}

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** Each on its own while they are few; many of them together, so that they do not hide what stands. */
function UnknownSources({ standing }: { readonly standing: Standing }) {
  const { unknownSources: sources } = standing;
  if (sources.length > 2) {
    return (
      <details className="notice" data-kind="no-data">
        <summary><strong>{sources.length} sources can’t be read.</strong> What rests on them is unknown, not passed.</summary>
        <ul>{sources.map((source) => <li key={source.source}><Link to="/sources/$source" params={{ source: source.source }}>{source.name}</Link>: {sentence(source.reason)} {source.lastComplete === null ? 'Never read whole.' : <>Last read whole <Age at={source.lastComplete} />.</>}</li>)}</ul>
      </details>
    );
  }
  return sources.map((source) => (
    <div key={source.source} className="notice" data-kind="no-data">
      <strong><Link to="/sources/$source" params={{ source: source.source }}>{source.name}</Link> can’t be read.</strong> {sentence(source.reason)}{' '}
      What rests on it is unknown, not passed; {source.lastComplete === null ? 'it was never read whole.' : <>it was last read whole <Age at={source.lastComplete} />.</>}
    </div>
  ));
}

function Begin() {
  return (
    <Empty title="Connect a source to see where you stand" action={<LinkButton to="/sources/connect">Connect a source</LinkButton>}>
      <p>Avouch reads your systems with the least rights that do, keeps each reading in the ledger, and judges it against the controls. A git repository is the quickest: it takes a minute and needs no account.</p>
      <p>Until something is read, everything below is honestly “not started”.</p>
    </Empty>
  );
}

function Next({ standing }: { readonly standing: Standing }) {
  if (standing.next.length === 0) return <Section title="What to do next"><p className="section-note">Nothing is open. Read the criteria below, or <Link to="/packages">compose the readiness package</Link>.</p></Section>;
  return (
    <Section title="What to do next">
      <ol className="next">
        {standing.next.map((step, at) => (
          <li key={step.href + step.title}>
            <span className="next-number" aria-hidden="true">{at + 1}</span>
            <div><Link to={step.href}>{step.title}</Link><p>{step.why}</p></div>
            <span className="next-count">{nextCount(step)}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function nextCount({ kind, count }: Standing['next'][number]): string {
  if (count === null) return '';
  return { start: '', fail: `${formatCount(count)} failing`, unknown: `${formatCount(count)} unknown`, missing: formatMany(count, 'control') }[kind];
}

/** The criteria by series, those of the categories in scope first. */
export function seriesOf(criteria: Standing['criteria']): { readonly series: string; readonly title: string; readonly criteria: Standing['criteria'] }[] {
  const groups = new Map<string, Standing['criteria']>();
  for (const criterion of criteria) groups.set(criterion.series, [...(groups.get(criterion.series) ?? []), criterion]);
  return [...groups].map(([series, list]) => ({ series, title: list[0]?.seriesTitle ?? series, criteria: list }));
}

function Criteria({ standing }: { readonly standing: Standing }) {
  const within = standing.criteria.filter((criterion) => criterion.inScope);
  const out = standing.criteria.length - within.length;
  return (
    <Section title="Trust services criteria" aside={<Link to="/criteria">{within.length} in scope{out === 0 ? '' : `, ${out} not`}</Link>} note="How your own recorded evidence stands for each criterion. Whether a criterion is met is for an independent auditor to say.">
      {seriesOf(within).map((group) => (
        <div className="series" key={group.series}>
          <h3><span className="mono">{group.series}</span><span>{group.title}</span></h3>
          <ul className="criteria-cells">
            {group.criteria.map((criterion) => (
              <li key={criterion.id}>
                <Link className="criterion-cell" to="/criteria/$criterion" params={{ criterion: criterion.id }} title={criterion.paraphrase}>
                  <span className="mono">{criterion.id}</span>
                  <span className="criterion-name">{criterion.title}</span>
                  <StateCounts counts={criterion.counts} order={stateOrder} />
                  <span className="readiness-line small"><ReadinessWord readiness={criterion.readiness} /></span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  );
}
