import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Client } from 'pg';
import { StartProblem } from './start-problem.ts';

/** One forward step of the schema. */
export type Migration = { readonly id: string; readonly sql: string };

/** All migrations in their order: the ledger's tables, the records' tables, then the server's own by name. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const require = createRequire(import.meta.url);
  const own = join(import.meta.dirname, '..', '..', 'migrations');
  const names = (await readdir(own)).filter((name) => name.endsWith('.sql')).toSorted();
  const files = [
    { id: 'ledger', path: require.resolve('@avouch/ledger/sql/ledger.sql') },
    { id: 'records', path: require.resolve('@avouch/records/sql/records.sql') },
    ...names.map((name) => ({ id: name.slice(0, -'.sql'.length), path: join(own, name) })),
  ];
  return Promise.all(files.map(async ({ id, path }) => ({ id, sql: await readFile(path, 'utf8') })));
}

/**
 * Brings the database forward, once, whoever else does it at the same time. Each migration is one transaction whose first
 * act is its own row. Throws `StartProblem` when the database was made by other migrations than these.
 */
export async function migrate(client: Client, migrations: readonly Migration[]): Promise<readonly string[]> {
  await client.query("select pg_advisory_lock(hashtext('avouch migrations'))");
  try {
    await client.query('create table if not exists migration (id text primary key, sha256 text not null, applied timestamptz not null default clock_timestamp())');
    const { rows } = await client.query<{ id: string; sha256: string }>('select id, sha256 from migration');
    const applied = new Map(rows.map((row) => [row.id, row.sha256]));
    const unknown = [...applied.keys()].filter((id) => !migrations.some((migration) => migration.id === id));
    if (unknown.length > 0) throw new StartProblem(`The database is of a newer Avouch (it has ${unknown.join(', ')}): start that version, or restore a backup.`);
    const done: string[] = [];
    for (const { id, sql } of migrations) {
      const sha256 = createHash('sha256').update(sql).digest('hex');
      const before = applied.get(id);
      if (before === sha256) continue;
      if (before !== undefined) throw new StartProblem(`The migration ${id} is not the one that made this database: start the version that did, or restore a backup.`);
      await apply(client, { id, sql }, sha256);
      done.push(id);
    }
    return done;
  } finally {
    await client.query("select pg_advisory_unlock(hashtext('avouch migrations'))");
  }
}

async function apply(client: Client, { id, sql }: Migration, sha256: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query('insert into migration (id, sha256) values ($1, $2)', [id, sha256]);
    await client.query(sql);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new StartProblem(`The migration ${id} failed and changed nothing: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
