import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseProblem } from './problem.ts';

/** The unprivileged account that the server runs under when Avouch itself runs as root. */
export type Account = { readonly name: string; readonly uid: number; readonly gid: number };

/** `undefined` when this process is not root and can run PostgreSQL itself. */
export async function chooseAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = await readFile('/etc/passwd', 'utf8');
  const accounts = passwd.split('\n').map((line) => line.split(':')).map(([name = '', , uid = '', gid = '']) => ({ name, uid: Number(uid), gid: Number(gid) }));
  // initdb looks its account up by name, so a bare number would not do.
  const found = ['avouch', 'postgres', 'nobody'].map((name) => accounts.find((account) => account.name === name)).find((account) => account !== undefined);
  if (found === undefined) throw new DatabaseProblem('PostgreSQL does not run as root and there is no account postgres or nobody to run it: start Avouch as an ordinary user, or set DATABASE_URL.');
  return found;
}

/** Whether the account may enter every folder above `path`. The path itself need not exist. */
export async function isReachableBy(path: string, account: Account): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const entry = await stat(folder).catch(() => undefined);
    if (entry?.isDirectory() === true) {
      const bit = entry.uid === account.uid ? 0o100 : entry.gid === account.gid ? 0o010 : 0o001;
      if ((entry.mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}
