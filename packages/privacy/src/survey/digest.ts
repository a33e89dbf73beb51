import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '@avouch/ledger/entry';
import type { DataMap } from '../datamap.ts';

/** Hex SHA-256 over the canonical JSON of a value, without what is undefined in it. */
export const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(JSON.parse(JSON.stringify(value)) as Json)).digest('hex');

/** Hex SHA-256 over the canonical JSON of a data map: two files that say the same have the same. */
export const mapDigest = (map: DataMap): string => digestOf(map);
