import { open as openFile, stat } from 'node:fs/promises';
import sqlite from 'node-sqlite3-wasm';
import type { Problem } from '../connector.ts';
import { Unfinished } from '../stores/guarded.ts';
import { sleep } from '../stores/pace.ts';

/** What SQLite holds in a cell. */
export type Value = number | bigint | string | Uint8Array | null;
export type ValueRow = Readonly<Record<string, Value>>;

/** One connection to a file. Everything in it is done when the call comes back. Throws SQLite's error. */
export type Database = {
  readonly all: (sql: string, values?: readonly Value[]) => readonly ValueRow[];
  /** How many rows a statement changed. */
  readonly run: (sql: string, values?: readonly Value[]) => number;
  /** Gives the rows one by one, without holding them all. */
  readonly each: (sql: string, values?: readonly Value[]) => Iterable<ValueRow>;
  readonly define: (name: string, of: (...values: Value[]) => Value) => void;
  readonly close: () => void;
};

const waitMs = 50;
const waitsMax = 100;
const give = (kind: Problem['kind'], sentence: string, remedy: string): Problem => ({ kind, sentence, remedy });

/** What of a file tells that somebody wrote to it: its size and SQLite's own counter of changes. */
export const stampOf = async (path: string): Promise<{ readonly stamp: string; readonly wal: boolean }> => {
  const file = await openFile(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(100), 0, 100, 0);
    const { size, mtimeMs } = await file.stat();
    if (size > 0 && buffer.toString('latin1', 0, 15) !== 'SQLite format 3') throw new Unfinished(give('malformed', `${path} is no SQLite file, or an encrypted one.`, 'Correct the path in the settings.'));
    return { stamp: `${size} ${mtimeMs} ${buffer.readUInt32BE(24)}`, wal: buffer[18] === 2 || buffer[19] === 2 };
  } finally {
    await file.close();
  }
};

/**
 * Whether what the file alone says is all there is. This build of SQLite neither sees the locks of other programs nor their log
 * of writes: where there is one, the newest rows are in it, and would be missing without a word.
 */
export const checkWhole = async (path: string, alone: boolean): Promise<string> => {
  const { stamp, wal } = await stampOf(path);
  const sizeOf = async (end: string): Promise<number> => (await stat(`${path}${end}`).catch(() => undefined))?.size ?? 0;
  if (wal && (await sizeOf('-wal')) > 0 && !alone) {
    throw new Unfinished(give('unsupported', `The newest rows of ${path} are in its write-ahead log, which only the program that wrote it can read safely.`, 'Close that program, which puts them into the file, or let it run “pragma wal_checkpoint(truncate)”.'));
  }
  if ((await sizeOf('-journal')) > 0 && !alone) throw new Unfinished(give('conflict', `Another program is in the middle of a change of ${path}, or was ended in one.`, 'Try again; if it stays so, open the file once with the program that it belongs to.'));
  return stamp;
};

/** Whether SQLite says that the file is in use. */
export const isBusy = (error: unknown): boolean => error instanceof Error && /database is locked|SQLITE_BUSY/i.test(error.message);

const wrapped = (raw: sqlite.Database): Database => ({
  all: (sql, values = []) => raw.all(sql, [...values]) as ValueRow[],
  run: (sql, values = []) => raw.run(sql, [...values]).changes,
  each: function* (sql, values = []) {
    const statement = raw.prepare(sql);
    try {
      for (const row of statement.iterate([...values])) yield row as ValueRow;
    } finally {
      statement.finalize();
    }
  },
  define: (name, of) => { raw.function(name, of, { deterministic: true }); },
  close: () => { raw.close(); },
});

/** Opens a file and begins a transaction in it; waits up to five seconds for another one of ours, without holding this process up. */
export const beginIn = async (path: string, mode: 'read' | 'write', alone: boolean, signal: AbortSignal): Promise<Database> => {
  for (let waits = 0; ; waits += 1) {
    const raw = new sqlite.Database(path, { fileMustExist: true, readOnly: !alone });
    try {
      // Alone, a file with a write-ahead log can be used without the memory that programs share for it.
      raw.exec('pragma locking_mode = exclusive');
      raw.exec(`pragma foreign_keys = on; pragma busy_timeout = 0; ${mode === 'write' ? 'begin immediate; pragma defer_foreign_keys = on' : 'begin'}`);
      raw.get('select count(*) from sqlite_schema');
      return wrapped(raw);
    } catch (error) {
      raw.close();
      if (!isBusy(error) || waits === waitsMax || signal.aborted) throw error;
      await sleep(waitMs, signal);
    }
  }
};

/** What SQLite's errors mean. Its text holds names of tables and columns only. */
export const sqliteProblem = (error: unknown, path: string): Problem => {
  const message = error instanceof Error ? error.message : '';
  if (isBusy(error)) return give('timed-out', `${path} is in use.`, `Try again. If nothing of Avouch works on it, an earlier work was ended in the middle: remove the folder ${path}.lock.`);
  if (/FOREIGN KEY/i.test(message)) return give('failed', 'The file refused the change: rows that stay would point at rows that are gone.', 'Compare the data map with the references of the tables.');
  if (/NOT NULL/i.test(message)) return give('failed', 'The file refused the change: a column may not be empty.', 'Change the data map, so that this field is given another value.');
  if (/UNIQUE/i.test(message)) return give('failed', 'The file refused the change: a value that must stand once would stand twice.', 'Compare the data map with the unique keys of the table.');
  if (/CHECK|datatype mismatch|constraint/i.test(message)) return give('failed', 'The file refused a value that breaks a rule of its table.', 'Compare the data map with the rules of the table.');
  if (/instant without unit/i.test(message)) return give('unsupported', 'Instants are kept as numbers, and it is not known what they count.', 'Give the unit under “Unit of instants” in the settings.');
  if (/no such (table|column)/i.test(message)) return give('not-found', 'A table or column that is needed is not there.', 'Compare the data map with the file.');
  if (/readonly|read-only/i.test(message)) return give('forbidden', `Avouch may not write to ${path}.`, 'Give the user that runs Avouch the right to the file and its folder.');
  if (/malformed|not a database/i.test(message)) return give('malformed', `${path} is damaged, encrypted or no SQLite file.`, 'Check it with “pragma integrity_check”.');
  if (/unable to open/i.test(message)) return give('forbidden', `${path} could not be opened.`, 'Check that it is there, and that the user that runs Avouch may read it.');
  return give('failed', `${path} could not be read or changed.`, 'Check it with “pragma integrity_check”.');
};
