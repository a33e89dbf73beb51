import type { PlaceShape, Reference, RowSet } from '../store.ts';
import { bothEqual, chosen, type Row } from './changes.ts';
import { tableOf, type Statement } from './condition.ts';
import { quote } from './layout.ts';

/** The references between the places of some sets. */
const between = (places: readonly PlaceShape[]): readonly (Reference & { readonly from: string })[] =>
  places.flatMap((place) => place.references.filter((one) => places.some((to) => to.place === one.to)).map((one) => ({ ...one, from: place.place })));

/** Those that point first, those that are pointed at last; undefined when they point in a circle. */
const ordered = (places: readonly string[], references: readonly { readonly from: string; readonly to: string }[]): readonly string[] | undefined => {
  const left = new Set(places);
  const found: string[] = [];
  while (left.size > 0) {
    const next = [...left].find((place) => !references.some((one) => one.to === place && left.has(one.from)));
    if (next === undefined) return undefined;
    left.delete(next);
    found.push(next);
  }
  return found;
};

/** How to delete: fields to clear first, the order of places, and whether references must be left unchecked. */
export type DeletePlan = { readonly clear: readonly { readonly place: string; readonly field: string }[]; readonly order: readonly string[]; readonly unchecked: boolean };

/**
 * Plans how to delete rows of these places. The engine checks references row by row, so rows that point at each other cannot go
 * as they are. Where a field of a circle may be empty, it is cleared first, in rows that go anyway; all checks stay on. Only a
 * circle without such a field leaves the checks off, and only after `outsideSql` found nobody else who points in.
 */
export const planDelete = (places: readonly PlaceShape[]): DeletePlan => {
  const references = between(places);
  const names = places.map((place) => place.place);
  const plain = ordered(names, references);
  if (plain !== undefined) return { clear: [], order: plain, unchecked: false };
  const loose = references.map((one) => ({ one, field: one.fields.find((field) => places.find((place) => place.place === one.from)?.fields.find((shape) => shape.name === field)?.nullable === true) }));
  const order = ordered(names, loose.filter(({ field }) => field === undefined).map(({ one }) => one));
  // Only references inside a circle are cleared; the others are in order once the circles are open.
  const clear = loose.flatMap(({ one, field }) => (field === undefined || (order !== undefined && one.from !== one.to && order.indexOf(one.from) < order.indexOf(one.to)) ? [] : [{ place: one.from, field }]));
  return order === undefined ? { clear: [], order: names, unchecked: true } : { clear, order, unchecked: false };
};

/** Asks, and locks the answer, whether any row that stays points at one that goes. One question for each reference from anywhere. */
export const outsideSql = (to: Statement, sets: readonly RowSet[]): readonly string[] => sets.flatMap((set) => {
  const target = tableOf(to.layout, set.place);
  return [...to.layout.tables.values()].flatMap((from) => from.shape.references.filter((one) => one.to === set.place).map((one) => {
    const row: Row = { table: target, alias: 'p' };
    const stays = sets.filter((other) => other.place === from.shape.place).map((other) => ` and (${chosen(to, { table: from, alias: 'c' }, other)}) is not true`).join('');
    return `select 1 from ${target.from} p join ${from.from} c on ${one.fields.map((field, at) => `c.${quote(field)} = p.${quote(one.toFields[at] ?? '')}`).join(' and ')} where ${chosen(to, row, set)}${stays} limit 1 lock in share mode`;
  }));
});

/** One row of a table without key goes by all that it holds; of several alike, one. */
export const deleteAlikeSql = (to: Statement, place: string, address: string): string => {
  const table = tableOf(to.layout, place);
  return `delete from ${table.from} where ${bothEqual(to, table, JSON.parse(address) as readonly (string | null)[])} limit 1`;
};
