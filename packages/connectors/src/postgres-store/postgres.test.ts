import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@avouch/database/testing';
import type { Cell, Change, Condition, Session, Store, StoredRow } from '../store.ts';
import { postgresBench, run, storeAt } from '../stores/testing/postgres.ts';
import { kindOf, storeSuite, valueOf } from '../stores/testing/suite.ts';

const everything: Condition = { op: 'all', of: [] };
const change = (store: Store, ...changes: readonly Change[]) => store.work('write', (session) => session.change(changes));
const rowsOf = async (session: Session, place: string, key: readonly string[], fields: readonly string[], where: Condition = everything): Promise<readonly StoredRow[]> => {
  const rows: StoredRow[] = [];
  valueOf(await session.read({ place, key, fields, where }, (batch) => { rows.push(...batch); }));
  return rows;
};
const read = async (store: Store, place: string, key: readonly string[], fields: readonly string[], where: Condition = everything): Promise<readonly StoredRow[]> =>
  valueOf(await store.work('read', async (session) => ({ ok: true, value: await rowsOf(session, place, key, fields, where) })));

describe('a store in PostgreSQL', () => {
  storeSuite(postgresBench);
});

describe('a PostgreSQL database of every kind of table', () => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await openTestDatabase();
    await run(database.url, `
      create schema "odd.one";
      create domain public.short as varchar(8) not null;
      create type public.mood as enum ('glad', 'sad');
      create table public.parts (id bigint generated always as identity, day date not null, moods mood[] default '{glad}', label public.short, twice bigint generated always as (id * 2) stored, primary key (id, day)) partition by range (day);
      create table public.parts_2025 partition of public.parts for values from ('2025-01-01') to ('2026-01-01');
      create table public.parts_2026 partition of public.parts for values from ('2026-01-01') to ('2027-01-01');
      comment on table public.parts is 'Parts of things'; comment on column public.parts.label is 'As printed';
      create table public.pointing (a bigint, b date, c char(3), unique (c), constraint "to parts" foreign key (a, b) references public.parts on delete set null deferrable);
      create table public.parent (n int not null unique); create table public.child (extra text) inherits (public.parent);
      create table "odd.one"."a""b" ("select" text); create view public.seen as select * from public.parent;
      create table public.one (id int primary key, two int not null); create table public.two (id int primary key, one int not null references public.one);
      alter table public.one add foreign key (two) references public.two;
      insert into public.parts (day, label) values ('2025-05-05', 'a'), ('2026-05-05', 'b'); insert into public.parent values (1); insert into public.child values (2, 'x');
      insert into "odd.one"."a""b" values ('x'), ('x'), ('y'); analyze`);
    store = await storeAt(database.url);
  });
  afterAll(async () => { await store.close(); await database.close(); });

  it('is described as it is: keys, types, references, partitions as one place, no views', async () => {
    const { places } = valueOf(await store.shape());
    expect(places.map((place) => place.place)).toEqual(['"odd.one"."a""b"', 'public.child', 'public.one', 'public.parent', 'public.parts', 'public.pointing', 'public.two']);
    const at = (name: string) => places.find((place) => place.place === name);
    expect(at('public.parts')).toMatchObject({ key: ['id', 'day'], rows: 2, comment: 'Parts of things' });
    expect(at('public.parts')?.fields).toEqual([
      { name: 'id', type: 'integer', native: 'bigint', nullable: false, lengthMax: null, generated: true, comment: null },
      { name: 'day', type: 'day', native: 'date', nullable: false, lengthMax: null, generated: false, comment: null },
      { name: 'moods', type: 'list', native: expect.stringMatching(/mood\[\]$/), nullable: true, lengthMax: null, generated: false, comment: null },
      { name: 'label', type: 'text', native: expect.stringMatching(/short$/), nullable: false, lengthMax: 8, generated: false, comment: 'As printed' },
      { name: 'twice', type: 'integer', native: 'bigint', nullable: true, lengthMax: null, generated: true, comment: null },
    ]);
    expect(at('public.pointing')).toMatchObject({ key: [], uniques: [['c']], references: [{ name: 'to parts', fields: ['a', 'b'], to: 'public.parts', toFields: ['id', 'day'], onDelete: 'clear', deferrable: true }] });
    expect(at('public.parent')).toMatchObject({ key: ['n'] });
  });

  it('has each row in one place only: those of a table that inherits are not also its parent\'s', async () => {
    expect((await read(store, 'public.parent', ['n'], [])).map((row) => row.key)).toEqual([[1]]);
    expect((await read(store, 'public.child', ['n'], ['extra'])).map((row) => row.cells)).toEqual([{ extra: 'x' }]);
  });

  it('names rows without key well enough to change one of two alike, twice in the same work', async () => {
    const place = '"odd.one"."a""b"';
    valueOf(await store.work('write', async (session) => {
      const [first] = await rowsOf(session, place, [], ['select'], { op: 'in', fields: ['select'], tuples: [['x']] });
      const set = (text: string, expected: string) => session.change([{ change: 'set', place, keyFields: [], key: first?.key ?? [], cells: { select: text }, expect: { select: expected } }]);
      valueOf(await set('z', 'x'));
      expect(valueOf(await set('zz', 'z'))).toEqual([{ rows: 1 }]);
      return session.change([{ change: 'delete', rows: [{ place, key: [], keys: [first?.key ?? []] }] }]);
    }));
    expect((await read(store, place, [], ['select'])).map((row) => row.cells['select']).sort()).toEqual(['x', 'y']);
  });

  it('lets rows go together that must point at each other', async () => {
    await run(database.url, 'begin; set constraints all deferred; with o as (insert into public.one values (1, 1)) insert into public.two values (1, 1); commit');
    expect(kindOf(await change(store, { change: 'delete', rows: [{ place: 'public.one', key: ['id'], keys: [[1]] }] }))).toBe('failed');
    expect(valueOf(await change(store, { change: 'delete', rows: [{ place: 'public.one', key: ['id'], keys: [[1]] }, { place: 'public.two', key: ['id'], keys: [[1]] }] }))).toEqual([{ rows: 2 }]);
  });

  it('fails where row security would hide rows, and where a trigger needs schemas that are not given', async () => {
    await run(database.url, `drop role if exists store_reader_test; create role store_reader_test login; create table public.walled (id int primary key); alter table public.walled enable row level security; create policy partly on public.walled using (id > 1);
      create table public.audited (id int primary key); create table public.trail (what text); grant all on public.walled, public.audited, public.trail to store_reader_test; insert into public.walled values (1), (2); insert into public.audited values (1), (2);
      create function public.note() returns trigger language plpgsql as 'begin insert into trail values (old.id); return old; end'; create trigger note before delete on public.audited for each row execute function public.note()`);
    const reader = await storeAt(database.url, { user: 'store_reader_test' });
    expect(kindOf(await reader.work('read', (session) => session.count('public.walled', everything)))).toBe('forbidden');
    await reader.close();
    const remove: Change = { change: 'delete', rows: [{ place: 'public.audited', key: ['id'], keys: [[1]] }] };
    await store.shape();
    expect(kindOf(await change(store, remove))).toBe('not-found');
    const led = await storeAt(database.url, { searchPath: ['public'] });
    expect(kindOf(await change(led, remove))).toBe('ok');
    await led.close();
    await run(database.url, 'drop owned by store_reader_test; drop role store_reader_test');
  });
});

describe('values of PostgreSQL', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'Z', '"', "'", '\\', '{', '}', ',', 'ß', '😀', ' ', '\n', '\t', '%', '$1') });
  const instant = fc.date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9998-12-31T00:00:00Z'), noInvalidDate: true }).map((at) => at.toISOString().replace(/\.?0*Z$/, 'Z'));
  const day = instant.map((at) => at.slice(0, 10));
  const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 9 })).map(([whole, part]) => `${whole}${part === 0 ? '' : `.${part}`}`);
  const types: Readonly<Record<string, fc.Arbitrary<Cell>>> = {
    text, 'varchar(200)': text, bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value.toString())), smallint: fc.integer({ min: -32768, max: 32767 }),
    numeric: decimal, 'double precision': fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => String(value / 64)), boolean: fc.boolean(), date: day, timestamptz: instant, timestamp: instant,
    time: fc.constantFrom('00:00:00', '23:59:59.123456', '12:30:00.5'), uuid: fc.uuid(), bytea: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    jsonb: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean())), json: fc.array(fc.oneof(text, fc.integer(), fc.constant(null)), { minLength: 1 }), 'text[]': fc.array(fc.oneof(text, fc.constant(null)), { minLength: 1 }), 'int[]': fc.array(fc.integer()),
    'timestamptz[]': fc.constant(['2026-01-31T10:00:00+00:00', null]), interval: fc.constantFrom('1 year 2 mons', '-00:00:01', '3 days 04:05:06.7'), inet: fc.constantFrom('10.0.0.1', '2001:db8::/32'), int4range: fc.constantFrom('[1,5)', 'empty'), 'bit(3)': fc.constantFrom('101', '000'),
    tsvector: fc.constant("'a':1 'fat':2"), point: fc.constant('(1,2.5)'), xml: fc.constant('<a>b</a>'), money: fc.constant('$1.50'),
  };
  const names = Object.keys(types);

  it('come and go exactly, of every type, and a row that is read and written again is the same row', async () => {
    const database = await openTestDatabase();
    const fields = names.map((_, at) => `c${at}`);
    await run(database.url, ...['first', 'second'].map((table) => `create table public.${table} (id int primary key, ${names.map((name, at) => `c${at} ${name}`).join(', ')})`));
    const store = await storeAt(database.url);
    const row = fc.record(Object.fromEntries(names.map((name, at) => [`c${at}`, fc.option(types[name] ?? fc.constant(null), { freq: 5 })])));
    const rows = fc.sample(row, 200).map((cells, id) => ({ id, ...cells }) as Readonly<Record<string, Cell>>);
    valueOf(await change(store, { change: 'insert', place: 'public.first', rows }));
    const found = [...await read(store, 'public.first', ['id'], ['id', ...fields])].sort((a, b) => Number(a.key[0]) - Number(b.key[0])).map((one) => one.cells);
    expect(found).toEqual(rows);
    valueOf(await change(store, { change: 'insert', place: 'public.second', rows: found }));
    await run(database.url, "do $$ begin if exists (select f::text from public.first f except select s::text from public.second s) then raise 'not the same'; end if; end $$");
    for (const one of rows.slice(0, 20)) {
      const sets = fields.map((field): Change => ({ change: 'set', place: 'public.second', keyFields: ['id'], key: [one['id'] ?? null], cells: { [field]: null }, expect: { [field]: one[field] ?? null } }));
      expect(valueOf(await change(store, ...sets)).every((done) => done.rows === 1)).toBe(true);
    }
    await store.close();
    await database.close();
  });
});

describe('a large PostgreSQL database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
    await run(database.url, `create table public.customers (id int primary key, email text); create index on public.customers (email);
      create table public.orders (shop int, number int, buyer int references public.customers, payer int references public.customers, primary key (shop, number)); create index on public.orders (buyer); create index on public.orders (payer);
      create table public.lines (id int primary key, shop int, number int, gift_to int references public.customers, foreign key (shop, number) references public.orders); create index on public.lines (shop, number); create index on public.lines (gift_to);
      insert into public.customers select n, 'c' || n || '@example.com' from generate_series(1, 20000) n;
      insert into public.orders select n % 7, n, 1 + n % 20000, case when n % 3 = 0 then 1 + (n * 7) % 20000 end from generate_series(1, 60000) n;
      insert into public.lines select n, (1 + n % 60000) % 7, 1 + n % 60000, case when n % 10 = 1 then 1 + n % 20000 end from generate_series(1, 120000) n; analyze`);
  });
  afterAll(() => database.close());

  /** How often each table was read whole. */
  const scans = async (): Promise<readonly unknown[]> => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query('select relname, seq_scan from pg_stat_user_tables order by relname');
    await client.end();
    return rows;
  };

  it('is asked for one person by index alone: over two tables, either way, with who else a row is whose', async () => {
    const before = await scans();
    const store = await storeAt(database.url);
    const me: Condition = { op: 'in', fields: ['email'], tuples: [['c42@example.com']] };
    const customers = (where: Condition, field: string): Condition => ({ op: 'within', fields: [field], place: 'public.customers', of: ['id'], where });
    const mine: Condition = { op: 'any', of: [customers(me, 'buyer'), customers(me, 'payer')] };
    const others = customers({ op: 'outside', fields: ['email'], tuples: [['c42@example.com']] }, 'payer');
    const lines: Condition = { op: 'any', of: [{ op: 'within', fields: ['shop', 'number'], place: 'public.orders', of: ['shop', 'number'], where: mine }, customers(me, 'gift_to')] };
    valueOf(await store.work('read', async (session) => {
      const rows: StoredRow[] = [];
      valueOf(await session.read({ place: 'public.orders', key: ['shop', 'number'], fields: ['buyer'], where: mine, marks: { others, buyer: customers(me, 'buyer') } }, (batch) => { rows.push(...batch); }));
      expect([rows.length, rows.filter((row) => row.marks['others']).length, rows.filter((row) => row.marks['buyer']).length]).toEqual([4, 1, 3]);
      expect(valueOf(await session.count('public.lines', lines))).toBe(14);
      expect(valueOf(await session.count('public.lines', { op: 'in', fields: ['shop', 'number'], tuples: [[1, 1], [2, 2]] }))).toBe(4);
      return { ok: true, value: undefined };
    }));
    await store.close();
    // A connection that ends has told what it did.
    expect(await scans()).toEqual(before);
  });
});
