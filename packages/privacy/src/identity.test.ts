import { expect, test } from 'vitest';
import { openMemoryStore, type MemoryStore } from '@avouch/connectors/memory-store';
import type { Cell, FieldShape, FieldType, PlaceShape } from '@avouch/connectors/store';
import { parseDataMap, type DataMap, type Identity } from './datamap.ts';
import { resolveIdentity, type IdentityResult, type Settled } from './identity.ts';
import { readShapes, type Stores } from './ownership.ts';

const field = (name: string, type: FieldType): FieldShape => ({ name, type, native: type, nullable: name !== 'id', lengthMax: null, generated: false, comment: null });
const table = (place: string, ...fields: readonly FieldShape[]): PlaceShape => ({ place, kind: 'table', fields: [field('id', 'integer'), ...fields], key: ['id'], uniques: [], references: [], rows: null, comment: null });
type Rows = readonly Readonly<Record<string, Cell>>[];

function mapOf(crmKeys = 'person by number, email'): DataMap {
  const parsed = parseDataMap(`
version: 1
people: { person: { keys: { number: Number, email: { fold: case, proof: mail }, phone: { several: true }, card: Card } } }
systems:
  shop: { engine: memory, places: { people: { identifies: 'person by number = id, email, phone', fields: { id: identifier, email: contact.email, phone: contact.phone } } } }
  crm: { engine: memory, places: { contacts: { identifies: '${crmKeys}', none: [id], fields: { number: identifier, email: contact.email, card: identifier } } } }
`, 'map');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.map;
}

const open = (people: Rows, contacts: Rows = [], fault?: () => 'lost' | undefined): Readonly<Record<string, MemoryStore>> => ({
  shop: openMemoryStore({ engine: 'memory', version: null, places: [table('people', field('email', 'text'), field('phone', 'text'))] }, { people }),
  crm: openMemoryStore({ engine: 'memory', version: null, places: [table('contacts', field('number', 'text'), field('email', 'text'), field('card', 'text'))] }, { contacts }, fault === undefined ? {} : { fault }),
});

async function resolve(stores: Stores, proven: Identity, more: { readonly map?: DataMap; readonly settled?: Settled } = {}): Promise<IdentityResult> {
  return resolveIdentity({ map: more.map ?? mapOf(), stores, shapes: (await readShapes(stores)).shapes, proven, ...(more.settled === undefined ? {} : { settled: more.settled }) });
}

test('one proven key leads over every system to all others, whatever their spelling and type', async () => {
  const stores = open([{ id: 17, email: 'Ann@Example.com', phone: null }, { id: 18, email: 'bob@example.com', phone: null }], [{ id: 1, number: '17', email: 'ann@work.example', card: 'C1' }]);
  expect(await resolve(stores, { 'person.email': ['ANN@example.com'] })).toMatchObject({
    status: 'known', identity: { 'person.number': ['17'], 'person.email': ['ANN@example.com', 'ann@work.example'] }, summary: { 'person.number': 1, 'person.email': 2 },
  });
});

test('somebody whom nobody knows has only what they have proven', async () => {
  expect(await resolve(open([]), { 'person.email': ['nobody@example.com'] })).toEqual({ status: 'known', identity: { 'person.email': ['nobody@example.com'] }, summary: { 'person.email': 1 }, rows: 0 });
});

test('two people under one key are a doubt that shows nothing of what their rows hold, and nothing is resolved', async () => {
  const result = await resolve(open([{ id: 1, email: 'shared@example.com', phone: '1' }, { id: 2, email: 'SHARED@example.com', phone: '2' }]), { 'person.email': ['shared@example.com'] });
  expect(result).toMatchObject({ status: 'doubt', doubts: [{ key: 'person.email', candidates: [{ place: 'people', key: [1], same: ['person.email'], different: [] }, { key: [2] }] }] });
  expect(JSON.stringify(result)).not.toMatch(/shared@|SHARED@|"phone":/);
});

test('a row that only another system leads to, while the proven key leads elsewhere, is a doubt too', async () => {
  const stores = open([{ id: 1, email: 'ann@example.com', phone: null }, { id: 2, email: 'bob@example.com', phone: null }], [{ id: 5, number: '2', email: 'ann@example.com', card: null }]);
  expect(await resolve(stores, { 'person.email': ['ann@example.com'] })).toMatchObject({ status: 'doubt', doubts: [{ place: { system: 'shop', place: 'people' }, candidates: [{}, {}] }] });
});

test('a doubt that a person settled leaves the other row alone, and the value that both hold is no longer used', async () => {
  const stores = open([{ id: 1, email: 'shared@example.com', phone: null }, { id: 2, email: 'shared@example.com', phone: null }]);
  const one = await resolve(stores, { 'person.email': ['shared@example.com'] }, { settled: [{ system: 'shop', place: 'people', key: [1] }] });
  expect(one).toMatchObject({ status: 'known', rows: 1 });
  expect(one.status === 'known' ? one.identity : null).toEqual({ 'person.number': ['1'] });
  const both = await resolve(stores, { 'person.email': ['shared@example.com'] }, { settled: [{ system: 'shop', place: 'people', key: [1] }, { system: 'shop', place: 'people', key: [2] }] });
  expect(both).toMatchObject({ status: 'known', identity: { 'person.number': ['1', '2'], 'person.email': ['shared@example.com'] } });
});

test('accounts under a value that may have several are one person', async () => {
  const stores = open([{ id: 1, email: 'a@example.com', phone: '555' }, { id: 2, email: 'b@example.com', phone: '555' }, { id: 3, email: 'c@example.com', phone: '556' }]);
  expect(await resolve(stores, { 'person.number': ['1'] })).toMatchObject({ status: 'known', identity: { 'person.number': ['1', '2'], 'person.phone': ['555'] }, rows: 2 });
});

test('two accounts that were each proven are one person\'s', async () => {
  const stores = open([{ id: 1, email: 'a@example.com', phone: null }, { id: 2, email: 'b@example.com', phone: null }]);
  expect(await resolve(stores, { 'person.email': ['a@example.com', 'b@example.com'] })).toMatchObject({ status: 'known', rows: 2 });
});

test('a system that does not answer is a problem, and never a person with fewer keys', async () => {
  const stores = open([{ id: 1, email: 'a@example.com', phone: null }], []);
  const broken = { ...stores, crm: { ...stores['crm'], work: async () => ({ ok: false as const, problem: { kind: 'unreachable' as const, sentence: 'gone', remedy: 'try' } }) } } as Stores;
  expect(await resolve(broken, { 'person.email': ['a@example.com'] })).toMatchObject({ status: 'problem', system: 'crm' });
  expect(await resolve({ shop: stores['shop'] as MemoryStore }, { 'person.email': ['a@example.com'] })).toMatchObject({ status: 'problem', system: 'crm' });
});
