import type { Cell, Condition, FieldType } from '../store.ts';
import { comparable, comparableTuple, instantText } from './compare.ts';

/** A row as its fields. */
export type Cells = Readonly<Record<string, Cell>>;

/** Where rows are looked up while a condition is made ready: the types of a place's fields, and all its rows. */
export type Rows = { readonly typeOf: (place: string, field: string) => FieldType; readonly rows: (place: string) => Iterable<Cells> };

/** What a condition asks for that a store of rows cannot answer: an unknown place or field, an unfit type. */
export class UnfitCondition extends Error {
  override readonly name = 'UnfitCondition';
}

const folded = (text: string | undefined, fold: 'case' | undefined): string | undefined => (fold === undefined ? text : text?.toLowerCase());
const tupleOf = (fields: readonly string[], row: Cells): readonly Cell[] => fields.map((field) => row[field] ?? null);

/**
 * Makes a condition ready to be asked of each row of a place. Tuples are hashed and the rows of `within` are looked up once, so
 * that each question after that costs the same however long the lists are.
 */
export const matcher = (from: Rows, place: string, condition: Condition): ((row: Cells) => boolean) => {
  switch (condition.op) {
    case 'in': case 'outside': {
      const { fields, tuples, fold } = condition;
      const types = fields.map((field) => from.typeOf(place, field));
      const wanted = new Set(tuples.flatMap((tuple) => folded(comparableTuple(types, tuple), fold) ?? []));
      const among = (row: Cells): boolean => {
        const found = folded(comparableTuple(types, tupleOf(fields, row)), fold);
        return found !== undefined && wanted.has(found);
      };
      return condition.op === 'in' ? among : (row) => fields.every((field) => (row[field] ?? null) !== null) && !among(row);
    }
    case 'within': {
      const types = condition.fields.map((field) => from.typeOf(place, field));
      const there = condition.of.map((field) => from.typeOf(condition.place, field));
      const matches = matcher(from, condition.place, condition.where);
      const held = new Set<string>();
      for (const row of from.rows(condition.place)) {
        const found = matches(row) ? comparableTuple(there, tupleOf(condition.of, row)) : undefined;
        if (found !== undefined) held.add(found);
      }
      return (row) => {
        const found = comparableTuple(types, tupleOf(condition.fields, row));
        return found !== undefined && held.has(found);
      };
    }
    case 'known': {
      for (const field of condition.fields) from.typeOf(place, field);
      return (row) => condition.fields.every((field) => (row[field] ?? null) !== null);
    }
    case 'before': {
      const type = from.typeOf(place, condition.field);
      const limit = instantText(condition.instant);
      if (limit === undefined) throw new UnfitCondition(`${condition.instant} is no instant.`);
      if (type !== 'day' && type !== 'instant') throw new UnfitCondition(`${condition.field} of ${place} holds neither days nor instants.`);
      return (row) => {
        const found = comparable('instant', row[condition.field] ?? null);
        return found !== undefined && found < limit;
      };
    }
    case 'all': {
      const parts = condition.of.map((part) => matcher(from, place, part));
      return (row) => parts.every((part) => part(row));
    }
    case 'any': {
      const parts = condition.of.map((part) => matcher(from, place, part));
      return (row) => parts.some((part) => part(row));
    }
    case 'not': {
      const inner = matcher(from, place, condition.of);
      return (row) => !inner(row);
    }
  }
};
