import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell, Condition } from '../store.ts';
import { asksElsewhere, fieldsAsked, isMatch, leadsOf, type TypeOf } from './leads.ts';
import { matcher } from './matching.ts';
import { conditionsOf } from './testing/conditions.ts';
import { shopOf } from './testing/shop.ts';

const shop = shopOf((name) => name);
const typeIn = (place: string): TypeOf => (name) => shop.shape.places.find((one) => one.place === place)?.fields.find((field) => field.name === name)?.type ?? 'other';
const asked = conditionsOf(shop).filter(({ where }) => !asksElsewhere(where));
/** Whether others are asked for in a list: a table holds it as one value, a document each value in it. */
const asksOutsideList = (place: string, where: Condition): boolean => {
  if (where.op === 'all' || where.op === 'any') return where.of.some((one) => asksOutsideList(place, one));
  if (where.op === 'not') return asksOutsideList(place, where.of);
  return where.op === 'outside' && where.fields.some((field) => (shop.rows[place] ?? []).some((row) => Array.isArray(row[field])));
};

describe('A condition of a store without a query language', () => {
  test('matches the rows that the store in memory matches', () => {
    fc.assert(fc.property(asked.filter(({ place, where }) => !asksOutsideList(place, where)), ({ place, where }) => {
      const rows = shop.rows[place] ?? [];
      const expected = rows.filter(matcher({ typeOf: (at, field) => typeIn(at)(field), rows: () => [] }, place, where));
      expect(rows.filter((row) => isMatch(where, row, typeIn(place)))).toEqual(expected);
    }), { numRuns: 400 });
  });

  test('matches a list by any value in it, and is outside when any value in it is, so that somebody else in it is noticed', () => {
    const typeOf: TypeOf = () => 'list';
    const row = { emails: ['Ann@example.org', null, 7] };
    const among = (op: 'in' | 'outside', value: Cell, fold?: 'case') => isMatch({ op, fields: ['emails'], tuples: [[value]], ...(fold === undefined ? {} : { fold }) }, row, typeOf);
    expect([among('in', 'Ann@example.org'), among('in', 'ann@example.org'), among('in', 'ann@example.org', 'case'), among('in', 7), among('outside', 'bob'), among('outside', '7')]).toEqual([true, false, true, true, true, true]);
    const outside = (emails: Cell, ...values: readonly Cell[]) => isMatch({ op: 'outside', fields: ['emails'], tuples: values.map((value) => [value]), fold: 'case' }, { emails }, typeOf);
    expect([outside(row.emails, 'ann@example.org', 7), outside([], 'ann@example.org'), outside(null, 'ann@example.org'), outside(['ANN@example.org'], 'ann@example.org')]).toEqual([false, false, false, false]);
  });
});

describe('Leads', () => {
  test('lead to every row that can match, or say that everything has to be looked through', () => {
    fc.assert(fc.property(asked, fc.boolean(), ({ place, where }, folds) => {
      const names = fieldsAsked(where);
      const finders = [...new Set(names)].map((name) => ({ way: name, by: [name], folds }));
      const leads = leadsOf(where, finders);
      const rows = (shop.rows[place] ?? []).filter((row) => isMatch(where, row, typeIn(place)));
      for (const row of leads === undefined ? [] : rows) {
        const reached = leads?.some(({ way, tuples }) => isMatch({ op: 'in', fields: [way], tuples, ...(folds ? { fold: 'case' as const } : {}) }, row, typeIn(place)));
        expect(reached, JSON.stringify(row)).toBe(true);
      }
    }), { numRuns: 400 });
  });

  test('take the shorter way where two lead to the same, and none where an alternative has none', () => {
    const email = { op: 'in', fields: ['email'], tuples: [['a'], ['b'], ['a'], [null]] } as const;
    const id = { op: 'in', fields: ['id', 'kind'], tuples: [[1, 'x']] } as const;
    const finders = [{ way: 'email', by: ['email'], folds: false }, { way: 'id', by: ['id'], folds: false }];
    expect(leadsOf(email, finders)).toEqual([{ way: 'email', tuples: [['a'], ['b']] }]);
    expect(leadsOf({ op: 'all', of: [email, id, { op: 'known', fields: ['x'] }] }, finders)).toEqual([{ way: 'id', tuples: [[1]] }]);
    expect(leadsOf({ op: 'any', of: [email, { op: 'known', fields: ['x'] }] }, finders)).toBeUndefined();
    expect(leadsOf({ ...email, fold: 'case' }, finders)).toBeUndefined();
  });
});
