import fc from 'fast-check';
import { expect, test } from 'vitest';
import { categories, formatDataMap, parseDataMap, type DataMap } from '../datamap.ts';
import { shopMap } from './testing/shop-map.ts';

type Place = DataMap['systems'][string]['places'][string];
type Field = Place['fields'][string];

/** Names as stores have them: also with blanks, marks of our sentences, and words of YAML. */
const name = fc.oneof(fc.constantFrom('id', 'email', 'customer_id', 'Straße', 'on', 'is', 'null', 'true', '12', '2026-01-31', 'a b', 'a, b', 'x = y', 'x > y', 'crm:x', '# c', 'review', "it's", '"q"', '[a', '- b', 'toString'), fc.stringMatching(/^[a-z_]{1,8}$/));
const text = fc.oneof(fc.constantFrom('§ 147 AO', 'a: b', '# not a comment', '“quoted”', 'yes', '10', 'two\nlines'), fc.stringMatching(/^[A-Za-z][a-z ]{0,30}[a-z]$/));
const period = fc.constantFrom('P10Y', 'P6M', 'P30D');
const personal = categories.filter((one) => one.id !== 'none' && one.article !== 9).map((one) => one.id);
const keep = fc.record({ reason: text, exemption: fc.constantFrom('17(3)(b)' as const, '17(3)(e)' as const) });

const field = (roles: readonly string[]): fc.Arbitrary<Field> => fc.oneof(
  fc.constant<Field>({ category: 'none', of: 'all', special: false, provenance: 'derived', purposes: [], erasure: 'keep', loosens: false }),
  fc.record({
    category: fc.constantFrom(...personal), of: fc.constantFrom(...roles, 'all'), special: fc.constant(false), provenance: fc.constantFrom('given' as const, 'observed' as const), purposes: fc.subarray(['orders', 'mailing']),
    erasure: fc.constantFrom('clear' as const, 'pseudonym' as const), loosens: fc.boolean(),
  }).map((one) => ({ ...one, special: one.category === 'criminal' })),
);

const place = (names: readonly string[]): fc.Arbitrary<Place> => fc.uniqueArray(name, { minLength: 2, maxLength: 6 }).chain((fields) => {
  const some = fc.constantFrom(...fields);
  const end = fc.record({ field: some, is: fc.constantFrom('customer.id', 'customer.email') }).map((one) => ({ hops: [], ...one }));
  const roles = fc.constantFrom<readonly string[]>(['owner'], ['giver', 'receiver'], ['self'], ['self', 'boss']);
  return roles.chain((all) => fc.record({
    title: fc.oneof(text, fc.constant('t')), key: fc.subarray([...fields], { maxLength: 2 }), purposes: fc.subarray(['orders', 'mailing']), rows: fc.constantFrom('delete' as const, 'empty' as const, 'keep' as const), why: keep, until: fc.option(fc.record({ after: some, period })),
    first: end, second: end, reader: fc.option(end), identity: some, retention: fc.option(fc.record({ after: some, period, action: fc.constantFrom('delete' as const, 'empty' as const), reason: text, start: fc.constant('automatic' as const) }, { requiredKeys: ['after', 'period', 'action', 'reason'] })), marks: fc.option(fc.record({ restricted: some, objected: some }, { requiredKeys: ['restricted'] })), hop: fc.option(fc.record({ place: fc.constantFrom(...names), from: some })),
    fields: fc.tuple(...fields.map((one) => field(all).map((made) => [one, made] as const))).map((pairs) => Object.fromEntries(pairs)),
  }).map((one): Place => ({
    title: one.title, personal: true, key: one.key, purposes: one.purposes, rows: one.rows, fields: one.fields,
    ...(one.rows === 'delete' ? {} : { keep: { ...one.why, ...(one.until === null ? {} : { until: one.until }) } }), ...(one.retention === null ? {} : { retention: one.retention }), ...(one.marks === null ? {} : { marks: one.marks }),
    ...(all[0] === 'self' ? { identifies: { people: 'customer', keys: { id: one.identity }, leads: ['id'] } } : {}),
    owners: Object.fromEntries(all.filter((role) => role !== 'self').map((role, n) => [role, n === 0 ? one.first : one.second])), access: one.reader === null ? {} : { reader: one.reader },
  })));
});

const map: fc.Arbitrary<DataMap> = fc.uniqueArray(name, { minLength: 1, maxLength: 4 }).chain((names) => fc.record({ places: fc.tuple(...names.map((one) => place(names).map((made) => [one, made] as const))), title: text, interest: text }).map(({ places, title, interest }): DataMap => ({
  version: 1,
  people: { customer: { title, keys: { id: { title: 'Number', several: false }, email: { title: 'E-mail', fold: 'case', proof: 'mail', several: true } } } },
  purposes: { orders: { title, basis: '6(1)(b)', recipients: ['parcel'], marketing: false }, mailing: { title: interest, basis: '6(1)(f)', ground: interest, recipients: [], marketing: true, automated: null } },
  recipients: { parcel: { title, role: 'processor' } },
  systems: { shop: { title, role: 'controller', engine: 'postgres', places: withHops(Object.fromEntries(places)) } },
})));

/** Leads the first owner of each place on by way of the place after it, where that has a field to end in. */
function withHops(places: Record<string, Place>): Record<string, Place> {
  const all = Object.entries(places);
  return Object.fromEntries(all.map(([id, one], n) => {
    const [nextName, next] = all[(n + 1) % all.length] ?? [];
    const [role, path] = Object.entries(one.owners)[0] ?? [];
    const end = Object.keys(next?.fields ?? {})[0];
    if (nextName === undefined || role === undefined || path === undefined || end === undefined || n % 2 === 0) return [id, one];
    return [id, { ...one, owners: { ...one.owners, [role]: { hops: [{ system: 'shop', place: nextName, on: [[path.field, end]] as const }], field: end, is: path.is } } }];
  }));
}

const read = (written: string): DataMap => {
  const parsed = parseDataMap(written, 'm');
  if (!parsed.ok) throw new Error(`${written}\n${parsed.faults.map((one) => `${one.line} ${one.path} ${one.reason}`).join('\n')}`);
  return parsed.map;
};

test('every map reads back the same, and is written the same again', () => {
  fc.assert(fc.property(map, (one) => {
    const written = formatDataMap(one);
    expect(read(written)).toEqual(one);
    expect(formatDataMap(read(written))).toBe(written);
  }), { numRuns: 60 });
});

test('a map written over another one, and over a text with comments, reads back the same', () => {
  fc.assert(fc.property(map, map, (before, after) => {
    expect(read(formatDataMap(after, formatDataMap(before)))).toEqual(after);
    expect(read(formatDataMap(after, shopMap))).toEqual(after);
  }), { numRuns: 20 });
});
