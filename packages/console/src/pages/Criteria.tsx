import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { useAnswer } from '../calls/answer.ts';
import { StateCounts } from '../marks/StateMark.tsx';
import { stateOrder } from '../marks/states.ts';
import { Answered, Page, Section } from '../parts/Page.tsx';
import { ReadinessWord } from '../parts/Readiness.tsx';
import { seriesOf } from './Overview.tsx';

/** The criteria by series, with what they ask in our own words and how their evidence stands. */
export function Criteria(): ReactNode {
  const standing = useAnswer('standing');
  return (
    <Page title="Criteria" lead="The trust services criteria say what must be achieved; your controls say how. The words here are a paraphrase, not the licensed text.">
      <Answered query={standing} lines={16}>
        {(data) => seriesOf(data.criteria).map((group) => (
          <Section key={group.series} title={`${group.series} ${group.title}`}>
            <table className="list" aria-label={`${group.series} ${group.title}`}>
              <thead className="unseen"><tr><th scope="col">Criterion</th><th scope="col">Controls</th><th scope="col">Evidence</th></tr></thead>
              <tbody>
                {group.criteria.map((criterion) => (
                  <tr key={criterion.id}>
                    <td><Link to="/criteria/$criterion" params={{ criterion: criterion.id }}><span className="mono">{criterion.id}</span> {criterion.title}</Link><span className="cell-sub">{criterion.paraphrase}</span></td>
                    <td data-wide className="criteria-counts">{criterion.inScope ? <StateCounts counts={criterion.counts} order={stateOrder} /> : null}</td>
                    <td className="criteria-readiness">{criterion.inScope ? <ReadinessWord readiness={criterion.readiness} /> : <span className="quiet" title={criterion.notRelevantReason ?? 'Its category is not in scope'}>{criterion.notRelevantReason === null ? 'not in scope' : 'not relevant'}</span>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Section>
        ))}
      </Answered>
    </Page>
  );
}
