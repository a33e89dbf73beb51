import fc from 'fast-check';
import type { Cell, Condition, PlaceShape } from '../../store.ts';
import type { Shop } from './shop.ts';

const foreign: readonly Cell[] = ['nobody', '', 7, '7', '999999999999999999999', '1.0', true, 'true', '2026-01-31', '2026-01-31T11:00:00+01:00', "' or true --", 'ANN@example.com', '\u0000'];
const instants = ['2026-01-01T00:00:00Z', '1999-12-31T23:59:59.999Z', '2026-01-31T10:00:00.123456Z', '2030-01-01T00:00:00+02:00'];

const cellsOf = (shop: Shop, place: PlaceShape, field: string): fc.Arbitrary<Cell> => {
  const held = (shop.rows[place.place] ?? []).map((row) => row[field] ?? null);
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...held, null) }, fc.constantFrom(...foreign));
};

const conditionIn = (shop: Shop, place: PlaceShape, depth: number): fc.Arbitrary<Condition> => {
  const names = place.fields.map((field) => field.name);
  const fields = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 2 });
  const listed = fc.tuple(fc.constantFrom<'in' | 'outside'>('in', 'outside'), fields, fc.boolean()).chain(([op, chosen, fold]) =>
    fc.array(fc.tuple(...chosen.map((field) => cellsOf(shop, place, field))), { maxLength: 4 }).map((tuples): Condition => ({ op, fields: chosen, tuples, ...(fold ? { fold: 'case' as const } : {}) })));
  const known = fields.map((chosen): Condition => ({ op: 'known', fields: chosen }));
  const timed = place.fields.filter((field) => field.type === 'day' || field.type === 'instant').map((field) => field.name);
  const before = timed.length === 0 ? [] : [fc.tuple(fc.constantFrom(...timed), fc.constantFrom(...instants)).map(([field, instant]): Condition => ({ op: 'before', field, instant }))];
  const flat = fc.oneof({ weight: 4, arbitrary: listed }, known, ...before);
  if (depth === 0) return flat;
  const inner = conditionIn(shop, place, depth - 1);
  // Fields of one type each, as a data map joins them.
  const joins = shop.shape.places.flatMap((to) => place.fields.flatMap((here) => to.fields.filter((there) => there.type === here.type && here.type !== 'json').map((there) => ({ here: here.name, to, there: there.name }))));
  const within = fc.constantFrom(...joins).chain(({ here, to, there }) => {
    const more = joins.filter((one) => one.to === to && one.here !== here);
    return fc.tuple(conditionIn(shop, to, depth - 1), more.length === 0 ? fc.constant(undefined) : fc.option(fc.constantFrom(...more), { nil: undefined }))
      .map(([where, second]): Condition => ({ op: 'within', fields: second === undefined ? [here] : [here, second.here], place: to.place, of: second === undefined ? [there] : [there, second.there], where }));
  });
  return fc.oneof(flat, { weight: 2, arbitrary: within }, inner.map((of): Condition => ({ op: 'not', of })),
    fc.tuple(fc.constantFrom<'all' | 'any'>('all', 'any'), fc.array(inner, { maxLength: 3 })).map(([op, of]): Condition => ({ op, of })));
};

/** Conditions over the places of a shop, with values that it holds, values that it does not, and values that its fields cannot. */
export const conditionsOf = (shop: Shop): fc.Arbitrary<{ readonly place: string; readonly where: Condition; readonly mark: Condition }> =>
  fc.constantFrom(...shop.shape.places).chain((place) => fc.record({ place: fc.constant(place.place), where: conditionIn(shop, place, 3), mark: conditionIn(shop, place, 2) }));
