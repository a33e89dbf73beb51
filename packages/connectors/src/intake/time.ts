import type { Instant } from '../connector.ts';

const instantOf = (ms: number): Instant | null => {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 1970 ? null : date.toISOString();
};

/** A moment from a number of seconds or milliseconds since 1970 (told apart by size), also as digits; null for anything else. */
export function instantOfEpoch(value: unknown): Instant | null {
  const number = typeof value === 'string' && /^\d{1,16}(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return null;
  return instantOf(number > 1e11 ? number : number * 1_000);
}

/** A moment from ISO 8601 with a zone; null without one, since nobody can tell which moment that was. */
export function instantOfIso(value: unknown): Instant | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)$/i.test(value.trim())) return null;
  return instantOf(Date.parse(value.trim().replace(' ', 'T').replace(/(\.\d{3})\d+/, '$1').replace(/([+-]\d\d)(\d\d)$/, '$1:$2')));
}

/** The span of the moments that a file tells, undefined when it tells none. */
export function spanOf(instants: Iterable<Instant | null>): { readonly from: Instant; readonly to: Instant } | undefined {
  let span: { from: Instant; to: Instant } | undefined;
  for (const at of instants) {
    if (at === null) continue;
    if (span === undefined) span = { from: at, to: at };
    else if (at < span.from) span.from = at;
    else if (at > span.to) span.to = at;
  }
  return span;
}
