import { openMemoryStore, type MemoryStore } from '@avouch/connectors/memory-store';
import type { Cell, StoreShape } from '@avouch/connectors/store';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prepareExtract, releaseFigures, writeExtract, type Extract, type ExtractOrder } from './extract.ts';
import { shopMap, shopRows, shopShape } from './extract/testing/shop.ts';

type Row = Readonly<Record<string, Cell>>;
const key = new Uint8Array(32).fill(7);
const map = shopMap();

const orderFor = (source: MemoryStore, more: Partial<ExtractOrder> = {}): ExtractOrder => ({ map, system: 'shop', stores: { shop: source }, key, who: { kind: 'sample', people: 5 }, allowed: [], listRowsMax: 1000, rowsMax: 10_000, progress: () => undefined, ...more });

async function prepared(source: MemoryStore, more: Partial<ExtractOrder> = {}): Promise<Extract> {
  const outcome = await prepareExtract(orderFor(source, more));
  if (!outcome.ok) throw new Error(outcome.problem.sentence);
  return outcome.value;
}

async function written(extract: Extract, shape: StoreShape): Promise<Readonly<Record<string, readonly Row[]>>> {
  const target = openMemoryStore(shape);
  const outcome = await writeExtract(extract, target, [], () => undefined);
  if (!outcome.ok) throw new Error(outcome.problem.sentence);
  return target.rows();
}

/** A generator that is the same for the same seed. */
const pickOf = (seed: number) => {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const forcedIn = (extract: Extract): number => extract.places.find(({ shape }) => shape.place === 'customers')?.counts.forced ?? 0;

describe('an extract of a shop', () => {
  test('whatever stands in it, the target holds together, holds all of the chosen people and no value of anybody', async () => {
    await fc.assert(fc.asyncProperty(fc.integer(), fc.integer({ min: 3, max: 30 }), fc.integer({ min: 1, max: 6 }), fc.boolean(), async (seed, people, wanted, receiverNullable) => {
      const [shape, rows] = [shopShape({ receiverNullable }), shopRows(people, pickOf(seed))];
      const source = openMemoryStore(shape, rows);
      const extract = await prepared(source, { who: { kind: 'sample', people: wanted } });
      expect(extract.faults).toEqual([]);
      // The store in memory keeps references and uniqueness itself.
      const target = await written(extract, shape);
      const customers = target['customers'] ?? [];
      expect(extract.people).toBe(Math.min(wanted, people));
      expect(customers.length).toBe(extract.people + forcedIn(extract));
      if (receiverNullable) expect(extract.places.filter(({ shape: { place } }) => place !== 'customers').every(({ counts }) => counts.forced === 0)).toBe(true);
      expect(JSON.stringify(target)).not.toMatch(/@example\.com|Ann|Elm Street|peanuts|walnuts|\b100[0-3]\d\b|Ring twice/i);
    }), { numRuns: 60 });
  });

  test('orders of those who were chosen are all there, and no order of anybody else unless something must point at it', async () => {
    const [shape, rows] = [shopShape({ receiverNullable: true }), shopRows(20, pickOf(3))];
    const source = openMemoryStore(shape, rows);
    const extract = await prepared(source, { who: { kind: 'named', identity: { 'customer.email': ['PERSON3@example.com', 'Person4@example.com'] } } });
    const theirs = (rows['orders'] ?? []).filter((one) => one['customer_id'] === 10_004 || one['customer_id'] === 10_005);
    expect(extract.people).toBe(2);
    const target = await written(extract, shape);
    expect(target['orders']?.map((one) => one['id']).sort()).toEqual(theirs.map((one) => one['id']).sort());
    const lines = (rows['order_lines'] ?? []).filter((line) => theirs.some((one) => one['id'] === line['order_id']));
    expect(target['order_lines']).toHaveLength(lines.length);
    expect(target['customers']).toHaveLength(2 + forcedIn(extract));
    const givenByThem = (rows['gifts'] ?? []).filter((one) => [10_004, 10_005].includes(Number(one['giver_id'])) || [10_004, 10_005].includes(Number(one['receiver_id'])));
    expect(target['gifts']).toHaveLength(givenByThem.length);
  });

  test('joins over an address hold although no foreign key says so, and however it is spelt', async () => {
    const [shape, rows] = [shopShape({ receiverNullable: true }), shopRows(20, pickOf(5))];
    const target = await written(await prepared(openMemoryStore(shape, rows), { who: { kind: 'sample', people: 20 } }), shape);
    const emails = new Set(target['customers']?.map((one) => one['email']));
    expect(rows['newsletter']?.length).toBeGreaterThan(0);
    expect(target['newsletter']).toHaveLength(rows['newsletter']?.length ?? 0);
    expect(target['newsletter']?.every((one) => emails.has(one['mail'] ?? null))).toBe(true);
    expect(emails.size).toBe(20);
  });

  test('the same key gives the same extract, another key another', async () => {
    const source = openMemoryStore(shopShape({ receiverNullable: true }), shopRows(20, pickOf(9)));
    const [one, again, other] = [await prepared(source), await prepared(source), await prepared(source, { key: new Uint8Array(32).fill(8) })];
    expect(again.places).toEqual(one.places);
    expect(other.places).not.toEqual(one.places);
  });

  test('who had to come because a reference cannot be empty tells nothing but keys', async () => {
    const shape = shopShape({ receiverNullable: false });
    const rows = { ...shopRows(3, () => 1), gifts: [{ id: 1, giver_id: 10_001, receiver_id: 10_002, message: 'With love' }] };
    const extract = await prepared(openMemoryStore(shape, rows), { who: { kind: 'named', identity: { 'customer.id': ['10001'] } } });
    const target = await written(extract, shape);
    expect(forcedIn(extract)).toBe(1);
    const receiver = target['customers']?.find((one) => one['id'] === target['gifts']?.[0]?.['receiver_id']);
    expect(receiver).toMatchObject({ name: null, born: null, referred_by: null, last_order: null });
    expect(receiver?.['since']).not.toBe('2020-01-01');
  });

  test('a country of a person becomes another entry of the list of countries, and a special category becomes the same for everybody', async () => {
    const shape = shopShape({ receiverNullable: true });
    const target = await written(await prepared(openMemoryStore(shape, shopRows(20, pickOf(1))), { who: { kind: 'sample', people: 20 } }), shape);
    const codes = target['countries']?.map((one) => one['code']);
    expect(codes).toEqual(['de', 'fr', 'it']);
    expect(target['customers']?.every((one) => one['country'] === null || codes?.includes(one['country'] ?? null))).toBe(true);
    expect(new Set(target['customers']?.map((one) => one['allergies'])).size).toBe(1);
  });
});

describe('what stands against an extract', () => {
  const shape = shopShape({ receiverNullable: true });
  test('a column that the map does not know', async () => {
    const more: StoreShape = { ...shape, places: shape.places.map((one) => (one.place === 'orders' ? { ...one, fields: [...one.fields, { name: 'phone', type: 'text', native: 'text', nullable: true, lengthMax: null, generated: false, comment: null }] } : one)) };
    const extract = await prepared(openMemoryStore(more, shopRows(5, pickOf(1))));
    expect(extract.faults.map(({ place, field }) => `${place}.${field}`)).toEqual(['orders.phone']);
    const target = openMemoryStore(more);
    expect((await writeExtract(extract, target, [], () => undefined)).ok).toBe(false);
    expect(Object.values(target.rows()).flat()).toEqual([]);
  });

  test('an address in a column that is said not to be personal is found, told by its column and never repeated; allowing the column is a decision', async () => {
    const rows = { ...shopRows(5, pickOf(1)), products: [{ id: 1, title: 'Cake for person1@example.com' }, { id: 2, title: 'Butter' }] };
    const source = openMemoryStore(shape, rows);
    const all = { who: { kind: 'sample' as const, people: 5 } };
    const { faults } = await prepared(source, all);
    expect(faults).toEqual([{ place: 'products', field: 'title', sentence: expect.stringMatching(/^products\.title holds in 1 row/) }]);
    expect(JSON.stringify(faults)).not.toContain('person1');
    expect((await prepared(source, { ...all, allowed: ['products.title'] })).faults).toEqual([]);
  });

  test('a target that holds rows, and one that keeps what it should not: nothing stays', async () => {
    const extract = await prepared(openMemoryStore(shape, shopRows(5, pickOf(1))));
    const full = openMemoryStore(shape, { countries: [{ code: 'es', label: 'Spain' }] });
    expect(await writeExtract(extract, full, [], () => undefined)).toMatchObject({ ok: false, problem: { sentence: expect.stringContaining('already holds rows') } });
    const leaking = openMemoryStore(shape);
    const faulty: Extract = { ...extract, places: extract.places.map((one) => (one.shape.place === 'products' ? { ...one, rows: one.rows.map((row) => ({ ...row, title: `for ${[...extract.originals.within.values()][0]?.[0]}` })) } : one)) };
    expect(await writeExtract(faulty, leaking, [], () => undefined)).toMatchObject({ ok: false, problem: { sentence: expect.stringContaining('products.title') } });
    expect(Object.values(leaking.rows()).flat()).toEqual([]);
  });

  test('more rows than are allowed, and a person whom nobody knows', async () => {
    const source = openMemoryStore(shape, shopRows(20, pickOf(1)));
    expect(await prepareExtract(orderFor(source, { rowsMax: 10 }))).toMatchObject({ ok: false, problem: { kind: 'too-large' } });
    expect(await prepareExtract(orderFor(source, { who: { kind: 'named', identity: { 'customer.id': ['5'] } } }))).toMatchObject({ ok: false, problem: { kind: 'not-found' } });
  });

  test('a read that fails is a problem and never a smaller extract', async () => {
    const rows = shopRows(8, pickOf(2));
    let calls = 0;
    await prepared(openMemoryStore(shape, rows, { fault: () => { calls += 1; return undefined; } }));
    for (let failing = 0; failing < calls; failing += 1) {
      for (const fault of ['lost', 'late'] as const) {
        const outcome = await prepareExtract(orderFor(openMemoryStore(shape, rows, { fault: ({ number }) => (number === failing ? fault : undefined) })));
        expect(outcome.ok, `call ${failing} ${fault}`).toBe(false);
      }
    }
  });
});

test('the figures of a release count classes, those who are alone, and what everybody in a class shares', () => {
  const row = (zip: string | null, born: number, ill: string): Row => ({ zip, born, ill });
  const rows = [row('1', 1980, 'a'), row('1', 1980, 'b'), row('1', 1980, 'a'), row('2', 1980, 'a'), row('2', 1980, 'a'), row(null, 1990, 'c')];
  expect(releaseFigures(rows, ['zip', 'born'], 'ill')).toEqual({
    rows: 6, classes: 3, k: 1, unique: 1, l: 1, sameSensitive: 3,
    sizes: [{ from: 1, to: 1, classes: 1, rows: 1 }, { from: 2, to: 4, classes: 2, rows: 5 }, { from: 5, to: 9, classes: 0, rows: 0 }, { from: 10, to: null, classes: 0, rows: 0 }],
  });
  expect(releaseFigures(rows, ['born'], null)).toMatchObject({ classes: 2, k: 1, l: null, sameSensitive: null });
  expect(releaseFigures([], ['born'], 'ill')).toMatchObject({ rows: 0, k: 0, l: 0 });
});
