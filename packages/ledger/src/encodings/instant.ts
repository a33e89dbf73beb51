import type { Instant } from '../entry.ts';

/** The instant of a date, in UTC with milliseconds. Throws RangeError for an invalid date. */
export const formatInstant = (date: Date): Instant => date.toISOString();

const SHAPE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;

/** Parses by printing: whether the text is the one spelling of a real instant. */
export function isInstant(value: unknown): value is Instant {
  if (typeof value !== 'string' || !SHAPE.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString() === value;
}
