import type { Instant } from '../entry.ts';

/** The instant of a date, in UTC with milliseconds. Throws RangeError for an invalid date. */
export const formatInstant = (date: Date): Instant => date.toISOString();

const SHAPE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;

// Facts that arrive together mostly carry the same instants: the last good one is not looked at again.
let lastGood = '1970-01-01T00:00:00.000Z';

/** Parses by printing: whether the text is the one spelling of a real instant. */
export function isInstant(value: unknown): value is Instant {
  if (value === lastGood) return true;
  if (typeof value !== 'string' || !SHAPE.test(value)) return false;
  const time = Date.parse(value);
  if (Number.isNaN(time) || new Date(time).toISOString() !== value) return false;
  lastGood = value;
  return true;
}
