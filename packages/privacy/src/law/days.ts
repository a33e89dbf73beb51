/** A calendar day without time and zone: `2026-01-31`. */
export type Day = string;

const DAY_MS = 86_400_000;
const form = /^\d{4}-\d{2}-\d{2}$/;

/** Milliseconds at the day's beginning in UTC; throws RangeError for what is no day of the calendar. */
const msOf = (day: Day): number => {
  const ms = form.test(day) ? Date.parse(`${day}T00:00:00.000Z`) : Number.NaN;
  if (Number.isNaN(ms) || dayAt(ms) !== day) throw new RangeError(`${day} is no day`);
  return ms;
};
const dayAt = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

export const isDay = (text: string): boolean => form.test(text) && !Number.isNaN(Date.parse(text)) && dayAt(Date.parse(text)) === text;

export const dayOf = (year: number, month: number, date: number): Day => dayAt(Date.UTC(year, month - 1, date));

export const addDays = (day: Day, days: number): Day => dayAt(msOf(day) + days * DAY_MS);

/** How many days `to` lies after `from`; negative when before. */
export const daysBetween = (from: Day, to: Day): number => (msOf(to) - msOf(from)) / DAY_MS;

/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => new Date(msOf(day)).getUTCDay();

/** The same date so many months later, or the last day of that month when it has no such date. */
export function addMonths(day: Day, months: number): Day {
  const start = new Date(msOf(day));
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dayAt(Date.UTC(year, month, Math.min(start.getUTCDate(), last)));
}

/** The calendar day that an instant falls on in a time zone of the IANA list. */
export function dayIn(instant: string, zone: string): Day {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date(instant));
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}
