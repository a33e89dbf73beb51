import type { Period } from '../datamap.ts';

/** Years, months and days of an ISO 8601 period; null when it is none. */
function partsOf(period: Period): { readonly months: number; readonly days: number } | null {
  const [whole, years = '0', months = '0', weeks = '0', days = '0'] = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(period) ?? [];
  return whole === undefined ? null : { months: Number(years) * 12 + Number(months), days: Number(weeks) * 7 + Number(days) };
}

/** The day so long after (or, with -1, before) a day, on the last day of a shorter month; null when either cannot be read. */
export function dayAfter(day: string, period: Period, sign: 1 | -1 = 1): string | null {
  const parts = partsOf(period);
  const [whole, year = '', month = '', date = ''] = /^(\d{4})-(\d\d)-(\d\d)/.exec(day) ?? [];
  if (parts === null || whole === undefined) return null;
  const months = Number(year) * 12 + Number(month) - 1 + sign * parts.months;
  const last = new Date(Date.UTC(Math.floor(months / 12), (months % 12) + 1, 0)).getUTCDate();
  const at = new Date(Date.UTC(Math.floor(months / 12), months % 12, Math.min(Number(date), last) + sign * parts.days));
  return Number.isNaN(at.getTime()) ? null : at.toISOString().slice(0, 10);
}
