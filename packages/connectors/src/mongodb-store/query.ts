import type { Filter } from 'mongodb';
import type { Cell, Condition } from '../store.ts';
import { type Document, valuesFor } from './cells.ts';

/** A path as MongoDB's queries say it: they go into lists by themselves. */
const pathOf = (field: string): string => field.replaceAll('[]', '');

/** Characters that become another one, or several, in lower case: the pattern lets them through, and what it finds is compared again. */
const folding: Readonly<Record<string, string>> = { i: '[iI\u0130]', k: '[kK\u212A]' };

const anyCase = (text: string): RegExp => new RegExp(`^${[...text].map((one) => {
  const lower = one.toLowerCase();
  if (folding[lower] !== undefined) return folding[lower];
  if (/[a-z]/.test(lower)) return `[${lower}${lower.toUpperCase()}]`;
  // A pattern cannot hold a null byte.
  if (one.charCodeAt(0) < 32) return '[\\s\\S]';
  return one.charCodeAt(0) < 128 ? one.replace(/[^\w\s]/, '\\$&') : '[\\s\\S]{0,3}';
}).join('')}$`);

const among = (cell: Cell, fold: boolean): readonly unknown[] => (fold && typeof cell === 'string' ? [...valuesFor(cell), anyCase(cell)] : valuesFor(cell));

const isWhole = (filter: Filter<Document>): boolean => Object.keys(filter).length === 0;

const listed = (condition: Extract<Condition, { op: 'in' | 'outside' }>): Filter<Document> => {
  const fold = condition.fold === 'case';
  const [field] = condition.fields;
  if (condition.fields.length === 1 && field !== undefined) return { [pathOf(field)]: { $in: condition.tuples.flatMap((tuple) => among(tuple[0] ?? null, fold)) } };
  const tuples = condition.tuples.map((tuple) => Object.fromEntries(condition.fields.map((one, at) => [pathOf(one), { $in: among(tuple[at] ?? null, fold) }])));
  return tuples.length === 0 ? { _id: { $in: [] } } : { $or: tuples };
};

/** Whether a query can say a field: a name with a dot or a dollar of its own, or a whole object or list as value, it cannot. */
const sayable = (condition: Extract<Condition, { op: 'in' | 'outside' }>): boolean =>
  condition.fields.every((field) => !/(^|\.)(\$|\.|$)/.test(field)) && condition.tuples.every((tuple) => tuple.every((cell) => cell === null || typeof cell !== 'object'));

/**
 * A query that finds every document that matches, and perhaps more; the empty one finds all. Values are asked for in each type
 * in which a document may hold them.
 */
export const queryFor = (condition: Condition): Filter<Document> => {
  switch (condition.op) {
    case 'in': return sayable(condition) ? listed(condition) : {};
    case 'before': return { $or: [{ [pathOf(condition.field)]: { $lt: new Date(condition.instant) } }, { [pathOf(condition.field)]: { $type: 'string' } }] };
    case 'all': {
      const parts = condition.of.map(queryFor).filter((part) => !isWhole(part));
      return parts.length === 0 ? {} : { $and: parts };
    }
    case 'any': {
      const parts = condition.of.map(queryFor);
      return parts.some(isWhole) ? {} : parts.length === 0 ? { _id: { $in: [] } } : { $or: parts };
    }
    case 'outside': case 'known': case 'not': case 'within': return {};
  }
};
