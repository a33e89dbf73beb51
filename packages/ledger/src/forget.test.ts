import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Kept } from './entry.ts';
import type { Fold, LedgerStorage } from './ledger.ts';
import { memoryStorage } from './memory.ts';
import { postgresStorage } from './postgres.ts';
import { seal } from './seal.ts';
import { openLedgerDatabase } from './testing/databases.ts';
import type { LedgerDatabase } from './testing/databases.ts';
import { all, CAPTURED, chance, factOf, kek, ledgerOn, logSigner } from './testing/facts.ts';
import { verifyProof } from './verify.ts';

let database: LedgerDatabase;
beforeAll(async () => {
  database = await openLedgerDatabase();
});
afterAll(() => database.close());

let made = 0;
const kinds: readonly (readonly [string, () => LedgerStorage<unknown>])[] = [
  ['memory', () => memoryStorage({ kek }) as LedgerStorage<unknown>],
  ['PostgreSQL', () => postgresStorage({ pool: database.pool, org: `forget-${made++}`, kek }) as LedgerStorage<unknown>],
];

const order = (subject: string) => ({ subject, actor: 'dpo', basis: 'GDPR Art. 17(1)(b)', at: CAPTURED });

describe.each(kinds)('forgetting on %s', (_kind, open) => {
  test('destroys what names the person, leaves the neighbour, and every proof still verifies', async () => {
    const ledger = await ledgerOn(open());
    const parts = ['ada', 'bob'].map((name) => seal({ name }, `subject-${name}`, chance(name)));
    await ledger.append({ ...factOf(0), parts });
    await ledger.append(factOf(1, { payload: 'about nobody' }));
    const receipt = await ledger.forget(order('subject-ada'));
    const shown = await ledger.disclose(0);
    expect(shown[0]).toEqual({ forgotten: true, at: receipt.recorded, entry: receipt.index, subject: 'subject-ada' });
    expect(shown[1]).toMatchObject({ forgotten: false, payload: expect.anything() });
    const { bytes, commitments } = (await ledger.read(0)) as Kept;
    const verdict = verifyProof({ entry: bytes, proof: await ledger.proof(0), verifierKey: logSigner.verifierKey, commitments, openings: shown });
    expect(verdict.ok).toBe(true);
    expect(verdict.findings.some(({ what }) => what.includes('erased'))).toBe(true);
  });

  test('is itself an entry that says on which ground and how many, with the emptied places as a part', async () => {
    const ledger = await ledgerOn(open());
    await ledger.append(factOf(0, { payload: 'a', subject: 'subject-ada' }));
    await ledger.append(factOf(1, { payload: 'b', subject: 'subject-ada' }));
    const { index } = await ledger.forget(order('subject-ada'));
    const kept = await ledger.read(index);
    expect(kept?.entry).toMatchObject({ kind: 'subject.forgotten', about: 'subject-ada', header: { basis: 'GDPR Art. 17(1)(b)', count: 2 } });
    const [part] = await ledger.disclose(index);
    if (part === undefined || part.forgotten) throw new Error('the part is open');
    expect(JSON.parse(Buffer.from(part.payload).toString())).toEqual({ emptied: [{ index: 0, part: 0 }, { index: 1, part: 0 }] });
  });

  test('twice gives the same receipt, and forgetting somebody never seen is kept too', async () => {
    const ledger = await ledgerOn(open());
    const first = await ledger.forget(order('subject-ada'));
    expect(await ledger.forget(order('subject-ada'))).toEqual(first);
    expect(await ledger.size()).toBe(1);
  });

  test('refuses to bring the person back, and refuses nobody else with it', async () => {
    const ledger = await ledgerOn(open());
    await ledger.forget(order('subject-ada'));
    const results = await Promise.allSettled(['subject-ada', 'subject-bob'].map((subject, n) => ledger.append(factOf(n, { payload: n, subject }))));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(results[0]).toMatchObject({ reason: { code: 'forgotten' } });
  });

  test('a fact and the order to forget its person, sent together, leave nothing of the person', async () => {
    const ledger = await ledgerOn(open());
    const [receipt] = await Promise.all([ledger.append(factOf(0, { payload: 'a', subject: 'subject-ada' })), ledger.forget(order('subject-ada'))]);
    expect(await ledger.disclose(receipt.index)).toMatchObject([{ forgotten: true }]);
  });

  test('entries are disclosed together as they are one by one, in the order asked, and none when one is not there', async () => {
    const ledger = await ledgerOn(open());
    for (const [n, subject] of ['subject-ada', 'subject-bob', null, 'subject-ada'].entries()) await ledger.append({ ...factOf(n), parts: [seal(`payload ${n}`, subject, chance(String(n))), ...(n === 1 ? [seal('more', null, chance('m'))] : [])] });
    await ledger.append(factOf(4));
    await ledger.forget(order('subject-ada'));
    const places = [4, 1, 3, 0, 2, 1];
    const one = await Promise.all(places.map((place) => ledger.disclose(place)));
    expect(await ledger.discloseAll(places)).toEqual(one);
    expect(one.map((parts) => parts.map(({ forgotten }) => forgotten))).toEqual([[], [false, false], [true], [true], [false], [false, false]]);
    expect(await ledger.discloseAll([])).toEqual([]);
    await expect(ledger.discloseAll([1, 99])).rejects.toThrow('there is no entry 99');
  });

  test('replay gives the fold no forgotten part, and says which are gone', async () => {
    const ledger = await ledgerOn(open());
    await ledger.append({ ...factOf(0), parts: [seal('ada', 'subject-ada', chance('1')), seal('rest', null, chance('2'))] });
    await ledger.forget(order('subject-ada'));
    const seen: unknown[] = [];
    const fold: Fold<unknown> = async (_tx, recorded) =>
      recorded.forEach(({ fact, forgotten }) => seen.push([fact.parts.map(({ payload }) => Buffer.from(payload).toString().slice(0, 8)), forgotten]));
    await ledger.replay(fold);
    expect(seen).toEqual([[['"rest"'], [0]], [['{"emptie'], undefined]]);
  });

  test('an erasure that a restored backup has lost is carried out again when the ledger opens', async () => {
    const storage = open();
    const ledger = await ledgerOn(storage);
    await ledger.append(factOf(0, { payload: 'a', subject: 'subject-ada' }));
    const again = await ledgerOn(storage, { erasures: [order('subject-ada')], random: chance('after the restore') });
    expect(await again.disclose(0)).toMatchObject([{ forgotten: true }]);
    expect(await all(again.scan(1))).toMatchObject([{ entry: { kind: 'subject.forgotten' } }]);
  });
});

/** Everything that is stored, as one string of bytes: what an attacker with the whole database has. */
async function dump(org: string): Promise<Buffer> {
  const { rows: tables } = await database.admin.query("select tablename from pg_tables where schemaname = 'public' and tablename like 'ledger%'");
  const pieces: Buffer[] = [];
  for (const { tablename } of tables as { tablename: string }[]) {
    const { rows } = await database.admin.query(`select * from ${tablename} where org = $1`, [org]);
    for (const row of rows as Record<string, unknown>[]) {
      for (const value of Object.values(row)) pieces.push(Buffer.isBuffer(value) ? value : Buffer.from(`${String(value)}\n`));
    }
  }
  return Buffer.concat(pieces);
}

/** The deterministic traces by which an e-mail address could be recognised. */
function tracesOf(email: string, payload: string, secrets: readonly Uint8Array[]): Buffer[] {
  const words = [email, email.toUpperCase(), payload, JSON.stringify(payload)];
  const plain = words.flatMap((word) => ['sha256', 'sha1', 'md5', 'sha512'].map((name) => createHash(name).update(word).digest()));
  const keyed = words.flatMap((word) => secrets.map((secret) => createHmac('sha256', secret).update(word).digest()));
  const raw = words.map((word) => Buffer.from(word));
  return [...raw, ...[...plain, ...keyed].flatMap((bytes) => [bytes, Buffer.from(bytes.toString('hex')), Buffer.from(bytes.toString('base64'))])];
}

test('after forgetting, whoever has the whole database, the master key and a list of all addresses links none', async () => {
  const org = 'guessing';
  const ledger = await ledgerOn(postgresStorage({ pool: database.pool, org, kek }));
  const random = chance('ids');
  const people = Array.from({ length: 20 }, (_, n) => ({ email: `person${n}@example.com`, subject: Buffer.from(random(16)).toString('hex') }));
  const payloadOf = (email: string) => `{"email":"${email}"}`;
  for (const { email, subject } of people) {
    await ledger.append({ ...factOf(0), parts: [seal({ email }, subject, chance(`blind ${email}`))] });
  }
  const kept = await dump(org);
  const blindOf = (email: string) => Buffer.from(chance(`blind ${email}`)(32));
  for (const { subject } of people) await ledger.forget(order(subject));
  const left = await dump(org);
  const commitments = (await all(ledger.scan(0, 20))).map((one) => one.commitments[0] as Uint8Array);
  const known = [kek, Buffer.alloc(32), ...commitments.map((one) => Uint8Array.from(one)), ...people.map(({ subject }) => Buffer.from(subject))];
  const found = people.flatMap(({ email }) => tracesOf(email, payloadOf(email), known).filter((trace) => left.includes(trace)));
  expect(found).toEqual([]);
  // The attack works where it should: with the blind, a guess finds its commitment, and the blind is nowhere left.
  const [first] = people as [{ email: string; subject: string }];
  const guess = seal({ email: first.email }, null, () => Uint8Array.from(blindOf(first.email))).commitment;
  expect(left.includes(Buffer.from(guess))).toBe(true);
  expect(left.includes(blindOf(first.email))).toBe(false);
  const { rows } = await database.admin.query("select subject from ledger_key where org = $1 and subject <> ''", [org]);
  expect(rows).toEqual([]);
  expect(kept.length).toBeGreaterThan(left.length / 4);
});

test('keys and payloads that come back with a restored backup are destroyed again when the ledger opens', async () => {
  const org = 'restored';
  const storage = postgresStorage({ pool: database.pool, org, kek });
  const ledger = await ledgerOn(storage);
  await ledger.append(factOf(0, { payload: 'secret', subject: 'subject-ada' }));
  const { rows: keys } = await database.admin.query("select * from ledger_key where org = $1 and subject <> ''", [org]);
  const { rows: parts } = await database.admin.query('select * from ledger_part where org = $1 and idx = 0', [org]);
  await ledger.forget(order('subject-ada'));
  const admin = await database.admin.connect();
  await admin.query("set session_replication_role = 'replica'");
  await admin.query('insert into ledger_key values ($1, $2, $3)', [org, 'subject-ada', keys[0].wrapped]);
  await admin.query('update ledger_part set sealed = $2 where org = $1 and idx = 0', [org, parts[0].sealed]);
  await admin.query("set session_replication_role = 'origin'");
  admin.release();
  await ledgerOn(storage, { random: chance('after') });
  const { rows } = await database.admin.query("select subject from ledger_key where org = $1 and subject <> ''", [org]);
  const { rows: sealed } = await database.admin.query('select sealed from ledger_part where org = $1 and idx = 0', [org]);
  expect([rows, sealed]).toEqual([[], [{ sealed: null }]]);
});
