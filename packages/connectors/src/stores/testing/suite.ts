import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openMemoryStore } from '../../memory-store.ts';
import type { Cell, Condition, Outcome, Session, Store, StoredRow } from '../../store.ts';
import { comparable, stableJson } from '../compare.ts';
import { conditionsOf } from './conditions.ts';
import { hostile, shopOf, type Shop } from './shop.ts';

/** What an engine brings to the suite: how it names a place, and a store with these rows and nothing else. */
export type Bench = {
  readonly at: (name: string) => string;
  /** `cut` breaks every connection that the store has. */
  readonly open: (shop: Shop) => Promise<{ readonly store: Store; readonly close: () => Promise<void>; readonly cut?: () => Promise<void> }>;
  /** Whether a work can go on while another one writes: in a store of one writer, it cannot. */
  readonly overlaps: boolean;
};

/** The value of an outcome; fails the test with its problem. */
export const valueOf = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(`${outcome.problem.kind}: ${outcome.problem.sentence}`);
  return outcome.value;
};

/** The kind of an outcome's problem, or `ok`. */
export const kindOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.problem.kind);

/** All rows of a place that match, in an order of their own, as texts that can be compared between stores. */
export const rowsOf = async (session: Session, shop: Shop, place: string, where: Condition, marks: Readonly<Record<string, Condition>> = {}): Promise<readonly string[]> => {
  const shape = shop.shape.places.find((one) => one.place === place);
  const rows: StoredRow[] = [];
  valueOf(await session.read({ place, key: shape?.key ?? [], fields: shape?.fields.map((field) => field.name) ?? [], where, marks }, (batch) => { rows.push(...batch); }));
  // Instants and decimals have several spellings.
  const type = new Map(shape?.fields.map((field) => [field.name, field.type]));
  const told = ([name, cell]: readonly [string, Cell]) => [name, type.get(name) === 'instant' || type.get(name) === 'decimal' ? comparable(type.get(name) ?? 'other', cell) ?? cell : cell] as const;
  return rows.map((row) => stableJson({ key: row.key, cells: Object.fromEntries(Object.entries(row.cells).map(told)), marks: row.marks })).sort();
};

const everything: Condition = { op: 'all', of: [] };

/** Everything that stands in a store, place by place. */
export const contentOf = async (store: Store, shop: Shop): Promise<Readonly<Record<string, readonly string[]>>> => valueOf(await store.work('read', async (session) => {
  const found: Record<string, readonly string[]> = {};
  for (const { place } of shop.shape.places) found[place] = await rowsOf(session, shop, place, everything);
  return { ok: true, value: found };
}));

/** What the contract promises, asked of an engine. The store in memory says what is right. */
export const storeSuite = (bench: Bench): void => {
  const shop = shopOf(bench.at);
  const { at } = shop;
  const people = at('people');
  const withStore = async (use: (store: Store, cut: (() => Promise<void>) | undefined) => Promise<void>): Promise<void> => {
    const { store, close, cut } = await bench.open(shop);
    try {
      await use(store, cut);
    } finally {
      await store.close();
      await close();
    }
  };
  const change = (store: Store, ...changes: Parameters<Session['change']>[0]) => store.work('write', (session) => session.change(changes));

  it('gives every row back as it was written, whatever its names and values', () => withStore(async (store) => {
    expect(await contentOf(store, shop)).toEqual(await contentOf(openMemoryStore(shop.shape, shop.rows), shop));
  }));

  it('answers any condition and mark as the store in memory does', () => withStore(async (store) => {
    const oracle = openMemoryStore(shop.shape, shop.rows);
    await fc.assert(fc.asyncProperty(conditionsOf(shop), async ({ place, where, mark }) => {
      const ask = (of: Store) => of.work('read', async (session) => ({ ok: true, value: [await rowsOf(session, shop, place, where, { mark }), valueOf(await session.count(place, where))] }));
      expect(valueOf(await ask(store))).toEqual(valueOf(await ask(oracle)));
    }), { numRuns: 100 });
  }));

  it('deletes rows that point at each other together, and only together', () => withStore(async (store) => {
    const pair = (ids: readonly number[]) => ({ change: 'delete' as const, rows: [{ place: people, key: ['id'], keys: ids.map((id) => [id]) }] });
    expect(kindOf(await change(store, pair([4])))).toBe('ok');
    expect(kindOf(await change(store, pair([1])))).toBe('failed');
    expect(valueOf(await change(store, { change: 'delete', rows: [{ place: people, key: ['id'], keys: [[1], [2], [99]] }, { place: at('orders'), key: ['shop', 'number'], keys: [['a', 1], ['a', 2]] }] }))).toEqual([{ rows: 4 }]);
    const left = await contentOf(store, shop);
    expect([left[people]?.length, left[at('orders')]?.length, left[at('lines')]?.length]).toEqual([3, 2, 3]);
  }));

  it('sets fields once and again to the same end, not where the row is no longer as expected, and does not mind rows that are gone', () => withStore(async (store) => {
    const set = (id: number, email: string | null, expected?: string | null) => ({ change: 'set' as const, place: people, keyFields: ['id'], key: [id], cells: { email }, ...(expected === undefined ? {} : { expect: { email: expected } }) });
    expect(valueOf(await change(store, set(1, null), set(3, 'new'), set(77, 'x', 'y')))).toEqual([{ rows: 1 }, { rows: 1 }, { rows: 0 }]);
    const once = await contentOf(store, shop);
    expect(kindOf(await change(store, set(1, null, null), set(3, 'new', 'new')))).toBe('ok');
    expect(await contentOf(store, shop)).toEqual(once);
    expect(kindOf(await change(store, set(2, 'taken'), set(3, 'newer', 'old')))).toBe('conflict');
    expect(await contentOf(store, shop)).toEqual(once);
  }));

  it('undoes a work whose job fails, throws or met a problem on the way', () => withStore(async (store) => {
    const before = await contentOf(store, shop);
    const remove = (session: Session) => session.change([{ change: 'delete', rows: [{ place: at('lines'), key: ['id'], keys: [[1], [2]] }] }]);
    expect(kindOf(await store.work('write', async (session) => { await remove(session); return { ok: false, problem: { kind: 'failed', sentence: 'No.', remedy: 'None.' } }; }))).toBe('failed');
    await expect(store.work('write', async (session) => { await remove(session); throw new RangeError('own'); })).rejects.toThrow(RangeError);
    expect(kindOf(await store.work('write', async (session) => {
      await remove(session);
      await session.change([{ change: 'set', place: at('lines'), keyFields: ['id'], key: [3], cells: { nothing: 1 } }]);
      return { ok: true, value: 'all well' };
    }))).not.toBe('ok');
    expect(await contentOf(store, shop)).toEqual(before);
    expect(kindOf(await store.work('read', (session) => remove(session)))).toBe('failed');
  }));

  it('writes into a table whose names try to be something else', () => withStore(async (store) => {
    const [row] = shop.rows[at(hostile)] ?? [];
    const key = { place: at(hostile), keyFields: ['or"der'], key: [1] };
    valueOf(await change(store, { change: 'set', ...key, cells: { from: '', 'größe?': null }, expect: { 'größe?': 'ß😀' } }, { change: 'insert', place: at(hostile), rows: [{ ...row, 'or"der': 3 }] }));
    valueOf(await change(store, { change: 'delete', rows: [{ place: at(hostile), key: ['or"der'], keys: [[2]] }] }));
    expect((await contentOf(store, shop))[at(hostile)]).toEqual([
      stableJson({ key: [1], cells: { 'or"der': 1, from: '', 'a `b': 1, 'größe?': null }, marks: {} }), stableJson({ key: [3], cells: { ...row, 'or"der': 3 }, marks: {} }),
    ]);
  }));

  it('finds by a hundred thousand tuples at once, of one field and of two', () => withStore(async (store) => {
    const many = Array.from({ length: 100_000 }, (_, at) => at);
    const asked = valueOf(await store.work('read', async (session) => ({ ok: true, value: [
      valueOf(await session.count(people, { op: 'in', fields: ['id'], tuples: many.map((id) => [id + 3]) })),
      valueOf(await session.count(at('orders'), { op: 'in', fields: ['shop', 'number'], tuples: many.map((number) => ['a', number + 2]) })),
      valueOf(await session.count(people, { op: 'outside', fields: ['email'], tuples: many.map((one) => [`nobody${one}@example.com`]) })),
    ] })));
    expect(asked).toEqual([4, 1, 5]);
  }));

  it('reads many rows in batches, and gives a problem when it is cut off in the middle, never fewer rows', () => withStore(async (store, cut) => {
    valueOf(await change(store, { change: 'insert', place: at('lines'), rows: Array.from({ length: 6000 }, (_, id) => ({ id: id + 100, shop: null, number: null, what: 'w'.repeat(200) })) }));
    const read = (each: (rows: number) => Promise<void> | void) => store.work('read', (session) => session.read({ place: at('lines'), key: ['id'], fields: ['what'], where: everything }, (rows) => each(rows.length)));
    const batches: number[] = [];
    expect(valueOf(await read((rows) => { batches.push(rows); }))).toEqual({ rows: 6005 });
    expect(batches.length).toBeGreaterThan(1);
    expect(batches.reduce((sum, rows) => sum + rows, 0)).toBe(6005);
    if (cut === undefined) return;
    let broken = false;
    expect(kindOf(await read(async () => { if (!broken) await cut(); broken = true; }))).toBe('cut-short');
    expect(valueOf(await read(() => undefined))).toEqual({ rows: 6005 });
  }));

  it('tries a work again when the rows that it judged were changed meanwhile, and judges the new ones', () => withStore(async (store) => {
    const email = async (session: Session): Promise<Cell> => {
      let found: Cell = null;
      valueOf(await session.read({ place: people, key: ['id'], fields: ['email'], where: { op: 'in', fields: ['id'], tuples: [[3]] } }, (rows) => { found = rows[0]?.cells['email'] ?? null; }));
      return found;
    };
    const seen: Cell[] = [];
    const outcome = await store.work('write', async (session) => {
      const standing = await email(session);
      seen.push(standing);
      if (bench.overlaps && seen.length === 1) valueOf(await change(store, { change: 'set', place: people, keyFields: ['id'], key: [3], cells: { email: 'other' } }));
      return session.change([{ change: 'set', place: people, keyFields: ['id'], key: [3], cells: { email: `${String(standing)}!` } }]);
    });
    expect(kindOf(outcome)).toBe('ok');
    expect(seen).toEqual(bench.overlaps ? [null, 'other'] : [null]);
    expect(await store.work('read', async (session) => ({ ok: true, value: await email(session) }))).toEqual({ ok: true, value: bench.overlaps ? 'other!' : 'null!' });
  }));

  it('lets works that add to the same row at the same time all come through, and loses none', () => withStore(async (store) => {
    const add = () => store.work('write', async (session) => {
      let score = 0;
      valueOf(await session.read({ place: people, key: ['id'], fields: ['score'], where: { op: 'in', fields: ['id'], tuples: [[3]] } }, (rows) => { score = Number(rows[0]?.cells['score']); }));
      return session.change([{ change: 'set', place: people, keyFields: ['id'], key: [3], cells: { score: String(score + 1) } }]);
    });
    for (let at = 0; at < 20; at += 1) for (const outcome of await Promise.all(bench.overlaps ? [add(), add()] : [add()])) valueOf(outcome);
    expect((await contentOf(store, shop))[people]?.find((row) => row.includes('"id":3'))).toContain(`"score":"${bench.overlaps ? 40 : 20}"`);
  }));

  it('shows a bounded sample of each field', () => withStore(async (store) => {
    const sample = valueOf(await store.sample(people, 4));
    expect(sample.map((one) => one.field)).toEqual(shop.shape.places[0]?.fields.map((field) => field.name));
    expect(sample.every((one) => one.rows === 4 && one.nulls + one.values.length <= 4 && one.distinct === one.values.length)).toBe(true);
    expect(kindOf(await store.sample('no such place', 4))).not.toBe('ok');
  }));
};
