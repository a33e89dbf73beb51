import type { Answer } from '@avouch/api/client';
import { formatCount, formatMany } from '../calls/clock.ts';
import { useProgress, type CollectProgress } from '../calls/progress.ts';
import { StateMark } from '../marks/StateMark.tsx';
import type { State } from '../marks/states.ts';
import { Mend } from './Mend.tsx';
import { ProblemWords } from './ReadState.tsx';
import { Trouble } from './Trouble.tsx';

type ReadStep = CollectProgress['reads'][number];
const phases: Readonly<Record<CollectProgress['phase'], string>> = { queued: 'Waiting for its turn', reading: 'Reading', recording: 'Writing to the ledger', done: 'Done', failed: 'Could not be read' };
const marks: Readonly<Record<ReadStep['state'], readonly [State, string]>> = { waiting: ['not-started', 'Waiting'], reading: ['not-started', 'Reading'], complete: ['pass', 'Read whole'], problem: ['no-data', 'No data'] };

/** A running read as it happens, with counts. It goes on without being watched. */
export function LiveRead({ source }: { readonly source: Answer<'source'> }) {
  const { progress, trouble } = useProgress(source.id, source.running);
  if (!source.running && progress === undefined) return null;
  const titles = new Map(source.reads.map((read) => [read.entityType, read.title]));
  const current = progress?.phase === 'reading' ? `${progress.note ?? titles.get(progress.entityType ?? '') ?? ''}: ${formatCount(progress.done)}${progress.total === null ? '' : ` of ${formatCount(progress.total)}`}` : '';
  const complete = progress?.reads.filter((read) => read.state === 'complete' || read.state === 'problem').length ?? 0;
  return (
    <section className="live" aria-label="Reading now">
      <div className="live-head"><strong aria-live="polite">{progress === undefined ? 'Waiting for its turn' : phases[progress.phase]}</strong><span className="quiet small">{current !== '' ? current : source.running ? 'You may leave this page; the read goes on.' : ''}</span></div>
      <div className="meter" role="progressbar" aria-label="Kinds of things read" aria-valuemin={0} aria-valuemax={source.reads.length} aria-valuenow={complete}><span style={{ width: `${(complete / Math.max(1, source.reads.length)) * 100}%` }} /></div>
      <ul className="live-reads">
        {(progress?.reads ?? []).map((read) => (
          <li key={read.entityType}><span>{titles.get(read.entityType) ?? read.entityType}</span> <StateMark state={marks[read.state][0]} word={marks[read.state][1]} /> <span className="quiet small">{read.count === null ? '' : formatCount(read.count)}{read.changed === null ? '' : `, ${formatMany(read.changed, 'change')}`}</span>{read.problem === null ? null : <span className="small"><ProblemWords problem={read.problem} /> <Mend source={source} problem={read.problem} /></span>}</li>
        ))}
      </ul>
      {trouble === undefined ? null : <Trouble error={trouble} />}
    </section>
  );
}
