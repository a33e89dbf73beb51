import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseChoice } from '../choices.ts';
import { choiceSchema } from './choice.ts';

const sent = {
  v: 1, id: '9f86d081884c7d659a2feaa0c55ad015', subject: 'a3bf4f1b2b0b822cd15d6c15b0f00a08', previous: '',
  notice: { id: 'shop', version: '1', hash: 'ab' }, language: 'en', variant: null,
  answers: { statistics: true, media: false }, method: 'save', signal: null, place: 'DE', regime: 'opt-in', at: '2026-06-01T10:00:00.000Z',
};

test('an answer as the SDK sends it is read, refusals with it', () => expect(parseChoice(JSON.stringify(sent))).toEqual(sent));

const wrong = { v: 2, id: 'X', subject: '', previous: 'me', notice: 'shop', language: '<b>', answers: { 'A b': true }, method: 'maybe', signal: 'no', place: 'Berlin', regime: 'none', at: 'yesterday', address: '192.0.2.1' };

test.each(['{', '[]', 'null', ...Object.entries(wrong).map(([key, value]) => JSON.stringify({ ...sent, [key]: value }))])('what is no answer is none: %s', (body) => expect(parseChoice(body)).toBeNull());

test('an answer is read at a glance only where the schema says the same', () => {
  const odd = fc.oneof(fc.constantFrom<unknown>(undefined, null, 0, true, '', 'a', '__proto__', 'x'.repeat(200), 'x'.repeat(201), {}, [], ...Object.values(sent), ...Object.values(wrong)), fc.jsonValue());
  const instant = fc.constantFrom('2026-02-29T10:00:00.000Z', '2024-02-29T10:00:00.000Z', '2026-02-30T10:00:00.000Z', '2026-06-01T24:00:00.000Z', '2026-06-01T10:00:60.000Z', '2026-06-01T10:00:00Z', '2026-06-01T10:00:00.000+00:00', '0000-01-01T00:00:00.000Z', '+02026-06-01T10:00:00.000Z');
  const notice = fc.record({ id: odd, version: odd, hash: odd, url: odd, more: odd }, { requiredKeys: [] });
  const answers = fc.dictionary(fc.oneof(fc.constantFrom('__proto__', 'constructor', 'a', 'A', 'x'.repeat(64), 'x'.repeat(65)), fc.string()), fc.oneof(fc.boolean(), odd));
  const language = fc.constantFrom('', 'en', 'en-GB', 'zh-Hant-TW', 'EN', 'e', 'en-', 'deu');
  const fields = { ...Object.fromEntries(Object.keys(sent).map((key) => [key, odd])), notice, answers, at: instant, language, more: odd };
  const change = fc.subarray(Object.entries(fields), { minLength: 1, maxLength: 2 }).chain((some) => fc.record(Object.fromEntries(some)));
  let read = 0;
  fc.assert(fc.property(change, (changed) => {
    // As it arrives: what JSON cannot say is gone, and `__proto__` is a key like any other.
    const body = JSON.stringify({ ...sent, ...changed });
    const choice = parseChoice(body);
    if (choice !== null) read += 1;
    expect(choice).toEqual(choiceSchema.safeParse(JSON.parse(body)).data ?? null);
  }), { numRuns: 3000 });
  expect(read).toBeGreaterThan(50);
});
