import type { Pool, PoolClient } from 'pg';
import { openReader, openWriter } from './storage/postgres-rows.ts';
import type { LedgerStorage } from './storage/storage.ts';

export type PostgresOptions = { readonly pool: Pool; readonly org: string; readonly kek: Uint8Array };

/** A text as an SQL literal: `begin` carries the organisation without a round trip of its own. */
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * A plan is made once a connection and kept, perhaps while a table is empty: then reading it whole looks cheapest, and goes on
 * while the table grows by thousands of rows a second. Everything here is found by its key.
 */
const BY_KEY = "set_config('enable_seqscan', 'off', true)";

/**
 * A log in PostgreSQL 15 or later, in the tables of `sql/ledger.sql`. A fold's transaction is the pool's client, with
 * avouch.org set, so that projections commit with the entries or not at all. The pool stays the caller's to end. With the driver's
 * `pipeline` on, a batch costs three round trips; without, one for each statement. Scans of whole tables are off in its
 * transactions: a fold that wants one sets `enable_seqscan` back.
 */
export function postgresStorage({ pool, org, kek }: PostgresOptions): LedgerStorage<PoolClient> {
  if (org.length === 0 || /[\\\u0000]/.test(org)) throw new RangeError('an organisation id is not empty and has no backslash');
  const within = async <T>(begin: string, work: (client: PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    // Without a listener a connection that breaks between two queries would end the process; the next query reports it.
    const note = (error: Error) => void (broken = error);
    client.on('error', note);
    // Sent, and not waited for where the connection takes more meanwhile: if it fails, so does all that follows.
    const begun = client.query(`begin ${begin}; select set_config('avouch.org', ${literal(org)}, true), ${BY_KEY}`);
    try {
      if (client.pipeline) begun.catch(() => undefined);
      else await begun;
      const answer = await work(client);
      await begun;
      await client.query('commit');
      return answer;
    } catch (error) {
      broken ??= await rollback(client);
      throw error;
    } finally {
      client.off('error', note);
      client.release(broken);
    }
  };
  return {
    org,
    kek,
    create: (origin) =>
      within('', async (client) => {
        await client.query('insert into ledger_log (org, origin) values ($1, $2) on conflict (org) do nothing', [org, origin]);
      }),
    read: (work) => within('read only', (client) => work(openReader(client, org))),
    write: (work) =>
      within('', async (client) => {
        const { writer, locked } = await openWriter(client, org);
        const answer = await work(writer);
        await locked;
        return answer;
      }),
    close: async () => undefined,
  };
}

/** The error of a connection that could not even roll back: the pool must drop it. */
async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
