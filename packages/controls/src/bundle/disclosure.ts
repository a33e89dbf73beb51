/**
 * How an entry and a row lie in a bundle: JSON in its one spelling, bytes as base64. A part is shown with its blind, or
 * stands as its commitment because it was forgotten or is not shown.
 */
import { canonicalJson, type Json } from '@avouch/ledger/entry';
import type { Shown } from '@avouch/ledger/verify';
import { z } from 'zod';
import { parseCanonical } from './manifest.ts';

const base64 = z.string();
const shown = z.union([
  z.strictObject({ payload: base64, blind: base64 }),
  z.strictObject({ at: z.string(), entry: z.number().int().min(0) }),
  z.null(),
]);
const part = z.strictObject({ commitment: base64, shown });
const parts = z.array(part);
const row = z.strictObject({ position: z.tuple([z.number().int().min(0), z.number().int().min(0)]), commitment: base64, shown });
const rows = z.array(row);

export type DisclosedPart = { readonly commitment: Uint8Array; readonly shown: Shown };
export type DisclosedRow = DisclosedPart & { readonly position: readonly [number, number] };

export const formatParts = (list: readonly DisclosedPart[]): Uint8Array => encode(list.map(partJson));
export const formatRows = (list: readonly DisclosedRow[]): Uint8Array => encode(list.map((one) => ({ ...partJson(one), position: [...one.position] })));

export const parseParts = (bytes: Uint8Array): readonly DisclosedPart[] | undefined => attempt(() => parts.parse(parseCanonical(bytes)).map(partOf));
export const parseRows = (bytes: Uint8Array): readonly DisclosedRow[] | undefined => attempt(() => rows.parse(parseCanonical(bytes)).map((one) => ({ ...partOf(one), position: one.position })));

const encode = (value: Json): Uint8Array => new TextEncoder().encode(canonicalJson(value));

function partJson({ commitment, shown: how }: DisclosedPart): { commitment: string; shown: Json } {
  if (how === null) return { commitment: toBase64(commitment), shown: null };
  if ('payload' in how) return { commitment: toBase64(commitment), shown: { payload: toBase64(how.payload), blind: toBase64(how.blind) } };
  return { commitment: toBase64(commitment), shown: { at: how.at, entry: how.entry } };
}

function partOf({ commitment, shown: how }: z.infer<typeof part>): DisclosedPart {
  if (how === null) return { commitment: fromBase64(commitment), shown: null };
  if ('payload' in how) return { commitment: fromBase64(commitment), shown: { payload: fromBase64(how.payload), blind: fromBase64(how.blind) } };
  return { commitment: fromBase64(commitment), shown: { forgotten: true, at: how.at, entry: how.entry } };
}

/** A value that does not fit gives undefined: a verifier answers, it does not throw. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** Only the one spelling: what `toBase64` gives back. */
function fromBase64(text: string): Uint8Array {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  if (toBase64(bytes) !== text) throw new RangeError('not the one spelling of base64');
  return bytes;
}
