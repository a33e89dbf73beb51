import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { Outside, Problem } from '../connector.ts';
import type { FieldSample, OpenInput, Outcome, Session, Store, StoreConnector } from '../store.ts';
import { problemIn, retried, type Tried } from '../stores/guarded.ts';
import { openPace, type Pace } from '../stores/pace.ts';
import { sampleOf } from '../stores/sampling.ts';
import { cellOf, selected } from './cells.ts';
import { tableOf } from './condition.ts';
import { cameBetween, isLost, mariadbProblem, openConnection, type Connection, type Target } from './connection.ts';
import { guide } from './guide.ts';
import { readLayout, type Layout } from './layout.ts';
import { sessionOf } from './session.ts';

const settings = z.object({
  host: z.string().min(1).max(253).default('localhost').describe('Host name or address'),
  port: z.number().int().min(1).max(65_535).default(3306).describe('Port'),
  database: z.string().min(1).max(64).describe('Database'),
  user: z.string().min(1).max(128).describe('Account to read and change as'),
  tls: z.enum(['verify', 'require', 'off']).default('verify').describe('Encryption: verify the certificate, require encryption without verifying, or off'),
  certificateAuthority: z.string().max(100_000).optional().describe('Certificate of your own authority (PEM)'),
  socket: z.string().max(100).refine(isAbsolute, 'An absolute path').optional().describe('Path of the local socket, in place of the host'),
  timeoutS: z.number().int().min(1).max(60).default(10).describe('Seconds to wait for a connection'),
  statementTimeoutS: z.number().int().min(1).max(3600).default(120).describe('Seconds that one statement may take'),
});

const idleMax = 4;

type Opened = { readonly target: Target; readonly password: string | undefined; readonly outside: Outside; readonly pace: Pace; readonly idle: Connection[]; layout: Layout | undefined; snapshots: boolean | undefined; closed: boolean };

const take = async (opened: Opened): Promise<Outcome<Connection>> => {
  for (let standing = opened.idle.pop(); standing !== undefined; standing = opened.idle.pop()) if (!standing.broken()) return { ok: true, value: standing };
  return openConnection(opened.outside, opened.target, opened.password);
};

const giveBack = async (opened: Opened, connection: Connection, fit: boolean): Promise<void> => {
  if (fit && !connection.broken() && !opened.closed && opened.idle.length < idleMax) opened.idle.push(connection);
  else await connection.close();
};

const problemOf = (opened: Opened, error: unknown): Problem => {
  if (opened.outside.signal.aborted) return { kind: 'cut-short', sentence: 'The work was stopped.', remedy: 'Start it again.' };
  // What is known of the tables may be what is wrong.
  if (isLost(error)) opened.layout = undefined;
  return problemIn(error, (one) => mariadbProblem(one, opened.target));
};

const laidOut = async (opened: Opened, connection: Connection, fresh: boolean): Promise<Layout> => {
  if (opened.layout === undefined || fresh) opened.layout = await readLayout(connection.ask);
  return opened.layout;
};

/** Bounds each statement: MariaDB and MySQL name that differently, and MySQL bounds reads only. */
const bound = async (connection: Connection, engine: string, seconds: number): Promise<void> => {
  await connection.tell(engine === 'MariaDB' ? `set session max_statement_time = ${seconds}` : `set session max_execution_time = ${seconds * 1000}`);
};

const begin = async (opened: Opened, connection: Connection, mode: 'read' | 'write', layout: Layout): Promise<void> => {
  await bound(connection, layout.shape.engine, opened.target.statementTimeoutS);
  // A change of rows that others changed since our first look must fail, so that nothing is judged on old rows and written over new
  // ones. Where the server cannot tell by snapshot, it locks what is read.
  opened.snapshots ??= await connection.tell('set session innodb_snapshot_isolation = 1').then(() => true, () => false);
  if (opened.snapshots) await connection.tell('set session innodb_snapshot_isolation = 1');
  await connection.tell(`set session transaction isolation level ${mode === 'read' || opened.snapshots ? 'repeatable read' : 'serializable'}`);
  await connection.tell(mode === 'read' ? 'start transaction with consistent snapshot, read only' : opened.snapshots ? 'start transaction with consistent snapshot, read write' : 'start transaction read write');
};

const tryOnce = async <T>(opened: Opened, mode: 'read' | 'write', job: (session: Session) => Promise<Outcome<T>>): Promise<Tried<T>> => {
  const taken = await take(opened);
  if (!taken.ok) return { outcome: taken };
  const connection = taken.value;
  let fit = false;
  let ours = false;
  let guarded: ReturnType<typeof sessionOf> | undefined;
  try {
    const layout = await laidOut(opened, connection, false);
    await begin(opened, connection, mode, layout);
    guarded = sessionOf({ connection, layout, mode, pace: opened.pace, problemOf: (error) => problemOf(opened, error), reading: false });
    ours = true;
    const outcome = await job(guarded.session);
    ours = false;
    const failure = guarded.failed();
    await connection.tell(outcome.ok && failure === undefined && mode === 'write' ? 'commit' : 'rollback');
    fit = true;
    if (failure === undefined) return { outcome };
    return { outcome: outcome.ok ? { ok: false, problem: failure.problem } : outcome, error: failure.error };
  } catch (error) {
    // The job's own exception goes on to whoever gave the job; what the database said becomes a problem.
    if (ours) throw error;
    return { outcome: { ok: false, problem: problemOf(opened, error) }, error };
  } finally {
    guarded?.end();
    if (!fit) fit = await connection.tell('rollback').then(() => true, () => false);
    await giveBack(opened, connection, fit);
  }
};

const questioned = async <T>(opened: Opened, seconds: number, questions: (connection: Connection) => Promise<T>): Promise<Outcome<T>> => {
  const taken = await take(opened);
  if (!taken.ok) return taken;
  let fit = false;
  try {
    await bound(taken.value, opened.layout?.shape.engine ?? 'MariaDB', seconds).catch(() => undefined);
    const value = await questions(taken.value);
    fit = true;
    return { ok: true, value };
  } catch (error) {
    return { ok: false, problem: problemOf(opened, error) };
  } finally {
    await giveBack(opened, taken.value, fit);
  }
};

/** A look at the first rows. */
const sample = (opened: Opened, place: string, rowsMax: number): Promise<Outcome<readonly FieldSample[]>> => questioned(opened, 10, async (connection) => {
  const { columns, from } = tableOf(await laidOut(opened, connection, false), place);
  const list = [...columns.values()];
  // Values that are very long are not fetched whole; sampleOf cuts them further.
  const rows = await connection.ask(`select ${list.map((column) => `left(${selected(column, 't')}, 4096)`).join(', ')} from ${from} t limit ${Math.floor(rowsMax)}`);
  return sampleOf(list.map((column) => column.shape.name), rows.map((row) => Object.fromEntries(list.map((column, at) => {
    const text = row[at] ?? null;
    return [column.shape.name, text === null || text.length === 4096 || column.shape.type === 'json' ? text : cellOf(column, text)];
  }))));
});

const open = async ({ settings: given, secrets, outside, perSecondMax }: OpenInput<z.infer<typeof settings>>): Promise<Outcome<Store>> => {
  const opened: Opened = { target: given, password: secrets['password'], outside, pace: openPace(perSecondMax, outside), idle: [], layout: undefined, snapshots: undefined, closed: false };
  const first = await questioned(opened, 60, (connection) => laidOut(opened, connection, true));
  if (!first.ok) return first;
  return {
    ok: true,
    value: {
      engine: first.value.shape.engine, atomic: true, joins: true,
      shape: () => questioned(opened, 60, async (connection) => (await laidOut(opened, connection, true)).shape),
      sample: (place, rowsMax) => sample(opened, place, rowsMax),
      work: (mode, job) => retried(() => tryOnce(opened, mode, job), cameBetween, outside.signal),
      files: async () => ({ ok: true, value: [] }),
      close: async () => {
        opened.closed = true;
        await Promise.all(opened.idle.splice(0).map((connection) => connection.close()));
      },
    },
  };
};

/** One database of a MariaDB or MySQL server: reads and changes rows in transactions. */
export const mariadbStore: StoreConnector<typeof settings> = {
  id: 'mariadb', version: '1.0.0', title: 'MariaDB or MySQL', summary: 'Reads and changes rows of a MariaDB or MySQL database, in one transaction.', guide, settings,
  secrets: [{ key: 'password', title: 'Password of the account', optional: true, sentTo: ['host', 'port', 'socket', 'tls', 'certificateAuthority'] }],
  scopes: [
    { name: 'select', why: 'to find and read the rows of a person, on the tables of the data map' },
    { name: 'update', why: 'to clear or replace fields of rows that stay; on those tables and columns only' },
    { name: 'delete', why: 'to delete rows that are a person\'s own; on those tables only' },
    { name: 'insert', why: 'to write rows into a copy for development; not needed for requests' },
  ],
  open,
};
