import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { openTestDatabase } from '@avouch/database/testing';
import pg from 'pg';

/** A real database with the ledger's tables, used by a role that is no superuser: row security holds for it. */
export type LedgerDatabase = {
  readonly pool: pg.Pool;
  /** A connection string for another process, with the same role. */
  readonly url: string;
  /** A pool as the superuser, for what an operator with a backup can do. */
  readonly admin: pg.Pool;
  readonly close: () => Promise<void>;
};

/** The role owns the tables, so that what the owner is refused is refused to everybody but a superuser. */
export async function openLedgerDatabase(): Promise<LedgerDatabase> {
  const database = await openTestDatabase();
  const admin = new pg.Pool({ connectionString: database.url, max: 2 });
  const role = `ledger_${randomBytes(6).toString('hex')}`;
  await admin.query(`create role ${role}; grant all on schema public to ${role}`);
  const url = new URL(database.url);
  url.searchParams.set('options', `-c role=${role}`);
  // As the server's.
  const pool = new pg.Pool({ connectionString: url.href, max: 6, pipeline: true });
  await pool.query(await readFile(new URL('../../sql/ledger.sql', import.meta.url), 'utf8'));
  return {
    pool,
    url: url.href,
    admin,
    close: async () => {
      await pool.end();
      await admin.query(`drop owned by ${role} cascade; drop role ${role}`);
      await admin.end();
      await database.close();
    },
  };
}
