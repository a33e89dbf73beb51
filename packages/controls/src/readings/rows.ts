import type { Json } from '@avouch/ledger/entry';

/** A row's place in the log: entry and part. Rows are ordered by it. */
export type Position = readonly [entry: number, part: number];

export const comparePositions = (a: Position, b: Position): number => a[0] - b[0] || a[1] - b[1];

/** Whether two JSON values are the same by RFC 8785, without writing either: key order does not matter, absent is undefined. */
export const sameJson = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, at) => sameJson(one, b[at]));
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left).filter((key) => left[key] !== undefined);
  return keys.length === Object.keys(right).filter((key) => right[key] !== undefined).length
    && keys.every((key) => right[key] !== undefined && sameJson(left[key], right[key]));
};

/** The value without what JSON cannot say: keys that hold undefined. */
export const jsonOf = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

/** A root as text; written so that a browser can do it too. */
export const base64Of = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
