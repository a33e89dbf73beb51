import { expect, test } from 'vitest';
import { openMemoryStore, type MemoryStore } from '@avouch/connectors/memory-store';
import type { Cell, FieldShape, FieldType, PlaceShape } from '@avouch/connectors/store';
import { parseDataMap, type DataMap, type Identity } from './datamap.ts';
import { planOf, type Plan, type Right } from './plan.ts';
import { readAgain } from './reread.ts';
import { runPlan, type RunInput } from './run.ts';
import { takeSurvey, type Survey } from './survey.ts';

const at = '2026-11-25T12:00:00.000Z';
const field = (name: string, type: FieldType): FieldShape => ({ name, type, native: type, nullable: name !== '_id', lengthMax: null, generated: false, comment: null });
const place = (name: string, kind: PlaceShape['kind'], ...fields: readonly FieldShape[]): PlaceShape => ({ place: name, kind, fields: [field('_id', 'integer'), ...fields], key: ['_id'], uniques: [], references: [], rows: null, comment: null });

const mapText = (chats: string): string => `
version: 1
people: { person: { keys: { id: Number, email: { fold: case, proof: mail } } } }
purposes: { orders: { title: Delivering, basis: contract } }
systems:
  shop:
    engine: memory
    places:
      people: { identifies: 'person by id, email', purposes: orders, none: [_id, id], fields: { email: contact.email } }
      orders:
        owners: { buyer: buyer is person.email, receiver: 'items[].giftFor is person.email' }
        purposes: orders
        none: [_id, 'items[].sku']
        fields: { buyer: contact.email of buyer, 'items[].giftFor': contact.email of receiver, 'items[].note': { category: content.message, of: receiver, erasure: pseudonym } }
      chats: ${chats}
`;
const plainChats = "{ owner: 'members is person.id', purposes: orders, none: [_id, topic], fields: { members: identifier } }";

function mapOf(text: string): DataMap {
  const parsed = parseDataMap(text, 'map');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.map;
}

const places = (chatsAre: PlaceShape['kind']): readonly PlaceShape[] => [
  place('people', 'collection', field('id', 'integer'), field('email', 'text')),
  place('orders', 'collection', field('buyer', 'text'), field('items[].giftFor', 'list'), field('items[].note', 'list'), field('items[].sku', 'list')),
  place('chats', chatsAre, field('members', 'list'), field('topic', 'text')),
];
const rows: Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>> = {
  people: [{ _id: 1, id: 1, email: 'ann@example.com' }, { _id: 2, id: 2, email: 'bob@example.com' }, { _id: 3, id: 3, email: 'carl@example.com' }],
  orders: [
    { _id: 1, buyer: 'bob@example.com', 'items[].giftFor': ['Ann@example.com', 'carl@example.com', null], 'items[].note': ['for ann', 'for carl', 'for bob'], 'items[].sku': ['a', 'b', 'c'] },
    { _id: 2, buyer: 'bob@example.com', 'items[].giftFor': ['carl@example.com'], 'items[].note': ['for carl'], 'items[].sku': ['d'] },
    { _id: 3, buyer: 'ann@example.com', 'items[].giftFor': [null], 'items[].note': ['own'], 'items[].sku': ['e'] },
  ],
  chats: [{ _id: 1, members: [1, 2], topic: 'tea' }, { _id: 2, members: [1], topic: 'alone' }, { _id: 3, members: [2, 3], topic: 'others' }],
};
const open = (joins: boolean, chatsAre: PlaceShape['kind'] = 'collection'): MemoryStore => openMemoryStore({ engine: 'memory', version: null, places: places(chatsAre) }, rows, { joins });

const identity: Identity = { 'person.id': ['1'], 'person.email': ['ann@example.com'] };
const map = mapOf(mapText(plainChats));
const surveyOf = (store: MemoryStore, right: Right, by: DataMap = map): Promise<Survey> => takeSurvey({ map: by, identity, stores: { shop: store }, right, role: 'controller', holds: [], decisions: [], rules: [], corrections: [], accepted: [], at });
const planFor = async (store: MemoryStore, right: Right, by: DataMap = map): Promise<Plan> => planOf({ request: { id: 'r1', right, corrections: [] }, map: by, survey: await surveyOf(store, right, by), identity: { 'person.id': 1 }, accepted: [], rules: [], at });
const input = (plan: Plan, store: MemoryStore, more: Partial<RunInput> = {}): RunInput => ({
  plan, approved: plan.digest, map, identity, stores: { shop: store }, secret: new Uint8Array(32), holds: [], done: [], record: async () => undefined, signal: new AbortController().signal, at, ...more,
});

test.each([true, false])('an answer shows of a list what is this person\'s alone, and counts what it leaves out (store that joins: %s)', async (joins) => {
  const store = open(joins);
  const answered: Record<string, { cells: Readonly<Record<string, Cell>>; leftOut: readonly string[] }[]> = {};
  const plan = await planFor(store, 'access');
  expect(await runPlan(input(plan, store, { sink: {
    begin: async () => undefined, end: async () => undefined, file: async () => undefined,
    rows: async ({ place: name }, some) => { (answered[name] ??= []).push(...some.map(({ cells, leftOut }) => ({ cells, leftOut }))); },
  } }))).toMatchObject({ status: 'done' });
  expect(JSON.stringify(answered)).not.toMatch(/carl|bob/);
  expect(answered['orders']?.[0]).toEqual({ cells: { '_id': 1, 'items[].giftFor': ['Ann@example.com'], 'items[].note': ['for ann'], 'items[].sku': ['a', 'b', 'c'] }, leftOut: ['buyer', 'items[].giftFor', 'items[].note'] });
  expect(answered['chats']?.map(({ cells }) => cells)).toEqual([{ _id: 1, members: [1], topic: 'tea' }, { _id: 2, members: [1], topic: 'alone' }]);
});

test.each([true, false])('an erasure takes this person out of lists of several people, and leaves everybody else\'s values as they were (store that joins: %s)', async (joins) => {
  const store = open(joins);
  const plan = await planFor(store, 'erasure');
  const given = input(plan, store);
  const outcome = await runPlan(given);
  expect(outcome).toMatchObject({ status: 'done' });
  const { people, orders, chats } = store.rows();
  const [note] = (orders?.[0]?.['items[].note'] ?? []) as readonly string[];
  expect(note).toMatch(/^erased-[0-9a-f]+$/);
  expect({ people, orders, chats }).toEqual({
    people: rows['people']?.slice(1),
    orders: [{ ...rows['orders']?.[0], 'items[].giftFor': [null, 'carl@example.com', null], 'items[].note': [note, 'for carl', 'for bob'] }, rows['orders']?.[1]],
    chats: [{ _id: 1, members: [null, 2], topic: 'tea' }, rows['chats']?.[2]],
  });
  expect(await readAgain({ ...given, deeds: outcome.status === 'done' ? outcome.deeds : [] })).toMatchObject({ clean: true });
});

test('a path over a list in a table is said to find nobody, and stops the plan', async () => {
  const plan = await planFor(open(true, 'table'), 'erasure');
  expect(plan).toMatchObject({ ready: false });
  expect(JSON.stringify(plan.faults)).toContain('leads over members of chats, which holds a list');
});
