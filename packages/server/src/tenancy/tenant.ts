import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';

/** Runs `work` in one transaction that row security confines to `org`: commits when it resolves, rolls back when it throws. */
export type Tenant = <T>(org: string, work: (tx: PoolClient) => Promise<T>) => Promise<T>;

/** The wall between organisations: `avouch.org` is set for the transaction alone, so that a pooled connection forgets it. */
export const openTenant = (pool: Pool): Tenant => (org, work) => within(pool, 'avouch.org', org, work);

/** Lets a person see their own memberships, of whatever organisation, and nothing else. */
export const asMember = <T>(pool: Pool, member: string, work: (tx: PoolClient) => Promise<T>): Promise<T> => within(pool, 'avouch.member', member, work);

/** Lets a visitor find the organisation whose privacy centre is open under a name, and nothing else. */
export const asVisitor = <T>(pool: Pool, name: string, work: (tx: PoolClient) => Promise<T>): Promise<T> => within(pool, 'avouch.centre', name, work);

/**
 * One question of an organisation that is asked at each call of somebody's app, in one way there and back: what it may see is set in the
 * same message. Such a message takes no parameters, so that each value is written in as a literal by `sql`.
 */
export const openQuickly = (pool: Pool): Quickly => async <Row extends QueryResultRow>(org: string, text: string) => {
  const answers: unknown = await pool.query(`select set_config('avouch.org', ${literal(org)}, true); ${text}`);
  const [, answer] = answers as readonly QueryResult<Row>[];
  return answer?.rows ?? [];
};

/** Asks one question written by `sql`. */
export type Quickly = <Row extends QueryResultRow>(org: string, text: string) => Promise<readonly Row[]>;

/** SQL with values as literals in it: for `Quickly` alone. */
export const sql = (parts: TemplateStringsArray, ...values: readonly string[]): string => parts.map((part, at) => `${part}${at < values.length ? literal(values[at] ?? '') : ''}`).join('');

/** A text as an SQL literal, also where backslashes would mean something. */
const literal = (text: string): string => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

async function within<T>(pool: Pool, setting: string, value: string, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // What a transaction may see is set as it begins. Sent, and not waited for: if it fails, so does all that follows, and
  // without the setting row security shows nothing.
  const begun = client.query(`begin; select set_config('${setting}', ${literal(value)}, true)`);
  begun.catch(() => undefined);
  try {
    const answer = await work(client);
    await begun;
    await client.query('commit');
    return answer;
  } catch (cause) {
    await client.query('rollback').catch((error: unknown) => { broken = error instanceof Error ? error : new Error(String(error)); });
    throw cause;
  } finally {
    client.release(broken);
  }
}
