import { afterAll, beforeAll, describe } from 'vitest';
import { openOutside } from '../outside.ts';
import type { FieldShape, Store } from '../store.ts';
import { openTestMariadb, type TestMariadb } from '../stores/testing/mariadb.ts';
import type { Shop } from '../stores/testing/shop.ts';
import { storeSuite, valueOf } from '../stores/testing/suite.ts';
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
