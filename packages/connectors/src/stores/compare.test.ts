import fc from 'fast-check';
import { expect, it } from 'vitest';
import { comparable } from './compare.ts';
import { exactJson } from './exact-json.ts';

it('knows one value by all its spellings', () => {
  const same = (type: Parameters<typeof comparable>[0], ...cells: readonly (string | number | boolean)[]) => expect(new Set(cells.map((cell) => comparable(type, cell))).size, String(cells[0])).toBe(1);
  same('decimal', '1.5', '1.50', '01.5', '+1.5', '15e-1', '0.15E1', 1.5);
  same('decimal', '0', '-0', '0.00', '.0', 0);
  same('integer', '7', 7, '007', '+7');
  same('instant', '2026-01-31T10:00:00Z', '2026-01-31 11:00:00.000+01', '2026-01-31T10:00Z', '2026-01-31T09:30:00-00:30');
  same('boolean', true, 'true', 't', 1, '1');
  same('uuid', 'FFFFFFFF-ffff-4fff-bfff-ffffffffffff', 'ffffffff-ffff-4fff-bfff-ffffffffffff');
});

it('has no text for what a field cannot hold', () => {
  expect([comparable('integer', '1.0'), comparable('integer', ''), comparable('decimal', '.'), comparable('day', '2026-02-30'), comparable('instant', '2026-02-30T00:00:00Z'), comparable('time', '24:00'), comparable('uuid', 'x'), comparable('text', null)])
    .toEqual(Array.from({ length: 8 }, () => undefined));
});

it('sorts instants as time goes, to any number of digits', () => {
  const texts = ['1999-12-31T23:59:59.9999999Z', '2000-01-01T00:00:00Z', '2000-01-01T00:00:00.0000001Z', '2000-01-01T00:00:00.1Z', '2000-01-01T00:00:01+00:00'].map((text) => comparable('instant', text) ?? '');
  expect([...texts].sort()).toEqual(texts);
});

it('reads JSON without losing a digit: what a double cannot hold becomes a text', () => {
  expect(exactJson('[9007199254740993, 1.10, 1.5, 1e3, "1.10 9007199254740993", {"a":-0.1}]')).toEqual(['9007199254740993', '1.10', 1.5, '1e3', '1.10 9007199254740993', { a: -0.1 }]);
  const plain = fc.array(fc.oneof(fc.string({ unit: fc.constantFrom('"', '\\', '1', '.', '5', '-', 'e', ' ', '{') }), fc.integer(), fc.constant(null), fc.dictionary(fc.constantFrom('1.10', '"', '9007199254740993'), fc.boolean())));
  fc.assert(fc.property(plain, (value) => { expect(exactJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value))); }));
});
