import { performance } from 'node:perf_hooks';
import type pg from 'pg';

/**
 * The ceiling: the rows that the ledger wrote, inserted again into two bare tables in batches as large as the ledger's
 * at most, on one connection, each batch one durable transaction. No lock, no trigger, no row security, no hashing, no
 * encryption, no tiles. The rows are at hand before the clock starts.
 */
const BATCH = 1024;

type EntryRow = { readonly idx: string; readonly bytes: Buffer; readonly commitments: Buffer };
type PartRow = { readonly idx: string; readonly part: number; readonly sealed: Buffer };

const TABLES = `
  drop table if exists plain_entry, plain_part;
  create table plain_entry (org text, idx bigint, bytes bytea, commitments bytea, primary key (org, idx));
  create table plain_part (org text, idx bigint, part integer, subject text, sealed bytea, primary key (org, idx, part))`;

async function rowsOf<Row>(client: pg.PoolClient, org: string, text: string): Promise<Row[]> {
  await client.query('begin');
  await client.query("select set_config('avouch.org', $1, true)", [org]);
  const { rows } = await client.query(text);
  await client.query('commit');
  return rows as Row[];
}

const chunksOf = <Row>(rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, at) => rows.slice(at * BATCH, (at + 1) * BATCH));

const insertEntries = (client: pg.PoolClient, org: string, rows: readonly EntryRow[]) =>
  client.query({
    name: 'plain_entry',
    text: 'insert into plain_entry select $1, * from unnest($2::bigint[], $3::bytea[], $4::bytea[])',
    values: [org, rows.map((row) => row.idx), rows.map((row) => row.bytes), rows.map((row) => row.commitments)],
  });

const insertParts = (client: pg.PoolClient, org: string, rows: readonly PartRow[]) =>
  client.query({
    name: 'plain_part',
    text: 'insert into plain_part (org, idx, part, sealed) select $1, * from unnest($2::bigint[], $3::int[], $4::bytea[])',
    values: [org, rows.map((row) => row.idx), rows.map((row) => row.part), rows.map((row) => row.sealed)],
  });

/** Plain rows a second: an entry and its part count as one, as an append does. */
export async function plainInserts(pool: pg.Pool, org: string): Promise<number> {
  const client = await pool.connect();
  try {
    const entries = await rowsOf<EntryRow>(client, org, 'select idx, bytes, commitments from ledger_entry order by idx');
    const parts = await rowsOf<PartRow>(client, org, 'select idx, part, sealed from ledger_part order by idx, part');
    await client.query(TABLES);
    const batches = chunksOf(entries).map((batch, at) => [batch, parts.slice(at * BATCH, (at + 1) * BATCH)] as const);
    const start = performance.now();
    for (const [entryBatch, partBatch] of batches) {
      await client.query('begin');
      await insertEntries(client, org, entryBatch);
      await insertParts(client, org, partBatch);
      await client.query('commit');
    }
    return (entries.length / (performance.now() - start)) * 1000;
  } finally {
    client.release();
  }
}
