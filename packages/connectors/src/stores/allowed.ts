import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import type { Outside } from '../connector.ts';
import { problemOf, type Outcome } from '../http/problem.ts';

const inside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
};

/**
 * The real path of a file or folder, if it lies in a folder that the operator of the server allowed; links are followed first.
 * Whoever may only fill in settings reaches nothing else on the machine, and does not learn what is there.
 */
export const allowedPath = async (outside: Outside, path: string, kind: 'file' | 'folder'): Promise<Outcome<string>> => {
  const folders = await Promise.all((outside.folders ?? []).map((folder) => realpath(resolve(folder)).catch(() => undefined)));
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined || !folders.some((folder) => folder !== undefined && inside(folder, real))) {
    return problemOf('forbidden', `${path} is not there, or not in a folder that Avouch may work in.`, 'Let the operator of this server add its folder to the setting AVOUCH_STORE_FOLDERS, and check the path.');
  }
  const found = await stat(real);
  if (kind === 'file' ? !found.isFile() : !found.isDirectory()) return problemOf('not-found', `${path} is no ${kind}.`, 'Correct the path in the settings.');
  return { ok: true, value: real };
};
