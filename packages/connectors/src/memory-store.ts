import type { Problem } from './connector.ts';
import { problemOf } from './http/problem.ts';
import { apply } from './memory-store/constraints.ts';
import { draftOf, Refused, tableAt, tablesOf, tupleOf, typeIn, type Draft, type Tables } from './memory-store/tables.ts';
import { asksElsewhere, isMatch } from './stores/leads.ts';
import { matcher, UnfitCondition, type Cells } from './stores/matching.ts';
import { openPace, rowsIn, type Pace, type Sleep } from './stores/pace.ts';
import { sampleOf } from './stores/sampling.ts';
import type { Cell, Change, Changed, Condition, Outcome, ReadOrder, Session, Store, StoredFile, StoreShape } from './store.ts';

/** One call that a test may let fail; `number` counts all calls of the store, from 0. */
export type MemoryCall = { readonly op: 'shape' | 'sample' | 'count' | 'read' | 'change' | 'commit' | 'files'; readonly number: number };

export type MemoryOptions = {
  /** As of a store without transactions: every change stands at once. Atomic when absent. */
  readonly atomic?: boolean;
  /** As of a store that cannot be asked `within`. It can when absent. */
  readonly joins?: boolean;
  /** Lets a call fail: before anything is done (`lost`), or after it was done (`late`; a read ends in the middle). */
  readonly fault?: (call: MemoryCall) => 'lost' | 'late' | undefined;
  /** Rows in a batch; 500 when absent. */
  readonly batch?: number;
  readonly files?: (place: string, key: readonly Cell[]) => readonly StoredFile[];
  readonly perSecondMax?: number;
  readonly clock?: { readonly now: () => Date; readonly sleep: Sleep };
};

/** A store in memory, and a look into it. */
export type MemoryStore = Store & {
  /** All rows that stand now, by place, in the order in which they came. */
  readonly rows: () => Readonly<Record<string, readonly Cells[]>>;
};

const triesMax = 5;
const faulty = (op: MemoryCall['op']): Problem => ({ kind: 'cut-short', sentence: `The connection to the store in memory broke off (${op}).`, remedy: 'Try again.' });
const stopped = problemOf('failed', 'This work is over: nothing more can be read or changed in it.', 'Begin a new one.');

const problemIn = (error: unknown): { readonly ok: false; readonly problem: Problem } => {
  if (error instanceof Refused) return problemOf(error.kind, error.message, error.kind === 'conflict' ? 'Read the rows again, and decide again.' : 'Look at the shape of the place.');
  if (error instanceof UnfitCondition) return problemOf('unsupported', error.message, 'Look at the shape of the place.');
  throw error;
};

type State = { tables: Tables; calls: number };
/** One work: where it looks, what it wrote, and what broke it. */
type Frame = { readonly state: State; readonly mode: 'read' | 'write'; readonly options: MemoryOptions; readonly pace: Pace; draft: Draft; wrote: boolean; over: boolean; broken: Problem | undefined };

const faultOf = ({ state, options }: Pick<Frame, 'state' | 'options'>, op: MemoryCall['op']): 'lost' | 'late' | undefined => {
  const number = state.calls;
  state.calls += 1;
  return options.fault?.({ op, number });
};

const matching = ({ draft, options }: Frame, place: string, condition: Condition): ((row: Cells) => boolean) => {
  if (options.joins === false && asksElsewhere(condition)) throw new UnfitCondition('This store cannot look into two places at once.');
  const { shape } = tableAt(draft, place);
  // Documents match a list by each value in it, as those stores do that hold them.
  if (shape.kind === 'collection' && !asksElsewhere(condition)) return (row) => isMatch(condition, row, (field) => typeIn(tableAt(draft, place), field));
  return matcher({ typeOf: (at, field) => typeIn(tableAt(draft, at), field), rows: (at) => tableAt(draft, at).rows.values() }, place, condition);
};

const select = (frame: Frame, place: string, where: Condition): readonly (readonly [number, Cells])[] => {
  const table = tableAt(frame.draft, place);
  const matches = matching(frame, place, where);
  return [...table.rows].filter(([, row]) => matches(row));
};

const readRows = async (frame: Frame, order: ReadOrder, cut: boolean, each: Parameters<Session['read']>[1]): Promise<number> => {
  const table = tableAt(frame.draft, order.place);
  for (const field of [...order.key, ...order.fields]) typeIn(table, field);
  const marks = Object.entries(order.marks ?? {}).map(([name, condition]) => [name, matching(frame, order.place, condition)] as const);
  const rows = select(frame, order.place, order.where).slice(0, order.rowsMax).map(([id, row]) => ({
    key: order.key.length === 0 ? [id] : tupleOf(order.key, row),
    cells: Object.fromEntries(order.fields.map((field) => [field, row[field] ?? null])),
    marks: Object.fromEntries(marks.map(([name, matches]) => [name, matches(row)])),
  }));
  const batch = frame.options.batch ?? 500;
  const end = cut ? Math.floor(rows.length / 2) : rows.length;
  for (let at = 0; at < end; at += batch) await each(rows.slice(at, Math.min(at + batch, end)));
  return rows.length;
};

const changeRows = async (frame: Frame, changes: readonly Change[]): Promise<readonly Changed[]> => {
  if (frame.mode === 'read') throw new Refused('failed', 'Nothing is changed in a work that only reads.');
  const done: Changed[] = [];
  for (const change of changes) {
    await frame.pace.spend(rowsIn(change));
    if (frame.options.atomic === false) frame.draft = draftOf(frame.state.tables);
    done.push({ rows: apply(frame.draft, change) });
    frame.wrote = true;
    if (frame.options.atomic === false) settleAtEnd(frame);
  }
  return done;
};

const settleAtEnd = (frame: Frame): void => {
  for (const check of frame.draft.atEnd) check();
  frame.state.tables = frame.draft;
};

const sessionOf = (frame: Frame): Session => {
  const guarded = async <T>(op: 'count' | 'read' | 'change', act: (late: boolean) => Promise<T>): Promise<Outcome<T>> => {
    if (frame.over) return stopped;
    if (frame.broken !== undefined) return { ok: false, problem: frame.broken };
    const fault = faultOf(frame, op);
    let outcome: Outcome<T> = { ok: false, problem: faulty(op) };
    try {
      // Without transactions, a work sees what stands at each call.
      if (frame.options.atomic === false) frame.draft = draftOf(frame.state.tables);
      if (fault !== 'lost') {
        const value = await act(fault === 'late');
        if (fault === undefined) outcome = { ok: true, value };
      }
    } catch (error) {
      outcome = problemIn(error);
    }
    // As in a database, a failed call spoils its transaction; without transactions it says nothing of those that follow.
    if (!outcome.ok && frame.options.atomic !== false) frame.broken = outcome.problem;
    return outcome;
  };
  return {
    count: (place, where) => guarded('count', async () => select(frame, place, where).length),
    read: (order, each) => guarded('read', async (late) => ({ rows: await readRows(frame, order, late, each) })),
    change: (changes) => guarded('change', () => changeRows(frame, changes)),
  };
};

/** Ends a work: what it wrote stands now, or the reason why not; undefined when others came between. */
const commit = <T>(frame: Frame, base: Tables, outcome: Outcome<T>): Outcome<T> | undefined => {
  if (frame.options.atomic === false) return outcome;
  if (!outcome.ok) return outcome;
  if (frame.broken !== undefined) return { ok: false, problem: frame.broken };
  if (!frame.wrote) return outcome;
  const fault = faultOf(frame, 'commit');
  if (fault === 'lost') return { ok: false, problem: faulty('commit') };
  if (frame.state.tables !== base) return undefined;
  try {
    settleAtEnd(frame);
  } catch (error) {
    return problemIn(error);
  }
  return fault === 'late' ? { ok: false, problem: faulty('commit') } : outcome;
};

/**
 * Opens a store in memory that keeps keys, uniqueness, empty fields, lengths, choices and references as a database does, and
 * undoes a work that fails. Works that overlap are tried again, as the contract says. Throws a RangeError for rows of a place or
 * field that the shape does not have; rows that break the shape's own rules are taken as they are.
 */
export const openMemoryStore = (shape: StoreShape, rows: Readonly<Record<string, readonly Cells[]>> = {}, options: MemoryOptions = {}): MemoryStore => {
  const state: State = { tables: tablesOf(shape, rows), calls: 0 };
  const signal = new AbortController().signal;
  const pace = openPace(options.perSecondMax, { now: options.clock?.now ?? (() => new Date(0)), sleep: options.clock?.sleep, signal });
  const answer = <T>(op: 'shape' | 'sample' | 'files', value: () => T): Outcome<T> => {
    const fault = faultOf({ state, options }, op);
    try {
      return fault === undefined ? { ok: true, value: value() } : { ok: false, problem: faulty(op) };
    } catch (error) {
      return problemIn(error);
    }
  };
  return {
    engine: shape.engine, atomic: options.atomic ?? true, joins: options.joins ?? true,
    rows: () => Object.fromEntries([...state.tables.tables].map(([place, table]) => [place, [...table.rows.values()]])),
    shape: async () => answer('shape', () => shape),
    sample: async (place, rowsMax) => answer('sample', () => {
      const table = tableAt(state.tables, place);
      return sampleOf([...table.fields.keys()], [...table.rows.values()].slice(0, rowsMax));
    }),
    files: async (place, key) => answer('files', () => options.files?.(place, key) ?? []),
    work: async (mode, job) => {
      for (let tries = 1; tries <= triesMax; tries += 1) {
        const base = state.tables;
        const frame: Frame = { state, mode, options, pace, draft: draftOf(base), wrote: false, over: false, broken: undefined };
        try {
          const ended = commit(frame, base, await job(sessionOf(frame)));
          if (ended !== undefined) return ended;
        } finally {
          frame.over = true;
        }
      }
      return problemOf('conflict', 'Others changed the store in memory each time in between.', 'Try again later.');
    },
    close: async () => undefined,
  };
};
