import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, parseEntry } from './entry.ts';
import type { Entry, Fact, Json } from './entry.ts';
import { draftOf, entryOf, entryText, formatEntry } from './entries/leaf.ts';
import { parseU64, u64 } from './encodings/bytes.ts';
import { opens, seal } from './seal.ts';
import { CAPTURED, chance, factOf } from './testing/facts.ts';

const RECORDED = '2026-02-01T00:00:00.000Z';
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const whole = fc.string({ unit: 'binary' });
const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => !/\p{Surrogate}/u.test(JSON.stringify(value))) as fc.Arbitrary<Json>;

test('canonical JSON is the spelling of RFC 8785: its own example', () => {
  const value = { numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27], string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/', literals: [null, true, false] };
  expect(canonicalJson(value)).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
  expect(canonicalJson({ '\u20ac': 1, '\r': 2, '1': 3, '\u{1F600}': 4, '\u0080': 5, '\ufb33': 6 })).toBe('{"\\r":2,"1":3,"\u0080":5,"\u20ac":1,"\u{1F600}":4,"\ufb33":6}');
  expect(canonicalJson(-0)).toBe('0');
});

test('canonical JSON means the same value, and printing it again changes nothing', () => {
  fc.assert(fc.property(json, (value) => {
    const printed = canonicalJson(value);
    expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(value)));
    expect(canonicalJson(JSON.parse(printed) as Json)).toBe(printed);
  }));
});

test('the order of keys does not change canonical JSON', () => {
  fc.assert(fc.property(fc.dictionary(whole, fc.integer()), (value) => {
    const reversed = Object.fromEntries(Object.entries(value).toReversed());
    expect(canonicalJson(reversed)).toBe(canonicalJson(value));
  }));
});

test('what JSON cannot say is refused, not written as null', () => {
  for (const value of [Number.NaN, Infinity, undefined, '\ud800', { a: undefined }, { '\udc00': 1 }, [() => 1]]) {
    expect(() => canonicalJson(value as Json)).toThrow(RangeError);
  }
});

test('an entry printed in pieces is the canonical JSON of the entry', () => {
  fc.assert(fc.property(whole, whole, fc.dictionary(whole, json), fc.boolean(), fc.nat(3), (name, about, header, held, count) => {
    const parts = Array.from({ length: count }, (_, n) => seal(n, null, chance(`part ${n}`)));
    const fact: Fact = { ...factOf(1), about, origin: { name, version: '1' }, header, parts, ...(held ? { held: { from: CAPTURED, to: CAPTURED } } : {}) };
    expect(entryText(draftOf(fact), RECORDED)).toBe(canonicalJson(entryOf(fact, draftOf(fact), RECORDED) as unknown as Json));
  }));
});

const stated = { ...factOf(7, { payload: 'x' }), held: { from: CAPTURED } };
const entry: Entry = entryOf(stated, draftOf(stated), RECORDED);

test('parseEntry gives back what was printed', () => {
  expect(parseEntry(formatEntry(entry))).toEqual(entry);
});

test('parseEntry refuses every other spelling and everything that is no entry', () => {
  const good = new TextDecoder().decode(formatEntry(entry));
  const wrong = [
    '', '{}', 'null', ` ${good}`, `${good}\n`, `\ufeff${good}`, good.replace(',', ', '), good.replace('"v":1', '"v":1.0'), good.replace('"v":1', '"v":2'),
    good.replace('"v":1', '"v":1,"x":1'), good.replace('"n":7', '"n":7,"n":7'), good.replace('"n":7', '"n":7e0'), good.replace('system', '\\u0073ystem'),
    good.replace('.000Z', 'Z'), good.replace('.000Z', '.000+00:00'), good.replace('2026-01-31', '2026-01-32'), good.replace('reading.taken', 'reading'),
    good.replace('"count":1', '"count":0'), good.replace('"root":"', '"root":"A'), good.replace('"header":{"n":7}', '"header":[7]'),
    good.replace('"n":7', `"n":"${'x'.repeat(2048)}"`), good.replace('"about":"source-7"', '"about":""'),
  ];
  for (const spelling of wrong) expect(parseEntry(text(spelling)), spelling.slice(0, 120)).toBeUndefined();
  expect(parseEntry(Uint8Array.of(0xff, 0xfe))).toBeUndefined();
});

test('64-bit numbers are written big-endian and read back', () => {
  fc.assert(fc.property(fc.maxSafeNat(), (value) => {
    expect(Buffer.from(u64(value)).readBigUInt64BE()).toBe(BigInt(value));
    expect(parseU64(u64(value))).toBe(value);
  }));
  expect(parseU64(Uint8Array.of(0, 32, 0, 0, 0, 0, 0, 0))).toBeUndefined();
});

test('a seal opens with its own payload and blind, and with nothing else', () => {
  fc.assert(fc.property(fc.uint8Array(), fc.uint8Array(), (payload, other) => {
    const part = seal(payload, null, chance('seal'));
    expect(opens(part.commitment, part)).toBe(true);
    expect(opens(part.commitment, { payload: other, blind: part.blind })).toBe(Buffer.from(other).equals(payload));
    expect(opens(part.commitment, { payload, blind: new Uint8Array(32) })).toBe(false);
  }));
});

test('the commitment of a known payload and blind is the one of docs/formats/log.md', () => {
  const part = seal({ b: 1, a: 'é' }, null, () => Uint8Array.from({ length: 32 }, (_, at) => at));
  expect(Buffer.from(part.payload).toString()).toBe('{"a":"é","b":1}');
  expect(Buffer.from(part.commitment).toString('hex')).toBe('f51485a20c0bb20b5f016706e870c8b93ce7dd9f8fc9a2ffb991865713b89f93');
});
