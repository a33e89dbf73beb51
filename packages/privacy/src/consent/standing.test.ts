import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthsAfter, standingOf, statesAfter, type Placed } from '../choices.ts';
import { chosenOf } from './testing/shop.ts';

const asking = { version: '1', months: 12, ids: new Set(['statistics', 'media']) };
const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const placed = (entry: number, answers: Record<string, boolean>, change: Parameters<typeof chosenOf>[0] & { minute?: number } = {}): Placed => {
  const { minute = entry, ...more } = change;
  return { entry, recorded: at(minute), chosen: chosenOf({ answers, states: {}, at: at(minute), ...more }) };
};
const now = at(100_000);

describe('what stands', () => {
  test('is nothing before an answer, and a question', () => expect(standingOf([], asking, now)).toEqual({ answers: {}, allowed: [], asked: true }));
  test('is the last answer of a browser in the order of the ledger, whatever its clock said', () => {
    const history = [placed(2, { statistics: false }, { at: at(-5000) }), placed(1, { statistics: true, media: true })];
    expect(standingOf(history, asking, now).allowed).toEqual(['media']);
  });
  test('ends with its period and with a new version of the notice; a refusal does not end', () => {
    const yes = [placed(1, { statistics: true, media: false })];
    const later = monthsAfter(at(1), 12);
    expect(standingOf(yes, asking, later).answers).toMatchObject({ statistics: { allowed: false, state: 'ConsentExpired' }, media: { allowed: false, state: 'ConsentRefused' } });
    expect(standingOf(yes, { ...asking, version: '2' }, now)).toMatchObject({ allowed: [], asked: true });
    expect(standingOf(yes, asking, now)).toMatchObject({ allowed: ['statistics'], asked: false });
  });
  test('is not moved by a request that waits for its confirmation, nor by time’s own entry', () => {
    expect(standingOf([placed(1, { statistics: true }, { states: { statistics: 'ConsentRequested' }, method: 'form' })], asking, now).allowed).toEqual([]);
    expect(standingOf([placed(1, { statistics: true }), placed(2, { statistics: false }, { method: 'expiry' })], asking, now).allowed).toEqual(['statistics']);
  });
  test('has states against what stood before', () => {
    const before = standingOf([placed(1, { statistics: true, media: false })], asking, now);
    expect(statesAfter({ statistics: true, media: true, other: false }, before)).toEqual({ statistics: 'RenewedConsentGiven', media: 'ConsentGiven', other: 'ConsentRefused' });
    expect(statesAfter({ statistics: false, media: false }, before)).toEqual({ statistics: 'ConsentWithdrawn', media: 'ConsentRefused' });
  });
});

describe('two browsers of one person', () => {
  const other = { subject: 'b'.repeat(32) };
  test('the newer answer wins for each purpose', () => expect(standingOf([placed(1, { statistics: true, media: false }), placed(2, { statistics: false, media: true }, other)], asking, now).allowed).toEqual(['media']));
  test('a refusal wins a tie', () => {
    for (const [a, b] of [[true, false], [false, true]] as const) expect(standingOf([placed(1, { media: a }, { minute: 7 }), placed(2, { media: b }, { ...other, minute: 7 })], asking, now).allowed).toEqual([]);
  });
  test('a yes that waited offline does not outlive a refusal that was given meanwhile', () => {
    expect(standingOf([placed(5, { media: false }), placed(9, { media: true }, { ...other, at: at(2) })], asking, now).allowed).toEqual([]);
  });
});

const step = fc.record({ yes: fc.boolean(), who: fc.constantFrom('a', 'b', 'c'), minute: fc.integer({ min: 0, max: 50 }), late: fc.integer({ min: -20, max: 20 }) });
test('nothing is allowed that nobody said yes to, in whatever order the history comes', () => fc.assert(fc.property(fc.array(step, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (steps, chance) => {
  const sorted = steps.toSorted((a, b) => a.minute - b.minute);
  const history = sorted.map(({ yes, who, minute, late }, entry) => placed(entry, { media: yes }, { subject: who.repeat(32), minute, at: at(minute - late) }));
  const shuffled = history.map((one) => ({ one, key: chance.next().value as number })).toSorted((a, b) => a.key - b.key).map(({ one }) => one);
  const standing = standingOf(shuffled, asking, now);
  expect(standing).toEqual(standingOf(history, asking, now));
  if (standing.allowed.length > 0) expect(steps.some(({ yes }) => yes)).toBe(true);
  const last = sorted.at(-1);
  if (last !== undefined && !last.yes) expect(standing.allowed).toEqual([]);
})));

test('months end on the same day or on the last of a shorter month', () => {
  expect(monthsAfter('2026-08-31T10:00:00.000Z', 6)).toBe('2027-02-28T10:00:00.000Z');
  expect(monthsAfter('2026-01-15T00:00:00.001Z', 12)).toBe('2027-01-15T00:00:00.001Z');
});
