import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const CONNECTIONS = 32;
const COLUMNS = 'subject uuid, recorded timestamptz, id uuid, site text, hash text, language text, method text, states jsonb, place text, regime text, at timestamptz, primary key (subject, recorded)';
const HASH = '9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015';
const INSERT = `insert into plain_choice values (gen_random_uuid(), now(), gen_random_uuid(), 'site', '${HASH}', 'en', 'save', '{"statistics":"ConsentGiven","media":"ConsentRefused","counter":"ConsentGiven"}', 'DE', 'opt-in', now())`;

/** What a row of the ceiling was inserted by. */
export type Ceiling = { readonly perSecond: number; readonly by: string };

/**
 * The ceiling: one prepared INSERT of a choice's columns into a bare table with a primary key, each its own durable transaction,
 * over 32 connections. No HTTP, no check, no seal, no log. By pgbench where the machine has it, else by the driver in this process.
 */
export async function singleInserts(url: string, seconds: number): Promise<Ceiling> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`drop table if exists plain_choice; create table plain_choice (${COLUMNS})`);
  await client.end();
  return (await byPgbench(url, seconds)) ?? { perSecond: await byDriver(url, seconds), by: `the driver, ${CONNECTIONS} connections` };
}

async function byPgbench(url: string, seconds: number): Promise<Ceiling | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'avouch-pgbench-'));
  try {
    const script = join(folder, 'insert.sql');
    await writeFile(script, `${INSERT};\n`);
    const { username, pathname, searchParams } = new URL(url);
    const { stdout } = await promisify(execFile)('pgbench', ['-n', '-M', 'prepared', '-c', String(CONNECTIONS), '-j', '2', '-T', String(seconds), '-f', script, '-h', searchParams.get('host') ?? '', '-U', username, pathname.slice(1)]);
    const tps = /tps = ([\d.]+) \(without/.exec(stdout)?.[1];
    return tps === undefined ? undefined : { perSecond: Number(tps), by: `pgbench, ${CONNECTIONS} connections` };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function byDriver(url: string, seconds: number): Promise<number> {
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return client;
  }));
  let done = 0;
  const until = performance.now() + seconds * 1000;
  await Promise.all(clients.map(async (client) => {
    for (; performance.now() < until; done += 1) await client.query({ name: 'plain', text: INSERT, values: [] });
    await client.end();
  }));
  return done / seconds;
}
