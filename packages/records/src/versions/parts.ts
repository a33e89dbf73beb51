import type { Disclosed, SealedPart } from '@avouch/ledger/entry';

/** The parts of an entry: disclosed one by one, or those of a recorded fact with the places of the forgotten ones. */
export type Parts = readonly Disclosed[] | { readonly fact: { readonly parts: readonly SealedPart[] }; readonly forgotten?: readonly number[] };

const isList = (parts: Parts): parts is readonly Disclosed[] => Array.isArray(parts);

/** The payloads by their places; undefined where a part was forgotten. */
export const payloadsOf = (parts: Parts): readonly (Uint8Array | undefined)[] => {
  if (isList(parts)) return parts.map((part) => (part.forgotten ? undefined : part.payload));
  const gone = new Set(parts.forgotten ?? []);
  const left = [...parts.fact.parts];
  return Array.from({ length: gone.size + left.length }, (_, place) => (gone.has(place) ? undefined : left.shift()?.payload));
};

/** The JSON object in a payload; throws RangeError for anything else. */
export const objectIn = (payload: Uint8Array): Readonly<Record<string, unknown>> => {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RangeError('a part of a record is a JSON object');
  return value as Readonly<Record<string, unknown>>;
};
