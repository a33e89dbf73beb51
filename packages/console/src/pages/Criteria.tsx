import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer } from '../calls/answer.ts';
import { formatCount } from '../calls/clock.ts';
import { StateCounts } from '../marks/StateMark.tsx';
import { stateOrder } from '../marks/states.ts';
import { categories } from '../parts/categories.ts';
import { Answered, Page, Section } from '../parts/Page.tsx';
import { ReadinessWord } from '../parts/Readiness.tsx';
import { TakeIn } from '../parts/TakeIn.tsx';
import { seriesOf } from './Overview.tsx';

type Standing = Answer<'standing'>;

/** The criteria by series, with what they ask in our own words and how their evidence stands; those of categories out of scope apart, and named. */
export function Criteria(): ReactNode {
  const standing = useAnswer('standing');
  return (
    <Page title="Criteria" lead="The trust services criteria say what must be achieved; your controls say how. The words here are a paraphrase, not the licensed text.">
      <Answered query={standing} lines={16}>
        {(data) => (
          <>
            <Scope standing={data} />
            {seriesOf(data.criteria.filter(({ category }) => data.categories.includes(category))).map((group) => (
              <Section key={group.series} title={`${group.series} ${group.title}`}>
                <table className="list" aria-label={`${group.series} ${group.title}`}>
                  <thead className="unseen"><tr><th scope="col">Criterion</th><th scope="col">Controls</th><th scope="col">Evidence</th></tr></thead>
                  <tbody>
                    {group.criteria.map((criterion) => (
                      <tr key={criterion.id}>
                        <td><Link to="/criteria/$criterion" params={{ criterion: criterion.id }}><span className="mono">{criterion.id}</span> {criterion.title}</Link><span className="cell-sub">{criterion.paraphrase}</span></td>
                        <td data-wide className="criteria-counts">{criterion.inScope ? <StateCounts counts={criterion.counts} order={stateOrder} /> : null}</td>
                        <td className="criteria-readiness">{criterion.inScope ? <ReadinessWord readiness={criterion.readiness} /> : <span className="quiet" title={criterion.notRelevantReason ?? ''}>not relevant</span>}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Section>
            ))}
            <OutOfScope standing={data} />
          </>
        )}
      </Answered>
    </Page>
  );
}

const splitOf = ({ categories: chosen }: Standing) => ({ within: categories.filter(([id]) => chosen.includes(id)), out: categories.filter(([id]) => !chosen.includes(id)) });

function Scope({ standing }: { readonly standing: Standing }) {
  const { within, out } = splitOf(standing);
  return (
    <p className="package-words">
      In scope: <strong>{within.map(([, title]) => title).join(', ')}</strong>.{' '}
      {out.length === 0 ? 'That is every category there is.' : <>Not in scope: <a href="#out-of-scope">{out.map(([, title]) => title).join(', ')}</a>.</>}
    </p>
  );
}

function OutOfScope({ standing }: { readonly standing: Standing }) {
  const { out } = splitOf(standing);
  if (out.length === 0) return null;
  return (
    <Section id="out-of-scope" title="Not in scope" aside={<TakeIn />} note="Nothing is said about these, neither on the overview nor in a package. Whoever reads a package is told which categories it covers. Taking one in adds its criteria, and the controls that serve them, from that day on.">
      <ul className="rows">
        {out.map(([id, title, means]) => {
          const criteria = standing.criteria.filter(({ category }) => category === id);
          return (
            <li key={id} className="check-line">
              <strong>{title}</strong><span className="quiet">{formatCount(criteria.length)} criteria</span>
              <p>{means}</p>
              <details className="out-list"><summary>What it would ask</summary><ul>{criteria.map((criterion) => <li key={criterion.id}><Link to="/criteria/$criterion" params={{ criterion: criterion.id }}><span className="mono">{criterion.id}</span> {criterion.title}</Link></li>)}</ul></details>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
