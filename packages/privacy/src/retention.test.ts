import { expect, test } from 'vitest';
import { openMemoryStore, type MemoryStore } from '@avouch/connectors/memory-store';
import type { FieldShape, FieldType, PlaceShape } from '@avouch/connectors/store';
import { parseDataMap, type DataMap } from './datamap.ts';
import type { Hold } from './plan.ts';
import { planRetention, retentionEntities, runRetention, type RetentionRunInput } from './retention.ts';
import type { Deed } from './run.ts';

const at = '2026-11-25T12:00:00.000Z';
const field = (name: string, type: FieldType, nullable = true): FieldShape => ({ name, type, native: type, nullable, lengthMax: null, generated: false, comment: null });
const table = (place: string, fields: readonly FieldShape[], references: PlaceShape['references'] = []): PlaceShape => ({ place, kind: 'table', fields: [field('id', 'integer', false), ...fields], key: ['id'], uniques: [], references, rows: null, comment: null });

const places = [
  table('people', [field('email', 'text')]),
  table('orders', [field('person', 'integer'), field('placed', 'day'), field('remark', 'text')]),
  table('lines', [field('order_id', 'integer'), field('engraving', 'text')], [{ name: 'lines_order', fields: ['order_id'], to: 'orders', toFields: ['id'], onDelete: 'cascade', deferrable: false }]),
  table('logins', [field('person', 'integer'), field('at', 'instant'), field('ip', 'text'), field('agent', 'text', false)]),
];
const text = `
version: 1
people: { person: { keys: { id: Number, email: { proof: mail, fold: case } } } }
systems:
  shop:
    engine: memory
    places:
      people: { identifies: 'person by id, email', none: [id], fields: { email: contact.email } }
      orders:
        owner: person is person.id
        none: [id, placed]
        retention: { after: placed, period: P3Y, reason: Complaints come within three years }
        fields: { person: identifier, remark: content.message }
      lines: { through: orders on order_id = id, none: [id, order_id], fields: { engraving: content.message } }
      logins:
        owner: person is person.id
        none: [id, at]
        retention: { after: at, period: P30D, action: empty, reason: Misuse shows within a month }
        fields: { person: identifier, ip: online-id, agent: { category: device, erasure: pseudonym } }
`;

function mapOf(): DataMap {
  const parsed = parseDataMap(text, 'map');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.map;
}

const map = mapOf();
const shop = (more: Parameters<typeof openMemoryStore>[2] = {}): MemoryStore => openMemoryStore({ engine: 'memory', version: null, places }, {
  people: [{ id: 1, email: 'ann@example.com' }, { id: 2, email: 'bob@example.com' }],
  orders: [
    { id: 1, person: 1, placed: '2023-11-24', remark: 'old' }, { id: 2, person: 1, placed: '2023-11-25', remark: 'not yet' }, { id: 3, person: 2, placed: '2010-01-01', remark: 'older' },
    { id: 4, person: 2, placed: '2011-01-01', remark: 'has a line' }, { id: 5, person: 2, placed: null, remark: 'no day' },
  ],
  lines: [{ id: 1, order_id: 4, engraving: 'B' }],
  logins: [{ id: 1, person: 1, at: '2026-01-01T00:00:00Z', ip: '192.0.2.1', agent: 'Firefox' }, { id: 2, person: 1, at: '2026-11-20T00:00:00Z', ip: '192.0.2.1', agent: 'Firefox' }],
}, more);

const holdOnBob: Hold = { id: 'h1', reason: 'A claim', places: 'all', identity: { 'person.id': ['2'], 'person.email': ['bob@example.com'] } };

async function inputOf(store: MemoryStore, holds: readonly Hold[] = [], deeds: Deed[] = []): Promise<RetentionRunInput> {
  const plan = await planRetention({ map, stores: { shop: store }, holds, at });
  return { map, stores: { shop: store }, holds, at, plan, approved: plan.digest, secret: new Uint8Array(32), rowsMax: 1000, done: [...deeds], record: async (deed) => { deeds.push(deed); }, signal: new AbortController().signal };
}

test('a dry run says how much is overdue and changes nothing; a place without a schedule shows as one', async () => {
  const store = shop();
  const before = store.rows();
  const { plan } = await inputOf(store);
  expect(plan.places).toMatchObject([
    { place: 'people', schedule: null, overdue: null }, { place: 'orders', before: '2023-11-25', overdue: 3, held: 0, problem: null }, { place: 'lines', schedule: null }, { place: 'logins', before: '2026-10-26', overdue: 1, held: 0 },
  ]);
  expect(store.rows()).toEqual(before);
  expect(retentionEntities(plan)).toContainEqual({ id: 'shop/orders', name: 'orders', system: 'shop', place: 'orders', scheduled: true, overdue: 3, held: 0 });
});

test('what is overdue goes or is emptied, what rows that stay point at stays empty and is told, and the day itself is not yet over', async () => {
  const store = shop();
  const outcome = await runRetention(await inputOf(store));
  expect(outcome).toMatchObject({ status: 'done', left: [expect.stringMatching(/^orders in shop: 1 rows stay overdue/)] });
  expect(store.rows()['orders']).toEqual([
    { id: 2, person: 1, placed: '2023-11-25', remark: 'not yet' }, { id: 4, person: null, placed: '2011-01-01', remark: null }, { id: 5, person: 2, placed: null, remark: 'no day' },
  ]);
  expect(store.rows()['logins']).toMatchObject([{ id: 1, person: null, ip: null, agent: expect.stringMatching(/^erased-/) }, { id: 2, ip: '192.0.2.1', agent: 'Firefox' }]);
  expect(store.rows()['lines']).toEqual([{ id: 1, order_id: 4, engraving: 'B' }]);
  expect((await inputOf(store)).plan.places).toMatchObject([{}, { overdue: 1 }, {}, { overdue: 0 }]);
});

test('a legal hold keeps overdue rows of those whom it is about, and says how many', async () => {
  const store = shop();
  const input = await inputOf(store, [holdOnBob]);
  expect(input.plan.places[1]).toMatchObject({ overdue: 1, held: 2 });
  await runRetention(input);
  expect(store.rows()['orders']?.map(({ id }) => id)).toEqual([2, 3, 4, 5]);
});

test('a run that was not approved, or made by another data map, touches nothing', async () => {
  const store = shop();
  const input = await inputOf(store);
  expect(await runRetention({ ...input, approved: 'another' })).toMatchObject({ status: 'refused' });
  expect(await runRetention({ ...input, map: { ...map, recipients: { x: { title: 'X', role: 'processor' } } } })).toMatchObject({ status: 'refused' });
  expect(store.rows()).toEqual(shop().rows());
});

test('a run that breaks off goes on where it was and ends the same', async () => {
  const whole = shop();
  await runRetention(await inputOf(whole));
  for (let dies = 0; dies < 40; dies += 1) {
    let calls = -1;
    let on = false;
    const store = shop({ fault: () => { calls += on ? 1 : 0; return on && calls === dies ? (dies % 2 === 0 ? 'lost' : 'late') : undefined; } });
    const deeds: Deed[] = [];
    const input = await inputOf(store, [], deeds);
    on = true;
    await runRetention(input);
    on = false;
    await runRetention({ ...input, done: [...deeds] });
    expect(store.rows()).toEqual(whole.rows());
  }
});
