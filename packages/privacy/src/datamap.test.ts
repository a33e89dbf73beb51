import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { categories, dataMapSchema, formatDataMap, parseDataMap, type DataMap } from './datamap.ts';
import { shopMap } from './datamap/testing/shop-map.ts';

const read = (text: string): DataMap => {
  const parsed = parseDataMap(text, 'avouch.datamap.yaml');
  if (!parsed.ok) throw new Error(parsed.faults.map((one) => `${one.line}:${one.column} ${one.path}: ${one.reason}`).join('\n'));
  return parsed.map;
};
const place = (map: DataMap, name: string) => map.systems['shop']?.places[name];
/** The shop's map with one thing written otherwise. */
const changed = (from: string, to: string): string => {
  expect(shopMap.split(from)).toHaveLength(2);
  return shopMap.replace(from, to);
};
/** Each fault after the word at which it is told. */
const faultsOf = (text: string): string[] => {
  const parsed = parseDataMap(text, 'avouch.datamap.yaml');
  return parsed.ok ? [] : parsed.faults.map((one) => `${/^\S*/.exec(text.split('\n')[one.line - 1]?.slice(one.column - 1) ?? '')?.[0]} | ${one.reason}`);
};

describe('short forms are spelt out', () => {
  const map = read(shopMap);
  test('a field that names a category takes its defaults', () => {
    expect(place(map, 'public.customers')?.fields['email']).toEqual({ category: 'contact.email', of: 'self', special: false, provenance: 'given', purposes: [], erasure: 'clear', loosens: false });
    expect(place(map, 'public.customers')?.fields['id']).toMatchObject({ category: 'none', of: 'all', erasure: 'keep' });
  });
  test('people are known by the keys of a place, and every key leads on unless some are named', () => {
    expect(place(map, 'public.customers')?.identifies).toEqual({ people: 'customer', keys: { id: 'id', email: 'email' }, leads: ['id', 'email'] });
  });
  test('through takes the owners of the other place, over its whole key', () => {
    expect(place(map, 'public.order_lines')?.owners).toEqual({ owner: { hops: [{ system: 'shop', place: 'public.orders', on: [['order_shop', 'shop'], ['order_no', 'no']] }], field: 'customer_id', is: 'customer.id' } });
  });
  test('through a place that identifies people, by its key, needs no hop', () => {
    const through = read(changed('        owner: customer_id is customer.id\n        fields: { room_id: none, customer_id: identifier }', '        through: customers on customer_id = id\n        fields: { room_id: none, customer_id: identifier }'));
    expect(place(through, 'public.room_members')?.owners).toEqual({ owner: { hops: [], field: 'customer_id', is: 'customer.id' } });
  });
  test('through in two ways gives each role its way’s name', () => {
    const two = read(changed('        through: orders on order_shop = shop, order_no = no', '        through: { first: "orders on order_shop = shop, order_no = no", second: gifts on id = id }'));
    expect(Object.keys(place(two, 'public.order_lines')?.owners ?? {})).toEqual(['first', 'second-giver', 'second-receiver']);
  });
  test('a path leads to another system', () => {
    expect(map.systems['letters']?.places['folders']?.owners['owner']).toEqual({ hops: [{ system: 'shop', place: 'public.customers', on: [['customer_no', 'id']] }], field: 'email', is: 'customer.email' });
  });
  test('a basis in words, a period until, and no machine decisions', () => {
    expect(map.purposes['orders']?.basis).toBe('6(1)(b)');
    expect(map.purposes['mailing']?.automated).toBeNull();
    expect(place(map, 'public.orders')?.keep?.until).toEqual({ after: 'placed_at', period: 'P10Y' });
  });
});

describe('a fault says where it stands and what to do', () => {
  test.each([
    ['an unknown key', 'fold: case', 'flod: case', 'flod: | “flod” is not known here. Did you mean fold?'],
    ['an unknown key of a place', 'rows: empty', 'row: empty', 'row: | “row” is not known here. Did you mean rows?'],
    ['an unknown category', 'email: contact.email #', 'email: contact.emial #', 'contact.emial | There is no category contact.emial. Did you mean contact.email?'],
    ['an unknown purpose', 'purposes: [orders, mailing]', 'purposes: [orders, mailings]', 'mailings] | There is no purpose mailings: add it under purposes, or correct the name. Did you mean mailing?'],
    ['an unknown recipient', 'recipients: parcel', 'recipients: parsel', 'parsel | There is no recipient parsel: add it under recipients, or correct the name. Did you mean parcel?'],
    ['an unknown place', 'through: orders on', 'through: oders on', 'oders | The system shop has no place oders. Did you mean public.orders?'],
    ['an unknown field on the way', 'order_shop = shop, order_no = no\n', 'order_shop = shop, order_nr = no\n', 'orders | public.order_lines has no field order_nr in this map. Did you mean order_no?'],
    ['a path that ends nowhere', 'giver: giver_id is customer.id', 'giver: given_id is customer.id', 'given_id | public.gifts has no field given_id in this map. Did you mean giver_id?'],
    ['an unknown key of people', 'giver: giver_id is customer.id', 'giver: giver_id is customer.no', 'giver_id | There is no key customer.no: a path ends in a field that holds a key of people, as PEOPLE.KEY. Did you mean customer.id?'],
    ['a sentence that cannot be read', 'giver: giver_id is customer.id', 'giver: giver_id = customer.id', 'giver_id | “giver_id = customer.id” cannot be read: write FIELD is PEOPLE.KEY, with the places on the way before it: orders on order_id = id > customer_id is customer.id.'],
    ['a role that no path has', 'content.message of giver', 'content.message of sender', 'content.message | This place has no role sender. There are: giver, receiver, all.'],
    ['a field of a place with several roles that says not whose it is', 'wrapping: preference of all', 'wrapping: preference', 'preference | Whose data is this? The rows have several roles: say CATEGORY of giver or receiver, or “of all” for what all of them may see.'],
    ['rows that are nobody’s', '        owner: customer_id is customer.id\n        fields: { room_id', '        fields: { room_id', 'public.room_members: | Nobody owns the rows of public.room_members: add owner (customer_id is customer.id), through, access or identifies; or write “not personal”.'],
    ['something kept without reason', 'ship_to: contact.address', 'ship_to: contact.address\n      public.x:\n        owner: a is customer.id\n        fields: { a: { category: identifier, erasure: keep } }\n      public.y:\n        owner: total is customer.id\n        fields:', 'keep | Personal data that is kept although erasure is asked needs a reason: add keep: { reason: …, exemption: 17(3)(b), until: … }.'],
    ['a keep without its exemption', 'exemption: 17(3)(b), ', '', 'keep: | “exemption” is missing: it should be one of 17(3)(a), 17(3)(b), 17(3)(c), 17(3)(d), 17(3)(e).'],
    ['rows kept without a keep', '        purposes: orders\n        none: id\n', '        purposes: orders\n        rows: keep\n        none: id\n', 'keep | Rows that are kept although erasure is asked need a reason: add keep: { reason: …, exemption: 17(3)(b), until: … }.'],
    ['a keep where rows are deleted', 'rows: empty', 'rows: delete', 'keep: | This keeps rows that erasure deletes: write rows: keep (whole) or rows: empty (what is not kept is cleared).'],
    ['a period in words', 'period: P10Y, reason', 'period: 10 years, reason', '10 | “10 years” is no period: write years, months or days as P10Y, P6M or P30D. Did you mean P10Y?'],
    ['a purpose without basis', '    basis: contract\n', '', 'orders: | “basis” is missing: it should be one of 6(1)(a), 6(1)(b), 6(1)(c), 6(1)(d), 6(1)(e), 6(1)(f), consent, contract, legal-obligation, vital-interests, public-task, legitimate-interests.'],
    ['an interest that is not named', '    ground: selling to those who bought before\n', '', '6(1)(f) | With 6(1)(f) people are told which interest it is: add ground: with the interest in a sentence.'],
    ['Art. 9 data without an exception', 'name: name', 'name: health', 'health | Data under Art. 9 needs an exception of Art. 9(2) as well, and none of its purposes (orders, mailing) has one: add special: 9(2)(…) to the purpose that needs it.'],
    ['personal data in a place that is said to hold none', 'public.countries: not personal', 'public.countries: { personal: false, fields: { head: name } }', 'name | Name is personal, but the place says that it is not: take the “personal: false” away, or write none.'],
    ['a system that nobody serves', '    task: { owner: Office, days: 10, how: Look in the folder of the year }\n', '', 'letters: | A manual system needs somebody who does what is asked: add task: { owner: …, days: …, how: … }.'],
    ['an engine that there is not', 'engine: postgres', 'engine: postgresql', 'postgresql | “postgresql” is no engine. Did you mean postgres?'],
    ['a country in words', 'location: DE', 'location: Germany', 'Germany | “Germany” should be a country as two capital letters: DE.'],
    ['a name that stands twice', '          name: name\n', '          name: name\n          name: name\n', 'name: | This name stands twice in the same map: keep one of them.'],
  ])('%s', (_, from, to, fault) => {
    expect(faultsOf(changed(from, to))).toContain(fault);
  });

  test('all faults are told at once, in the order of the file', () => {
    const faults = faultsOf(changed('through: orders on', 'through: oders on').replace('message: content.message of giver', 'message: content.mesage of giver').replace('is customer.email', 'is customer.mail'));
    expect(faults.map((one) => one.split(' ')[0])).toEqual(['oders', 'content.mesage', 'shop:public.customers']);
  });

  test('a circle of through is told where it closes', () => {
    const circle = shopMap.replace('        owner: customer_id is customer.id\n        purposes: orders\n        rows: empty', '        through: order_lines on no = order_no\n        purposes: orders\n        rows: empty');
    expect(faultsOf(circle)).toContain('orders | This goes in a circle: public.orders → public.order_lines → public.orders. One of them must say whose its rows are by a field of its own.');
  });

  test('a name of several places is to be written whole', () => {
    expect(faultsOf(changed('public.countries: not personal', 'archive.orders: not personal'))).toContain('orders | orders may be public.orders or archive.orders: write the whole name.');
  });

  test.each([['', /The file is empty/], ['- a\n', /This should be a data map/], ['version: 1\nsystems: 3\n', /^3 \| “3” should be a map of systems/], ['a: [', /This is not YAML/], ['a:\n\tb: 1\n', /tab/], ['__proto__: 1\n', /__proto__/]])('%j is refused with a sentence', (text, reason) => {
    expect(faultsOf(text)[0]).toMatch(reason);
  });
});

describe('what is formatted reads back the same', () => {
  const map = read(shopMap);
  test('anew', async () => {
    const text = formatDataMap(map);
    expect(read(text)).toEqual(map);
    expect(formatDataMap(read(text))).toBe(text);
    await expect(text).toMatchFileSnapshot('datamap/testing/shop-map-anew.yaml');
  });
  test('over the text before it, unchanged to the byte', () => {
    expect(formatDataMap(map, shopMap)).toBe(shopMap);
  });
  test('over the text before it, with comments and short forms where nothing changed', () => {
    const shop = map.systems['shop'];
    const lines = shop?.places['public.order_lines'];
    const customers = shop?.places['public.customers'];
    if (shop === undefined || lines === undefined || customers === undefined) throw new Error('the shop’s map has both places');
    const field = { category: 'contact.phone', of: 'self', special: false, provenance: 'given', purposes: [], erasure: 'clear', loosens: false } as const;
    const none = { ...field, category: 'none', of: 'all', provenance: 'derived', erasure: 'keep' } as const;
    const next: DataMap = { ...map, systems: { ...map.systems, shop: { ...shop, places: { ...shop.places,
      'public.order_lines': { ...lines, fields: { ...lines.fields, note: { ...field, category: 'content.message', of: 'owner' } } },
      'public.customers': { ...customers, purposes: ['orders'], fields: { ...customers.fields, phone: field, level: none, name: { ...field, category: 'name', erasure: 'pseudonym' } } } } } } };
    const text = formatDataMap(next, shopMap);
    expect(read(text)).toEqual(next);
    expect(text.split('\n').filter((line) => !shopMap.split('\n').includes(line)).map((line) => line.trim())).toEqual(['none: [id, created_at, level]', 'name: { category: name, erasure: pseudonym }', 'phone: contact.phone', 'note: content.message']);
    expect(text).toContain('email: contact.email # asked at the till too');
    expect(text).toContain('# A line belongs to whom its order belongs.\n      public.order_lines:\n        through: orders on order_shop = shop, order_no = no');
  });
  test('what went is taken out, comments of others stay', () => {
    const shop = map.systems['shop'];
    if (shop === undefined) throw new Error('the map has the shop');
    const { 'public.gifts': gone, ...places } = shop.places;
    expect(gone).toBeDefined();
    const next = { ...map, systems: { ...map.systems, shop: { ...shop, places } } };
    const text = formatDataMap(next, shopMap);
    expect(read(text)).toEqual(next);
    expect(text).toContain('# Asked in the team meeting of March');
  });
});

test('the schema for editors takes what the parser takes, and describes each key', () => {
  const validate = new Ajv2020({ strict: false }).compile(dataMapSchema);
  expect(validate(parseYaml(shopMap)) ? [] : validate.errors).toEqual([]);
  expect(validate(parseYaml(shopMap.replace('fold: case', 'flod: case')))).toBe(false);
  expect(JSON.stringify(dataMapSchema)).toContain('How it is told of erasures, corrections and restrictions (Art. 19)');
});

test('every category has a title of its own, and those of Art. 9(1) are marked', () => {
  expect(new Set(categories.map((one) => one.title)).size).toBe(categories.length);
  expect(categories.filter((one) => one.article === 9).map((one) => one.id)).toEqual(['health', 'genetic', 'biometric', 'ethnicity', 'religion', 'politics', 'union', 'sexuality']);
});

test('a fault carries file, line, column and path', () => {
  const parsed = parseDataMap(changed('location: DE', 'location: Germany'), 'maps/shop.yaml');
  expect(parsed.ok ? [] : parsed.faults).toEqual([{ file: 'maps/shop.yaml', line: 32, column: 15, path: 'systems.shop.location', reason: '“Germany” should be a country as two capital letters: DE.' }]);
});

test('what discovery proposed and nobody has looked at is told with its line', () => {
  const parsed = parseDataMap(changed('        identifies: customer', '        review: true\n        identifies: customer').replace('name: name', 'name: { category: name, review: true }'), 'm');
  expect(parsed.ok ? parsed.reviews : parsed.faults).toEqual([
    { line: 37, path: 'systems.shop.places["public.customers"]' },
    { line: 43, path: 'systems.shop.places["public.customers"].fields.name' },
  ]);
});
