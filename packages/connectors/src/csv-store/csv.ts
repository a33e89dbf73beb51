import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, open as openFile, chmod } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { Outside, Problem } from '../connector.ts';
import { apply } from '../memory-store/constraints.ts';
import { draftOf, Refused, tableAt, tablesOf, tupleOf, typeIn, type Tables } from '../memory-store/tables.ts';
import type { Change, Changed, Condition, OpenInput, Outcome, ReadOrder, Session, Store, StoreConnector, StoredRow, StoreShape } from '../store.ts';
import { allowedPath } from '../stores/allowed.ts';
import { guardedSession, problemIn, Unfinished } from '../stores/guarded.ts';
import { matcher, type Cells } from '../stores/matching.ts';
import { openPace, rowsIn, type Pace } from '../stores/pace.ts';
import { sampleOf } from '../stores/sampling.ts';
import { decoded, encoded, encodingOf, type Encoding } from './encoding.ts';
import { delimiters, documentOf, NotRows, shapeOf, textOf, type Document } from './document.ts';
import { guide } from './guide.ts';

const settings = z.object({
  folder: z.string().min(1).max(1000).refine(isAbsolute, 'An absolute path').describe('Folder of the files; those whose name ends in .csv or .tsv are read'),
  delimiter: z.enum(['auto', 'comma', 'semicolon', 'tab', 'pipe']).default('auto').describe('What parts the cells; found out when not given'),
  encoding: z.enum(['auto', 'utf-8', 'utf-16le', 'windows-1252']).default('auto').describe('How text is written down; found out when not given'),
  bytesMax: z.number().int().min(1).max(500_000_000).default(200_000_000).describe('The largest file that is read, in bytes'),
});
const parting = { auto: undefined, comma: delimiters[0], semicolon: delimiters[1], tab: delimiters[2], pipe: delimiters[3] };

type Settings = z.infer<typeof settings>;
type Read = { readonly path: string; readonly encoding: Encoding; readonly document: Document; readonly stamp: string };
type Opened = { readonly settings: Settings; readonly folder: string; readonly outside: Outside; readonly pace: Pace; readonly read: Map<string, Read>; writing: Promise<unknown> };

const batchRows = 1000;
const give = (kind: Problem['kind'], sentence: string, remedy: string): Problem => ({ kind, sentence, remedy });
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const readOne = async (opened: Opened, name: string): Promise<Read> => {
  const path = join(opened.folder, name);
  const found = await stat(path);
  if (found.size > opened.settings.bytesMax) throw new Unfinished(give('too-large', `${name} is larger than ${opened.settings.bytesMax} bytes.`, 'Raise the limit in the settings, or part the file.'));
  const bytes = await readFile(path);
  const stamp = digest(bytes);
  const standing = opened.read.get(name);
  if (standing?.stamp === stamp) return standing;
  const encoding = opened.settings.encoding === 'auto' ? encodingOf(bytes) : opened.settings.encoding;
  try {
    const read = { path, encoding, document: documentOf(decoded(bytes, encoding), parting[opened.settings.delimiter] ?? (name.endsWith('.tsv') ? '\t' : undefined)), stamp };
    opened.read.set(name, read);
    return read;
  } catch (error) {
    if (error instanceof NotRows) throw new Unfinished(give('malformed', `${name} cannot be read as rows: ${error.message}.`, 'Correct the file, or the delimiter in the settings.'));
    if (error instanceof TypeError) throw new Unfinished(give('malformed', `${name} is not written in ${encoding}.`, 'Correct the encoding in the settings.'));
    throw error;
  }
};

/** Every file as it stands now. */
const readAll = async (opened: Opened): Promise<{ readonly shape: StoreShape; readonly tables: Tables; readonly files: ReadonlyMap<string, Read> }> => {
  const names = (await readdir(opened.folder, { withFileTypes: true })).filter((entry) => entry.isFile() && /\.(csv|tsv)$/i.test(entry.name)).map((entry) => entry.name).sort();
  const files = new Map<string, Read>();
  for (const name of names) files.set(name, await readOne(opened, name));
  const shape: StoreShape = { engine: 'CSV', version: null, places: [...files].map(([name, read]) => shapeOf(name, read.document, [])) };
  return { shape, files, tables: tablesOf(shape, Object.fromEntries([...files].map(([name, read]) => [name, read.document.rows]))) };
};

const select = (tables: Tables, place: string, where: Condition): readonly (readonly [number, Cells])[] => {
  const matches = matching(tables, place, where);
  return [...tableAt(tables, place).rows].filter(([, row]) => matches(row));
};
const matching = (tables: Tables, place: string, condition: Condition): ((row: Cells) => boolean) =>
  matcher({ typeOf: (at, field) => typeIn(tableAt(tables, at), field), rows: (at) => tableAt(tables, at).rows.values() }, place, condition);

// A row without key is named by its text, which no change of another row touches; of rows that are alike, one is as good as another.
const addressOf = (read: Read, row: Cells): string => read.document.texts.get(row) ?? '';

const readRows = async (opened: Opened, order: ReadOrder, each: (rows: readonly StoredRow[]) => Promise<void> | void): Promise<{ readonly rows: number }> => {
  const { tables, files } = await readAll(opened);
  const table = tableAt(tables, order.place);
  for (const field of [...order.key, ...order.fields]) typeIn(table, field);
  const marks = Object.entries(order.marks ?? {}).map(([name, condition]) => [name, matching(tables, order.place, condition)] as const);
  const file = files.get(order.place);
  const found = select(tables, order.place, order.where).slice(0, order.rowsMax);
  for (let at = 0; at < found.length; at += batchRows) {
    await each(found.slice(at, at + batchRows).map(([, row]) => ({
      key: order.key.length === 0 ? [file === undefined ? '' : addressOf(file, row)] : tupleOf(order.key, row),
      cells: Object.fromEntries(order.fields.map((field) => [field, row[field] ?? null])),
      marks: Object.fromEntries(marks.map(([name, matches]) => [name, matches(row)])),
    })));
  }
  return { rows: found.length };
};

/** Puts the whole file in the place of the old one, in one step: whoever reads it finds one or the other. */
const rewrite = async (name: string, read: Read, rows: Iterable<Cells>): Promise<void> => {
  const bytes = encoded(textOf(read.document, rows), read.encoding);
  if (bytes === undefined) throw new Unfinished(give('failed', `${name} is written in ${read.encoding}, which has no sign for a character of the new value.`, 'Save the file as UTF-8 once.'));
  const draft = `${read.path}.${randomBytes(6).toString('hex')}.avouch`;
  try {
    const file = await openFile(draft, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(draft, (await stat(read.path)).mode & 0o777);
    // As late as can be: what somebody saved since is not written over.
    if (digest(await readFile(read.path)) !== read.stamp) throw new Unfinished(give('conflict', `${name} was changed by somebody else meanwhile.`, 'Try again.'));
    await rename(draft, read.path);
  } finally {
    await rm(draft, { force: true });
  }
};

/** Row numbers in place of the texts that name rows without key. */
const numbered = (tables: Tables, files: ReadonlyMap<string, Read>, place: string, keys: readonly (readonly unknown[])[]): readonly (readonly number[])[] => {
  const file = files.get(place);
  if (file === undefined) return [];
  const ids = new Map<string, number[]>();
  for (const [id, row] of tableAt(tables, place).rows) {
    const address = addressOf(file, row);
    const standing = ids.get(address);
    if (standing === undefined) ids.set(address, [id]);
    else standing.push(id);
  }
  return keys.flatMap(([address]) => { const id = ids.get(String(address))?.shift(); return id === undefined ? [] : [[id]]; });
};

const changeOne = async (opened: Opened, change: Change): Promise<Changed> => {
  await opened.pace.spend(rowsIn(change));
  const { tables, files } = await readAll(opened);
  const draft = draftOf(tables);
  const meant: Change = change.change === 'delete' ? { change: 'delete', rows: change.rows.map((set) => (set.key.length > 0 ? set : { ...set, keys: numbered(tables, files, set.place, set.keys) })) }
    : change.change === 'set' && change.keyFields.length === 0 ? { ...change, key: numbered(tables, files, change.place, [change.key])[0] ?? [-1] } : change;
  const rows = apply(draft, meant);
  for (const [name, read] of files) if (draft.tables.get(name) !== tables.tables.get(name)) await rewrite(name, read, draft.tables.get(name)?.rows.values() ?? []);
  return { rows };
};

const problemOfFile = (opened: Opened) => (error: unknown): Problem => {
  if (error instanceof Refused) return give(error.kind, error.message, error.kind === 'conflict' ? 'Read the rows again, and decide again.' : 'Compare the data map with the files.');
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return give('forbidden', `Avouch may not read or write in ${opened.folder}.`, 'Give the user that runs Avouch the right to it.');
  if (code === 'ENOENT') return give('not-found', `A file in ${opened.folder} is gone.`, 'Try again, and check the folder.');
  if (code === 'ENOSPC') return give('failed', `There is no room left for a new file in ${opened.folder}.`, 'Make room, and try again.');
  return give('failed', `A file in ${opened.folder} could not be read or written${typeof code === 'string' ? ` (${code})` : ''}.`, 'Check the folder.');
};

const work = async <T>(opened: Opened, mode: 'read' | 'write', job: (session: Session) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
  const guarded = guardedSession({
    mode, problemOf: problemOfFile(opened), goesOn: true,
    count: async (place, where) => select((await readAll(opened)).tables, place, where).length,
    read: (order, each) => readRows(opened, order, each),
    change: async (changes) => {
      const done: Changed[] = [];
      for (const change of changes) {
        // Two changes at once would each write back what the other took out.
        const mine = opened.writing.then(() => changeOne(opened, change));
        opened.writing = mine.catch(() => undefined);
        done.push(await mine);
      }
      return done;
    },
  });
  try {
    return await job(guarded.session);
  } finally {
    guarded.end();
  }
};

const open = async ({ settings: given, outside, perSecondMax }: OpenInput<Settings>): Promise<Outcome<Store>> => {
  const folder = await allowedPath(outside, given.folder, 'folder');
  if (!folder.ok) return folder;
  const opened: Opened = { settings: given, folder: folder.value, outside, pace: openPace(perSecondMax, outside), read: new Map(), writing: Promise.resolve() };
  const asked = async <T>(act: () => Promise<T>): Promise<Outcome<T>> => {
    try {
      return { ok: true, value: await act() };
    } catch (error) {
      return { ok: false, problem: problemIn(error, problemOfFile(opened)) };
    }
  };
  return {
    ok: true,
    value: {
      engine: 'CSV', atomic: false, joins: true,
      shape: () => asked(async () => (await readAll(opened)).shape),
      sample: (place, rowsMax) => asked(async () => {
        const { tables, files } = await readAll(opened);
        return sampleOf(files.get(place)?.document.header ?? [], [...tableAt(tables, place).rows.values()].slice(0, rowsMax));
      }),
      work: (mode, job) => work(opened, mode, job),
      files: async () => ({ ok: true, value: [] }),
      close: async () => { opened.read.clear(); },
    },
  };
};

/** A folder of CSV files. Each change rewrites its file as a whole, in one step; there is no transaction over several. */
export const csvStore: StoreConnector<typeof settings> = {
  id: 'csv', version: '1.0.0', title: 'CSV files', summary: 'Reads and changes rows of the CSV files in a folder of this server.', guide, settings, secrets: [],
  scopes: [{ name: 'read the folder', why: 'to find and read the rows of a person' }, { name: 'write the folder', why: 'to rewrite files without rows or values that are erased; not needed to read' }],
  open,
};
