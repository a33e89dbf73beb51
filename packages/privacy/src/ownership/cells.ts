import type { Cell, FieldShape, FieldType } from '@avouch/connectors/store';

/** How a value that names somebody is spelt in an identity; null for what cannot name anybody. */
export function textOf(cell: Cell): string | null {
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' ? String(cell) : null;
}

const whole = /^-?\d{1,40}$/;
const uuid = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** The cell under which a field of this type would hold the text; undefined when it never could. */
export function cellOf(text: string, type: FieldType): Cell | undefined {
  if (type === 'integer') {
    if (!whole.test(text)) return undefined;
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : String(BigInt(text));
  }
  if (type === 'decimal') return /^-?\d+(\.\d+)?$/.test(text) ? text : undefined;
  if (type === 'uuid') return uuid.test(text) ? text.toLowerCase() : undefined;
  if (type === 'boolean' || type === 'json' || type === 'list') return undefined;
  return text;
}

/** The same value as a field of another type holds it; undefined when it cannot. */
export function recast(cell: Cell, type: FieldType | undefined): Cell | undefined {
  if (type === undefined) return cell;
  const text = textOf(cell);
  return text === null ? cell : cellOf(text, type);
}

/** One text for each tuple: equal tuples give equal texts. */
export const tupleText = (tuple: readonly Cell[]): string => JSON.stringify(tuple);

/** Tuples once each, in their first order. */
export function distinct(tuples: Iterable<readonly Cell[]>): (readonly Cell[])[] {
  const seen = new Map<string, readonly Cell[]>();
  for (const tuple of tuples) {
    const text = tupleText(tuple);
    if (!seen.has(text)) seen.set(text, tuple);
  }
  return [...seen.values()];
}

/** The fields' cells in order; null when one of them is not there, because such a tuple points nowhere. */
export function tupleIn(cells: Readonly<Record<string, Cell>>, fields: readonly string[]): readonly Cell[] | null {
  const tuple = fields.map((field) => cells[field] ?? null);
  return tuple.includes(null) ? null : tuple;
}

/** The values that a cell holds: those of a list one by one, without nulls. */
export const valuesIn = (cell: Cell): readonly Cell[] => (Array.isArray(cell) ? (cell as readonly Cell[]).flatMap(valuesIn) : cell === null ? [] : [cell]);

/** Every tuple that a row's fields hold: one, or with lists one for each value in them. None where one of them is not there. */
export const tuplesIn = (cells: Readonly<Record<string, Cell>>, fields: readonly string[]): readonly (readonly Cell[])[] =>
  fields.reduce<readonly (readonly Cell[])[]>((tuples, field) => tuples.flatMap((tuple) => valuesIn(cells[field] ?? null).map((value) => [...tuple, value])), [[]]);

/** Whether two cells mean the same in a field, however the store spells it. */
export function sameCell(one: Cell, other: Cell, shape: FieldShape | undefined): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  if (shape?.type === 'decimal') return Number(one) === Number(other);
  if (shape?.type === 'instant') return Date.parse(String(one)) === Date.parse(String(other));
  if (shape?.type === 'text' && typeof one === 'string' && typeof other === 'string') return /^(char|character|bpchar)\b/i.test(shape.native) && one.trimEnd() === other.trimEnd();
  return JSON.stringify(one) === JSON.stringify(other);
}
