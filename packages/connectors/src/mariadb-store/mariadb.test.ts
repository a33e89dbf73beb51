import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOutside } from '../outside.ts';
import type { Change, FieldShape, Store, StoredRow } from '../store.ts';
import { openTestMariadb, type TestMariadb } from '../stores/testing/mariadb.ts';
import type { Shop } from '../stores/testing/shop.ts';
import { kindOf, storeSuite, valueOf } from '../stores/testing/suite.ts';
import { quote } from './layout.ts';
import { mariadbStore } from './mariadb.ts';

let server: TestMariadb;
let databases = 0;
const natives: Readonly<Record<string, string>> = { integer: 'bigint', decimal: 'decimal(30,6)', boolean: 'tinyint(1)', day: 'date', instant: 'datetime(6)', uuid: 'binary(16)', json: 'json', bytes: 'blob' };
const actions = { refuse: 'restrict', cascade: 'cascade', clear: 'set null', default: 'restrict' };
const list = (names: readonly string[]): string => names.map(quote).join(', ');
const nativeOf = (field: FieldShape): string => natives[field.type] ?? `varchar(${field.lengthMax ?? 200})`;

const tablesOf = (shop: Shop): readonly string[] => [
  ...shop.shape.places.map(({ place, fields, key }) => `create table ${quote(place)} (${fields.map((field) => `${quote(field.name)} ${nativeOf(field)} ${field.nullable ? 'null' : 'not null'}`).join(', ')}, primary key (${list(key)})) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_general_ci`),
  ...shop.shape.places.flatMap(({ place, references }) => references.map((one) =>
    `alter table ${quote(place)} add constraint ${quote(one.name)} foreign key (${list(one.fields)}) references ${quote(one.to)} (${list(one.toFields)}) on delete ${actions[one.onDelete]}`)),
];

const storeAt = async (database: string, perSecondMax?: number): Promise<Store> => {
  const outside = openOutside({ now: () => new Date(), userAgent: 'test', allowPrivate: [], env: {}, file: async () => undefined, signal: new AbortController().signal });
  return valueOf(await mariadbStore.open({ settings: mariadbStore.settings.parse({ socket: server.socket, user: server.user, database }), secrets: {}, outside, ...(perSecondMax === undefined ? {} : { perSecondMax }) }));
};

beforeAll(async () => { server = await openTestMariadb(); });
afterAll(() => server.close());

describe('a store in MariaDB', () => {
  storeSuite({
    at: (name) => name, overlaps: true,
    open: async (shop) => {
      databases += 1;
      const database = `test_${databases}`;
      await server.run(undefined, `create database ${database}`);
      await server.run(database, ...tablesOf(shop));
      const store = await storeAt(database);
      // Rows come in an order in which each finds those that it points at: the circle is closed afterwards.
      const people = shop.rows['people'] ?? [];
      valueOf(await store.work('write', (session) => session.change([
        { change: 'insert', place: 'people', rows: people.map((row) => ({ ...row, buddy: null })) },
        ...people.map((row) => ({ change: 'set' as const, place: 'people', keyFields: ['id'], key: [row['id'] ?? null], cells: { buddy: row['buddy'] ?? null } })),
        ...shop.shape.places.filter(({ place }) => place !== 'people').map(({ place }) => ({ change: 'insert' as const, place, rows: shop.rows[place] ?? [] })),
      ])));
      return { store, close: async () => undefined, cut: () => server.cut(database) };
    },
  });
});

describe('what is particular to MariaDB', () => {
  const openOn = async (...statements: readonly string[]): Promise<Store> => {
    databases += 1;
    const database = `test_${databases}`;
    await server.run(undefined, `create database ${database}`);
    await server.run(database, "set session sql_mode = ''", ...statements);
    return storeAt(database);
  };
  const change = (store: Store, ...changes: readonly Change[]) => store.work('write', (session) => session.change(changes));
  const cellsOf = async (store: Store, place: string, key: readonly string[], fields: readonly string[]) => valueOf(await store.work('read', async (session) => {
    const rows: StoredRow[] = [];
    valueOf(await session.read({ place, key, fields, where: { op: 'all', of: [] } }, (batch) => { rows.push(...batch); }));
    return { ok: true, value: rows };
  }));
  const remove = (place: string, ...ids: readonly number[]) => ({ place, key: ['id'], keys: ids.map((id) => [id]) });

  it('is described as it is: enums, JSON by its check, tiny integers, generated fields, references', async () => {
    const store = await openOn("create table a (id int unsigned primary key, mood enum('glad','it''s') not null, yes tinyint(1), small tinyint(4), j json, b binary(16), g int as (id * 2) stored comment 'Twice', u varchar(10) unique) comment 'Of all kinds'",
      'create table b (id int primary key, a int unsigned, constraint b_a foreign key (a) references a (id) on delete set null)', 'create view seen as select id from a');
    const { engine, places } = valueOf(await store.shape());
    expect([engine, places.map((place) => place.place)]).toEqual(['MariaDB', ['a', 'b']]);
    expect(places[0]).toMatchObject({ key: ['id'], uniques: [['u']], comment: 'Of all kinds' });
    expect(places[0]?.fields.map(({ name, type, nullable, generated, choices, lengthMax }) => [name, type, nullable, generated, choices ?? lengthMax])).toEqual([
      ['id', 'integer', false, false, null], ['mood', 'text', false, false, ['glad', "it's"]], ['yes', 'boolean', true, false, null], ['small', 'integer', true, false, null], ['j', 'json', true, false, null], ['b', 'uuid', true, false, null],
      ['g', 'integer', true, true, null], ['u', 'text', true, false, 10],
    ]);
    expect(places[1]?.references).toEqual([{ name: 'b_a', fields: ['a'], to: 'a', toFields: ['id'], onDelete: 'clear', deferrable: false }]);
    await store.close();
  });

  it('finds what is meant exactly, although collations find more', async () => {
    const store = await openOn("create table t (id int primary key, e varchar(40) collate utf8mb4_general_ci, l varchar(40) character set latin1, key (e))", "insert into t values (1, 'ann', 'é'), (2, 'ANN', 'É'), (3, 'ann ', 'e'), (4, 'änn', 'E')");
    const found = async (field: string, text: string, fold?: 'case') => valueOf(await store.work('read', (session) => session.count('t', { op: 'in', fields: [field], tuples: [[text]], ...(fold === undefined ? {} : { fold }) })));
    expect([await found('e', 'ann'), await found('e', 'Ann', 'case'), await found('e', 'änn'), await found('l', 'é'), await found('l', 'É', 'case'), await found('l', '😀')]).toEqual([1, 2, 1, 1, 2, 0]);
    await store.close();
  });

  it('keeps a date of zeros, a tiny integer that is more than yes, and integers beyond what a double holds', async () => {
    const store = await openOn('create table t (id bigint unsigned primary key, d date, at datetime, yes tinyint(1))', "insert into t values (18446744073709551615, '0000-00-00', '0000-00-00 00:00:00', 2), (1, '2026-01-31', '2026-01-31 10:00:00', 1)");
    const rows = (await cellsOf(store, 't', ['id'], ['d', 'at', 'yes'])).map((row) => [row.key[0], ...Object.values(row.cells)]);
    expect(rows).toEqual(expect.arrayContaining([['18446744073709551615', '0000-00-00', '0000-00-00 00:00:00', 2], [1, '2026-01-31', '2026-01-31T10:00:00Z', true]]));
    expect(valueOf(await store.work('read', (session) => session.count('t', { op: 'before', field: 'at', instant: '2027-01-01T00:00:00Z' })))).toBe(1);
    valueOf(await change(store, { change: 'delete', rows: [{ place: 't', key: ['id'], keys: [['18446744073709551615']] }] }));
    expect(await cellsOf(store, 't', ['id'], [])).toHaveLength(1);
    await store.close();
  });

  it('lets rows go together that must point at each other, and only when nobody who stays points in', async () => {
    const store = await openOn('create table a (id int primary key, b int not null)', 'create table b (id int primary key, a int not null, foreign key (a) references a (id))', 'create table c (id int primary key, a int, foreign key (a) references a (id) on delete cascade)',
      'set foreign_key_checks = 0', 'alter table a add foreign key (b) references b (id)', 'insert into a values (1, 1), (2, 2)', 'insert into b values (1, 1), (2, 2)', 'insert into c values (1, 2)');
    expect(kindOf(await change(store, { change: 'delete', rows: [remove('a', 1)] }))).toBe('failed');
    expect(valueOf(await change(store, { change: 'delete', rows: [remove('a', 1), remove('b', 1)] }))).toEqual([{ rows: 2 }]);
    expect(kindOf(await change(store, { change: 'delete', rows: [remove('a', 2), remove('b', 2)] }))).toBe('failed');
    expect([(await cellsOf(store, 'a', ['id'], [])).length, (await cellsOf(store, 'c', ['id'], [])).length]).toEqual([1, 1]);
    // The connection that left the checks off for a moment has them on again.
    expect(kindOf(await change(store, { change: 'insert', place: 'c', rows: [{ id: 9, a: 99 }] }))).toBe('failed');
    await store.close();
  });

  it('names rows without key by all that they hold, and changes one of two alike', async () => {
    const store = await openOn('create table t (who varchar(20), n double, b blob)', "insert into t values ('a', 0.1, 'x'), ('a', 0.1, 'x'), (null, null, null)");
    const key = (await cellsOf(store, 't', [], ['who'])).find((row) => row.cells['who'] === 'a')?.key ?? [];
    expect(valueOf(await change(store, { change: 'set', place: 't', keyFields: [], key, cells: { who: null }, expect: { who: 'a' } }))).toEqual([{ rows: 1 }]);
    expect(valueOf(await change(store, { change: 'delete', rows: [{ place: 't', key: [], keys: [key] }] }))).toEqual([{ rows: 1 }]);
    expect((await cellsOf(store, 't', [], ['who'])).map((row) => row.cells['who'])).toEqual([null, null]);
    await store.close();
  });

  it('never changes a table that could not undo it, and says what an account may not do', async () => {
    const store = await openOn('create table t (id int primary key) engine = MyISAM', 'insert into t values (1)');
    expect(kindOf(await change(store, { change: 'delete', rows: [remove('t', 1)] }))).toBe('unsupported');
    await store.close();
    const outside = openOutside({ now: () => new Date(), userAgent: 'test', allowPrivate: [], env: {}, file: async () => undefined, signal: new AbortController().signal });
    const at = (settings: Readonly<Record<string, unknown>>) => mariadbStore.open({ settings: mariadbStore.settings.parse({ socket: server.socket, user: server.user, database: 'test', ...settings }), secrets: {}, outside });
    expect(kindOf(await at({ database: 'nowhere' }))).toBe('not-found');
    expect(kindOf(await at({ user: 'nobody_such' }))).toBe('unauthorised');
    expect(kindOf(await at({ socket: '/nowhere' }))).toBe('not-found');
    expect(kindOf(await at({ socket: undefined, host: '127.0.0.1' }))).toBe('refused-address');
  });
});
