import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysAfter, remembered, tlsNumber } from './verdicts.ts';

test('days are counted by the calendar, over ends of months and years and through leap days', () => {
  fc.assert(fc.property(fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }), fc.integer({ min: -800, max: 800 }), (date, days) => {
    expect(daysAfter(date.toISOString(), days)).toBe(new Date(date.getTime() + days * 86_400_000).toISOString());
  }));
  expect(daysAfter('2024-02-28T23:00:00.000Z', 1)).toBe('2024-02-29T23:00:00.000Z');
  expect(daysAfter('2026-01-01T00:00:00.000Z', 26 / 24)).toBe('2026-01-02T02:00:00.000Z');
});

test.each<[string, number | undefined]>([['TLSv1.2', 1.2], ['TLSv1.3', 1.3], ['TLSv1', 1], ['TLS 1.1', 1.1], ['1.2', 1.2], ['SSLv3', 0], ['', undefined], ['QUIC', undefined]])('the version in "%s" is %s', (text, version) => {
  expect(tlsNumber(text)).toBe(version);
});

test('an answer is remembered, and forgotten again before there are too many', () => {
  const asked: string[] = [];
  const answer = remembered((text) => ({ text, asked: asked.push(text) }), 2);
  expect(answer('a')).toBe(answer('a'));
  for (const text of ['b', 'c', 'a']) expect(answer(text).text).toBe(text);
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});
