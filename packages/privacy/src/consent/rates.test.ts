import { describe, expect, test } from 'vitest';
import { breaksOf, nudges, shareOf, type Counts } from '../rates.ts';

const counts = (answers: number, all: number): Counts => ({ answers, all, some: 0, none: answers - all, signals: 0, withdrawn: 0 });

describe('a share', () => {
  test('has Wilson’s interval, as published for 8 of 10 and for 0 of 10', () => {
    expect(shareOf(8, 10)).toEqual({ value: 0.8, low: expect.closeTo(0.4902, 4) as number, high: expect.closeTo(0.9433, 4) as number });
    expect(shareOf(0, 10)).toEqual({ value: 0, low: 0, high: expect.closeTo(0.2775, 4) as number });
  });
  test('of nobody is not known', () => expect(shareOf(0, 0)).toBeNull());
});

describe('a variant', () => {
  test('nudges when chance hardly explains the difference, in both directions', () => {
    expect(nudges(counts(1000, 620), counts(1000, 500))).toMatchObject({ nudges: true, difference: expect.closeTo(0.12, 6) as number });
    expect(nudges(counts(1000, 380), counts(1000, 500)).nudges).toBe(true);
  });
  test('does not for a difference that chance explains, nor for few answers', () => {
    expect(nudges(counts(1000, 510), counts(1000, 500)).nudges).toBe(false);
    expect(nudges(counts(12, 12), counts(1000, 500)).nudges).toBe(false);
    expect(nudges(counts(0, 0), counts(10, 5))).toEqual({ nudges: false, difference: null, p: null });
  });
  test('has the p value of the textbook: 60 of 100 against 45 of 100', () => expect(nudges(counts(100, 60), counts(100, 45)).p).toBeCloseTo(0.0338, 3));
});

describe('a day', () => {
  const usual = [counts(1000, 500), counts(980, 490), counts(1020, 510), counts(1000, 500)];
  test('breaks when traffic or acceptance is far from the same weekday of four weeks', () => {
    expect(breaksOf(counts(0, 0), usual).map(({ kind }) => kind)).toEqual(['traffic-low']);
    expect(breaksOf(counts(4000, 2000), usual).map(({ kind }) => kind)).toEqual(['traffic-high']);
    expect(breaksOf(counts(1000, 900), usual).map(({ kind }) => kind)).toEqual(['acceptance-high']);
    expect(breaksOf(counts(1000, 100), usual).map(({ kind }) => kind)).toEqual(['acceptance-low']);
  });
  test('does not for what chance does, nor without four weeks to compare with', () => {
    expect(breaksOf(counts(1040, 530), usual)).toEqual([]);
    expect(breaksOf(counts(0, 0), usual.slice(1))).toEqual([]);
    expect(breaksOf(counts(3, 3), [counts(2, 0), counts(1, 1), counts(0, 0), counts(4, 2)])).toEqual([]);
  });
});
