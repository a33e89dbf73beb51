import { belgium, bulgaria, croatia, cyprus, czechia, denmark, estonia, finland, france, germany } from './holidays/b-to-g.ts';
import { addDays, type Day, dayOf, weekdayOf } from './days.ts';
import { austria, greece, hungary, iceland, ireland, italy, latvia, liechtenstein, lithuania, luxembourg, malta, netherlands, norway } from './holidays/a-and-g-to-n.ts';
import { england, northernIreland, poland, portugal, romania, scotland, slovakia, slovenia, spain, sweden, switzerland } from './holidays/p-to-z.ts';
import type { Calendar, HolidayRule } from './holidays/rule.ts';

export type { Calendar, HolidayRule };

/** A public holiday in one year. */
export type Holiday = { readonly day: Day; readonly name: string };

/** Every calendar by its id, the ISO 3166 code of the country or of its part. */
export const calendars: Readonly<Record<string, Calendar>> = Object.fromEntries([
  austria, belgium, bulgaria, croatia, cyprus, czechia, denmark, estonia, finland, france, germany, greece, hungary, iceland, ireland, italy, latvia, liechtenstein,
  lithuania, luxembourg, malta, netherlands, norway, poland, portugal, romania, slovakia, slovenia, spain, sweden, switzerland, england, scotland, northernIreland,
].map((calendar) => [calendar.id, calendar]));

/** Easter Sunday of the western churches: the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8). */
export function easterOf(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  return dayOf(year, Math.floor((h + l - 7 * m + 114) / 31), ((h + l - 7 * m + 114) % 31) + 1);
}

/** Easter Sunday of the eastern churches, as a Gregorian day: the Julian computus, 13 days later in 1900 – 2099. */
export function easternEasterOf(year: number): Day {
  const d = (19 * (year % 19) + 15) % 30;
  const e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
  return addDays(dayOf(year, Math.floor((d + e + 114) / 31), ((d + e + 114) % 31) + 1), 13);
}

const isWeekend = (day: Day): boolean => [0, 6].includes(weekdayOf(day));

function plainDay(rule: HolidayRule, year: number): Day {
  if ('easter' in rule) return addDays(rule.church === 'east' ? easternEasterOf(year) : easterOf(year), rule.easter);
  if ('on' in rule) return `${year}-${rule.on}`;
  const [month, date] = rule.from.split('-').map(Number);
  const start = dayOf(year, month ?? 1, date ?? 1);
  return addDays(start, (rule.weekday - weekdayOf(start) + 7) % 7);
}

/** The holidays that a calendar has in a year, in order of days; a day that falls on a weekend brings its substitute where the calendar has one. */
export function holidaysOf(calendar: Calendar, year: number): readonly Holiday[] {
  const inForce = calendar.rules.filter((rule) => (rule.since ?? year) <= year && (rule.until ?? year) >= year);
  const plain = inForce.map((rule) => ({ rule, day: plainDay(rule, year) }));
  const taken = new Set(plain.map(({ day }) => day));
  const all = plain.map(({ rule, day }): Holiday => ({ day: rule.unless?.weekday === weekdayOf(day) ? addDays(day, rule.unless.days) : day, name: rule.name }));
  for (const { rule, day } of plain) {
    if (rule.substitute !== true || !isWeekend(day)) continue;
    let other = addDays(day, 1);
    while (isWeekend(other) || taken.has(other)) other = addDays(other, 1);
    taken.add(other);
    all.push({ day: other, name: `${rule.name} (substitute day)` });
  }
  return all.toSorted((a, b) => (a.day < b.day ? -1 : 1));
}
