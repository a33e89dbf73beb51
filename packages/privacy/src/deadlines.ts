import { addDays, addMonths, type Day, dayIn, daysBetween, weekdayOf } from './law/days.ts';
import { type Calendar, calendars, type Holiday, holidaysOf } from './law/holidays.ts';
import { type Jurisdiction, jurisdictions } from './law/jurisdictions.ts';

export type { Calendar, Day, Holiday, Jurisdiction };
export { calendars, dayIn, jurisdictions };

/** What a company sets for its deadlines from a day on; what was received before keeps what stood then. */
export type DeadlineSettings = {
  readonly from: Day;
  /** Days after receipt by which the company itself wants to have answered; later by the length of pauses and of an extension. */
  readonly targetDays: number;
  /** Days after receipt on which a reminder goes out, rising. */
  readonly reminderDays: readonly number[];
  /** Holidays that the calendar lacks: of a Land, a canton, a town; proclaimed ones. */
  readonly extraDays: readonly Holiday[];
};

/** A time in which the clock stood still, from a day until the day it went on; `to` is null while it stands. */
export type Pause = { readonly ground: 'identity'; readonly from: Day; readonly to: Day | null };

export type DeadlineInput = {
  /** The day of receipt in the company's time zone: `dayIn`. */
  readonly received: Day;
  readonly jurisdiction: Jurisdiction;
  /** Whether the person was told of an extension; the day itself where the law names no number of months. */
  readonly extended: boolean | Day;
  readonly pauses: readonly Pause[];
  /** In any order; the one with the latest `from` that is not after receipt counts. */
  readonly settings: readonly DeadlineSettings[];
};

/** When a request must be answered, and how that day came about. */
export type Deadline = {
  readonly received: Day;
  /** The last day before weekends and holidays are looked at: the day to aim at. */
  readonly raw: Day;
  /** The last day of the law. */
  readonly due: Day;
  /** The days between raw and due that were passed over, and why. */
  readonly passed: readonly { readonly day: Day; readonly why: string }[];
  readonly pausedDays: number;
  /** Since when it stands still; raw and due are then those of an end of the pause on that very day. */
  readonly pausedSince: Day | null;
  /** The last day on which an extension may still be told; null once it was used. */
  readonly extendBy: Day | null;
  readonly target: Day;
  readonly reminders: readonly Day[];
  /** `DE@1`, the calendar and its version. */
  readonly calendar: string;
};

/** What holds where a company has set nothing. */
const usualSettings: DeadlineSettings = { from: '0001-01-01', targetDays: 21, reminderDays: [14, 21, 25], extraDays: [] };

const settingsOn = (day: Day, settings: readonly DeadlineSettings[]): DeadlineSettings =>
  settings.filter(({ from }) => from <= day).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0] ?? usualSettings;

/** Why a day is no working day, or null when it is one. */
function closedOn(day: Day, calendar: Calendar, extra: readonly Holiday[]): string | null {
  const holiday = [...holidaysOf(calendar, Number(day.slice(0, 4))), ...extra].find((one) => one.day === day);
  if (holiday !== undefined) return holiday.name;
  return { 0: 'Sunday', 6: 'Saturday' }[weekdayOf(day)] ?? null;
}

/**
 * The deadline of a request. A period of months ends on the date of receipt in the last month, or on that month's last day
 * (Regulation 1182/71 Art. 3(2)(c)); a last day on a Saturday, Sunday or holiday moves to the next working day (Art. 3(4)). An
 * extension counts from receipt. Days of a pause are added before the last day moves. Throws RangeError for a pause that the
 * jurisdiction does not have, and for one that ends before it begins.
 */
export function deadlineOf(input: DeadlineInput): Deadline {
  const { received, jurisdiction, extended } = input;
  const calendar = calendars[jurisdiction.calendar];
  if (calendar === undefined) throw new RangeError(`there is no calendar ${jurisdiction.calendar}`);
  const settings = settingsOn(received, input.settings);
  const pausedDays = pausedIn(input);
  const move = (raw: Day) => moved(raw, calendar, jurisdiction.rolls ? settings.extraDays : null);
  const first = addDays(endOf(received, jurisdiction, false), pausedDays);
  const raw = addDays(endOf(received, jurisdiction, extended), pausedDays);
  const { due, passed } = move(raw);
  const shift = pausedDays + daysBetween(first, raw);
  return {
    received, raw, due, passed, pausedDays,
    pausedSince: input.pauses.find(({ to }) => to === null)?.from ?? null,
    extendBy: extended === false ? move(first).due : null,
    target: addDays(received, settings.targetDays + shift),
    reminders: settings.reminderDays.map((days) => addDays(received, days + shift)),
    calendar: `${calendar.id}@${calendar.version}`,
  };
}

function endOf(received: Day, { answer, extensionMonths }: Jurisdiction, extended: boolean | Day): Day {
  if (typeof extended === 'string') return extended;
  if ('days' in answer) {
    if (extended) throw new RangeError('this law names no number of months: state the day to which it is extended');
    return addDays(received, answer.days);
  }
  return addMonths(received, answer.months + (extended ? (extensionMonths ?? 0) : 0));
}

function pausedIn({ pauses, jurisdiction }: DeadlineInput): number {
  return pauses.reduce((sum, { ground, from, to }) => {
    if (!jurisdiction.pauses.includes(ground)) throw new RangeError(`the law of ${jurisdiction.title} has no pause for ${ground}`);
    const days = to === null ? 0 : daysBetween(from, to);
    if (days < 0) throw new RangeError('a pause ends after it begins');
    return sum + days;
  }, 0);
}

/** `extra` is null where the last day does not move. */
function moved(raw: Day, calendar: Calendar, extra: readonly Holiday[] | null): Pick<Deadline, 'due' | 'passed'> {
  const passed: { day: Day; why: string }[] = [];
  let due = raw;
  for (let why = extra && closedOn(due, calendar, extra); extra !== null && why !== null; why = closedOn(due, calendar, extra)) {
    passed.push({ day: due, why });
    due = addDays(due, 1);
  }
  return { due, passed };
}

/** The clock of a breach (Art. 33(1)): the due instant and the instants at which to warn. */
export type BreachClock = { readonly aware: string; readonly due: string; readonly warnings: readonly string[]; readonly note: string };

/**
 * So many hours from the instant of awareness, through nights, weekends and holidays. Regulation 1182/71 would let the
 * hour of awareness itself not count; nobody may plan with that, so it stands in the note alone.
 */
export function breachClockOf(aware: string, hours: number, warnAfterHours: readonly number[] = [24, 48, 60]): BreachClock {
  const after = (count: number): string => new Date(Date.parse(aware) + count * 3_600_000).toISOString();
  return {
    aware, due: after(hours), warnings: warnAfterHours.filter((count) => count < hours).map(after),
    note: 'By Art. 3(1) of Regulation 1182/71 the hour of awareness does not count, so the strict end may lie some minutes later. Do not plan with it.',
  };
}
