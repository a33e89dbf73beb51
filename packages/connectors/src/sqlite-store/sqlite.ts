import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { Outside, Problem } from '../connector.ts';
import type { OpenInput, Outcome, Session, Store, StoreConnector } from '../store.ts';
import { allowedPath } from '../stores/allowed.ts';
import { problemIn, retried, Unfinished, type Tried } from '../stores/guarded.ts';
import { openPace, type Pace } from '../stores/pace.ts';
import { sampleOf } from '../stores/sampling.ts';
import { cellOf, sameText } from './cells.ts';
import { columnOf, tableOf } from './condition.ts';
import { beginIn, checkWhole, sqliteProblem, stampOf, type Database } from './database.ts';
import { guide } from './guide.ts';
import { quote, readLayout, type Layout } from './layout.ts';
import { sessionOf } from './session.ts';

const settings = z.object({
  file: z.string().min(1).max(1000).refine(isAbsolute, 'An absolute path').describe('Path of the file'),
  alone: z.boolean().default(false).describe('Alone: no other program has the file open while Avouch works on it. Needed to change anything'),
  epoch: z.enum(['unknown', 'seconds', 'milliseconds']).default('unknown').describe('Unit of instants that are kept as numbers since 1970'),
});

type Settings = z.infer<typeof settings>;
type Opened = { readonly settings: Settings; readonly path: string; readonly outside: Outside; readonly pace: Pace };

const epochOf = (given: Settings) => (given.epoch === 'unknown' ? null : given.epoch);
const changed = (path: string): Problem => ({ kind: 'conflict', sentence: `Another program wrote to ${path} meanwhile.`, remedy: 'Try again when that program rests.' });

/** Lets SQL compare as every store does, and fold as we do. */
const define = (database: Database, layout: Layout, given: Settings): void => {
  const columnAt = (place: unknown, field: unknown) => columnOf(tableOf(layout, String(place)), String(field));
  database.define('avouch_same', (place, field, value) => sameText(columnAt(place, field), value ?? null, epochOf(given)));
  database.define('avouch_instant', (place, field, value) => {
    const text = sameText(columnAt(place, field), value ?? null, epochOf(given));
    return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00` : text;
  });
  database.define('avouch_lower', (value) => (typeof value === 'string' ? value.toLowerCase() : null));
};

const tryOnce = async <T>(opened: Opened, mode: 'read' | 'write', job: (session: Session, database: Database, layout: Layout) => Promise<Outcome<T>>): Promise<Tried<T>> => {
  const { path, outside, pace, settings: given } = opened;
  const problemOf = (error: unknown): Problem => problemIn(error, (one) => sqliteProblem(one, path));
  let database: Database | undefined;
  let guarded: ReturnType<typeof sessionOf> | undefined;
  let ours = false;
  try {
    if (mode === 'write' && !given.alone) throw new Unfinished({ kind: 'unsupported', sentence: `${path} is not changed while another program may have it open.`, remedy: 'Make sure that none has, and say so under “Alone” in the settings of this system.' });
    const stamp = await checkWhole(path, given.alone);
    database = await beginIn(path, mode, given.alone, outside.signal);
    const layout = readLayout(database);
    define(database, layout, given);
    guarded = sessionOf({ database, layout, mode, epoch: epochOf(given), pace, problemOf });
    ours = true;
    const outcome = await job(guarded.session, database, layout);
    ours = false;
    const failure = guarded.failed();
    database.run(outcome.ok && failure === undefined && mode === 'write' ? 'commit' : 'rollback');
    if (failure !== undefined) return { outcome: outcome.ok ? { ok: false, problem: failure.problem } : outcome, error: failure.error };
    // What was read while somebody wrote may be half old and half new.
    if (!given.alone && (await stampOf(path)).stamp !== stamp) return { outcome: { ok: false, problem: changed(path) }, error: changed };
    return { outcome };
  } catch (error) {
    // The job's own exception goes on to whoever gave the job; what the file said becomes a problem.
    if (ours) throw error;
    return { outcome: { ok: false, problem: problemOf(error) }, error };
  } finally {
    guarded?.end();
    // Closing undoes what was not committed.
    database?.close();
  }
};

const again = (error: unknown): boolean => error === changed;

const open = async ({ settings: given, outside, perSecondMax }: OpenInput<Settings>): Promise<Outcome<Store>> => {
  const path = await allowedPath(outside, given.file, 'file');
  if (!path.ok) return path;
  const opened: Opened = { settings: given, path: path.value, outside, pace: openPace(perSecondMax, outside) };
  const ask = <T>(mode: 'read' | 'write', job: (session: Session, database: Database, layout: Layout) => Promise<Outcome<T>>): Promise<Outcome<T>> => retried(() => tryOnce(opened, mode, job), again, outside.signal);
  const first = await ask('read', async () => ({ ok: true, value: undefined }));
  if (!first.ok) return first;
  return {
    ok: true,
    value: {
      engine: 'SQLite', atomic: true, joins: true,
      shape: () => ask('read', async (_session, _database, layout) => ({ ok: true, value: layout.shape })),
      sample: (place, rowsMax) => ask('read', async (_session, database, layout) => {
        const table = layout.tables.get(place);
        if (table === undefined) return { ok: false, problem: { kind: 'not-found', sentence: `${path.value} has no table ${place}.`, remedy: 'Compare the data map with the file.' } };
        const columns = [...table.columns.values()];
        const rows = database.all(`select ${columns.map((column, at) => `t.${quote(column.shape.name)} as f${at}`).join(', ')} from ${table.from} t limit ?1`, [rowsMax]);
        return { ok: true, value: sampleOf(columns.map((column) => column.shape.name), rows.map((row) => Object.fromEntries(columns.map((column, at) => [column.shape.name, cellOf(column, row[`f${at}`] ?? null, epochOf(given))])))) };
      }),
      work: (mode, job) => ask(mode, (session) => job(session)),
      files: async () => ({ ok: true, value: [] }),
      close: async () => undefined,
    },
  };
};

/** One SQLite file on this server: reads rows, and changes them where nobody else has the file open. */
export const sqliteStore: StoreConnector<typeof settings> = {
  id: 'sqlite', version: '1.0.0', title: 'SQLite file', summary: 'Reads and changes rows of a SQLite file on this server, in one transaction.', guide, settings, secrets: [],
  scopes: [{ name: 'read the file', why: 'to find and read the rows of a person' }, { name: 'write the file and its folder', why: 'to erase, with nobody else at the file; not needed to read' }],
  open,
};
