import type { Cell, Condition } from '@avouch/connectors/store';
import { fieldShape, type Ground } from '../ownership/drafts.ts';
import type { Locator } from '../ownership/locate.ts';
import type { Correction } from '../plan.ts';

const holding = (field: string, value: Cell): Condition => (value === null ? { op: 'not', of: { op: 'known', fields: [field] } } : { op: 'in', fields: [field], tuples: [[value]] });

/** The rows of a locator that hold the wrong value. A field that the store does not have matches nothing. */
export function correctionWhere(ground: Ground, locator: Locator, { field, from }: Correction): Pick<Locator, 'where' | 'owned'> {
  const wrong: Condition = fieldShape(ground, locator.ref, field) === undefined ? { op: 'any', of: [] } : holding(field, from);
  return { where: { op: 'all', of: [wrong, locator.where] }, owned: { op: 'all', of: [wrong, locator.owned] } };
}
