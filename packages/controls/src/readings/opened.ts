import type { Disclosed, SealedPart } from '@avouch/ledger/entry';

/** The parts of an entry: disclosed one by one, or those of a recorded fact with the places of the forgotten ones. */
export type Parts = readonly Disclosed[] | { readonly fact: { readonly parts: readonly SealedPart[] }; readonly forgotten?: readonly number[] };

/** A part that is open; undefined where it was forgotten. */
export type Opened = { readonly subject: string | null; readonly payload: Uint8Array } | undefined;

const isList = (parts: Parts): parts is readonly Disclosed[] => Array.isArray(parts);

/** The parts by their places. */
export const openedOf = (parts: Parts): readonly Opened[] => {
  if (isList(parts)) return parts.map((part) => (part.forgotten ? undefined : part));
  const gone = new Set(parts.forgotten ?? []);
  const left = parts.fact.parts;
  let next = 0;
  return Array.from({ length: gone.size + left.length }, (_, place) => (gone.has(place) ? undefined : left[next++]));
};

const strict = new TextDecoder('utf-8', { fatal: true });

/** The JSON object in a payload; throws RangeError for anything else. */
export const objectIn = (payload: Uint8Array): Readonly<Record<string, unknown>> => {
  const value: unknown = JSON.parse(strict.decode(payload));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RangeError('a part of a reading is a JSON object');
  return value as Readonly<Record<string, unknown>>;
};
