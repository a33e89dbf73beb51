import type { ReactNode } from 'react';
import { formatDay, formatMany } from '../calls/clock.ts';
import { Moment } from '../parts/Instant.tsx';
import { Section } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { formatFigures, placeName, type Detail } from './words.ts';

/** What was done, step by step, and what reading every source again found. */
export function Doings({ request }: { readonly request: Detail }): ReactNode {
  return (
    <>
      {request.steps.length === 0 ? null : (
        <Section title="Carried out" note="A step that met a problem is not done.">
          <ul className="rows">
            {request.steps.map((step) => (
              <li key={step.step + String(step.seal.entry)} className="check-line">
                <span>{placeName(step)} <span className="mono quiet">{step.step}</span></span><Seal seal={step.seal} about={step.step} />
                <p className="quiet small">{step.problem === null ? (Object.keys(step.counts).length === 0 ? `${step.done} of ${step.planned}` : Object.entries(step.counts).map(([place, figures]) => `${place}: ${formatFigures(figures)}`).join(' · ')) : <span data-state="fail">Not done: {step.problem.sentence} {step.problem.remedy}</span>}</p>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {request.reread === null ? null : <Again reread={request.reread} />}
    </>
  );
}

function Again({ reread }: { readonly reread: NonNullable<Detail['reread']> }) {
  const left = reread.places.filter((place) => place.problem !== null || place.accessible > 0 || Object.values(place.counts).some((count) => count > 0));
  return (
    <Section title="Read again" aside={<Seal seal={reread.seal} about="the reading afterwards" />} note={<>Every source was asked again. <Moment at={reread.at} /></>}>
      {reread.clean ? <div className="notice" data-kind="pass"><strong>What remains is explained, row by row.</strong></div> : <div className="notice" data-kind="fail"><strong>{reread.unexplained > 0 ? `${formatMany(reread.unexplained, 'row')} ${reread.unexplained === 1 ? 'remains' : 'remain'} that nothing explains.` : 'A source could not be read again, so nothing is claimed of it.'}</strong></div>}
      {left.length === 0 ? <p className="section-note">Nothing of this person is found any more.</p> : (
        <ul className="rows">
          {left.map((place) => (
            <li key={placeName(place)}>
              <strong className="mono">{placeName(place)}</strong> {place.problem === null ? `${formatFigures(place.counts)}${place.accessible === 0 ? '' : `; ${place.accessible} of others, shown to this person`}` : <span data-state="fail">{place.problem.sentence} {place.problem.remedy}</span>}
              {place.sentences.map((one) => <p key={one.why + one.sentence} className="small quiet">{formatMany(one.rows, 'row')}: {one.sentence}{one.exemption === null ? '' : ` (Art. ${one.exemption})`}{one.until === null ? '' : `, until ${formatDay(one.until)}`}</p>)}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
