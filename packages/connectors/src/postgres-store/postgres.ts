import { z } from 'zod';
import type { Outside, Problem } from '../connector.ts';
import { stopped, type Ask, type Target } from '../postgres/connection.ts';
import { postgresSettings } from '../postgres/settings.ts';
import type { FieldSample, OpenInput, Outcome, Session, Store, StoreConnector, StoreShape } from '../store.ts';
import { problemIn as problemOfAct, retried, type Tried } from '../stores/guarded.ts';
import { openPace, type Pace } from '../stores/pace.ts';
import { sampleOf } from '../stores/sampling.ts';
import { cellOf, selected } from './cells.ts';
import { tableOf } from './condition.ts';
import { fingerprintOf, rememberedLayout, rememberLayout } from './fingerprint.ts';
import { guide } from './guide.ts';
import { readLayout, type Layout } from './layout.ts';
import { openPool, type Pool } from './pool.ts';
import { atOnce, openLane } from './portal.ts';
import { cameBetween, rowProblem, stateOf } from './problem.ts';
import { sessionOf } from './session.ts';

const settings = postgresSettings.extend({
  user: z.string().min(1).max(63).describe('Role to read and change as'),
  searchPath: z.array(z.string().min(1).max(63)).max(20).default([]).describe('Search path: schemas that triggers of your tables need, when they name tables or functions without schema'),
  statementTimeoutS: z.number().int().min(1).max(3600).default(120).describe('Seconds that one statement may take'),
});

const lockS = 10;

type Opened = { readonly target: Target; readonly outside: Outside; readonly pool: Pool; readonly pace: Pace; readonly searchPath: readonly string[]; layout: Layout | undefined };

const beginning = ({ target, searchPath }: Opened, mode: 'read' | 'write'): string => {
  const path = ['pg_catalog', ...searchPath.map((schema) => `"${schema.replaceAll('"', '""')}"`)].join(', ');
  const common = `set local statement_timeout = ${(target.questionS ?? 15) * 1000}; set local lock_timeout = ${lockS * 1000}; set local row_security = off; set local work_mem = '64MB'`;
  // A change of rows that others changed since our first look fails, and the work is tried again: nothing is judged on old rows and
  // written over new ones. References that may wait are checked at the end, so that rows in a circle can be written in any order.
  return mode === 'read' ? `begin isolation level repeatable read read only; ${common}; set local search_path = pg_catalog`
    : `begin isolation level repeatable read; ${common}; set local search_path = ${path}; set constraints all deferred`;
};

/** What is known of the tables, read when nothing is. */
const laidOut = async (opened: Opened, ask: Ask): Promise<Layout> => {
  opened.layout ??= await readLayout(ask);
  return opened.layout;
};

const problemIn = (opened: Opened, error: unknown): { readonly ok: false; readonly problem: Problem } => {
  if (opened.outside.signal.aborted) return stopped;
  // What is known of the tables may be what is wrong.
  if (['42P01', '42703', '42804'].includes(stateOf(error))) opened.layout = undefined;
  return { ok: false, problem: problemOfAct(error, (one) => rowProblem(one, opened.target)) };
};

/** One transaction: ended well, undone, or given up with its connection. */
const tryOnce = async <T>(opened: Opened, mode: 'read' | 'write', job: (session: Session) => Promise<Outcome<T>>): Promise<Tried<T>> => {
  const taken = await opened.pool.take();
  if (!taken.ok) return { outcome: taken };
  const client = taken.value;
  let fit = false;
  let ours = false;
  let guarded: ReturnType<typeof sessionOf> | undefined;
  try {
    await client.query(beginning(opened, mode));
    const layout = await laidOut(opened, async (sql, values) => (await client.query({ text: sql, values: [...(values ?? [])] })).rows);
    guarded = sessionOf({ client, lane: openLane(client, opened.target.questionS ?? 15), layout, mode, pace: opened.pace, problemOf: (error) => problemIn(opened, error).problem, portals: 0, moved: new Map() });
    ours = true;
    const outcome = await job(guarded.session);
    ours = false;
    const failure = guarded.failed();
    await client.query(outcome.ok && failure === undefined && mode === 'write' ? 'commit' : 'rollback');
    fit = true;
    if (failure === undefined) return { outcome };
    return { outcome: outcome.ok ? { ok: false, problem: failure.problem } : outcome, error: failure.error };
  } catch (error) {
    // The job's own exception goes on to whoever gave the job; what the database said becomes a problem.
    if (ours) throw error;
    return { outcome: problemIn(opened, error), error };
  } finally {
    guarded?.end();
    if (!fit) fit = await client.query('rollback').then(() => true, () => false);
    await opened.pool.give(client, fit);
  }
};

// A reference that does not hold is looked at once more: rows that point here may have come in between.
const again = (error: unknown, tries: number): boolean => cameBetween(error) || (stateOf(error) === '23503' && tries === 1);

const questioned = async <T>(opened: Opened, timeoutS: number, questions: (ask: Ask) => Promise<T>): Promise<Outcome<T>> => {
  const taken = await opened.pool.take();
  if (!taken.ok) return taken;
  const client = taken.value;
  let fit = true;
  try {
    await client.query(`${beginning(opened, 'read')}; set local statement_timeout = ${timeoutS * 1000}`);
    return { ok: true, value: await questions(async (sql, values) => (await client.query({ text: sql, values: [...(values ?? [])] })).rows) };
  } catch (error) {
    return problemIn(opened, error);
  } finally {
    fit = await client.query('rollback').then(() => true, () => false);
    await opened.pool.give(client, fit);
  }
};

/** The fingerprint of this moment: one question, prepared once for each connection. */
const fingerprint = async (opened: Opened): Promise<Outcome<string>> => {
  const taken = await opened.pool.take();
  if (!taken.ok) return taken;
  let fit = true;
  try {
    return { ok: true, value: await fingerprintOf(async (sql, values) => (await taken.value.query({ name: 'avouch-fingerprint', text: sql, values: [...(values ?? [])] })).rows) };
  } catch (error) {
    fit = false;
    return problemIn(opened, error);
  } finally {
    await opened.pool.give(taken.value, fit);
  }
};

/**
 * The shape of this moment. It is read whole only when the catalogues do not hold what they held when a store of this process read them:
 * names of types are told as of now whatever a transaction sees, so that it is remembered only if nothing came between.
 */
const freshShape = async (opened: Opened): Promise<Outcome<StoreShape>> => {
  const before = await fingerprint(opened);
  if (!before.ok) return before;
  const known = rememberedLayout(before.value);
  if (known !== undefined) {
    opened.layout = known;
    return { ok: true, value: known.shape };
  }
  const read = await questioned(opened, 60, readLayout);
  if (!read.ok) return read;
  opened.layout = read.value;
  const after = await fingerprint(opened);
  if (after.ok && after.value === before.value) rememberLayout(after.value, read.value);
  return { ok: true, value: read.value.shape };
};

/** A look at rows of everywhere in the table, that costs little however large it is. */
const sample = (opened: Opened, place: string, rowsMax: number): Promise<Outcome<readonly FieldSample[]>> => questioned(opened, 10, async (ask) => {
  const { shape, columns, from } = tableOf(await laidOut(opened, ask), place);
  const list = [...columns.values()];
  // Values that are very long are not fetched whole; sampleOf cuts them further.
  const wanted = list.map((column, at) => `left((${selected(column, 't')})::text, 4096) as c${at}`).join(', ');
  const share = shape.rows !== null && shape.rows > rowsMax * 20 ? ` tablesample system (${Math.max(0.0001, Math.min(100, (rowsMax * 200) / shape.rows)).toFixed(6)})` : '';
  const look = (part: string) => ask<Record<string, string | null>>(`select ${wanted} from ${from} t${part} limit $1`, [rowsMax]);
  const some = share === '' ? [] : await look(share);
  const rows = some.length > 0 ? some : await look('');
  const cells = (text: string | null | undefined, at: number) => {
    const column = list[at];
    if (column === undefined || text === null || text === undefined) return null;
    const type = column.shape.type;
    // A text that was cut is no longer JSON or whole bytes: it is shown as it is.
    return text.length === 4096 || type === 'json' || type === 'list' ? text : cellOf(column, type === 'boolean' ? text.slice(0, 1) : text);
  };
  return sampleOf(list.map((column) => column.shape.name), rows.map((row) => Object.fromEntries(list.map((column, at) => [column.shape.name, cells(row[`c${at}`], at)]))));
});

const open = async ({ settings: given, secrets, outside, perSecondMax }: OpenInput<z.infer<typeof settings>>): Promise<Outcome<Store>> => {
  const target: Target = { ...given, questionS: given.statementTimeoutS };
  const pool = openPool(outside, target, secrets['password'], (error) => rowProblem(error, target));
  const opened: Opened = { target, outside, pool, pace: openPace(perSecondMax, outside), searchPath: given.searchPath, layout: undefined };
  const first = await freshShape(opened);
  if (!first.ok) {
    await pool.close();
    return first;
  }
  return {
    ok: true,
    value: {
      engine: 'PostgreSQL', atomic: true, joins: true, atOnce,
      shape: () => freshShape(opened),
      sample: (place, rowsMax) => sample(opened, place, rowsMax),
      work: (mode, job) => retried(() => tryOnce(opened, mode, job), again, outside.signal),
      files: async () => ({ ok: true, value: [] }),
      close: pool.close,
    },
  };
};

/** One database of a PostgreSQL server: reads and changes rows in transactions. */
export const postgresStore: StoreConnector<typeof settings> = {
  id: 'postgres', version: '1.0.0', title: 'PostgreSQL', summary: 'Reads and changes rows of a PostgreSQL database, in one transaction.', guide, settings,
  secrets: [{ key: 'password', title: 'Password of the role', optional: true, sentTo: ['host', 'port', 'socket', 'tls', 'certificateAuthority'] }],
  scopes: [
    { name: 'select', why: 'to find and read the rows of a person, on the tables of the data map' },
    { name: 'update', why: 'to clear or replace fields of rows that stay; on those tables and columns only' },
    { name: 'delete', why: 'to delete rows that are a person\'s own; on those tables only' },
    { name: 'insert', why: 'to write rows into a copy for development; not needed for requests' },
  ],
  open,
};
