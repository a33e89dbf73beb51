import type { Cell, FieldShape, FieldType, PlaceShape, Reference, StoreShape } from '@avouch/connectors/store';
import { parseDataMap, type DataMap } from '../../datamap.ts';

type Rows = Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>;

const field = (name: string, type: FieldType, nullable = false, more: Partial<FieldShape> = {}): FieldShape => ({ name, type, native: type, nullable, lengthMax: null, generated: false, comment: null, ...more });
const reference = (field_: string, to: string, toField = 'id'): Reference => ({ name: `${field_}_fk`, fields: [field_], to, toFields: [toField], onDelete: 'refuse', deferrable: false });
const table = (place: string, key: readonly string[], fields: readonly FieldShape[], references: readonly Reference[] = [], uniques: readonly (readonly string[])[] = []): PlaceShape => ({ place, kind: 'table', fields, key, uniques, references, rows: null, comment: null });

/** What may be different about a shop. */
export type Bend = { readonly receiverNullable: boolean };

/** A shop with a circle (customers and their last order), a table that points at itself, a list, and an identity that no foreign key joins. */
export const shopShape = ({ receiverNullable }: Bend): StoreShape => ({ engine: 'memory', version: null, places: [
  table('customers', ['id'], [
    field('id', 'integer'), field('email', 'text', false, { lengthMax: 60 }), field('name', 'text', true), field('born', 'day', true), field('country', 'text', true, { lengthMax: 2 }), field('gender', 'text', false, { choices: ['f', 'm', 'x'] }),
    field('allergies', 'text'), field('referred_by', 'integer', true), field('last_order', 'integer', true), field('since', 'day'),
  ], [reference('country', 'countries', 'code'), reference('referred_by', 'customers'), reference('last_order', 'orders')], [['email']]),
  table('orders', ['id'], [field('id', 'integer'), field('customer_id', 'integer'), field('ship_to', 'text', true), field('wishes', 'text', true)], [reference('customer_id', 'customers')]),
  table('order_lines', ['order_id', 'product_id'], [field('order_id', 'integer'), field('product_id', 'integer'), field('pieces', 'integer')], [reference('order_id', 'orders'), reference('product_id', 'products')]),
  table('products', ['id'], [field('id', 'integer'), field('title', 'text')]),
  table('gifts', ['id'], [field('id', 'integer'), field('giver_id', 'integer'), field('receiver_id', 'integer', receiverNullable), field('message', 'text')], [reference('giver_id', 'customers'), reference('receiver_id', 'customers')]),
  table('newsletter', ['mail'], [field('mail', 'text', false, { lengthMax: 80 }), field('topic', 'text')]),
  table('countries', ['code'], [field('code', 'text', false, { lengthMax: 2 }), field('label', 'text')]),
] });

const text = `version: 1
people:
  customer:
    title: Customers
    keys: { id: Customer number, email: { title: E-mail address, fold: case, proof: mail, several: true } }
purposes: { orders: { title: Delivering, basis: contract, special: 9(2)(a) } }
systems:
  shop:
    title: Shop
    engine: postgres
    places:
      customers:
        identifies: customer by id, email
        purposes: orders
        none: [id, last_order, since]
        fields: { email: contact.email, name: name, born: birth, country: nationality, gender: gender, allergies: { category: health, special: true }, referred_by: identifier }
      orders:
        owner: customer_id is customer.id
        purposes: orders
        none: [id]
        fields: { customer_id: identifier, ship_to: contact.address, wishes: content.message }
      order_lines:
        through: orders on order_id = id
        purposes: orders
        none: [order_id, product_id, pieces]
      products: not personal
      gifts:
        owners: { giver: giver_id is customer.id, receiver: receiver_id is customer.id }
        purposes: orders
        none: [id]
        fields: { giver_id: identifier of giver, receiver_id: identifier of receiver, message: content.message of giver }
      newsletter:
        identifies: customer by email = mail
        purposes: orders
        fields: { mail: contact.email, topic: preference }
      countries: not personal
`;

/** The shop's data map. */
export function shopMap(): DataMap {
  const parsed = parseDataMap(text, 'map');
  if (!parsed.ok) throw new Error(parsed.faults.map((one) => `${one.line}: ${one.reason}`).join('\n'));
  return parsed.map;
}

/** `people` customers with orders, gifts and letters; `pick` gives a number below its bound. */
export function shopRows(people: number, pick: (below: number) => number): Rows {
  const ids = Array.from({ length: people }, (_, n) => 10_001 + n);
  const maybe = <T>(value: T): T | null => (pick(3) === 0 ? null : value);
  const someone = (): number => ids[pick(people)] ?? 10_001;
  const orders = Array.from({ length: people * 2 }, (_, n) => ({ id: n + 1, customer_id: someone(), ship_to: maybe(`Elm Street ${pick(people) + 100}`), wishes: maybe('Ring twice, says Ann Person1') }));
  return {
    customers: ids.map((id, n) => {
      const own = orders.filter((order) => order.customer_id === id);
      return { id, email: `Person${n}@example.com`, name: maybe(`Ann Person${n}`), born: maybe(`19${50 + pick(50)}-03-0${1 + pick(9)}`), country: maybe(['de', 'fr', 'it'][pick(3)] ?? 'de'), gender: ['f', 'm', 'x'][pick(3)] ?? 'x', allergies: ['peanuts', 'walnuts'][pick(2)] ?? '', referred_by: maybe(someone()), last_order: own[0]?.id ?? null, since: '2020-01-01' };
    }),
    orders,
    order_lines: orders.flatMap(({ id }) => [1, 2].slice(0, pick(3)).map((product) => ({ order_id: id, product_id: product, pieces: 1 + pick(4) }))),
    products: [{ id: 1, title: 'Bread' }, { id: 2, title: 'Butter' }],
    gifts: Array.from({ length: people }, (_, n) => ({ id: n + 1, giver_id: someone(), receiver_id: someone(), message: 'With love from Ann' })),
    newsletter: ids.flatMap((_, n) => (pick(2) === 0 ? [] : [{ mail: `person${n}@EXAMPLE.com`, topic: 'offers and news' }])),
    countries: [{ code: 'de', label: 'Germany' }, { code: 'fr', label: 'France' }, { code: 'it', label: 'Italy' }],
  };
}
