import { constants, type Stats } from 'node:fs';
import { lstat, open, opendir, realpath, unlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { HttpProblem, codeOf, type Outcome, problemOf } from '../http/problem.ts';
import type { FieldShape, OpenInput, PlaceShape, Store, StoreConnector, StoredFile } from '../store.ts';
import { allowedPath } from '../stores/allowed.ts';
import type { KeyPattern } from '../stores/key-pattern.ts';
import type { Cells } from '../stores/matching.ts';
import { openNames, type NamedPlace, patternsOf } from '../stores/names.ts';
import { openPace, type Pace } from '../stores/pace.ts';

const settings = z.strictObject({
  path: z.string().max(4096).refine(isAbsolute, 'An absolute path').describe('The folder'),
  filesMax: z.number().int().min(1).max(10_000_000).default(200_000).describe('The most files that may be looked through'),
});
type Settings = z.infer<typeof settings>;

const guide = `Avouch reads and deletes files below one folder of the machine on which it runs. The operator of this server has to allow that folder, or one above it, by the setting \`AVOUCH_STORE_FOLDERS\`; nothing outside is ever touched, and links are never followed.

- Let the user that runs Avouch read the folder; let it write there only if erasures should delete files.
- Nobody whom you do not trust may write into the folder: whoever can swap a folder for a link in the very moment of a deletion can choose what is deleted.
- Say in the data map how names are made, \`users/{customer_id}/{file}\`: each variable becomes a field. What begins with a known value is found without looking through the rest.
- Deleting a file does not overwrite its blocks; copies in backups and snapshots of the file system are systems of their own in the data map.`;

const field = (name: string, type: FieldShape['type'], comment: string): FieldShape => ({ name, type, native: type, nullable: false, lengthMax: null, generated: true, comment });

const shapeOf = (place: string, pattern: KeyPattern | undefined): PlaceShape => ({
  place, kind: 'file', key: ['key'], uniques: [], references: [], rows: null, comment: pattern?.text ?? null,
  fields: [
    field('key', 'text', 'The path below the folder'), ...(pattern?.variables ?? []).map((name) => field(name, 'text', 'From the path')),
    field('bytes', 'integer', 'Its size'), field('modified', 'instant', 'When it was last written'), field('link', 'boolean', 'A link, which is never followed'),
  ],
  cannot: { insert: 'Avouch writes no files.', set: 'A file cannot be changed in part: delete it, or keep it with a reason.' },
});

type Folder = { readonly root: string; readonly pace: Pace; readonly signal: AbortSignal };

const failed = (error: unknown): { readonly ok: false; readonly problem: ReturnType<typeof problemOf>['problem'] } => {
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') return problemOf('forbidden', 'A file or folder in there may not be read or changed by the user that runs Avouch.', 'Give that user the right.');
  return problemOf('failed', `The folder could not be read or changed${/^E[A-Z]+$/.test(code) ? ` (${code})` : ''}.`, 'Look at the disk of this machine, then run it again.');
};

const rowOf = (key: string, stats: Stats): Cells => ({ key, bytes: stats.isSymbolicLink() ? 0 : stats.size, modified: stats.mtime.toISOString(), link: stats.isSymbolicLink() });

/** Where a name below the folder lies, unless it says something else: `..`, an absolute path, an empty part. */
const pathOf = ({ root }: Folder, key: string): string | undefined =>
  (key === '' || key.includes('\0') || key.split('/').some((part) => part === '' || part === '.' || part === '..') ? undefined : join(root, ...key.split('/')));

/** Whether the folder in which a name lies is truly below the root, whatever links stand on the way. */
const isInside = async ({ root }: Folder, path: string): Promise<boolean> => {
  const parent = await realpath(dirname(path));
  return parent === root || parent.startsWith(root + sep);
};

const batch = 500;

/** What is looked at, or undefined when it is gone by now: somebody deleted it since it was listed. */
const there = async <T>(look: Promise<T>): Promise<T | undefined> => {
  try {
    return await look;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/** All files below the root whose path begins with the prefix, folder by folder. Links are told and not followed. */
const walk = async (folder: Folder, prefix: string, each: (rows: readonly Cells[]) => Promise<boolean>): Promise<Outcome<null>> => {
  const start = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : '';
  const from = start === '' ? folder.root : pathOf(folder, start);
  if (from === undefined) return { ok: true, value: null };
  const ahead = [from];
  let rows: Cells[] = [];
  try {
    if (from !== folder.root && (await there(isInside(folder, from)) !== true || (await there(lstat(from)))?.isSymbolicLink() !== false)) ahead.pop();
    for (let path = ahead.pop(); path !== undefined; path = ahead.pop()) {
      for await (const entry of await there(opendir(path)) ?? []) {
        if (folder.signal.aborted) return problemOf('cut-short', 'Reading the folder was stopped.', 'Start it again.');
        if (entry.name.includes('\uFFFD')) return problemOf('unsupported', 'The folder holds a name that is not UTF-8, which cannot be told whole.', 'Rename that file.');
        const whole = join(path, entry.name);
        const key = relative(folder.root, whole).split(sep).join('/');
        if (entry.isDirectory()) {
          if (key.startsWith(prefix) || prefix.startsWith(`${key}/`)) ahead.push(whole);
          continue;
        }
        const stats = key.startsWith(prefix) ? await there(lstat(whole)) : undefined;
        if (stats !== undefined) rows.push(rowOf(key, stats));
        if (rows.length >= batch) {
          if (!await each(rows)) return { ok: true, value: null };
          rows = [];
        }
      }
    }
    // Where the folder itself is gone, what was not found in it says nothing.
    await lstat(folder.root);
  } catch (error) {
    return failed(error);
  }
  await each(rows);
  return { ok: true, value: null };
};

const remove = async (folder: Folder, keys: readonly string[]): Promise<Outcome<number>> => {
  let count = 0;
  for (const key of keys) {
    const path = pathOf(folder, key);
    if (path === undefined) return problemOf('unsupported', 'A name to delete leads out of the folder.', 'Look at the data map: names are paths below the folder.');
    try {
      await folder.pace.spend(1);
      if (!await isInside(folder, path)) return problemOf('unsupported', 'A name to delete lies behind a link that leads out of the folder.', 'Remove the link, or do it by hand.');
      await unlink(path);
      count += 1;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') return failed(error);
    }
  }
  return { ok: true, value: count };
};

async function* contentOf(folder: Folder, path: string): AsyncGenerator<Uint8Array> {
  if (!await isInside(folder, path)) throw new HttpProblem(problemOf('unsupported', 'A file lies behind a link that leads out of the folder.', 'Remove the link.').problem);
  // Not even the last step may be a link, should somebody have put one there since it was listed.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  for await (const piece of file.createReadStream({ signal: folder.signal })) yield new Uint8Array(piece as Buffer);
}

const filesOf = async (folder: Folder, key: string): Promise<Outcome<readonly StoredFile[]>> => {
  const path = pathOf(folder, key);
  if (path === undefined) return { ok: true, value: [] };
  try {
    const stats = await lstat(path);
    return { ok: true, value: stats.isFile() ? [{ name: key.split('/').at(-1) ?? key, type: null, bytes: stats.size, content: () => contentOf(folder, path) }] : [] };
  } catch (error) {
    return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR' ? { ok: true, value: [] } : failed(error);
  }
};

const openFolder = async ({ settings: given, outside, patterns, perSecondMax }: OpenInput<Settings>): Promise<Outcome<Store>> => {
  const root = await allowedPath(outside, given.path, 'folder');
  if (!root.ok) return root;
  const parsed = patternsOf(patterns ?? {});
  if (!parsed.ok) return parsed;
  const folder: Folder = { root: root.value, pace: openPace(perSecondMax, { now: outside.now, signal: outside.signal }), signal: outside.signal };
  const places = new Map([...(parsed.value.size === 0 ? [['files', undefined] as const] : parsed.value)].map(([name, pattern]): readonly [string, NamedPlace] => [name, {
    shape: shapeOf(name, pattern), pattern, where: 'the folder', namesMax: given.filesMax,
    list: (prefix, _, each) => walk(folder, prefix, each), remove: (keys) => remove(folder, keys),
  }]));
  return { ok: true, value: openNames('folder', places, (key) => filesOf(folder, key)) };
};

/** Files below a folder of this machine that the operator allowed. */
export const folderStore: StoreConnector<typeof settings> = {
  id: 'folder', version: '1', title: 'Folder of this machine', summary: 'Files below a folder that the operator allowed, by the shape of their paths.', guide, settings, secrets: [],
  scopes: [{ name: 'Reading the folder', why: 'To find files and give them to people.' }, { name: 'Writing to the folder', why: 'To delete files when an erasure says so.' }],
  open: openFolder,
};
