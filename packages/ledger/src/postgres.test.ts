import type { PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Kept } from './entry.ts';
import { postgresStorage } from './postgres.ts';
import { openLedgerDatabase } from './testing/databases.ts';
import type { LedgerDatabase } from './testing/databases.ts';
import { all, CAPTURED, chance, factOf, kek, ledgerOn } from './testing/facts.ts';

let database: LedgerDatabase;
beforeAll(async () => {
  database = await openLedgerDatabase();
});
afterAll(() => database.close());

const on = (org: string) => postgresStorage({ pool: database.pool, org, kek });

/** Runs statements as the role that owns the tables, for one organisation. */
async function as<T>(org: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query("select set_config('avouch.org', $1, true)", [org]);
    return await work(client);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const tables = ['ledger_log', 'ledger_entry', 'ledger_part', 'ledger_tile', 'ledger_checkpoint', 'ledger_cosignature', 'ledger_key', 'ledger_erasure'];

test('the database refuses to change or delete what the ledger keeps, to the owner of the tables too', async () => {
  const ledger = await ledgerOn(on('kept'));
  await ledger.append(factOf(0, { payload: 'x', subject: 'subject-ada' }));
  await ledger.append(factOf(1, { payload: 'x', subject: 'subject-bob' }));
  await ledger.checkpoint();
  await ledger.forget({ subject: 'subject-bob', actor: 'dpo', basis: 'GDPR Art. 17(1)(b)', at: CAPTURED });
  const refused = [
    ...tables.map((table) => `truncate ${table}`),
    ...tables.filter((table) => table !== 'ledger_cosignature').map((table) => `delete from ${table}`),
    "update ledger_entry set bytes = 'x'",
    "update ledger_part set sealed = 'x'",
    'update ledger_part set sealed = null where subject is not null',
    'update ledger_part set subject = null',
    "update ledger_tile set hashes = '\\x00'",
    "update ledger_checkpoint set note = ''",
    "update ledger_key set wrapped = 'x'",
    "update ledger_erasure set subject = 'x'",
    'update ledger_log set size = 0',
    "update ledger_log set origin = 'x'",
    "select set_config('avouch.forget', '', true); delete from ledger_key where subject = ''",
    "select set_config('avouch.forget', 'subject-ada', true); update ledger_part set sealed = 'other' where subject = 'subject-ada'",
  ];
  for (const statement of refused) {
    await expect(as('kept', (client) => client.query(statement)), statement).rejects.toMatchObject({ code: '23001' });
  }
});

test('an organisation sees and writes its own rows only, and none without saying who it is', async () => {
  await (await ledgerOn(on('left'))).append(factOf(0, { payload: 'x' }));
  await (await ledgerOn(on('right'))).append(factOf(0, { payload: 'y' }));
  for (const table of tables.filter((name) => !['ledger_erasure', 'ledger_cosignature', 'ledger_checkpoint'].includes(name))) {
    const orgs = (org: string) => as(org, async (client) => (await client.query(`select distinct org from ${table}`)).rows);
    expect(await orgs('left'), table).toEqual([{ org: 'left' }]);
    expect(await orgs(''), table).toEqual([]);
  }
  await expect(as('left', (client) => client.query("insert into ledger_log (org, origin) values ('other', 'x')"))).rejects.toMatchObject({ code: '42501' });
});

test('a fold writes its projection in the transaction of the entry: both or neither', async () => {
  await database.pool.query('create table projected (idx bigint primary key)');
  const ledger = await ledgerOn(on('folded'), {
    fold: async (tx, recorded) => {
      for (const { index } of recorded) await tx.query('insert into projected values ($1)', [index]);
      if (recorded.some(({ fact }) => fact.about === 'source-2')) throw new Error('after writing');
    },
  });
  await Promise.allSettled([1, 2, 3].map((n) => ledger.append(factOf(n))));
  expect((await database.pool.query('select idx::int from projected order by idx')).rows).toEqual([{ idx: 0 }, { idx: 1 }]);
  expect(await ledger.size()).toBe(2);
});

test('a connection that the server ends in the middle loses nothing and doubles nothing', async () => {
  let isFirst = true;
  const ledger = await ledgerOn(on('ended'), {
    fold: async (tx, recorded) => {
      if (recorded.some(({ fact }) => fact.about === 'source-5') && isFirst) {
        isFirst = false;
        const { rows } = await tx.query('select pg_backend_pid() as pid');
        await database.admin.query('select pg_terminate_backend($1)', [rows[0].pid]);
        await tx.query('select 1');
      }
    },
  });
  const results = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => ledger.append(factOf(n))));
  expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(10);
  expect((await all(ledger.scan(0))).map(({ entry }) => entry.about)).toEqual(Array.from({ length: 10 }, (_, n) => `source-${n}`));
});
test('the log goes on over a full tile and gives every static resource, with entries as they are kept', async () => {
  const ledger = await ledgerOn(on('tiles'));
  await ledger.appendAll(Array.from({ length: 520 }, (_, n) => factOf(n)));
  expect((await ledger.resource('tile/0/001'))?.length).toBe(8192);
  expect((await ledger.resource('tile/0/002.p/8'))?.length).toBe(256);
  expect(await ledger.resource('tile/0/002.p/7')).toEqual((await ledger.resource('tile/0/002.p/8'))?.subarray(0, 224));
  expect((await ledger.resource('tile/1/000.p/2'))?.length).toBe(64);
  for (const none of ['tile/0/002', 'tile/0/002.p/9', 'tile/0/003', 'tile/1/000', 'tile/entries/002', 'nothing', 'tile/0/2']) {
    expect(await ledger.resource(none), none).toBeUndefined();
  }
  const bundle = Buffer.from((await ledger.resource('tile/entries/002.p/8')) as Uint8Array);
  const { bytes } = (await ledger.read(512)) as Kept;
  expect(bundle.readUInt16BE(0)).toBe(bytes.length);
  expect(bundle.subarray(2, 2 + bytes.length)).toEqual(Buffer.from(bytes));
  expect(Buffer.from((await ledger.resource('checkpoint')) as Uint8Array).toString()).toBe(await ledger.checkpoint());
});

test('a log that is not the one signed last, or got shorter, is not appended to', async () => {
  const ledger = await ledgerOn(on('tampered'));
  await ledger.appendAll([factOf(0), factOf(1), factOf(2)]);
  await ledger.checkpoint();
  const admin = await database.admin.connect();
  await admin.query("set session_replication_role = 'replica'");
  await admin.query("update ledger_tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where org = 'tampered'");
  await expect(ledgerOn(on('tampered'), { random: chance('again') })).rejects.toThrow('not the one signed at size 3');
  await admin.query("update ledger_log set size = 2 where org = 'tampered'");
  await admin.query("set session_replication_role = 'origin'");
  admin.release();
  await expect(ledger.append(factOf(3))).rejects.toThrow('2 entries, but 3 were signed');
});
