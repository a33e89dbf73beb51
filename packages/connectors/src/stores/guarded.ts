import type { Problem } from '../connector.ts';
import type { Change, Changed, Condition, Outcome, ReadOrder, Session, StoredRow } from '../store.ts';
import { UnfitCondition } from './matching.ts';
import { sleep } from './pace.ts';

/** What ends a work with a problem of its own. */
export class Unfinished extends Error {
  override readonly name = 'Unfinished';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.sentence);
    this.problem = problem;
  }
}

/** The first failure of a work. It stands for everything that is asked after it. */
export type Failure = { readonly error: unknown; readonly problem: Problem };

/** What an engine does inside its transaction. It throws; `problemOf` says what its errors mean. */
export type Acts = {
  readonly mode: 'read' | 'write';
  readonly problemOf: (error: unknown) => Problem;
  readonly count: (place: string, where: Condition) => Promise<number>;
  readonly read: (order: ReadOrder, each: (rows: readonly StoredRow[]) => Promise<void> | void) => Promise<{ readonly rows: number }>;
  readonly change: (changes: readonly Change[]) => Promise<readonly Changed[]>;
  /** Without transactions, a call that failed says nothing of those that follow. */
  readonly goesOn?: boolean;
};

const give = (kind: Problem['kind'], sentence: string, remedy: string): Problem => ({ kind, sentence, remedy });
const over = give('failed', 'This work is over: nothing more can be read or changed in it.', 'Begin a new one.');
const readsOnly = give('failed', 'Nothing is changed in a work that only reads.', 'Begin a work that writes.');

/** The problem in what an engine's act threw. */
export const problemIn = (error: unknown, problemOf: (error: unknown) => Problem): Problem => {
  if (error instanceof Unfinished) return error.problem;
  return error instanceof UnfitCondition ? give('unsupported', error.message, 'Compare the data map with the shape of the store.') : problemOf(error);
};

/** A session that never throws for what the store does, and does nothing more after the first failure. */
export const guardedSession = (acts: Acts): { readonly session: Session; readonly failed: () => Failure | undefined; readonly end: () => void } => {
  let failure: Failure | undefined;
  let ended = false;
  const guarded = async <T>(act: () => Promise<T>): Promise<Outcome<T>> => {
    if (ended) return { ok: false, problem: over };
    if (failure !== undefined && acts.goesOn !== true) return { ok: false, problem: failure.problem };
    try {
      return { ok: true, value: await act() };
    } catch (error) {
      const problem = problemIn(error, acts.problemOf);
      failure ??= { error, problem };
      // What was asked together with it failed because of it.
      return { ok: false, problem: acts.goesOn === true ? problem : failure.problem };
    }
  };
  const session: Session = {
    count: (place, where) => guarded(() => acts.count(place, where)),
    read: async (order, each) => {
      // What the caller's own function throws is the caller's, not the store's.
      let thrown: { readonly error: unknown } | undefined;
      const outcome = await guarded(() => acts.read(order, async (rows) => {
        try {
          await each(rows);
        } catch (error) {
          thrown = { error };
          throw error;
        }
      }));
      if (thrown !== undefined) throw thrown.error;
      return outcome;
    },
    change: (changes) => guarded(async () => {
      if (acts.mode === 'read') throw new Unfinished(readsOnly);
      return acts.change(changes);
    }),
  };
  return { session, failed: () => failure, end: () => { ended = true; } };
};

/** How one try of a work came out; `error` is what the store said. */
export type Tried<T> = { readonly outcome: Outcome<T>; readonly error?: unknown };

const triesMax = 5;

/** Tries a work again while the store says that others came between, five times in all and a little later each time. */
export const retried = async <T>(once: () => Promise<Tried<T>>, again: (error: unknown, tries: number) => boolean, signal: AbortSignal): Promise<Outcome<T>> => {
  for (let tries = 1; ; tries += 1) {
    const tried = await once();
    if (tried.outcome.ok || tries === triesMax || !again(tried.error, tries)) return tried.outcome;
    await sleep(10 * 2 ** tries, signal);
  }
};
