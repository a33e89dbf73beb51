import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { codeOf } from '../http/problem.ts';
import type { Outside } from '../connector.ts';

/** What a program gave, or null when it is not there or could not be run to its end. */
export type Printed = { readonly code: number; readonly stdout: string; readonly stderr: string } | null;

/**
 * All of a machine that is read. `null` means that it is not to be seen, be it absent or withheld; only `exists` tells these apart.
 * Tests give a recorded machine.
 */
export type Machine = {
  readonly platform: string;
  readonly text: (path: string) => Promise<string | null>;
  readonly names: (folder: string) => Promise<readonly string[] | null>;
  readonly link: (path: string) => Promise<string | null>;
  readonly exists: (path: string) => Promise<boolean | null>;
  readonly modified: (path: string) => Promise<Date | null>;
  readonly ask: (program: string, ...args: readonly string[]) => Promise<Printed>;
};

// Where the system's own programs lie; what a user has put before them in a path of their own is not asked.
const path = '/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin';
const absent = new Set(['ENOENT', 'ENOTDIR', 'ESRCH']);

const visible = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return null;
  }
};

/** The machine on which this process runs. */
export const thisMachine = (outside: Outside, platform: string): Machine => ({
  platform,
  text: (file) => visible(readFile(file, 'utf8')),
  names: (folder) => visible(readdir(folder)),
  link: (file) => visible(readlink(file)),
  exists: (file) => stat(file).then(() => true, (error: unknown) => (absent.has(codeOf(error)) ? false : null)),
  modified: async (file) => (await visible(stat(file)))?.mtime ?? null,
  ask: async (program, ...args) => {
    const ran = await outside.run(program, args, { env: { PATH: path, DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 120_000 });
    return ran.ok ? ran : null;
  },
});
