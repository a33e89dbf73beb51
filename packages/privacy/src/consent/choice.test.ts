import { expect, test } from 'vitest';
import { parseChoice } from '../choices.ts';

const sent = {
  v: 1, id: '9f86d081884c7d659a2feaa0c55ad015', subject: 'a3bf4f1b2b0b822cd15d6c15b0f00a08', previous: '',
  notice: { id: 'shop', version: '1', hash: 'ab' }, language: 'en', variant: null,
  answers: { statistics: true, media: false }, method: 'save', signal: null, place: 'DE', regime: 'opt-in', at: '2026-06-01T10:00:00.000Z',
};

test('an answer as the SDK sends it is read, refusals with it', () => expect(parseChoice(JSON.stringify(sent))).toEqual(sent));

const wrong = { v: 2, id: 'X', subject: '', previous: 'me', notice: 'shop', language: '<b>', answers: { 'A b': true }, method: 'maybe', signal: 'no', place: 'Berlin', regime: 'none', at: 'yesterday', address: '192.0.2.1' };

test.each(['{', '[]', 'null', ...Object.entries(wrong).map(([key, value]) => JSON.stringify({ ...sent, [key]: value }))])('what is no answer is none: %s', (body) => expect(parseChoice(body)).toBeNull());
