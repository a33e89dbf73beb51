import { expect, test } from 'vitest';
import { breachClockOf, calendars, dayIn, type Deadline, type DeadlineInput, deadlineOf, jurisdictions, type DeadlineSettings, type Jurisdiction } from './deadlines.ts';
import { easternEasterOf, easterOf, holidaysOf } from './law/holidays.ts';

const law = (id: string): Jurisdiction => {
  const found = jurisdictions[id];
  if (found === undefined) throw new Error(`no jurisdiction ${id}`);
  return found;
};
const deadline = (received: string, more: Partial<DeadlineInput> = {}): Deadline =>
  deadlineOf({ received, jurisdiction: law('DE'), extended: false, pauses: [], settings: [], ...more });
const usual: DeadlineSettings = { from: '2000-01-01', targetDays: 21, reminderDays: [14, 21, 25], extraDays: [] };
const namesIn = (id: string, year: number): readonly string[] => holidaysOf(calendars[id]!, year).map(({ day, name }) => `${day} ${name}`);

test.each([
  ['2026-01-31', '2026-02-28', '2026-03-02', '2026-04-30'],
  ['2024-01-31', '2024-02-29', '2024-02-29', '2024-04-30'],
  ['2026-03-05', '2026-04-05', '2026-04-07', '2026-06-05'],
  ['2025-10-31', '2025-11-30', '2025-12-01', '2026-02-02'],
  ['2026-12-25', '2027-01-25', '2027-01-25', '2027-03-25'],
  ['2026-08-31', '2026-09-30', '2026-09-30', '2026-11-30'],
  ['2026-11-30', '2026-12-30', '2026-12-30', '2027-03-01'],
  ['2027-01-29', '2027-02-28', '2027-03-01', '2027-04-29'],
  ['2027-01-30', '2027-02-28', '2027-03-01', '2027-04-30'],
  ['2028-01-31', '2028-02-29', '2028-02-29', '2028-05-02'],
])('what came on %s must be answered by %s, at the latest on %s, and when extended on %s', (received, raw, due, extended) => {
  expect(deadline(received)).toMatchObject({ raw, due });
  expect(deadline(received, { extended: true }).due).toBe(extended);
});

/** Written the other way round: no arithmetic on months, only days walked one by one and lists looked up by hand. */
const easterSundays = ['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2028-04-16', '2029-04-01'];
function closedInGermany(): ReadonlySet<string> {
  const closed = new Set<string>();
  for (const year of [2024, 2025, 2026, 2027, 2028, 2029]) for (const date of ['01-01', '05-01', '10-03', '12-25', '12-26']) closed.add(`${year}-${date}`);
  for (const sunday of easterSundays) {
    const walk = new Date(`${sunday}T12:00:00Z`);
    for (let step = -2; step <= 50; step += 1) {
      const there = new Date(walk);
      there.setUTCDate(walk.getUTCDate() + step);
      if ([-2, 1, 39, 50].includes(step)) closed.add(there.toISOString().slice(0, 10));
    }
  }
  return closed;
}
function walked(received: string, months: number, closed: ReadonlySet<string>): { readonly raw: string; readonly due: string } {
  const day = new Date(`${received}T12:00:00Z`);
  const date = day.getUTCDate();
  let turns = 0;
  let before = new Date(day);
  while (turns < months || (turns === months && day.getUTCDate() < date)) {
    before = new Date(day);
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCDate() === 1) turns += 1;
  }
  const raw = turns > months ? before : day;
  const due = new Date(raw);
  while (/^(Sat|Sun)/.test(due.toUTCString()) || closed.has(due.toISOString().slice(0, 10))) due.setUTCDate(due.getUTCDate() + 1);
  return { raw: raw.toISOString().slice(0, 10), due: due.toISOString().slice(0, 10) };
}

test('on 1,461 days of receipt in a row, both deadlines are those of a calculation that walks the calendar day by day', () => {
  const closed = closedInGermany();
  const day = new Date('2024-11-01T12:00:00Z');
  let later = 0;
  for (let count = 0; count < 1461; count += 1) {
    const received = day.toISOString().slice(0, 10);
    for (const [months, extended] of [[1, false], [3, true]] as const) {
      const { raw, due } = deadline(received, { extended });
      expect({ received, months, raw, due }).toEqual({ received, months, ...walked(received, months, closed) });
    }
    if (new Date(`${deadline(received).raw}T00:00:00Z`).getTime() - new Date(`${received}T00:00:00Z`).getTime() < 30 * 86_400_000) later += 1;
    day.setUTCDate(day.getUTCDate() + 1);
  }
  expect(later, 'receipt days on which thirty days would be too late').toBeGreaterThan(100);
});

test('the days that were passed over stand there with their reason', () => {
  expect(deadline('2026-03-05').passed).toEqual([{ day: '2026-04-05', why: 'Sunday' }, { day: '2026-04-06', why: 'Easter Monday' }]);
});

test('a company adds the holidays of its Land, from a day on', () => {
  const settings = [usual, { ...usual, from: '2026-01-01', extraDays: [{ day: '2026-10-31', name: 'Reformation Day' }, { day: '2026-11-02', name: 'Bridge day' }] }];
  expect(deadline('2026-09-30', { settings })).toMatchObject({ due: '2026-10-30' });
  expect(deadline('2026-10-01', { settings })).toMatchObject({ raw: '2026-11-01', due: '2026-11-03' });
  expect(deadline('2026-10-01').due).toBe('2026-11-02');
});

test('reminders and the target follow the settings of the day of receipt, pauses and an extension', () => {
  expect(deadline('2026-06-01')).toMatchObject({ target: '2026-06-22', reminders: ['2026-06-15', '2026-06-22', '2026-06-26'] });
  const settings = [usual, { ...usual, from: '2026-06-02', targetDays: 10, reminderDays: [5] }];
  expect(deadline('2026-06-01', { settings }).target).toBe('2026-06-22');
  expect(deadline('2026-06-02', { settings })).toMatchObject({ target: '2026-06-12', reminders: ['2026-06-07'] });
  expect(deadline('2026-06-01', { extended: true })).toMatchObject({ raw: '2026-09-01', target: '2026-08-23', reminders: ['2026-08-16', '2026-08-23', '2026-08-27'] });
});

test('a pause adds its days before the last day moves, and an open one says since when', () => {
  expect(deadline('2026-06-01', { pauses: [{ ground: 'identity', from: '2026-06-03', to: '2026-06-06' }] })).toMatchObject({ raw: '2026-07-04', due: '2026-07-06', pausedDays: 3, pausedSince: null });
  expect(deadline('2026-06-01', { pauses: [{ ground: 'identity', from: '2026-06-03', to: null }] })).toMatchObject({ raw: '2026-07-01', pausedSince: '2026-06-03' });
  expect(() => deadline('2026-06-01', { pauses: [{ ground: 'identity', from: '2026-06-06', to: '2026-06-03' }] })).toThrow(RangeError);
  expect(() => deadline('2026-06-01', { jurisdiction: law('CH'), pauses: [{ ground: 'identity', from: '2026-06-03', to: '2026-06-06' }] })).toThrow(/no pause/);
});

test('an extension is told within the first deadline, and counts from receipt', () => {
  expect(deadline('2026-01-31').extendBy).toBe('2026-03-02');
  expect(deadline('2026-01-31', { extended: true })).toMatchObject({ raw: '2026-04-30', extendBy: null });
});

test('Switzerland counts thirty days, does not move the last one, and the company states to which day it extends', () => {
  expect(deadline('2026-07-02', { jurisdiction: law('CH') })).toMatchObject({ raw: '2026-08-01', due: '2026-08-01' });
  expect(() => deadline('2026-07-02', { jurisdiction: law('CH'), extended: true })).toThrow(/state the day/);
  expect(deadline('2026-07-02', { jurisdiction: law('CH'), extended: '2026-08-20' }).due).toBe('2026-08-20');
});

test('the parts of the United Kingdom have their own holidays, with substitute days', () => {
  expect(namesIn('GB-EAW', 2027).slice(-4)).toEqual(['2027-12-25 Christmas Day', '2027-12-26 Boxing Day', '2027-12-27 Christmas Day (substitute day)', '2027-12-28 Boxing Day (substitute day)']);
  expect(namesIn('GB-SCT', 2022).slice(0, 4)).toEqual(['2022-01-01 New Year’s Day', '2022-01-02 2 January', '2022-01-03 New Year’s Day (substitute day)', '2022-01-04 2 January (substitute day)']);
  expect(deadline('2026-03-06', { jurisdiction: law('GB-SCT') }).due).toBe('2026-04-06');
  expect(deadline('2026-03-06', { jurisdiction: law('GB-EAW') }).due).toBe('2026-04-07');
  expect(deadline('2026-06-12', { jurisdiction: law('GB-NIR') }).due).toBe('2026-07-14');
});

test('Easter falls where the churches say, in the west and in the east', () => {
  expect(easterSundays.map((day) => easterOf(Number(day.slice(0, 4))))).toEqual(easterSundays);
  expect([2024, 2025, 2026, 2027, 2028].map(easternEasterOf)).toEqual(['2024-05-05', '2025-04-20', '2026-04-12', '2027-05-02', '2028-04-16']);
});

test('holidays that begin, end or move do so', () => {
  expect(namesIn('DK', 2023)).toContain('2023-05-05 General Prayer Day');
  expect(namesIn('DK', 2024).join()).not.toContain('General Prayer');
  expect(namesIn('NL', 2025)).toContain('2025-04-26 King’s Day');
  expect(namesIn('IS', 2026)).toContain('2026-04-23 First Day of Summer');
  expect(namesIn('GR', 2026)).toContain('2026-02-23 Clean Monday');
});

test('there is a jurisdiction with a calendar for every member state of the EU and the EEA, the United Kingdom and Switzerland, none passed off as checked', () => {
  expect(Object.keys(jurisdictions)).toHaveLength(34);
  for (const one of Object.values(jurisdictions)) {
    expect(deadline('2026-03-05', { jurisdiction: one }).calendar).toBe(`${one.calendar}@1`);
    expect([one.checked, calendars[one.calendar]?.checked]).toEqual([false, false]);
    expect(one.note).toContain('Check with counsel');
  }
});

test('72 hours run through a weekend, with warnings on the way', () => {
  expect(breachClockOf('2026-11-20T16:20:00.000Z', 72)).toMatchObject({ due: '2026-11-23T16:20:00.000Z', warnings: ['2026-11-21T16:20:00.000Z', '2026-11-22T16:20:00.000Z', '2026-11-23T04:20:00.000Z'] });
});

test('the day of receipt is that of the company’s zone', () => {
  expect(dayIn('2026-01-31T23:30:00.000Z', 'Europe/Berlin')).toBe('2026-02-01');
  expect(dayIn('2026-01-31T23:30:00.000Z', 'Europe/London')).toBe('2026-01-31');
});

test('what is no day is refused', () => expect(() => deadline('2026-02-30')).toThrow(RangeError));
