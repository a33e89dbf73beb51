import type { Answer } from '@avouch/api/client';
import { formatCount } from '../calls/clock.ts';
import { StateMark } from '../marks/StateMark.tsx';
import type { State } from '../marks/states.ts';

type Source = Answer<'source'>;
type Read = Source['reads'][number];

/** How a read stands, in the alphabet of states: a read that failed is no data, whatever was read before. */
export function readStateOf(source: Pick<Source, 'paused'>, read: Read): { readonly state: State; readonly word: string } {
  if (source.paused) return { state: 'no-data', word: 'Paused' };
  if (read.state === 'never') return { state: 'not-started', word: 'Not read yet' };
  return read.state === 'problem' ? { state: 'no-data', word: 'No data' } : { state: 'pass', word: `Read whole` };
}

/** A source in one mark: the worst of its reads. */
export function SourceState({ source }: { readonly source: Source }) {
  const states = source.reads.map((read) => readStateOf(source, read));
  const bad = source.reads.filter((read) => read.state === 'problem').length;
  if (source.paused) return <StateMark state="no-data" word="Paused" />;
  if (source.running) return <StateMark state="not-started" word="Reading now" />;
  if (bad > 0) return <StateMark state="no-data" word={bad === source.reads.length ? 'Can’t be read' : `${bad} of ${source.reads.length} not read`} />;
  return states.every((one) => one.state === 'not-started') ? <StateMark state="not-started" word="Not read yet" /> : <StateMark state="pass" word="Read whole" />;
}

/** A problem as a person needs it: what happened, then what to do. */
export function ProblemWords({ problem }: { readonly problem: NonNullable<Read['problem']> }) {
  return <span className="problem"><strong>{problem.sentence}</strong> {problem.remedy}</span>;
}

/** How many things a read found. */
export const countOf = (read: Read): string => (read.count === null ? '–' : formatCount(read.count));
