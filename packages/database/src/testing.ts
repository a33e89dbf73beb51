import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbedded } from './embedded.ts';

/** A fresh, empty database on a real PostgreSQL, for one test file. */
export type TestDatabase = { readonly url: string; readonly close: () => Promise<void> };

/** The variable by which the test run tells its workers where the one cluster is. */
const variable = 'AVOUCH_TEST_POSTGRES';

/** Starts the cluster that a whole test run shares; gives the function that ends it. For vitest's global set-up. */
export async function startTestCluster(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'avouch-test-'));
  await chmod(folder, 0o711);
  // The run never outlives the machine, so it does not pay for flushing; what is tested for durability is our own process.
  const cluster = await openEmbedded({ folder: join(folder, 'postgres'), settings: { fsync: 'off', max_connections: '200' } });
  process.env[variable] = cluster.url();
  return async () => {
    await cluster.close();
    await rm(folder, { recursive: true, force: true });
  };
}

/** Creates a database on the test run's cluster; `close` drops it. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const base = process.env[variable];
  if (base === undefined) throw new Error('openTestDatabase needs the cluster of the test run: run it through vitest with the workspace configuration');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await command(base, `create database ${name}`);
  const url = new URL(base);
  url.pathname = `/${name}`;
  return { url: url.href, close: () => drop(base, name) };
}

/** SQLSTATE: the database is being used by other sessions. */
const OBJECT_IN_USE = '55006';

/**
 * A pool's end settles before the server has seen its connections go, and one that is cut off just then raises an error
 * that belongs to no test. A plain drop waits for them some seconds; only a connection that nobody closed is cut off.
 */
async function drop(base: string, name: string): Promise<void> {
  try {
    await command(base, `drop database if exists ${name}`);
  } catch (error) {
    if ((error as { code?: string }).code !== OBJECT_IN_USE) throw error;
    await command(base, `drop database if exists ${name} with (force)`);
  }
}

async function command(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
