import { expect, test } from 'vitest';
import { emptyOf, filledOf, formatValue, kindOf, wordsOf } from './json-schema.ts';

test.each([
  [{ type: 'string' }, 'text'], [{ type: 'string', maxLength: 20_000 }, 'long'], [{ type: 'string', format: 'date' }, 'date'], [{ type: 'string', enum: ['a'] }, 'choice'],
  [{ type: 'integer' }, 'number'], [{ type: 'boolean' }, 'boolean'], [{ type: ['boolean', 'null'] }, 'maybe'], [{ anyOf: [{ type: 'boolean' }, { type: 'null' }] }, 'maybe'],
  [{ type: 'array', items: { type: 'string' } }, 'lines'], [{ type: 'array', items: { type: 'string', enum: ['a'] } }, 'choices'], [{ type: 'array', items: { type: 'object', properties: {} } }, 'objects'],
] as const)('%j is asked for as %s', (schema, kind) => {
  expect(kindOf(schema)).toBe(kind);
});

test('a new form begins with the schema’s defaults, and says “not known” where nobody said', () => {
  expect(emptyOf({ properties: { port: { type: 'integer', default: 5432 }, name: { type: 'string' }, encrypted: { type: ['boolean', 'null'] } }, required: ['encrypted'] })).toEqual({ port: 5432, encrypted: null });
});

test('what nobody filled is not sent, and unknown stays unknown', () => {
  expect(filledOf({ name: 'App', note: '', gone: undefined, lines: ['a', ''], parts: [{ from: 'x', protocol: undefined, encrypted: null }] })).toEqual({ name: 'App', lines: ['a'], parts: [{ from: 'x', encrypted: null }] });
});

test('names of fields read as words, and values as a person writes them', () => {
  expect(['outOfScope', 'service-commitment', 'timeoutS'].map(wordsOf)).toEqual(['Out of scope', 'Service commitment', 'Timeout (seconds)']);
  expect([null, true, ['a', 'b'], [{ a: 1 }]].map(formatValue)).toEqual(['–', 'Yes', 'a, b', '1 entry']);
});
