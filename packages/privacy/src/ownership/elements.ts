import type { Cell, Condition } from '@avouch/connectors/store';
import { textOf } from './cells.ts';

type Cells = Readonly<Record<string, Cell>>;

/** The list that a field goes into: `items[]` of `items[].email`, the field itself where it holds a list. Null where it is neither. */
function listOf(field: string, cells: Cells): string | null {
  const end = field.lastIndexOf('[]');
  if (end >= 0) return field.slice(0, end + 2);
  return Array.isArray(cells[field]) ? field : null;
}

type Asked = Extract<Condition, { readonly tuples: unknown }>;

const askedIn = (condition: Condition): readonly Asked[] => {
  if (condition.op === 'in') return [condition];
  return condition.op === 'any' ? condition.of.flatMap(askedIn) : [];
};

/** The fields of lists by which a role of this person starts, that the values of one list may be told apart. */
export const listsAsked = (mine: Condition | undefined): readonly string[] => (mine === undefined ? [] : askedIn(mine).flatMap(({ fields }) => (fields.length === 1 ? fields : [])));

/**
 * Which of the values of a list are this person's, where a role starts in that same list: of `items[].giftFor` and `items[].note` those
 * beside which their own name stands. Null where the field is in no list, or the role starts elsewhere: then it is one whole.
 * In lists within lists no value is known to be theirs. `mine` is the condition under which the role is theirs.
 */
export function ownPositions(mine: Condition | undefined, field: string, cells: Cells): ReadonlySet<number> | null {
  const list = listOf(field, cells);
  const values = cells[field];
  if (mine === undefined || list === null || !Array.isArray(values)) return null;
  const starts = askedIn(mine).filter(({ fields: [start], fields }) => fields.length === 1 && start !== undefined && listOf(start, cells) === list);
  if (starts.length === 0) return null;
  const own = new Set<number>();
  if (list.split('[]').length > 2) return own;
  for (const { fields: [start = ''], tuples, fold } of starts) {
    const spelt = (cell: Cell): string | null => { const text = textOf(cell); return fold === 'case' ? (text?.toLowerCase() ?? null) : text; };
    const wanted = new Set(tuples.map(([cell = null]) => spelt(cell)));
    const held = cells[start];
    if (!Array.isArray(held) || held.length !== values.length) continue;
    for (const [at, cell] of (held as readonly Cell[]).entries()) if (cell !== null && wanted.has(spelt(cell))) own.add(at);
  }
  return own;
}
