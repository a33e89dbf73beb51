import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { openTestDatabase, type TestDatabase } from '@avouch/database/testing';
import type { Entry, Fact, SealedPart } from '@avouch/ledger/entry';
import type { Recorded } from '@avouch/ledger/ledger';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentRecord, foldRecords, newestRecordsOf, recordsOf, versionsOf } from './store.ts';
import { recordFact, type RecordDraft } from './versions.ts';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await openTestDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  await pool.query(await readFile(new URL('../sql/records.sql', import.meta.url), 'utf8'));
  await pool.query('create role record_reader nologin');
  await pool.query('grant select, insert, update on record_version to record_reader');
});
afterAll(async () => {
  await pool.query('drop owned by record_reader');
  await pool.query('drop role record_reader');
  await pool.end();
  await database.close();
});

const random = (bytes: number): Uint8Array => randomBytes(bytes);
const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

const recordedOf = (index: number, fact: Fact, forgotten: readonly number[] = []): Recorded => {
  const { parts, ...stated } = fact;
  const entry: Entry = { v: 1, ...stated, recorded: at(index) };
  const left: readonly SealedPart[] = parts.filter((_, place) => !forgotten.includes(place));
  return { index, entry, fact: { ...stated, parts: left }, ...(forgotten.length === 0 ? {} : { forgotten }) };
};

const draftOf = (draft: Pick<RecordDraft, 'type' | 'id' | 'value'> & Partial<RecordDraft>): Fact =>
  recordFact({ version: 1, actor: 'member-1', captured: at(0), heldFrom: at(0), random, ...draft });

const tenant = async <T>(org: string, work: (tx: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('set local role record_reader');
    await client.query("select set_config('avouch.org', $1, true)", [org]);
    const answer = await work(client);
    await client.query('commit');
    return answer;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};

const rowsOf = async (org: string): Promise<unknown[]> =>
  (await tenant(org, (tx) => tx.query('select * from record_version order by type, id, version'))).rows;

const vendor = (id: string, name: string, more: Partial<RecordDraft> = {}): Fact =>
  draftOf({ type: 'vendor', id, value: { name, services: ['hosting'] }, ...more });

test('the newest version stands, and an earlier instant shows the version that stood then', async () => {
  await tenant('a', (tx) => foldRecords(tx, 'a', [
    recordedOf(1, vendor('v', 'Old name')), recordedOf(5, vendor('v', 'New name', { version: 2, previous: 1 })),
  ]));
  await tenant('a', async (tx) => {
    expect((await currentRecord(tx, { org: 'a', type: 'vendor', id: 'v' }))?.value['name']).toBe('New name');
    expect((await currentRecord(tx, { org: 'a', type: 'vendor', id: 'v', asOf: at(4) }))?.value['name']).toBe('Old name');
    expect(await currentRecord(tx, { org: 'a', type: 'vendor', id: 'v', asOf: at(0) })).toBeUndefined();
    expect((await recordsOf(tx, { org: 'a', type: 'vendor', limit: 9 })).items.map(({ version }) => version)).toEqual([2]);
    expect((await recordsOf(tx, { org: 'a', type: 'vendor', asOf: at(4), limit: 9 })).items.map(({ version }) => version)).toEqual([1]);
    expect((await versionsOf(tx, { org: 'a', type: 'vendor', id: 'v' })).map(({ version }) => version)).toEqual([2, 1]);
  });
});

test('a record that ended leaves the list and keeps its history', async () => {
  await tenant('ended', (tx) => foldRecords(tx, 'ended', [
    recordedOf(1, vendor('v', 'Gone')), recordedOf(2, vendor('v', 'Gone', { version: 2, ended: true })),
  ]));
  await tenant('ended', async (tx) => {
    expect((await recordsOf(tx, { org: 'ended', type: 'vendor', limit: 9 })).items).toEqual([]);
    expect((await recordsOf(tx, { org: 'ended', type: 'vendor', limit: 9, asOf: at(1) })).items).toHaveLength(1);
    expect((await currentRecord(tx, { org: 'ended', type: 'vendor', id: 'v' }))?.ended).toBe(true);
  });
});

test('a list by writing shows what was written last first, each record once, and can keep to what names an id', async () => {
  const hosts = (id: string, version: number, ...services: string[]): Fact =>
    vendor(id, id, { version, value: { name: id, services }, ...(version === 1 ? {} : { previous: 1 }) });
  await tenant('written', (tx) => foldRecords(tx, 'written', [
    recordedOf(1, hosts('a', 1, 'mail')), recordedOf(2, hosts('b', 1, 'hosting')), recordedOf(3, hosts('c', 1, 'mail', 'hosting')),
    recordedOf(4, hosts('a', 2, 'mail')), recordedOf(5, hosts('d', 1, 'mail')), recordedOf(6, vendor('d', 'd', { version: 2, previous: 5, ended: true })),
  ]));
  await tenant('written', async (tx) => {
    const list = { org: 'written', type: 'vendor', limit: 2 };
    const ids = async (more: Partial<Parameters<typeof newestRecordsOf>[1]>) => {
      const page = await newestRecordsOf(tx, { ...list, ...more });
      return [page.items.map(({ id }) => id), page.more, page.total];
    };
    expect(await ids({})).toEqual([['a', 'c'], true, 3]);
    expect(await ids({ before: 3 })).toEqual([['b'], false, 3]);
    expect(await ids({ naming: { field: 'services', id: 'mail' } })).toEqual([['a', 'c'], false, 2]);
    expect(await ids({ naming: { field: 'services', id: 'mai' } })).toEqual([[], false, 0]);
  });
});

test('forgetting a person empties every version of the record, and a rebuild without the key gives the same rows', async () => {
  const person = (version: number, role: string) =>
    draftOf({ type: 'person', id: 'p', version, value: { name: 'Ada Example', email: 'ada@example.org', role }, subject: 'subject-1' });
  const [first, second] = [person(1, 'Engineer'), person(2, 'Lead')];
  const forgotten: Fact = { kind: 'subject.forgotten', about: 'subject-1', actor: 'member-1', captured: at(3), origin: { name: 'ledger', version: '1' }, header: {}, parts: [] };
  await tenant('live', (tx) => foldRecords(tx, 'live', [recordedOf(1, first), recordedOf(2, second)]));
  const before = await tenant('live', (tx) => recordsOf(tx, { org: 'live', type: 'person', search: 'ada', limit: 9 }));
  expect(before.items.map(({ value }) => value['name'])).toEqual(['Ada Example']);
  await tenant('live', (tx) => foldRecords(tx, 'live', [recordedOf(3, forgotten)]));
  await tenant('rebuilt', (tx) => foldRecords(tx, 'rebuilt', [recordedOf(1, first, [1]), recordedOf(2, second, [1]), recordedOf(3, forgotten)]));
  const live = await rowsOf('live');
  expect(JSON.stringify(live)).not.toMatch(/ada/i);
  expect(JSON.stringify(live)).toContain('Lead');
  expect(live.map((row) => ({ ...(row as object), org: '' }))).toEqual((await rowsOf('rebuilt')).map((row) => ({ ...(row as object), org: '' })));
  const after = await tenant('live', (tx) => recordsOf(tx, { org: 'live', type: 'person', limit: 9 }));
  expect(after.items.map(({ forgotten: gone, value }) => [gone, value])).toEqual([[true, { role: 'Lead', kind: 'employee' }]]);
});

test('another organisation sees nothing, whatever it asks for', async () => {
  await tenant('mine', (tx) => foldRecords(tx, 'mine', [recordedOf(1, vendor('v', 'Mine'))]));
  await tenant('theirs', async (tx) => {
    expect(await currentRecord(tx, { org: 'mine', type: 'vendor', id: 'v' })).toBeUndefined();
    expect((await recordsOf(tx, { org: 'mine', type: 'vendor', limit: 9 })).items).toEqual([]);
  });
  await expect(tenant('theirs', (tx) => foldRecords(tx, 'mine', [recordedOf(2, vendor('w', 'Planted'))]))).rejects.toThrow(/row-level security/);
  await tenant('mine', async (tx) => expect(await versionsOf(tx, { org: 'mine', type: 'vendor', id: 'v' })).toHaveLength(1));
});

test('a list of 100,000 records is paged in order, each record once, by index scans alone', async () => {
  await pool.query(`insert into record_version (org, type, id, version, label, value, forgotten, ended, actor, held_from, captured, recorded, entry, words)
    select 'big', 'vendor', 'v' || n, 1, 'vendor ' || lpad(((n * 7919) % 100000)::text, 6, '0'), '{}', false, false, 'm', $1, $1, $1, n, 'vendor ' || n
    from generate_series(1, 100000) n`, [at(0)]);
  await pool.query('analyze record_version');
  await tenant('big', async (tx) => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await recordsOf(tx, { org: 'big', type: 'vendor', limit: 25_000, ...(after === undefined ? {} : { after }) });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(new Set(seen).size).toBe(100_000);
    expect(seen).toHaveLength(100_000);
    expect((await recordsOf(tx, { org: 'big', type: 'vendor', search: '4711', limit: 9 })).items.map(({ id }) => id)).toContain('v4711');
    const plans: string[] = [];
    const explaining = { query: async (statement: { text: string; values: unknown[] }) => {
      const plan = await tx.query(`explain ${statement.text}`, statement.values);
      plans.push(plan.rows.map((row: Record<string, unknown>) => String(row['QUERY PLAN'])).join('\n'));
      return tx.query(statement.text, statement.values);
    } };
    const query = { org: 'big', type: 'vendor', limit: 100 };
    await recordsOf(explaining, query);
    await recordsOf(explaining, { ...query, after: 'v500' });
    await recordsOf(explaining, { ...query, asOf: at(9), after: 'v500' });
    for (const plan of plans) {
      expect(plan).toMatch(/Index Scan (Backward )?using record_version_(current|as_of|pkey)/);
      expect(plan).not.toMatch(/Seq Scan|Sort/);
    }
    expect(plans).toHaveLength(5);
    expect(plans[2]).toMatch(/Index Cond: .*label >= /);
  });
});
