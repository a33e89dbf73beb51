import type { Cell, FieldShape, FieldType, OnDelete, PlaceShape, Reference, StoreShape } from '../../store.ts';

/** The shape and rows that every store is tested with, under the names that its engine gives to places. */
export type Shop = { readonly shape: StoreShape; readonly rows: Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>; readonly at: (name: string) => string };

const field = (name: string, type: FieldType, nullable = true, more: Partial<FieldShape> = {}): FieldShape => ({ name, type, native: type, nullable, lengthMax: null, generated: false, comment: null, ...more });

/** A table whose name and fields try to be something else. */
export const hostile = 'Se"lect `x`; drop';

/** `at` turns a table's name into the place's. */
export const shopOf = (at: (name: string) => string): Shop => {
  const reference = (name: string, fields: readonly string[], to: string, toFields: readonly string[], onDelete: OnDelete): Reference => ({ name, fields, to: at(to), toFields, onDelete, deferrable: false });
  const place = (name: string, fields: readonly FieldShape[], key: readonly string[], references: readonly Reference[] = []): PlaceShape => ({ place: at(name), kind: 'table', fields, key, uniques: [], references, rows: null, comment: null });
  const places = [
    place('people', [
      field('id', 'integer', false), field('email', 'text', true, { lengthMax: 80 }), field('born', 'day'), field('seen', 'instant'), field('score', 'decimal'), field('active', 'boolean'), field('code', 'uuid'),
      field('note', 'json'), field('photo', 'bytes'), field('buddy', 'integer'),
    ], ['id'], [reference('people_buddy', ['buddy'], 'people', ['id'], 'refuse')]),
    place('orders', [field('shop', 'text', false, { lengthMax: 20 }), field('number', 'integer', false), field('buyer', 'integer'), field('payer', 'integer'), field('placed', 'instant')], ['shop', 'number'],
      [reference('orders_buyer', ['buyer'], 'people', ['id'], 'refuse'), reference('orders_payer', ['payer'], 'people', ['id'], 'clear')]),
    place('lines', [field('id', 'integer', false), field('shop', 'text', true, { lengthMax: 20 }), field('number', 'integer'), field('what', 'text', true, { lengthMax: 200 })], ['id'],
      [reference('lines_order', ['shop', 'number'], 'orders', ['shop', 'number'], 'cascade')]),
    place(hostile, [field('or"der', 'integer', false), field('from', 'text', true, { lengthMax: 80 }), field('a `b', 'integer'), field('größe?', 'text', true, { lengthMax: 80 })], ['or"der']),
  ];
  const person = (id: number, email: string | null, more: Readonly<Record<string, Cell>> = {}): Readonly<Record<string, Cell>> => ({
    id, email, born: null, seen: null, score: null, active: null, code: null, note: null, photo: null, buddy: null, ...more,
  });
  const rows = {
    [at('people')]: [
      person(1, 'Ann@example.com', { born: '1980-02-29', seen: '2026-01-31T10:00:00.123456Z', score: '12345678901234567.25', active: true, code: '0b5e6a2c-9d0e-4c1f-8a77-3f9a2b1c0d4e', note: { a: [1, null, 'x'] }, photo: 'AAH/', buddy: 2 }),
      person(2, 'ann@EXAMPLE.com', { active: false, score: '-0.5', seen: '2026-01-31T10:00:00Z', buddy: 1 }),
      person(3, null, { born: '1999-12-31', seen: '1999-12-31T23:59:59.999Z', score: '0' }),
      person(4, "o'hara@example.com", { note: [], buddy: 4 }),
      person(5, 'ann@example.com ', { photo: '' }),
      person(6, '', { code: 'ffffffff-ffff-4fff-bfff-ffffffffffff' }),
    ],
    [at('orders')]: [
      { shop: 'a', number: 1, buyer: 1, payer: 2, placed: '2025-12-31T23:59:59Z' }, { shop: 'a', number: 2, buyer: 2, payer: null, placed: '2026-01-01T00:00:00Z' },
      { shop: 'b', number: 1, buyer: null, payer: 3, placed: null }, { shop: 'b', number: 2, buyer: 3, payer: 3, placed: '2026-06-01T00:00:00Z' },
    ],
    [at('lines')]: [
      { id: 1, shop: 'a', number: 1, what: 'pears' }, { id: 2, shop: 'a', number: 1, what: 'x' }, { id: 3, shop: 'b', number: null, what: null }, { id: 4, shop: 'b', number: 2, what: '=1+1' }, { id: 5, shop: null, number: null, what: 'loose' },
    ],
    [at(hostile)]: [{ 'or"der': 1, from: "'; drop table people; --", 'a `b': 1, 'größe?': 'ß😀' }, { 'or"der': 2, from: '\\"$1?', 'a `b': null, 'größe?': '%_' }],
  };
  return { shape: { engine: 'test', version: null, places }, rows, at };
};
