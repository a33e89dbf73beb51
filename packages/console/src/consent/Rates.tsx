import { useState, type ReactNode } from 'react';
import { NativeSelect } from '@mantine/core';
import type { Answer } from '@avouch/api/client';
import { useAnswer } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { dayAt, formatCount, formatDay, formatMany, useNow } from '../calls/clock.ts';
import { Answered, Section, Term } from '../parts/Page.tsx';
import { formatPercent, formatShare, type Site } from './words.ts';

type RatesValue = Answer<'consentRates'>;
type Day = RatesValue['days'][number];
const spans = [7, 28, 90, 365] as const;
const dayMs = 86_400_000;

/** Answers by day, language, variant and purpose. Counts alone: no visitor is followed. */
export function Rates({ site }: { readonly site: Site }): ReactNode {
  const [span, setSpan] = useState(28);
  const now = useNow();
  const to = useAsOf() ?? dayAt(now);
  const from = dayAt(Date.parse(`${to}T00:00:00Z`) - (span - 1) * dayMs);
  const rates = useAnswer('consentRates', { params: { site: site.id }, query: { from, to } });
  return (
    <Section title="Answers" aside={<NativeSelect size="xs" aria-label="Span" value={String(span)} data={spans.map((days) => ({ value: String(days), label: `${days} days` }))} onChange={(event) => { setSpan(Number(event.currentTarget.value)); }} />}
      note="Counted from the answers themselves. Intervals are 95 % by Wilson; browsers’ signals count as refusals and stand apart, since nobody was asked.">
      <Answered query={rates} lines={8}>{(data) => (data.total.answers + data.total.signals === 0 ? <p className="section-note">Nobody has answered in these days.</p> : <Figures rates={data} />)}</Answered>
    </Section>
  );
}

function Figures({ rates }: { readonly rates: RatesValue }) {
  const { total } = rates;
  const baseline = rates.variants[0]?.variant;
  return (
    <>
      {rates.variants.filter((one) => one.nudges).map((one) => (
        <div key={one.variant} className="notice" data-kind="stale"><strong>The variant “{one.variant}” may nudge.</strong> {one.difference === null ? '' : `Acceptance is ${formatPercent(Math.abs(one.difference))} ${one.difference > 0 ? 'higher' : 'lower'} than with “${baseline ?? ''}”`}{one.p === null ? '' : `, which chance explains in ${one.p < 0.001 ? 'less than one of a thousand' : `${formatPercent(one.p)} of`} cases`}. Consent that a design brings about may not be freely given.</div>
      ))}
      <ul className="counts consent-counts">
        <li><span className="count">{formatCount(total.answers)}</span><span className="count-word">answered</span></li>
        <li><span className="count">{formatCount(total.all)}</span><span className="count-word">allowed all</span></li>
        <li><span className="count">{formatCount(total.some)}</span><span className="count-word">some</span></li>
        <li><span className="count">{formatCount(total.none)}</span><span className="count-word">none</span></li>
        <li><span className="count">{formatCount(total.signals)}</span><span className="count-word">by signal</span></li>
        <li><span className="count">{formatCount(total.withdrawn)}</span><span className="count-word">withdrew</span></li>
      </ul>
      <Days days={rates.days} />
      <div className="two">
        <Table head="Purpose" rows={rates.purposes.map((one) => [one.purpose, formatCount(one.yes + one.no), formatShare(one.share)])} />
        <Table head="Language" rows={rates.languages.map((one) => [one.language === '' ? 'not told' : one.language, formatCount(one.answers), formatShare(one.acceptance)])} />
      </div>
      {rates.variants.length < 2 ? null : <Table head="Variant" rows={rates.variants.map((one) => [`${one.variant}${one.variant === baseline ? ' (baseline)' : ''}`, formatCount(one.answers), formatShare(one.acceptance)])} />}
    </>
  );
}

/** Each day as a bar: who allowed all stands lowest and darkest, then some, then none as an outline. */
function Days({ days }: { readonly days: readonly Day[] }) {
  const most = Math.max(1, ...days.map((one) => one.answers));
  const height = 84;
  const width = 100 / days.length;
  const summary = `${formatMany(days.length, 'day')}, from ${formatDay(days[0]?.day ?? '')} to ${formatDay(days.at(-1)?.day ?? '')}; at most ${formatCount(most)} answers a day.`;
  return (
    <figure className="consent-days">
      <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" role="img" aria-label={`Answers by day. ${summary}`} style={{ height }}>
        {days.map((one, at) => {
          const scale = (height - 2) / most;
          const box = (count: number, below: number) => ({ x: at * width + width * 0.12, width: width * 0.76, height: count * scale, y: height - (below + count) * scale });
          return (
            <g key={one.day}>
              <title>{`${formatDay(one.day)}: ${formatMany(one.answers, 'answer')}; ${formatCount(one.all)} all, ${formatCount(one.some)} some, ${formatCount(one.none)} none`}</title>
              <rect x={at * width} y={0} width={width} height={height} fill="transparent" />
              <rect {...box(one.all, 0)} fill="currentColor" />
              <rect {...box(one.some, one.all)} fill="currentColor" opacity="0.45" />
              <rect {...box(one.none, one.all + one.some)} fill="none" stroke="currentColor" strokeWidth="1" vectorEffect="non-scaling-stroke" />
            </g>
          );
        })}
        <path className="strip-line" d={`M0 ${height}H100`} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption>{summary} Filled: allowed all; pale: some; outlined: none.</figcaption>
    </figure>
  );
}

function Table({ head, rows }: { readonly head: string; readonly rows: readonly (readonly [name: string, answers: string, share: string])[] }) {
  return (
    <table className="list consent-table">
      <thead><tr><th scope="col">{head}</th><th scope="col" data-number>Answers</th><th scope="col" data-number><Term means="The share that said yes, with the interval in which the true share lies with 95 %">Yes</Term></th></tr></thead>
      <tbody>{rows.map(([name, answers, share]) => <tr key={name}><td>{name}</td><td data-number>{answers}</td><td data-number>{share}</td></tr>)}</tbody>
    </table>
  );
}
