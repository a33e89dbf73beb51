import { BSON, Decimal128, Long, ObjectId, UUID } from 'mongodb';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { openMemoryStore } from '../memory-store.ts';
import type { Cell, Condition, Outcome, Store } from '../store.ts';
import { asksElsewhere } from '../stores/leads.ts';
import { conditionsOf } from '../stores/testing/conditions.ts';
import { openFakeMongo, type FakeMongo } from '../stores/testing/mongo.ts';
import { changed, is, loopback, rowsOf } from '../stores/testing/services/open.ts';
import { shopOf } from '../stores/testing/shop.ts';
import { kindOf, rowsOf as shopRowsOf, valueOf } from '../stores/testing/suite.ts';
import { mongodbStore } from './mongodb.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closers.splice(0).toReversed()) await close(); });

const ann = new ObjectId('507f1f77bcf86cd799439011');
const bob = new ObjectId('507f1f77bcf86cd799439012');
const fill = (server: FakeMongo): void => {
  server.collections.set('customers', [
    { _id: ann, email: 'Ann@example.org', name: { first: 'Ann', last: 'Able' }, balance: Decimal128.fromString('12345678901234567.25'), visits: Long.fromString('9007199254740993'), born: new Date('1980-02-29T00:00:00Z'), device: new UUID('0b5e6a2c-9d0e-4c1f-8a77-3f9a2b1c0d4e'), tags: ['vip', 'ann@example.org'] },
    { _id: bob, email: 'bob@example.org', name: { first: 'Bob', last: 'Best' }, balance: Decimal128.fromString('0'), visits: 3, tags: [] },
    { _id: 'legacy-1', email: null, visits: 1 },
  ]);
  server.collections.set('orders', [
    { _id: 1, customer: ann, items: [{ sku: 'a', giftFor: 'carl@example.org' }, { sku: 'b' }], placed: new Date('2026-01-01T00:00:00Z') },
    { _id: 2, customer: bob, items: [{ sku: 'c', giftFor: 'Ann@example.org' }], placed: new Date('2026-02-01T00:00:00Z') },
    { _id: 3, customer: ann, items: [], placed: new Date('2026-03-01T00:00:00Z') },
  ]);
  server.collections.set('strict', [{ _id: 1, email: 'ann@example.org' }]);
  server.options.set('strict', { validator: { $jsonSchema: { bsonType: 'object', required: ['email'], properties: { email: { bsonType: 'string', maxLength: 80 }, state: { enum: ['new', 'old'] } } } } });
  server.indexes.set('customers', [{ v: 2, key: { email: 1 }, name: 'email_1', unique: true }]);
};
async function openAt(server: FakeMongo, more: Readonly<Record<string, unknown>> = {}): Promise<Outcome<Store>> {
  const outside = loopback();
  const settings = mongodbStore.settings.parse({ hosts: server.hosts, database: 'shop', tls: 'off', timeoutS: 2, ...more });
  const opened = await mongodbStore.open({ settings, secrets: {}, outside: { ...outside, addresses: { resolve: async (host) => (host === '127.0.0.1' ? { ok: true, addresses: [host] } : { ok: false, problem: { kind: 'refused-address', sentence: 'No.', remedy: 'None.' } }) } } });
  if (opened.ok) closers.push(opened.value.close);
  return opened;
}
async function shop(replica = true): Promise<{ readonly server: FakeMongo; readonly store: Store }> {
  const server = await openFakeMongo({ replica });
  closers.push(server.close);
  fill(server);
  return { server, store: valueOf(await openAt(server)) };
}
const cells = async (store: Store, place: string, where: Condition, fields: readonly string[]): Promise<readonly Readonly<Record<string, Cell>>[]> => valueOf(await rowsOf(store, place, where, ['_id'], fields)).map((row) => row.cells);
const contentOf = (server: FakeMongo): string => BSON.EJSON.stringify(Object.fromEntries(server.collections));
const erase = (place: string, ...ids: readonly Cell[]) => ({ change: 'delete' as const, rows: [{ place, key: ['_id'], keys: ids.map((id) => [id]) }] });
const set = (place: string, id: Cell, to: Readonly<Record<string, Cell>>, expected?: Readonly<Record<string, Cell>>) => ({ change: 'set' as const, place, keyFields: ['_id'], key: [id], cells: to, ...(expected === undefined ? {} : { expect: expected }) });

describe('A MongoDB store', () => {
  test('shows fields within fields and lists, with types, and what the validator and the indexes say', async () => {
    const { store } = await shop();
    const shape = valueOf(await store.shape());
    const customers = shape.places.find((one) => one.place === 'customers');
    expect(Object.fromEntries(customers?.fields.map((field) => [field.name, `${field.type} ${field.native}`]) ?? [])).toEqual({
      _id: 'text objectId or string', email: 'text string', 'name.first': 'text string', 'name.last': 'text string', balance: 'decimal decimal', visits: 'integer int or long', born: 'instant date', device: 'uuid binData', tags: 'list array',
    });
    expect(customers).toMatchObject({ key: ['_id'], rows: 3, uniques: [['email']] });
    expect(shape.places.find((one) => one.place === 'orders')?.fields.map((field) => field.name)).toEqual(['_id', 'customer', 'items[].sku', 'items[].giftFor', 'placed', 'items']);
    expect(shape.places.find((one) => one.place === 'strict')?.fields).toMatchObject([{ name: '_id' }, { name: 'email', nullable: false, lengthMax: 80 }, { name: 'state', choices: ['new', 'old'] }]);
    expect(valueOf(await store.sample('customers', 10)).find((one) => one.field === 'email')).toMatchObject({ rows: 3, nulls: 1, distinct: 2 });
  });

  test('gives ids, long numbers, decimals, instants and uuids exactly, as text where JSON cannot hold them', async () => {
    const { store } = await shop();
    expect(await cells(store, 'customers', is('_id', ann.toHexString()), ['_id', 'visits', 'balance', 'born', 'device', 'name', 'missing'])).toEqual([
      { _id: '507f1f77bcf86cd799439011', visits: '9007199254740993', balance: '12345678901234567.25', born: '1980-02-29T00:00:00.000Z', device: '0b5e6a2c-9d0e-4c1f-8a77-3f9a2b1c0d4e', name: { first: 'Ann', last: 'Able' }, missing: null },
    ]);
    for (const [field, value] of [['visits', '9007199254740993'], ['balance', '12345678901234567.250'], ['born', '1980-02-29T01:00:00+01:00'], ['device', '0B5E6A2C-9D0E-4C1F-8A77-3F9A2B1C0D4E'], ['name.first', 'Ann']] as const) expect(await cells(store, 'customers', is(field, value), ['email']), field).toEqual([{ email: 'Ann@example.org' }]);
    expect(await cells(store, 'customers', is('visits', '9007199254740992'), ['email'])).toEqual([]);
  });

  test('finds an address in any case, and values in lists and in each of a list', async () => {
    const { store, server } = await shop();
    expect(await cells(store, 'customers', is('email', 'ann@EXAMPLE.org', 'case'), ['email'])).toEqual([{ email: 'Ann@example.org' }]);
    expect(await cells(store, 'customers', is('email', 'ann@EXAMPLE.org'), ['email'])).toEqual([]);
    expect(await cells(store, 'customers', is('tags', 'vip'), ['email'])).toEqual([{ email: 'Ann@example.org' }]);
    expect(await cells(store, 'orders', is('items[].giftFor', 'ann@example.org', 'case'), ['_id', 'items[].giftFor'])).toEqual([{ _id: 2, 'items[].giftFor': ['Ann@example.org'] }]);
    expect(await cells(store, 'orders', is('customer', ann.toHexString()), ['_id'])).toEqual([{ _id: 1 }, { _id: 3 }]);
    expect(BSON.EJSON.stringify(server.commands.filter((command) => command['find'] !== undefined))).not.toContain('"filter":{}');
  });

  test('answers any condition and mark as the store in memory does', async () => {
    const { server, store } = await shop();
    const asked = shopOf((name) => name.replace(/[^a-z]/gi, '_'));
    const named = { ...asked, shape: { ...asked.shape, places: asked.shape.places.filter((place) => ['people', 'orders', 'lines'].includes(place.place)) } };
    for (const { place } of named.shape.places) server.collections.set(place, (asked.rows[place] ?? []).map((row, index) => ({ _id: index, ...row })));
    await store.shape();
    const oracle = openMemoryStore(asked.shape, asked.rows);
    // These stand as plain texts here, of which the sample cannot tell that they are instants or decimals.
    const plain = conditionsOf(named).filter(({ where, mark }) => !asksElsewhere(where) && !asksElsewhere(mark) && !/"(note|photo|code|score|seen|born|placed|active)"/.test(JSON.stringify([where, mark])));
    await fc.assert(fc.asyncProperty(plain, async ({ place, where, mark }) => {
      const ask = (of: Store) => of.work('read', async (session) => ({ ok: true, value: [await shopRowsOf(session, asked, place, where, { mark }), valueOf(await session.count(place, where))] }));
      expect(valueOf(await ask(store))).toEqual(valueOf(await ask(oracle)));
    }), { numRuns: 60 });
  });

  test('reads more than a batch whole, and gives a problem when the server goes away in the middle', async () => {
    const { server, store } = await shop();
    server.collections.set('events', Array.from({ length: 1234 }, (_, index) => ({ _id: index, customer: index % 2 })));
    await store.shape();
    expect(await cells(store, 'events', is('customer', 1), ['_id'])).toHaveLength(617);
    server.disturb((_, name) => (name === 'getMore' ? 'hang up' : undefined));
    expect(kindOf(await rowsOf(store, 'events', { op: 'all', of: [] }, ['_id'], ['_id']))).toBe('cut-short');
  });
});

describe('Changes in MongoDB', () => {
  test('delete documents once, by their very id', async () => {
    const { server, store } = await shop();
    server.collections.get('customers')?.push({ _id: 'ffffffffffffffffffffffff', email: 'text id' });
    expect(valueOf(await changed(store, erase('customers', ann.toHexString(), 'legacy-1', 'ffffffffffffffffffffffff', '000000000000000000000000')))).toEqual([{ rows: 3 }]);
    expect(valueOf(await changed(store, erase('customers', ann.toHexString())))).toEqual([{ rows: 0 }]);
    expect(server.collections.get('customers')?.map((one) => one['email'])).toEqual(['bob@example.org']);
    server.collections.get('customers')?.push({ _id: bob.toHexString(), email: 'an id that reads the same' });
    expect(kindOf(await changed(store, erase('customers', bob.toHexString())))).toBe('conflict');
    expect(server.collections.get('customers')).toHaveLength(2);
  });

  test('clear and replace fields in place, each value staying of its kind, and leave the rest as it was', async () => {
    const { server, store } = await shop();
    valueOf(await changed(store,
      set('customers', ann.toHexString(), { email: 'x@invalid.example', 'name.first': null, balance: '1.50', born: '1990-01-01T00:00:00Z', device: 'ffffffff-ffff-4fff-bfff-ffffffffffff', 'nothing.here': null }, { email: 'Ann@example.org' }),
      set('orders', 1, { 'items[].giftFor': null }), set('orders', 2, { 'items[].giftFor': 'someone' }), set('orders', 3, { 'items[].giftFor': null })));
    const after = JSON.parse(BSON.EJSON.stringify(server.collections.get('customers')?.[0] ?? {}));
    expect(after).toMatchObject({ email: 'x@invalid.example', name: { last: 'Able' }, balance: { $numberDecimal: '1.50' }, born: { $date: '1990-01-01T00:00:00Z' }, tags: ['vip', 'ann@example.org'] });
    expect(after.name).toEqual({ last: 'Able' });
    expect(server.collections.get('orders')?.map((one) => one['items'])).toEqual([[{ sku: 'a' }, { sku: 'b' }], [{ sku: 'c', giftFor: 'someone' }], []]);
  });

  test('take one value out of a list of several people, and leave theirs', async () => {
    const { server, store } = await shop();
    server.collections.get('orders')?.push({ _id: 4, items: [{ giftFor: 'ann@example.org', n: 1 }, { giftFor: 'carl@example.org' }, { n: 3 }] });
    valueOf(await changed(store, set('orders', 4, { 'items[].giftFor': [null, 'carl@example.org', null] }, { 'items[].giftFor': ['ann@example.org', 'carl@example.org', null] })));
    expect(server.collections.get('orders')?.[3]?.['items']).toEqual([{ n: 1 }, { giftFor: 'carl@example.org' }, { n: 3 }]);
    expect(kindOf(await changed(store, set('orders', 4, { 'items[].giftFor': [null] })))).toBe('unsupported');
  });

  test('notice on a single server what others did in the moment between reading and writing', async () => {
    const { server, store } = await shop(false);
    await store.shape();
    server.disturb((_, name) => {
      const documents = server.collections.get('customers') ?? [];
      if (name === 'update') server.collections.set('customers', documents.map((one) => (one['_id'] === bob ? { ...one, email: 'others@example.org' } : one)));
      return undefined;
    });
    expect(kindOf(await changed(store, set('customers', bob.toHexString(), { email: null }, { email: 'bob@example.org', 'name.first': 'Bob' })))).toBe('conflict');
    expect(server.collections.get('customers')?.[1]?.['email']).toBe('others@example.org');
  });

  test('fail as a conflict where a document is no longer as expected, and do not mind one that is gone', async () => {
    const { server, store } = await shop();
    const before = contentOf(server);
    expect(kindOf(await changed(store, set('customers', bob.toHexString(), { email: 'new' }), set('customers', ann.toHexString(), { email: 'new' }, { email: 'old' })))).toBe('conflict');
    expect(contentOf(server)).toBe(before);
    expect(valueOf(await changed(store, set('customers', 'none', { email: 'new' }, { email: 'old' })))).toEqual([{ rows: 0 }]);
  });

  test('are undone with their work when the job fails, throws or met a problem on the way', async () => {
    const { server, store } = await shop();
    const before = contentOf(server);
    expect(store.atomic).toBe(true);
    expect(kindOf(await store.work('write', async (session) => { await session.change([erase('orders', 1)]); return { ok: false, problem: { kind: 'failed', sentence: 'No.', remedy: 'None.' } }; }))).toBe('failed');
    await expect(store.work('write', async (session) => { await session.change([erase('orders', 1)]); throw new RangeError('own'); })).rejects.toThrow(RangeError);
    expect(kindOf(await store.work('write', async (session) => { await session.change([erase('orders', 1)]); await session.change([set('strict', 1, { email: null })]); return { ok: true, value: 1 }; }))).toBe('failed');
    expect(contentOf(server)).toBe(before);
    expect(kindOf(await store.work('read', (session) => session.change([erase('orders', 1)])))).toBe('failed');
  });

  test('are done again when others came between', async () => {
    const { server, store } = await shop();
    let times = 0;
    const outcome = await store.work('write', async (session) => {
      times += 1;
      const done = await session.change([erase('orders', 1)]);
      // Somebody else writes once, between the change and its commit.
      if (times === 1) await valueOf(await openAt(server)).work('write', (other) => other.change([erase('orders', 3)]));
      return done;
    });
    expect([valueOf(outcome), times, server.collections.get('orders')?.map((one) => one['_id'])]).toEqual([[{ rows: 1 }], 2, [2]]);
  });

  test('go step by step on a single server, where what was done stays', async () => {
    const { server, store } = await shop(false);
    expect(store.atomic).toBe(false);
    expect(kindOf(await changed(store, erase('orders', 1), set('strict', 1, { email: null })))).toBe('failed');
    expect(server.collections.get('orders')?.map((one) => one['_id'])).toEqual([2, 3]);
  });

  test('say what a validator refuses, and show no value of a document', async () => {
    const { store } = await shop();
    const outcome = await changed(store, set('strict', 1, { email: null }));
    expect(outcome.ok ? '' : outcome.problem.sentence).toMatch(/^A validator of MongoDB at 127\.0\.0\.1:\d+ refuses the change\.$/);
    expect(kindOf(await changed(store, set('orders', 1, { 'items[].giftFor': ['a', 'b', 'c'] })))).toBe('unsupported');
    expect(kindOf(await changed(store, { change: 'insert', place: 'orders', rows: [{}] }))).toBe('unsupported');
  });
});

describe('Opening MongoDB', () => {
  test('goes by the policy of addresses, for those too that a replica set tells of', async () => {
    const server = await openFakeMongo();
    closers.push(server.close);
    expect(kindOf(await openAt(server, { replicaSet: 'rs0' }))).toBe('ok');
    const told = { ok: 1, helloOk: true, isWritablePrimary: true, setName: 'rs0', hosts: ['10.0.0.9:27017'], me: '10.0.0.9:27017', maxWireVersion: 25, minWireVersion: 0, maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000 };
    server.disturb((_, name) => (/^(hello|ismaster)$/i.test(name) ? told : undefined));
    expect(kindOf(await openAt(server, { replicaSet: 'rs0' }))).toBe('refused-address');
    expect(kindOf(await openAt(server, { hosts: '10.0.0.9:27017' }))).toBe('refused-address');
    expect(kindOf(await openAt(server, { hosts: 'db.internal:27017' }))).toBe('refused-address');
  });

  test('says when nobody answers, and when a right is missing', async () => {
    const { server, store } = await shop();
    server.disturb((_, name) => (name === 'find' ? { ok: 0, code: 13, errmsg: 'not authorized on shop to execute command { find: "customers", filter: { email: "ann@example.org" } }' } : undefined));
    const outcome = await rowsOf(store, 'customers', is('email', 'ann@example.org'), ['_id'], ['_id']);
    expect(outcome.ok ? '' : outcome.problem).toMatchObject({ kind: 'forbidden', sentence: expect.not.stringContaining('ann@') });
    await server.close();
    expect(kindOf(await openAt(server))).toBe('unreachable');
  });
});
