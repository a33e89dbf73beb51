import type { Cell, FieldSample } from '../store.ts';
import { stableJson } from './compare.ts';

const charactersMax = 256;

const cut = (cell: Cell): Cell => {
  if (typeof cell === 'string') return cell.slice(0, charactersMax);
  if (cell === null || typeof cell !== 'object') return cell;
  const text = stableJson(cell);
  return text.length <= charactersMax ? cell : text.slice(0, charactersMax);
};

/** What a few rows show of each field. Values are cut at 256 characters; each stands once. */
export const sampleOf = (fields: readonly string[], rows: readonly Readonly<Record<string, Cell>>[]): readonly FieldSample[] => fields.map((field) => {
  const cells = rows.map((row) => row[field] ?? null).filter((cell) => cell !== null);
  const values = new Map(cells.map((cell) => [stableJson(cell), cell]));
  return { field, rows: rows.length, nulls: rows.length - cells.length, distinct: values.size, values: [...new Map([...values.values()].map((cell) => [stableJson(cut(cell)), cut(cell)])).values()] };
});
