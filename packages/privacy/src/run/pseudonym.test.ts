import type { FieldShape } from '@avouch/connectors/store';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { categories } from '../datamap.ts';
import { namesNobody, pseudonymOf } from './pseudonym.ts';

const field = fc.record({
  type: fc.constantFrom('text', 'integer', 'decimal', 'uuid'), native: fc.constantFrom('text', 'integer', 'bigint', 'smallint', 'int unsigned', 'tinyint unsigned', 'bigint unsigned', 'numeric(12,0)', 'uuid'), lengthMax: fc.option(fc.integer({ min: 4, max: 40 })),
}).map((one): FieldShape => ({ name: 'who', nullable: false, generated: false, comment: null, ...one }) as FieldShape);

test('what an erasure puts in the place of a name is known again as nobody’s, whatever kind of name it was', () => {
  fc.assert(fc.property(field, fc.constantFrom(...categories.map(({ id }) => id)), fc.nat(59), fc.string(), (shape, category, attempt, seed) => {
    const value = pseudonymOf({ secret: new Uint8Array(32), seed, attempt, category, field: shape, blank: false, nobody: true });
    expect([category, value, namesNobody(value ?? null, shape)]).toEqual([category, value, true]);
    if (shape.lengthMax !== null && shape.type === 'text') expect(String(value).length).toBeLessThanOrEqual(shape.lengthMax);
  }), { numRuns: 5000 });
});

test.each(['+4930123456', 'ann@example.com', '4111111111111111', 'https://example.com/ann', 'erased', '12'])('a name that somebody has is not taken for nobody’s: %s', (name) => {
  expect(namesNobody(name, undefined)).toBe(false);
});
