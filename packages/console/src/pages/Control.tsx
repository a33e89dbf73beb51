import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { dayAt, formatBoth, useNow } from '../calls/clock.ts';
import { useMay } from '../calls/session.ts';
import { StateMark } from '../marks/StateMark.tsx';
import { spanOf } from '../marks/strip.ts';
import { StripOfDays } from '../marks/StripOfDays.tsx';
import { CheckLines } from '../parts/CheckLines.tsx';
import { EvidenceLines } from '../parts/EvidenceLines.tsx';
import { Age, Day } from '../parts/Instant.tsx';
import { Answered, Fields, Page, Section, Term } from '../parts/Page.tsx';
import { Draft, Seal } from '../parts/Seal.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';

type Detail = Answer<'control'>;
const DecideControl = lazy(() => import('./ControlForms.tsx').then((module) => ({ default: module.DecideControl })));
const EditControl = lazy(() => import('./ControlForms.tsx').then((module) => ({ default: module.EditControl })));
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

/** One control: how it stands and why, its history, checks and evidence, what it asks, and what was decided about it. */
export function Control(): ReactNode {
  const { control: id } = useParams({ from: '/member/controls/$control' });
  const answer = useAnswer('control', { params: { control: id }, query: { days: 365 } });
  const may = useMay('controls.write') && useAsOf() === undefined;
  const [form, setForm] = useState<'decide' | 'edit'>();
  const control = answer.data;
  const close = (): void => { setForm(undefined); };
  return (
    <Page title={control === undefined ? id : control.title} kicker={<><Link to="/controls">Controls</Link><span className="mono">{id}</span>{control === undefined || control.reference ? null : <span>your own</span>}{control?.edited === true ? <span>reworded</span> : null}</>} lead={control?.statement ?? <span>&nbsp;</span>}
      actions={control !== undefined && may ? <><LinkButton to="/evidence/file" search={{ control: id }}>File evidence</LinkButton><Button variant="default" onClick={() => { setForm('decide'); }}>Decide</Button><Button variant="default" onClick={() => { setForm('edit'); }}>Reword</Button></> : undefined}>
      <Answered query={answer} lines={16}>{(data) => <ControlBody control={data} />}</Answered>
      <Suspense>
        {control !== undefined && form === 'decide' ? <DecideControl control={control} close={close} /> : null}
        {control !== undefined && form === 'edit' ? <EditControl control={control} close={close} /> : null}
      </Suspense>
    </Page>
  );
}

function ControlBody({ control }: { readonly control: Detail }) {
  const asOf = useAsOf();
  const today = dayAt(useNow());
  return (
    <>
      <div className="standing-now">
        <StateMark state={control.status} />
        <p>{control.reason}{control.since === null ? null : <> Since <Day at={control.since} />.</>}</p>
        {control.coverage === null ? null : <p className="quiet"><Term means="Days with a fresh result ÷ days in the last 90, or since the control started">Coverage</Term> {percent.format(control.coverage)}</p>}
      </div>
      {control.lastKnown === null ? null : <div className="notice" data-kind={control.status}>Last known state: <StateMark state={control.lastKnown.status} />, <Age at={control.lastKnown.at} /> ({formatBoth(control.lastKnown.at)}). It is not counted as support now.</div>}
      <StripOfDays runs={control.history} last={asOf ?? today} days={spanOf(control.history, asOf ?? today)} label={`${control.id} ${control.title}`} />
      <Section title="Checks" aside={control.checkStates.length === 0 ? undefined : <Link to="/checks">All checks</Link>}>
        {control.checkStates.length === 0 ? <p className="section-note">No check supports this control: people carry it out, so its evidence is filed by hand.</p> : <CheckLines checks={control.checkStates} />}
      </Section>
      <Section title="Evidence" aside={<Link to="/evidence/file" search={{ control: control.id }}>File evidence</Link>}>
        {control.evidence.length === 0 ? <AskedFor control={control} /> : <EvidenceLines items={control.evidence} />}
      </Section>
      {control.gaps.length === 0 ? null : (
        <Section title="Gaps" note="Spans without a complete reading. A gap is never filled in afterwards; evidence that is obtained later keeps its true capture time.">
          <ul className="rows">{control.gaps.map((gap) => <li key={gap.from + gap.source}><strong>{formatBoth(gap.from)} – {gap.to === null ? 'still open' : formatBoth(gap.to)}</strong> <Link to="/sources/$source" params={{ source: gap.source }}>{gap.sourceName}</Link><span className="cell-sub">{gap.reason}</span></li>)}</ul>
        </Section>
      )}
      <div className="two">
        <Section title="What it asks"><Asks control={control} /></Section>
        <Section title="Decision"><Decided control={control} /></Section>
      </div>
    </>
  );
}

function AskedFor({ control }: { readonly control: Detail }) {
  return (
    <div className="section-note">
      <p>Nothing is filed. {control.evidenceAsked.length === 0 ? null : 'An auditor usually asks for:'}</p>
      <ul className="asked">{control.evidenceAsked.map((item) => <li key={item}>{item}</li>)}</ul>
    </div>
  );
}

function Asks({ control }: { readonly control: Detail }) {
  return (
    <Fields items={[
      ['Owner', control.ownerRole], ['How often', control.frequency.join(', ')], ['Nature', `${control.nature}, ${control.effect}`],
      ['Criteria', <span key="c" className="ids">{control.criteria.map((id) => <Link key={id} className="mono" to="/criteria/$criterion" params={{ criterion: id }}>{id}</Link>)}</span>],
      ['Also supports', control.gdpr.length === 0 ? '–' : `GDPR ${control.gdpr.join(', ')}`], ['Management’s test', control.managementTest === '' ? '–' : control.managementTest], ['Population', control.population ?? 'none'],
    ]} />
  );
}

function Decided({ control }: { readonly control: Detail }) {
  const { decision } = control;
  if (decision === null) return <p className="section-note"><Draft>Not decided</Draft> It stands as in the reference set: applies {control.appliesWhen === 'always' ? 'always' : `when ${control.appliesWhen} is in scope`}. Decide that it applies, doesn’t, or is left out, with a reason.</p>;
  return <Fields items={[['Decision', <span key="d" className="inline">{decision.decision.replaceAll('-', ' ')} <Seal seal={decision.seal} about="the decision" /></span>], ['Reason', decision.reason === '' ? '–' : decision.reason], ['Approved by', decision.approver], ['Review on', decision.reviewOn === null ? 'no day set' : <Day key="r" at={decision.reviewOn} />]]} />;
}

