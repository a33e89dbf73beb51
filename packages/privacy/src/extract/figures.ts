import type { Cell } from '@avouch/connectors/store';

/**
 * How well rows hide among each other. A class is all rows that hold the same in the chosen fields, an empty one counting as a
 * value. `k`: the smallest class. `unique`: rows that are alone in theirs. `sizes`: how many classes of each size there are, and
 * their rows. `l`: the fewest different sensitive values in a class; null when none was chosen. These figures speak of the chosen
 * fields alone: not of others, nor of what somebody knows besides.
 */
export type ReleaseFigures = {
  readonly rows: number;
  readonly classes: number;
  readonly k: number;
  readonly unique: number;
  readonly sizes: readonly { readonly from: number; readonly to: number | null; readonly classes: number; readonly rows: number }[];
  readonly l: number | null;
  /** Rows in classes in which everybody has the same sensitive value; null when none was chosen. */
  readonly sameSensitive: number | null;
};

const bounds: readonly (readonly [number, number | null])[] = [[1, 1], [2, 4], [5, 9], [10, null]];

/** Figures of these rows over the fields by which somebody might be known, and over one field that nobody should learn. No rows give zeros. */
export function releaseFigures(rows: readonly Readonly<Record<string, Cell>>[], quasi: readonly string[], sensitive: string | null): ReleaseFigures {
  const classes = new Map<string, { rows: number; values: Set<string> }>();
  for (const row of rows) {
    const name = JSON.stringify(quasi.map((field) => row[field] ?? null));
    const one = classes.get(name) ?? { rows: 0, values: new Set<string>() };
    one.rows += 1;
    if (sensitive !== null) one.values.add(JSON.stringify(row[sensitive] ?? null));
    classes.set(name, one);
  }
  const all = [...classes.values()];
  const least = (numbers: readonly number[]): number => numbers.reduce((low, one) => Math.min(low, one), numbers[0] ?? 0);
  const rowsOf = (some: typeof all): number => some.reduce((sum, one) => sum + one.rows, 0);
  return {
    rows: rows.length, classes: all.length, k: least(all.map((one) => one.rows)), unique: all.filter((one) => one.rows === 1).length,
    sizes: bounds.map(([from, to]) => {
      const some = all.filter((one) => one.rows >= from && (to === null || one.rows <= to));
      return { from, to, classes: some.length, rows: rowsOf(some) };
    }),
    l: sensitive === null ? null : least(all.map((one) => one.values.size)),
    sameSensitive: sensitive === null ? null : rowsOf(all.filter((one) => one.values.size === 1)),
  };
}

/** How a row is named by its key in figures, however the store spells numbers; empty where the place has no key. */
export const rowName = (key: readonly string[], row: Readonly<Record<string, Cell>>): string => (key.length === 0 ? '' : JSON.stringify(key.map((field) => String(row[field] ?? ''))));
