import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cell, Store } from '@avouch/connectors/store';
import { access, erase, identify } from '../random/request.ts';
import { annGoes, annRemains, annSees, other } from './expected.ts';
import { copyOf, inMemory, openShopDatabase, shopMap, tablesOf, type ShopDatabase, type Tables } from './shop.ts';

type Row = Readonly<Record<string, Cell>>;

const map = shopMap();
let database: ShopDatabase;
beforeAll(async () => { database = await openShopDatabase(); });
afterAll(async () => { await database.close(); });

const engines: readonly (readonly [string, () => Promise<{ readonly store: Store; readonly close: () => Promise<void> }>])[] = [
  ['in memory', async () => { const store = inMemory(await copyOf(database.store)); return { store, close: store.close }; }],
  ['in PostgreSQL', openShopDatabase],
];

const spelt = (rows: readonly Row[]): string[] => rows.map((row) => JSON.stringify(Object.entries(row).map(([field, cell]) => [field, typeof cell === 'string' && /^\d{4}-\d\d-\d\dT/.test(cell) ? new Date(cell).toISOString() : cell]).sort())).sort();
const matches = (row: Row, by: Row): boolean => Object.entries(by).every(([field, cell]) => String(row[field]) === String(cell));

/** The tables as they must stand afterwards; where something else of the same kind must stand, what stands there is taken if it differs. */
function afterwards(before: Tables, now: Tables): Tables {
  return Object.fromEntries(Object.entries(before).map(([table, rows]) => {
    const { gone, changed } = annGoes[table] ?? { gone: [], changed: [] };
    for (const by of gone) if (!rows.some((row) => matches(row, by))) throw new Error(`${table} never had ${JSON.stringify(by)}`);
    return [table, rows.filter((row) => !gone.some((by) => matches(row, by))).map((row): Row => {
      const change = changed.find((one) => matches(row, one.row));
      if (change === undefined) return row;
      const stands = now[table]?.find((one) => matches(one, change.row)) ?? {};
      return { ...row, ...Object.fromEntries(Object.entries(change.to).map(([field, cell]) => {
        if (cell !== other) return [field, cell];
        const instead = stands[field] ?? null;
        return [field, instead === null || instead === row[field] ? 'something else' : instead];
      })) };
    })];
  }));
}

test.each(engines)('an access request gives exactly what is Ann\'s of 47 tables, %s', async (_, open) => {
  const { store, close } = await open();
  const stores = { shop: store };
  const identity = await identify(map, stores, { 'customer.email': ['ann@example.com'] });
  expect(identity['customer.id']).toEqual(['1', '9']);
  const answer = await access(map, identity, stores);
  const seen = Object.fromEntries(Object.entries(answer).map(([place, rows]) => [place.replace('shop/public.', ''), spelt(rows.map(({ cells }) => cells))]));
  const wanted = Object.fromEntries(Object.entries(annSees).map(([table, rows]) => [table, spelt(rows)]));
  expect(seen).toEqual(wanted);
  await close();
});

test.each(engines)('an erasure leaves everybody else\'s data byte-equal, and the reading afterwards explains what remains, %s', async (_, open) => {
  const { store, close } = await open();
  const stores = { shop: store };
  const identity = await identify(map, stores, { 'customer.email': ['ann@example.com'] });
  const before = await tablesOf(store);
  const { outcome, reread, plan } = await erase(map, identity, stores);
  expect(outcome).toMatchObject({ status: 'done' });
  const after = await tablesOf(store);
  const wanted = afterwards(before, after);
  for (const [table, rows] of Object.entries(wanted)) expect({ table, rows: spelt(after[table] ?? []) }).toEqual({ table, rows: spelt(rows) });

  expect(reread.clean).toBe(true);
  const remains = Object.fromEntries(reread.places.filter(({ remainders }) => remainders.length > 0).map(({ place, counts }) => [place.replace('public.', ''), counts]));
  expect(remains).toEqual(annRemains);
  const kept = reread.places.find(({ place }) => place === 'public.invoices')?.remainders;
  expect(kept).toMatchObject([{ why: 'kept', exemption: '17(3)(b)', until: '2034-03-02' }]);
  expect(reread.places.find(({ place }) => place === 'public.customers')?.remainders).toMatchObject([{ why: 'shell', pointedAtBy: ['public.consents', 'public.invoices'], stays: {} }]);
  expect(plan.places.find(({ place }) => place === 'public.invoices')).toMatchObject({ dispositions: { kept: 1, ended: 1, deleted: 1 }, kept: [{ rows: 1, exemption: '17(3)(b)', until: { first: '2034-03-02', last: '2034-03-02', open: 0 } }] });
  expect(plan.recipients).toMatchObject([{ id: 'parcel', told: { by: 'mail' } }]);

  await erase(map, identity, stores);
  expect(await tablesOf(store)).toEqual(after);
  await close();
});
