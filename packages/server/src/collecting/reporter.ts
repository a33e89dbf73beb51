import type { Progress, Reading } from '@avouch/connectors/connector';
import type { Context } from '../context.ts';
import type { CollectState } from './run.ts';
import { channelOf } from './source.ts';

/** Between two states of a running read that are shown. */
const pauseMs = 300;

export type Recording = { readonly reading: Reading; readonly changed: number; readonly entry: number };

/** Tells whoever follows a source how its read goes. States are shown at most a few times a second; the last one always. */
export type Reporter = {
  readonly reading: (progress: Progress) => void;
  readonly recorded: (recording: Recording) => Promise<void>;
  readonly end: (phase: 'done' | 'failed', note: string | null) => Promise<void>;
};

type Run = { readonly org: string; readonly source: string; readonly run: string; readonly entityTypes: readonly string[] };

const countOf = (reading: Reading): number | null => (reading.complete ? reading.entities.length : null);

const problemOf = (reading: Reading): CollectState['reads'][number]['problem'] =>
  (reading.complete ? null : { kind: reading.problem.kind, sentence: reading.problem.sentence, remedy: reading.problem.remedy });

/** Opens the report of one run. States leave one after the other; a state that could not be shown is logged and nothing else. */
export function openReporter(context: Context, { org, source, run, entityTypes }: Run): Reporter {
  let reads: CollectState['reads'] = entityTypes.map((entityType) => ({ entityType, state: 'waiting', count: null, problem: null, changed: null, entry: null }));
  let shownMs = Number.NEGATIVE_INFINITY;
  let last: Promise<void> = Promise.resolve();
  const show = (state: Pick<CollectState, 'phase'> & Partial<CollectState>): Promise<void> => {
    const now = context.now();
    shownMs = now.getTime();
    const whole: CollectState = { run, source, at: now.toISOString(), entityType: null, done: 0, total: null, note: null, reads, ...state };
    last = last.then(() => context.progress.publish(org, channelOf(source), whole))
      .catch((cause: unknown) => context.log('warn', 'The progress of a read could not be shown; the read goes on.', { source, cause: String(cause) }));
    return last;
  };
  const change = (entityType: string, read: Partial<CollectState['reads'][number]>): void => {
    reads = reads.map((one) => (one.entityType === entityType ? { ...one, ...read } : one));
  };
  return {
    reading: ({ entityType, done, total, note }) => {
      change(entityType, { state: 'reading' });
      if (context.now().getTime() - shownMs < pauseMs) return;
      void show({ phase: 'reading', entityType, done, total: total ?? null, note: note ?? null });
    },
    recorded: ({ reading, changed, entry }) => {
      change(reading.entityType, { state: reading.complete ? 'complete' : 'problem', count: countOf(reading), problem: problemOf(reading), changed, entry });
      return show({ phase: 'recording', entityType: reading.entityType, done: reads.filter((read) => read.entry !== null).length, total: reads.length });
    },
    end: (phase, note) => show({ phase, note, done: reads.filter((read) => read.entry !== null).length, total: reads.length }),
  };
}
