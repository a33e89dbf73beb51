import { createContext, useContext } from 'react';

/** The instant that pages call now, in milliseconds; it moves once a minute, so that ages stay right without anything blinking. */
export const NowContext = createContext(0);
/** Now, for ages and for what may not lie in the future. */
export const useNow = (): number => useContext(NowContext);

const dayMs = 86_400_000;
const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [['year', 365 * dayMs], ['month', 30 * dayMs], ['day', dayMs], ['hour', 3_600_000], ['minute', 60_000]];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const dateForm = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const instantForm = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: 'UTC' });
const localForm = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });

/** `3 hours ago`, `in 2 days`, `just now`. */
export function formatAge(instant: string, now: number): string {
  const ms = Date.parse(instant) - now;
  const unit = units.find(([, size]) => Math.abs(ms) >= size);
  // The page’s clock moves once a minute, so what has just been recorded may seem to lie ahead of it.
  return unit === undefined ? 'just now' : relative.format(Math.trunc(ms / unit[1]), unit[0]);
}

/** `23 Nov 2026, 06:50:12 UTC`. */
export const formatInstant = (instant: string): string => `${instantForm.format(new Date(instant))} UTC`;
/** The instant in UTC and, where that is another zone, in the reader's own. */
export const formatBoth = (instant: string): string => (zone === 'UTC' || zone === undefined ? formatInstant(instant) : `${formatInstant(instant)} (${localForm.format(new Date(instant))})`);
/** `23 Nov 2026` of a day or an instant, in UTC. */
export const formatDay = (day: string): string => dateForm.format(new Date(day.length === 10 ? `${day}T00:00:00Z` : day));
/** The day on which that many milliseconds fall, `YYYY-MM-DD` in UTC. */
export const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const sizes = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;
/** `4.1 MB`, in steps of a thousand. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${step === 0 ? bytes : (bytes / 1000 ** step).toFixed(1)} ${sizes[step]}`;
}

const whole = new Intl.NumberFormat('en');
/** `100,000`. */
export const formatCount = (count: number): string => whole.format(count);
/** `1 control`, `3 controls`. */
export const formatMany = (count: number, one: string, many = `${one}s`): string => `${formatCount(count)} ${count === 1 ? one : many}`;
