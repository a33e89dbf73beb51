import type { FieldShape, PlaceShape, StoreShape } from '@avouch/connectors/store';
import { expect, test } from 'vitest';
import { parseDataMap } from './datamap.ts';
import { shopMap } from './datamap/testing/shop-map.ts';
import { compareWithLive, personalFields } from './guard.ts';

const parsed = parseDataMap(shopMap, 'm');
if (!parsed.ok) throw new Error('the shop’s map reads');

const column = (name: string, type: FieldShape['type'] = 'text'): FieldShape => ({ name, type, native: type, nullable: true, lengthMax: null, generated: false, comment: null });
/** The shop as its map describes it. */
const asMapped = Object.entries(parsed.map.systems['shop']?.places ?? {}).map(([place, one]): PlaceShape => ({
  place, kind: 'table', fields: Object.keys(one.fields).map((name) => column(name, name.endsWith('_at') ? 'instant' : name === 'id' ? 'integer' : 'text')), key: one.key.length > 0 ? one.key : ['id'], uniques: [], references: [], rows: 1, comment: null,
}));
const shape = (places: readonly PlaceShape[]): StoreShape => ({ engine: 'postgres', version: null, places });
const changed = (name: string, change: (place: PlaceShape) => PlaceShape): StoreShape => shape(asMapped.map((place) => (place.place === name ? change(place) : place)));
const faults = (live: StoreShape | { problem: string }) => compareWithLive(parsed, { shop: live }).filter((one) => one.severity === 'fault').map((one) => [one.kind, shopMap.split('\n')[one.line - 1]?.trim().split(' ')[0], one.sentence]);
const doubts = (live: StoreShape) => compareWithLive(parsed, { shop: live }).filter((one) => one.severity === 'doubt' && one.kind !== 'no-purpose').map((one) => [one.kind, one.sentence]);

test('a store that is as its map says has nothing to be told, but places without purpose', () => {
  expect(compareWithLive(parsed, { shop: shape(asMapped) }).map((one) => [one.kind, one.place])).toEqual([['no-purpose', 'public.rooms'], ['no-purpose', 'public.room_members']]);
});

test('a new column is a fault at its place in the file', () => {
  expect(faults(changed('public.gifts', (place) => ({ ...place, fields: [...place.fields, column('phone_number'), column('colour')] })))).toEqual([
    ['field-unclassified', 'public.gifts:', 'public.gifts.phone_number is new and nobody has classified it: add it under fields (it looks like contact.phone).'],
    ['field-unclassified', 'public.gifts:', 'public.gifts.colour is new and nobody has classified it: add it under fields, or under none.'],
  ]);
});

test('a new table is a fault, and so is one that went', () => {
  const [first, ...others] = asMapped;
  if (first === undefined) throw new Error('the map has places');
  expect(faults(shape([...others, { ...first, place: 'public.leads' }]))).toEqual([
    ['place-unclassified', 'shop:', 'public.leads is new and nobody has classified its 5 columns: add it, or run `avouch datamap discover`.'],
    ['place-gone', 'public.customers:', 'public.customers stands in the map and is not there any more: take it out, or give it its new name.'],
  ]);
});

test('a column that went and a key that is none are faults', () => {
  expect(faults(changed('public.orders', (place) => ({ ...place, key: ['no'], fields: place.fields.filter((field) => field.name !== 'ship_to') })))).toEqual([
    ['field-gone', 'ship_to:', 'public.orders.ship_to stands in the map and is not there any more: take it out, or give it its new name.'],
    ['key-differs', 'key:', 'The map says that shop, no names a row of public.orders, but the store does not keep it unique: use no.'],
  ]);
});

test('a column that is called like personal data in a place said to hold none is a fault', () => {
  expect(faults(changed('public.countries', (place) => ({ ...place, fields: [column('code'), column('president_email')] })))).toEqual([
    ['looks-personal', 'public.countries:', 'public.countries.president_email is said to hold nothing personal, but is called like contact.email: correct the map, or leave it if that is right.'],
  ]);
});

test('a foreign key to people that no path follows is a doubt', () => {
  expect(doubts(changed('public.orders', (place) => ({ ...place, references: [{ name: 'f', fields: ['ship_to'], to: 'public.customers', toFields: ['id'], onDelete: 'refuse', deferrable: false }] })))).toEqual([
    ['reference-unknown', 'public.orders.ship_to points at public.customers, and no owner or access of the map follows it: say whose these rows are, or add access.'],
  ]);
});

test('a store that could not be read is a fault, never an empty store', () => {
  expect(faults({ problem: 'The password was refused.' })).toEqual([['not-read', 'shop:', 'shop was not read, so nothing is known of it: The password was refused.']]);
});

test('a system that no map knows, and a proposal that nobody looked at, are faults', () => {
  const proposal = parseDataMap(shopMap.replace('        identifies: customer', '        review: true\n        identifies: customer'), 'm');
  if (!proposal.ok) throw new Error('it reads');
  expect(compareWithLive(proposal, { crm: shape([]) }).map((one) => [one.kind, one.line])).toEqual([['to-review', 37], ['place-unclassified', 1]]);
});

test('each live column becomes an entity that says whether somebody has classified it, and where not, on which line to begin', () => {
  const entities = personalFields(parsed, 'shop', changed('public.gifts', (place) => ({ ...place, fields: [...place.fields, column('phone_number')] })));
  expect(entities.filter((one) => one.classified !== true)).toEqual([{
    id: 'shop/public.gifts/phone_number', name: 'public.gifts.phone_number', system: 'shop', place: 'public.gifts', field: 'phone_number', classified: false, category: null, looksLike: 'contact.phone', purposes: null,
    present: true, line: shopMap.split('\n').findIndex((line) => line.trim().startsWith('public.gifts:')) + 1,
  }]);
  expect(entities.find((one) => one.id === 'shop/public.gifts/message')).toMatchObject({ classified: true, category: 'content.message', purposes: 1, present: true, line: null });
});

test('a column that went is an entity that says so, with its line', () => {
  const entities = personalFields(parsed, 'shop', changed('public.orders', (place) => ({ ...place, fields: place.fields.filter((field) => field.name !== 'ship_to') })));
  expect(entities.filter((one) => one.present === false).map(({ name, line }) => [name, shopMap.split('\n')[(line ?? 0) - 1]?.trim().split(' ')[0]])).toEqual([['public.orders.ship_to', 'ship_to:']]);
});

test('a proposal that nobody has looked at classifies nothing', () => {
  const proposal = parseDataMap(shopMap.replace('        identifies: customer', '        review: true\n        identifies: customer'), 'm');
  if (!proposal.ok) throw new Error('it reads');
  const waiting = personalFields(proposal, 'shop', shape(asMapped)).filter((one) => one.classified === false);
  expect(new Set(waiting.map(({ place }) => place))).toEqual(new Set(['public.customers']));
  expect(waiting.every(({ line }) => line !== null)).toBe(true);
});
