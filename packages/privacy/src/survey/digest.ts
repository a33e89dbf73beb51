import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '@avouch/ledger/entry';
import type { DataMap } from '../datamap.ts';

/** As JSON has it: what is undefined is not there. Only what holds such a value is copied. */
function told(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    const parts = list.map((one) => (one === undefined ? null : told(one)));
    return parts.every((part, at) => part === list[at]) ? list : parts;
  }
  const entries = Object.entries(value);
  const parts = entries.map(([, one]) => told(one));
  return parts.every((part, at) => part !== undefined && part === entries[at]?.[1]) ? value : Object.fromEntries(entries.flatMap(([name], at) => (parts[at] === undefined ? [] : [[name, parts[at]]])));
}

/** Hex SHA-256 over the canonical JSON of a value, without what is undefined in it. */
export const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(told(value) as Json)).digest('hex');

const digests = new WeakMap<DataMap, string>();

/** Hex SHA-256 over the canonical JSON of a data map: two files that say the same have the same. Worked out once for a map, which nobody changes. */
export function mapDigest(map: DataMap): string {
  const known = digests.get(map) ?? digestOf(map);
  digests.set(map, known);
  return known;
}
