import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';

/** A MariaDB of a test file's own, which nobody else can reach. */
export type TestMariadb = { readonly socket: string; readonly user: string; readonly run: (database: string | undefined, ...statements: readonly string[]) => Promise<void>; /** Breaks all connections to a database. */ readonly cut: (database: string) => Promise<void>; readonly close: () => Promise<void> };

const programs = ['/usr/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/usr/libexec'];
const find = (...names: readonly string[]): string => {
  const found = names.flatMap((name) => programs.map((folder) => join(folder, name))).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`The tests of the MariaDB store need ${names[0] ?? ''}: install the package mariadb-server (its service need not run).`);
  return found;
};

/** As root, the server runs under an account that may do nothing else. */
const account = (): { readonly uid: number; readonly gid: number; readonly name: string } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const name = ['mysql', 'nobody'].find((one) => { try { execFileSync('id', ['-u', one], { stdio: 'ignore' }); return true; } catch { return false; } }) ?? 'nobody';
  const id = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g'), name };
};

const answered = async (child: ChildProcess, socket: string, user: string): Promise<void> => {
  for (;;) {
    try {
      const connection = await mysql.createConnection({ socketPath: socket, user });
      await connection.end();
      return;
    } catch (error) {
      if (child.exitCode !== null) throw new Error('mariadbd ended before it answered', { cause: error });
      await new Promise((next) => { setTimeout(next, 50); });
    }
  }
};

/** Starts MariaDB in a folder of its own, without network, under an account without rights. */
export const openTestMariadb = async (): Promise<TestMariadb> => {
  const [server, install] = [find('mariadbd', 'mysqld'), find('mariadb-install-db', 'mysql_install_db')];
  const folder = await mkdtemp(join(tmpdir(), 'avouch-mariadb-'));
  const as = account();
  if (as !== undefined) await chown(folder, as.uid, as.gid);
  const run = as === undefined ? {} : { uid: as.uid, gid: as.gid };
  const [data, socket, user] = [join(folder, 'data'), join(folder, 's'), 'root'];
  execFileSync(install, ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', `--user=${as?.name ?? userInfo().username}`], { ...run, cwd: folder, stdio: 'pipe' });
  const child = spawn(server, ['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', `--pid-file=${join(folder, 'pid')}`, '--innodb-flush-log-at-trx-commit=0', '--innodb-buffer-pool-size=32M', '--innodb-log-file-size=8M', '--performance-schema=off', `--tmpdir=${folder}`, `--user=${as?.name ?? userInfo().username}`],
    { ...run, cwd: folder, stdio: 'ignore' });
  await answered(child, socket, user);
  return {
    socket, user,
    run: async (database, ...statements) => {
      const connection = await mysql.createConnection({ socketPath: socket, user, ...(database === undefined ? {} : { database }), charset: 'UTF8MB4_GENERAL_CI' });
      try {
        for (const statement of statements) await connection.query(statement);
      } finally {
        await connection.end();
      }
    },
    cut: async (database) => {
      const connection = await mysql.createConnection({ socketPath: socket, user });
      try {
        const [rows] = await connection.query<mysql.RowDataPacket[]>('select id from information_schema.processlist where db = ? and id <> connection_id()', [database]);
        for (const row of rows) await connection.query(`kill ${String(row['id'])}`).catch(() => undefined);
      } finally {
        await connection.end();
      }
    },
    close: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
};
