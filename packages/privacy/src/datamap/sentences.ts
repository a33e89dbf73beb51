import { basisWords, type WrittenHop, type WrittenKeep } from './form.ts';
import type { LawfulBasis, Period } from '../datamap.ts';

// The short forms of the data map: sentences of a few words that a reviewer can read aloud. Each parser has its formatter,
// and a sentence that cannot be read gives undefined.

/** `orders on shop = order_shop, no = order_no`: a hop as it is written, before it is known what its names mean. */
export type HopSentence = { readonly system?: string; readonly place: string; readonly on: readonly (readonly [string, string])[] };
/** A path as it is written. */
export type PathSentence = { readonly hops: readonly HopSentence[]; readonly field: string; readonly is: string };

const trimmed = (text: string, by: string | RegExp): string[] => text.split(by).map((one) => one.trim());

function pairsOf(text: string): [string, string][] | undefined {
  const pairs = trimmed(text, ',').map((one) => trimmed(one, '='));
  return pairs.every((pair) => pair.length === 2 && pair.every((side) => side !== '')) ? pairs.map(([here = '', there = '']) => [here, there]) : undefined;
}

/** `crm:contacts on contact_id = id`. */
export function parseHop(written: WrittenHop): HopSentence | undefined {
  if (typeof written !== 'string') return { ...(written.system === undefined ? {} : { system: written.system }), place: written.place, on: Object.entries(written.on) };
  const [, target, on] = /^(\S.*?)\s+on\s+(.+)$/.exec(written.trim()) ?? [];
  const pairs = on === undefined ? undefined : pairsOf(on);
  if (target === undefined || pairs === undefined) return undefined;
  const [, system, place] = /^([A-Za-z][\w-]*):(.+)$/.exec(target) ?? [];
  return system === undefined ? { place: target, on: pairs } : { system, place: place ?? '', on: pairs };
}

/** `orders on order_id = id > customer_id is customer.id`. */
export function parsePath(written: string): PathSentence | undefined {
  const parts = trimmed(written, /\s>\s/);
  const [, field, is] = /^(\S.*?)\s+is\s+(\S+)$/.exec(parts.at(-1) ?? '') ?? [];
  const hops = parts.slice(0, -1).map(parseHop);
  return field === undefined || is === undefined || hops.includes(undefined) ? undefined : { hops: hops.filter((one) => one !== undefined), field, is };
}

const plain = (name: string): boolean => /^[^\s,=>:]+$/.test(name) && !['on', 'is'].includes(name);

/** The hop as a sentence; undefined when a name in it would be read wrongly. */
export function formatHop(hop: HopSentence): string | undefined {
  if (hop.on.length === 0 || ![hop.place, ...hop.on.flat()].every(plain)) return undefined;
  return `${hop.system === undefined ? '' : `${hop.system}:`}${hop.place} on ${hop.on.map(([here, there]) => `${here} = ${there}`).join(', ')}`;
}

/** The path as a sentence; undefined when a name in it would be read wrongly. */
export function formatPath(path: PathSentence): string | undefined {
  const hops = path.hops.map(formatHop);
  return hops.includes(undefined) || !plain(path.field) ? undefined : [...hops, `${path.field} is ${path.is}`].join(' > ');
}

/** `customer by id, email = mail`. */
export function parseIdentifies(written: string): { people: string; keys: Record<string, string> } | undefined {
  const [, people, rest] = /^(\S+)\s+by\s+(.+)$/.exec(written.trim()) ?? [];
  if (people === undefined || rest === undefined) return undefined;
  const pairs = trimmed(rest, ',').map((one) => trimmed(one, '='));
  if (!pairs.every((pair) => pair.length <= 2 && pair.every((side) => side !== ''))) return undefined;
  return { people, keys: Object.fromEntries(pairs.map(([key = '', field = key]) => [key, field])) };
}

/** The inverse of `parseIdentifies`; undefined when a name in it would be read wrongly. */
export function formatIdentifies(people: string, keys: Readonly<Record<string, string>>): string | undefined {
  if (!Object.values(keys).every(plain)) return undefined;
  return `${people} by ${Object.entries(keys).map(([key, field]) => (key === field ? key : `${key} = ${field}`)).join(', ')}`;
}

/** `contact.email of giver`. */
export function parseField(written: string): { category: string; of?: string } {
  const [category = '', of] = trimmed(written, /\s+of\s+/);
  return of === undefined ? { category } : { category, of };
}

/** `placed_at + P10Y`. */
export function parseUntil(written: NonNullable<WrittenKeep['until']>): { after: string; period: string } | undefined {
  if (typeof written !== 'string') return written;
  const [, after, period] = /^(\S.*?)\s+\+\s+(\S+)$/.exec(written.trim()) ?? [];
  return after === undefined || period === undefined ? undefined : { after, period };
}

/** ISO 8601 in years, months or days: one unit, a whole number above 0. */
export const isPeriod = (text: string): text is Period => /^P[1-9]\d{0,4}[YMD]$/.test(text);

/** What was probably meant by a period that is spelt otherwise: `10 years` → `P10Y`. */
export function meantPeriod(text: string): string | undefined {
  const [, count, unit] = /^P?\s*(\d{1,5})\s*-?\s*(y|m|d|w)[a-z]*$/i.exec(text.trim()) ?? [];
  if (count === undefined || unit === undefined || Number(count) === 0) return undefined;
  return unit.toLowerCase() === 'w' ? `P${Number(count) * 7}D` : `P${Number(count)}${unit.toUpperCase()}`;
}

/** Art. 6(1) from its code or its word. */
export const basisOf = (written: string): LawfulBasis => (Object.hasOwn(basisWords, written) ? basisWords[written as keyof typeof basisWords] : written as LawfulBasis);
