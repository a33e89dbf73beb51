import { expect, test } from 'vitest';
import { openMemoryStore, type MemoryStore } from '@avouch/connectors/memory-store';
import type { FieldShape, FieldType, PlaceShape } from '@avouch/connectors/store';
import { parseDataMap, type DataMap, type Identity } from './datamap.ts';
import { compareWithLive } from './guard.ts';
import { planOf, type Hold, type MarkName, type Plan } from './plan.ts';
import { readAgain } from './reread.ts';
import { clearMarks, runPlan, type Deed } from './run.ts';
import { takeSurvey } from './survey.ts';

const at = '2026-11-25T12:00:00.000Z';
const field = (name: string, type: FieldType, nullable = true): FieldShape => ({ name, type, native: type, nullable, lengthMax: null, generated: false, comment: null });
const table = (place: string, ...fields: readonly FieldShape[]): PlaceShape => ({ place, kind: 'table', fields: [field('id', 'integer', false), ...fields], key: ['id'], uniques: [], references: [], rows: null, comment: null });
const places = [table('people', field('email', 'text'), field('blocked', 'boolean', false), field('no_ads', 'day')), table('chats', field('a', 'integer'), field('b', 'integer'), field('blocked_at', 'instant')), table('orders', field('person', 'integer'))];
const text = `
version: 1
people: { person: { keys: { id: Number, email: { proof: mail, fold: case } } } }
systems:
  shop:
    engine: memory
    places:
      people: { identifies: 'person by id, email', none: [id, blocked, no_ads], marks: { restricted: blocked, objected: no_ads }, fields: { email: contact.email } }
      chats: { owners: { a: a is person.id, b: b is person.id }, none: [id, blocked_at], marks: { restricted: blocked_at }, fields: { a: identifier of a, b: identifier of b } }
      orders: { owner: person is person.id, none: [id], fields: { person: identifier } }
`;
function parsedOf(from = text): Extract<ReturnType<typeof parseDataMap>, { ok: true }> {
  const parsed = parseDataMap(from, 'map');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed;
}
const { map } = parsedOf();
const identity: Identity = { 'person.id': ['1'], 'person.email': ['ann@example.com'] };
const shop = (more: Parameters<typeof openMemoryStore>[2] = {}): MemoryStore => openMemoryStore({ engine: 'memory', version: null, places }, {
  people: [{ id: 1, email: 'ann@example.com', blocked: false, no_ads: null }, { id: 2, email: 'bob@example.com', blocked: false, no_ads: null }],
  chats: [{ id: 1, a: 1, b: 2, blocked_at: null }, { id: 2, a: 1, b: null, blocked_at: null }], orders: [{ id: 1, person: 1 }],
}, more);

async function planFor(store: MemoryStore, right: 'restriction' | 'objection', marks: readonly MarkName[], holds: readonly Hold[] = [], of: DataMap = map): Promise<Plan> {
  const survey = await takeSurvey({ map: of, identity, stores: { shop: store }, right, role: 'controller', holds, decisions: [], rules: [], accepted: [], at });
  return planOf({ request: { id: 'r1', right, marks }, map: of, survey, identity: { 'person.id': 1 }, accepted: [], rules: [], at });
}
const run = (plan: Plan, store: MemoryStore, done: readonly Deed[] = [], record: (deed: Deed) => void = () => undefined) =>
  runPlan({ plan, approved: plan.digest, map, identity, stores: { shop: store }, secret: new Uint8Array(32), holds: [], done, record: async (deed) => { record(deed); }, signal: new AbortController().signal, at });
const again = (plan: Plan, store: MemoryStore) => readAgain({ plan, map, identity, stores: { shop: store }, secret: new Uint8Array(32), deeds: [], at });

test('a restriction marks the person’s own rows and nobody else’s, is found again when read again, and goes when it is lifted', async () => {
  const store = shop();
  const before = store.rows();
  const plan = await planFor(store, 'restriction', ['restricted']);
  expect(plan.places.map(({ place, does }) => `${place} ${does}`)).toEqual(['people change', 'chats change', 'orders read']);
  expect(plan.places[0]?.why).toContain('1 row is marked as restricted in blocked.');
  expect((await again(plan, store)).clean).toBe(false);
  const deeds: Deed[] = [];
  expect(await run(plan, store, [], (deed) => deeds.push(deed))).toMatchObject({ status: 'done' });
  expect(deeds).toMatchObject([{ step: 'change:shop', planned: 2, done: 2, counts: { people: { marked: 1 }, chats: { marked: 1 } } }]);
  expect(store.rows()).toMatchObject({ people: [{ blocked: true, no_ads: null }, { blocked: false }], chats: [{ id: 1, blocked_at: null }, { id: 2, blocked_at: at }] });
  expect((await again(plan, store)).clean).toBe(true);
  expect(await clearMarks({ map, identity, stores: { shop: store }, mark: 'restricted', at })).toEqual({ cleared: { 'shop/people': 1, 'shop/chats': 1 }, problems: [] });
  expect(store.rows()).toEqual(before);
  expect(await clearMarks({ map, identity, stores: { shop: store }, mark: 'restricted', at })).toEqual({ cleared: {}, problems: [] });
});

test('an objection marks what the map has a field for, and changes nothing where it has none', async () => {
  const store = shop();
  const plan = await planFor(store, 'objection', ['objected']);
  expect(plan.places.map(({ does }) => does)).toEqual(['change', 'read', 'read']);
  await run(plan, store);
  expect(store.rows()['people']).toMatchObject([{ no_ads: '2026-11-25', blocked: false }, { no_ads: null }]);
  expect((await planFor(store, 'objection', [])).places.map(({ does }) => does)).toEqual(['read', 'read', 'read']);
});

test('what a legal hold covers is not marked', async () => {
  const store = shop();
  const plan = await planFor(store, 'restriction', ['restricted'], [{ id: 'h', reason: 'A claim', places: [{ system: 'shop', place: 'people' }] }]);
  expect(plan.places.map(({ does }) => does)).toEqual(['read', 'change', 'read']);
});

test('a run that breaks off anywhere goes on and ends the same', async () => {
  const whole = shop();
  await run(await planFor(whole, 'restriction', ['restricted']), whole);
  for (let dies = 0; dies < 16; dies += 1) {
    let calls = -1;
    let armed = false;
    const store = shop({ fault: () => { calls += armed ? 1 : 0; return armed && calls === dies ? (dies % 2 === 0 ? 'lost' : 'late') : undefined; } });
    const plan = await planFor(store, 'restriction', ['restricted']);
    const deeds: Deed[] = [];
    armed = true;
    await run(plan, store, [], (deed) => deeds.push(deed));
    armed = false;
    expect(await run(plan, store, deeds)).toMatchObject({ status: 'done' });
    expect(store.rows()).toEqual(whole.rows());
  }
});

test('a field that can hold no mark stops the plan, and fails the check of the map', async () => {
  const wrong = text.replace('marks: { restricted: blocked,', 'marks: { restricted: id,');
  expect((await planFor(shop(), 'restriction', ['restricted'], [], parsedOf(wrong).map)).faults).toMatchObject([{ id: 'cannot:shop/people/id', stops: true }]);
  expect(compareWithLive(parsedOf(wrong), { shop: { engine: 'memory', version: null, places } }).filter(({ severity }) => severity === 'fault')).toMatchObject([{ kind: 'mark-unfit', severity: 'fault', field: 'id', line: 8 }]);
});

test('a mark names a field of its place', () => {
  const parsed = parseDataMap(text.replace('restricted: blocked,', 'restricted: blokced,'), 'map');
  expect(parsed.ok ? [] : parsed.faults.map(({ reason, line }) => [line, reason])).toMatchObject([[8, expect.stringContaining('blokced') as string]]);
});
