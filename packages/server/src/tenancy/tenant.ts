import type { Pool, PoolClient } from 'pg';

/** Runs `work` in one transaction that row security confines to `org`: commits when it resolves, rolls back when it throws. */
export type Tenant = <T>(org: string, work: (tx: PoolClient) => Promise<T>) => Promise<T>;

/** The wall between organisations: `avouch.org` is set for the transaction alone, so that a pooled connection forgets it. */
export const openTenant = (pool: Pool): Tenant => (org, work) => within(pool, 'avouch.org', org, work);

/** Lets a person see their own memberships, of whatever organisation, and nothing else. */
export const asMember = <T>(pool: Pool, member: string, work: (tx: PoolClient) => Promise<T>): Promise<T> => within(pool, 'avouch.member', member, work);

/** Lets a visitor find the organisation whose privacy centre is open under a name, and nothing else. */
export const asVisitor = <T>(pool: Pool, name: string, work: (tx: PoolClient) => Promise<T>): Promise<T> => within(pool, 'avouch.centre', name, work);

/** A text as an SQL literal, also where backslashes would mean something. */
const literal = (text: string): string => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

async function within<T>(pool: Pool, setting: string, value: string, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // One round trip: what a transaction may see is set as it begins.
    await client.query(`begin; select set_config('${setting}', ${literal(value)}, true)`);
    const answer = await work(client);
    await client.query('commit');
    return answer;
  } catch (cause) {
    await client.query('rollback').catch((error: unknown) => { broken = error instanceof Error ? error : new Error(String(error)); });
    throw cause;
  } finally {
    client.release(broken);
  }
}
