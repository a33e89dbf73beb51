import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseKeyPattern } from './key-pattern.ts';

describe('The shape of names', () => {
  test('gives the values of its variables, of names that fit alone', () => {
    const pattern = parseKeyPattern('users/{customer_id}/v1.0/{file}');
    expect(pattern.match('users/42/v1.0/face.png')).toEqual({ customer_id: '42', file: 'face.png' });
    for (const name of ['users/42/v1x0/face.png', 'users/42/v1.0/a/b.png', 'users//v1.0/a', 'other/42/v1.0/a', 'users/42/v1.0/']) expect(pattern.match(name), name).toBeUndefined();
    expect(parseKeyPattern('logs/{day}/{rest...}').match('logs/1/a/b\nc')).toEqual({ day: '1', rest: 'a/b\nc' });
  });

  test('says what names of a person begin with, so that 4 is not 42', () => {
    const pattern = parseKeyPattern('users/{customer_id}/{file}');
    expect([pattern.head, pattern.prefix(['4']), pattern.prefix(['4', 'a.png']), pattern.prefix(['../x']), pattern.prefix([''])]).toEqual(['users/', 'users/4/', 'users/4/a.png', undefined, undefined]);
  });

  test('is refused with a reason when it can be read in two ways', () => {
    for (const text of ['', '{a}{b}', '{a}/{a}', 'x/{a...}/y', 'x/{', 'x/}', '{1}']) expect(() => parseKeyPattern(text), text).toThrow(RangeError);
  });

  test('finds every value that it was made with', () => {
    const value = fc.string({ minLength: 1 }).filter((text) => !text.includes('/'));
    fc.assert(fc.property(value, value, (one, other) => {
      const pattern = parseKeyPattern('a.b/{x}/(c)/{y}');
      expect(pattern.match(`${pattern.prefix([one])}${other}`)).toEqual({ x: one, y: other });
    }));
  });
});
