import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMemoryStore } from '../memory-store.ts';
import { openOutside } from '../outside.ts';
import type { Change, Condition, Outcome, Store } from '../store.ts';
import { conditionsOf } from '../stores/testing/conditions.ts';
import type { Shop } from '../stores/testing/shop.ts';
import { kindOf, rowsOf, valueOf } from '../stores/testing/suite.ts';
import { csvStore } from './csv.ts';

let root: string;
let folders = 0;
beforeAll(() => { root = mkdtempSync(join(tmpdir(), 'avouch-csv-test-')); });
afterAll(() => { rmSync(root, { recursive: true, force: true }); });

const folderOf = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  folders += 1;
  const folder = join(root, String(folders));
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
};
const openAt = (folder: string, more: Readonly<Record<string, unknown>> = {}, allowed: readonly string[] = [root]): Promise<Outcome<Store>> => {
  const outside = openOutside({ now: () => new Date(), userAgent: 'test', allowPrivate: [], env: {}, file: async () => undefined, folders: allowed, signal: new AbortController().signal });
  return csvStore.open({ settings: csvStore.settings.parse({ folder, ...more }), secrets: {}, outside });
};
const change = (store: Store, ...changes: readonly Change[]) => store.work('write', (session) => session.change(changes));
const everything: Condition = { op: 'all', of: [] };
const people = 'id,email,note\r\n1,Ann@example.com,"a ""quoted"", one"\r\n2, spaced ,=1+1\r\n3,,\r\n"4","o\'hara@example.com","two\r\nlines"\r\n';

describe('a store of CSV files', () => {
  it('answers any condition and mark as the store in memory does', async () => {
    const store = valueOf(await openAt(folderOf({ 'people.csv': people, 'orders.csv': 'number;buyer\n1;1\n2;2\n3;\n4;9\n' })));
    const shape = valueOf(await store.shape());
    const rows = Object.fromEntries(await Promise.all(shape.places.map(async ({ place, fields }) => {
      const found: Readonly<Record<string, string>>[] = [];
      valueOf(await store.work('read', (session) => session.read({ place, key: [], fields: fields.map((field) => field.name), where: everything }, (batch) => { found.push(...batch.map((row) => row.cells as Readonly<Record<string, string>>)); })));
      return [place, found] as const;
    })));
    const keyed = { ...shape, places: shape.places.map((place) => ({ ...place, key: [place.fields[0]?.name ?? ''] })) };
    const shop: Shop = { shape: keyed, rows, at: (name) => name };
    const oracle = openMemoryStore(keyed, rows);
    await fc.assert(fc.asyncProperty(conditionsOf(shop), async ({ place, where, mark }) => {
      const ask = (of: Store) => of.work('read', async (session) => ({ ok: true, value: await rowsOf(session, shop, place, where, { mark }) }));
      expect(valueOf(await ask(store))).toEqual(valueOf(await ask(oracle)));
    }), { numRuns: 100 });
  });

  it('takes rows and values out, and leaves every other row as it was to the byte', async () => {
    const folder = folderOf({ 'people.csv': people });
    const store = valueOf(await openAt(folder));
    expect(valueOf(await change(store, { change: 'delete', rows: [{ place: 'people.csv', key: ['id'], keys: [['1'], ['7']] }] }))).toEqual([{ rows: 1 }]);
    expect(readFileSync(join(folder, 'people.csv'), 'utf8')).toBe(people.replace(/1,Ann.*\r\n/, ''));
    valueOf(await change(store, { change: 'set', place: 'people.csv', keyFields: ['id'], key: [4], cells: { email: null }, expect: { note: 'two\r\nlines' } }, { change: 'insert', place: 'people.csv', rows: [{ id: 5, email: 'x', note: '=HYPERLINK("a")' }] }));
    expect(readFileSync(join(folder, 'people.csv'), 'utf8')).toBe(`id,email,note\r\n2, spaced ,=1+1\r\n3,,\r\n4,,"two\r\nlines"\r\n5,x,"=HYPERLINK(""a"")"\r\n`);
    expect(kindOf(await change(store, { change: 'set', place: 'people.csv', keyFields: ['id'], key: ['2'], cells: { note: 'n' }, expect: { note: 'other' } }))).toBe('conflict');
    expect(readdirSync(folder)).toEqual(['people.csv']);
  });

  it('names rows without key by all that they hold, and takes one of several alike', async () => {
    const folder = folderOf({ 'log.csv': 'who,what\na,x\na,x\nb,y\n' });
    const store = valueOf(await openAt(folder));
    const keys: (readonly string[])[] = [];
    valueOf(await store.work('read', (session) => session.read({ place: 'log.csv', key: [], fields: [], where: { op: 'in', fields: ['who'], tuples: [['a']] } }, (rows) => { keys.push(...rows.map((row) => row.key as readonly string[])); })));
    expect(valueOf(await change(store, { change: 'delete', rows: [{ place: 'log.csv', key: [], keys: keys.slice(0, 1) }] }))).toEqual([{ rows: 1 }]);
    expect(readFileSync(join(folder, 'log.csv'), 'utf8')).toBe('who,what\na,x\nb,y\n');
  });

  it('keeps the encoding that a file has, and says when it cannot hold a value', async () => {
    const text = 'id\tname\n1\tJosé\n2\tÄnne\n';
    const folder = folderOf({ 'latin.csv': Buffer.from(text, 'latin1'), 'wide.csv': Buffer.from(`\uFEFF${text}`, 'utf16le'), 'marked.csv': Buffer.from(`\uFEFF${text}`, 'utf8') });
    const store = valueOf(await openAt(folder));
    const remove = (place: string): Change => ({ change: 'delete', rows: [{ place, key: ['name'], keys: [['José']] }] });
    expect(valueOf(await change(store, remove('latin.csv'), remove('wide.csv'), remove('marked.csv'))).map((one) => one.rows)).toEqual([1, 1, 1]);
    const left = 'id\tname\n2\tÄnne\n';
    expect(readFileSync(join(folder, 'latin.csv'))).toEqual(Buffer.from(left, 'latin1'));
    expect(readFileSync(join(folder, 'wide.csv'))).toEqual(Buffer.from(`\uFEFF${left}`, 'utf16le'));
    expect(readFileSync(join(folder, 'marked.csv'))).toEqual(Buffer.from(`\uFEFF${left}`, 'utf8'));
    expect(kindOf(await change(store, { change: 'set', place: 'latin.csv', keyFields: ['id'], key: ['2'], cells: { name: '😀' } }))).toBe('failed');
    expect(kindOf(await change(store, { change: 'set', place: 'latin.csv', keyFields: ['id'], key: ['2'], cells: { name: '“€”' } }))).toBe('ok');
  });

  it('gives a problem for a file that is not rows, too large, or not allowed, and never fewer rows', async () => {
    const asked = async (content: string, more = {}) => kindOf(await (await openAt(folderOf({ 'a.csv': content }), more).then(valueOf)).shape());
    expect(await asked('a,b\n1,2\n3\n')).toBe('malformed');
    expect(await asked('a,b\n1,"2\n')).toBe('malformed');
    expect(await asked('a,a\n1,2\n')).toBe('malformed');
    expect(await asked('')).toBe('malformed');
    expect(await asked('a\n1\n', { bytesMax: 2 })).toBe('too-large');
    const outside = folderOf({});
    symlinkSync('/etc', join(outside, 'link'));
    expect(kindOf(await openAt(join(outside, 'link')))).toBe('forbidden');
    expect(kindOf(await openAt(outside, {}, []))).toBe('forbidden');
  });

  it('does not write over what somebody saved meanwhile', async () => {
    const folder = folderOf({ 'a.csv': 'id\n1\n2\n' });
    const store = valueOf(await openAt(folder));
    // The next change reads afresh, so the other program writes while the new file is being made: after the reading, before the renaming.
    const outcome = change(store, { change: 'delete', rows: [{ place: 'a.csv', key: ['id'], keys: [['1']] }] });
    writeFileSync(join(folder, 'a.csv'), 'id\n1\n2\n3\n');
    const left = kindOf(await outcome) === 'ok' ? 'id\n2\n3\n' : 'id\n1\n2\n3\n';
    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe(left);
    chmodSync(join(folder, 'a.csv'), 0o640);
  });
});
