import { expect, test } from 'vitest';
import { openMemoryStore, type MemoryStore } from '@avouch/connectors/memory-store';
import type { FieldShape, FieldType, PlaceShape } from '@avouch/connectors/store';
import { parseDataMap, type DataMap, type Identity } from './datamap.ts';
import { endKept, keptIn, type EndKeptInput, type KeptRows } from './kept.ts';
import { planOf, type Decision, type Hold } from './plan.ts';
import { runPlan } from './run.ts';
import { takeSurvey } from './survey.ts';

const erased = '2026-11-25T12:00:00.000Z';
const field = (name: string, type: FieldType, nullable = true): FieldShape => ({ name, type, native: type, nullable, lengthMax: null, generated: false, comment: null });
const table = (place: string, fields: readonly FieldShape[], references: PlaceShape['references'] = []): PlaceShape => ({ place, kind: 'table', fields: [field('id', 'integer', false), ...fields], key: ['id'], uniques: [], references, rows: null, comment: null });
const toPeople: PlaceShape['references'] = [{ name: 'orders_person', fields: ['person'], to: 'people', toFields: ['id'], onDelete: 'refuse', deferrable: false }];
const places = [table('people', [field('email', 'text')]), table('orders', [field('person', 'integer'), field('placed', 'day'), field('address', 'text')], toPeople)];

const textOf = (period: string): string => `
version: 1
people: { person: { keys: { id: Number, email: { proof: mail, fold: case } } } }
systems:
  shop:
    engine: memory
    places:
      people: { identifies: 'person by id, email', none: [id], fields: { email: contact.email } }
      orders:
        owner: person is person.id
        rows: keep
        keep: { reason: The tax office asks for invoices, exemption: 17(3)(b), until: 'placed + ${period}' }
        none: [id, placed]
        fields: { person: identifier, address: contact.address }
`;

function mapOf(period = 'P10Y'): DataMap {
  const parsed = parseDataMap(textOf(period), 'map');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.map;
}

const identity: Identity = { 'person.id': ['1'], 'person.email': ['ann@example.com'] };
const secret = new Uint8Array(32);
const never = new AbortController().signal;

/** The shop after Ann was erased: her two invoices are kept, and her emptied row to which they point. */
async function afterErasure(decisions: readonly Decision[] = [], more: Parameters<typeof openMemoryStore>[2] = {}): Promise<{ readonly store: MemoryStore; readonly kept: KeptRows }> {
  const store = openMemoryStore({ engine: 'memory', version: null, places }, {
    people: [{ id: 1, email: 'ann@example.com' }, { id: 2, email: 'bob@example.com' }],
    orders: [{ id: 1, person: 1, placed: '2020-01-10', address: 'Ann Street' }, { id: 2, person: 1, placed: '2026-03-01', address: 'Ann Street' }, { id: 3, person: 2, placed: '2020-01-10', address: 'Bob Road' }],
  }, more);
  const map = mapOf();
  const survey = await takeSurvey({ map, identity, stores: { shop: store }, right: 'erasure', role: 'controller', holds: [], decisions, rules: [], accepted: [], corrections: [], at: erased });
  const plan = planOf({ request: { id: 'r1', right: 'erasure' }, map, survey, identity: { 'person.id': 1 }, accepted: [], rules: [], at: erased });
  const outcome = await runPlan({ plan, approved: plan.digest, map, identity, stores: { shop: store }, secret, holds: [], done: [], record: async () => undefined, signal: never, at: erased });
  if (outcome.status !== 'done') throw new Error(JSON.stringify(outcome));
  const [kept] = keptIn(outcome.deeds, identity);
  if (kept === undefined) throw new Error('nothing was kept');
  // As it comes back from where it was sealed.
  return { store, kept: JSON.parse(JSON.stringify(kept)) as KeptRows };
}

const on = (day: string, { store, kept }: { readonly store: MemoryStore; readonly kept: KeptRows }, more: Partial<EndKeptInput> = {}): EndKeptInput => ({ kept, map: mapOf(), stores: { shop: store }, holds: [], rules: [], secret, at: `${day}T03:00:00.000Z`, ...more });
const ordersIn = (store: MemoryStore): unknown => store.rows()['orders']?.map(({ id }) => id);
const peopleIn = (store: MemoryStore): unknown => store.rows()['people']?.map(({ id }) => id);

test('what was kept goes on the day after its ground has ended and not before, and the emptied row goes with the last row that points at it', async () => {
  const shop = await afterErasure();
  expect(shop.kept.until).toBe('2030-01-10');
  expect(await endKept(on('2030-01-10', shop))).toMatchObject({ next: '2030-01-10' });
  expect(ordersIn(shop.store)).toEqual([1, 2, 3]);
  expect(await endKept(on('2030-01-11', shop))).toMatchObject({ problem: null, next: '2036-03-01', places: [{ place: 'people', shells: 1 }, { place: 'orders', gone: 1, kept: 0, held: 0 }] });
  expect([ordersIn(shop.store), peopleIn(shop.store)]).toEqual([[2, 3], [1, 2]]);
  expect(await endKept(on('2036-03-02', shop))).toMatchObject({ problem: null, next: null, places: [{ place: 'people', shells: 0 }, { place: 'orders', gone: 2 }] });
  expect(shop.store.rows()).toEqual({ people: [{ id: 2, email: 'bob@example.com' }], orders: [{ id: 3, person: 2, placed: '2020-01-10', address: 'Bob Road' }] });
});

test('whoever became a customer again keeps what came since', async () => {
  const shop = await afterErasure();
  const later = openMemoryStore({ engine: 'memory', version: null, places }, {
    people: [...(shop.store.rows()['people'] ?? []), { id: 7, email: 'ann@example.com' }], orders: [...(shop.store.rows()['orders'] ?? []), { id: 9, person: 7, placed: '2029-01-01', address: 'New Street' }],
  });
  await endKept(on('2036-03-02', { store: later, kept: shop.kept }));
  expect(later.rows()).toMatchObject({ people: [{ id: 2 }, { id: 7, email: 'ann@example.com' }], orders: [{ id: 3 }, { id: 9, address: 'New Street' }] });
});

test('a legal hold keeps it past its day, and it goes when the hold is over', async () => {
  const shop = await afterErasure();
  const hold: Hold = { id: 'h', reason: 'A claim before the court', places: 'all', identity: { 'person.email': ['Ann@example.com'] } };
  expect(await endKept(on('2030-01-11', shop, { holds: [hold] }))).toMatchObject({ next: '2030-01-11', places: [{ place: 'people' }, { held: 1, gone: 0, why: ['A legal hold keeps it: A claim before the court'] }] });
  expect(ordersIn(shop.store)).toEqual([1, 2, 3]);
  expect(await endKept(on('2030-01-12', shop))).toMatchObject({ places: [{ place: 'people' }, { held: 0, gone: 1 }] });
});

test('a data map that keeps it longer by now keeps it, and says until when', async () => {
  const shop = await afterErasure();
  expect(await endKept(on('2030-01-11', shop, { map: mapOf('P12Y') }))).toMatchObject({ next: '2032-01-10', places: [{}, { kept: 1, gone: 0, why: ['The tax office asks for invoices Until 2032-01-10.'] }] });
  expect(ordersIn(shop.store)).toEqual([1, 2, 3]);
});

test('what a person decided to keep until a day is judged by the map of that day', async () => {
  const decision: Decision = { system: 'shop', place: 'people', right: 'erasure', outcome: 'keep', exemption: '17(3)(e)', reason: 'She sues us', until: '2027-05-01' };
  const shop = await afterErasure([decision]);
  expect(shop.kept.until).toBe('2027-05-01');
  expect(await endKept(on('2027-05-02', shop))).toMatchObject({ places: [{ place: 'people', shells: 1 }], next: '2030-01-10' });
  expect(shop.store.rows()['people']?.[0]).toMatchObject({ id: 1, email: null });
});

test('a row that is somebody else’s by now is left alone', async () => {
  const shop = await afterErasure();
  const later = openMemoryStore({ engine: 'memory', version: null, places }, { people: shop.store.rows()['people'] ?? [], orders: [{ id: 1, person: 2, placed: '2029-01-01', address: 'Bob Road' }] });
  expect(await endKept(on('2040-01-01', { store: later, kept: shop.kept }))).toMatchObject({ next: null, places: [{ place: 'people' }, { others: 1, gone: 1 }] });
  expect(later.rows()['orders']).toEqual([{ id: 1, person: 2, placed: '2029-01-01', address: 'Bob Road' }]);
});

test('a store that fails anywhere leaves all or nothing, and the next day ends the same', async () => {
  const whole = await afterErasure();
  await endKept(on('2036-03-02', whole));
  for (let dies = 0; dies < 30; dies += 1) {
    let calls = -1;
    let armed = false;
    const shop = await afterErasure([], { fault: () => { calls += armed ? 1 : 0; return armed && calls === dies ? (dies % 2 === 0 ? 'lost' : 'late') : undefined; } });
    armed = true;
    const first = await endKept(on('2036-03-02', shop));
    armed = false;
    if (first.problem !== null) expect(first.next).toBeNull();
    expect(await endKept(on('2036-03-03', shop))).toMatchObject({ problem: null, next: null, places: [{}, { gone: 2 }] });
    expect(shop.store.rows()).toEqual(whole.store.rows());
  }
});
