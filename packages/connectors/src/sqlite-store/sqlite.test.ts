import { mkdtempSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOutside } from '../outside.ts';
import type { FieldShape, Outcome, Store } from '../store.ts';
import type { Shop } from '../stores/testing/shop.ts';
import { kindOf, storeSuite, valueOf } from '../stores/testing/suite.ts';
import { quote } from './layout.ts';
import { sqliteStore } from './sqlite.ts';

let folder: string;
let files = 0;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'avouch-sqlite-test-')); });
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const natives: Readonly<Record<string, string>> = { integer: 'integer', decimal: 'decimal_text', boolean: 'boolean', day: 'date', instant: 'datetime', uuid: 'uuid_blob', json: 'json', bytes: 'blob' };
const actions = { refuse: 'no action', cascade: 'cascade', clear: 'set null', default: 'set default' };
const list = (names: readonly string[]): string => names.map(quote).join(', ');
const tablesOf = (shop: Shop): readonly string[] => shop.shape.places.map(({ place, fields, key, references }) => `create table ${quote(place)} (${[
  ...fields.map((field: FieldShape) => `${quote(field.name)} ${natives[field.type] ?? 'text'}${field.nullable ? '' : ' not null'}`), `primary key (${list(key)})`,
  ...references.map((one) => `foreign key (${list(one.fields)}) references ${quote(one.to)} (${list(one.toFields)}) on delete ${actions[one.onDelete]}`),
].join(', ')})`);

const made = (...statements: readonly string[]): string => {
  files += 1;
  const file = join(folder, `${files}.db`);
  const database = new sqlite.Database(file);
  for (const statement of statements) database.exec(statement);
  database.close();
  return file;
};

const openAt = (file: string, more: Readonly<Record<string, unknown>> = {}, folders: readonly string[] = [folder]): Promise<Outcome<Store>> => {
  const outside = openOutside({ now: () => new Date(), userAgent: 'test', allowPrivate: [], env: {}, file: async () => undefined, folders, signal: new AbortController().signal });
  return sqliteStore.open({ settings: sqliteStore.settings.parse({ file, ...more }), secrets: {}, outside });
};

describe('a store in a SQLite file', () => {
  storeSuite({
    at: (name) => name, overlaps: false,
    open: async (shop) => {
      const store = valueOf(await openAt(made(...tablesOf(shop)), { alone: true }));
      valueOf(await store.work('write', (session) => session.change(shop.shape.places.map(({ place }) => ({ change: 'insert' as const, place, rows: shop.rows[place] ?? [] })))));
      return { store, close: async () => undefined };
    },
  });

  it('opens only files that lie in a folder of the operator, whatever links say', async () => {
    const file = made('create table t (a)');
    expect(kindOf(await openAt(file, {}, []))).toBe('forbidden');
    expect(kindOf(await openAt(file, {}, [join(folder, 'other')]))).toBe('forbidden');
    expect(kindOf(await openAt('/etc/passwd'))).toBe('forbidden');
    writeFileSync(join(folder, 'text.db'), 'not a database at all, but long enough to have a header of a hundred bytes, which is what is looked at first');
    expect(kindOf(await openAt(join(folder, 'text.db')))).toBe('malformed');
  });

  it('changes nothing unless it is said that nobody else has the file open, and leaves no lock behind', async () => {
    const file = made('create table t (a integer primary key, b text)', "insert into t values (1, 'x')");
    const store = valueOf(await openAt(file));
    const change = (of: Store) => of.work('write', (session) => session.change([{ change: 'delete', rows: [{ place: 't', key: ['a'], keys: [[1]] }] }]));
    expect(kindOf(await change(store))).toBe('unsupported');
    expect(kindOf(await change(valueOf(await openAt(file, { alone: true }))))).toBe('ok');
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('gives a problem, not an older state, when another program wrote meanwhile or keeps its newest rows beside the file', async () => {
    const file = made('create table t (a integer primary key, b text)', "insert into t values (1, 'x')");
    const store = valueOf(await openAt(file));
    const outcome = await store.work('read', async (session) => {
      // As another program does, whose locks this one does not see.
      writeFileSync(file, Buffer.concat([await import('node:fs').then((fs) => fs.readFileSync(file)), Buffer.alloc(4096)]));
      return session.count('t', { op: 'all', of: [] });
    });
    expect(kindOf(outcome)).toBe('conflict');
    const header = await import('node:fs').then((fs) => fs.readFileSync(file));
    header[18] = 2;
    header[19] = 2;
    writeFileSync(file, header);
    writeFileSync(`${file}-wal`, 'rows');
    expect(kindOf(await store.shape())).toBe('unsupported');
  });

  it('tells values that are not what their column is declared for as what they are', async () => {
    const file = made('create table t (a integer primary key, n integer, d datetime, f boolean, x)', "insert into t values (1, 'abc', '2026-01-31 10:00:00', 2, 7), (2, 9007199254740993, 1769853600, 1, x'00ff')");
    const store = valueOf(await openAt(file, { epoch: 'seconds' }));
    const found: unknown[] = [];
    valueOf(await store.work('read', (session) => session.read({ place: 't', key: ['a'], fields: ['n', 'd', 'f', 'x'], where: { op: 'all', of: [] } }, (rows) => { found.push(...rows.map((row) => row.cells)); })));
    expect(found).toEqual([{ n: 'abc', d: '2026-01-31T10:00:00Z', f: 2, x: '7' }, { n: '9007199254740993', d: '2026-01-31T10:00:00.000Z', f: true, x: 'AP8=' }]);
    const before = (of: Store) => of.work('read', (session) => session.count('t', { op: 'before', field: 'd', instant: '2026-02-01T00:00:00Z' }));
    expect(valueOf(await before(store))).toBe(2);
    expect(kindOf(await before(valueOf(await openAt(file))))).toBe('unsupported');
  });
});
