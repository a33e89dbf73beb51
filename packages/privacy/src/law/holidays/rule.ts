/** One public holiday as a rule for every year: a date, days after Easter Sunday, or the first such weekday on or after a date. */
export type HolidayRule = {
  readonly name: string;
  /** The first and the last year in which it is one. */
  readonly since?: number;
  readonly until?: number;
  /** Whether another day is given when it falls on a weekend. */
  readonly substitute?: boolean;
  /** Falls so many days later (or earlier) when it would be on this weekday; 0 is Sunday. */
  readonly unless?: { readonly weekday: number; readonly days: number };
} & ({ readonly on: string } | { readonly easter: number; readonly church: 'west' | 'east' } | { readonly from: string; readonly weekday: number });

/**
 * The public holidays of one country or part of it. Those that always fall on a Sunday are left out, and so are days that
 * hold in a region or for some trades only: a day too few makes a deadline end earlier, a day too many would make it late.
 */
export type Calendar = {
  readonly id: string;
  readonly title: string;
  /** Goes up with every change of its rules. */
  readonly version: number;
  readonly source: string;
  /** Whether counsel of that country has looked at it. */
  readonly checked: boolean;
  readonly note: string;
  readonly rules: readonly HolidayRule[];
};

export const on = (date: string, name: string, more: Omit<Partial<HolidayRule>, 'name'> = {}): HolidayRule => ({ on: date, name, ...more });
/** So many days after Easter Sunday of the western churches. */
export const easter = (days: number, name: string, more: { readonly since?: number; readonly until?: number } = {}): HolidayRule => ({ easter: days, church: 'west', name, ...more });
/** The same by the eastern churches. */
export const eastern = (days: number, name: string): HolidayRule => ({ easter: days, church: 'east', name });
/** The first such weekday on or after a date. */
export const first = (weekday: number, from: string, name: string, more: { readonly since?: number } = {}): HolidayRule => ({ from, weekday, name, ...more });

export const MONDAY = 1;
export const THURSDAY = 4;

export const newYear = on('01-01', 'New Year’s Day');
export const epiphany = on('01-06', 'Epiphany');
export const goodFriday = easter(-2, 'Good Friday');
export const easterMonday = easter(1, 'Easter Monday');
export const ascension = easter(39, 'Ascension Day');
export const whitMonday = easter(50, 'Whit Monday');
export const corpusChristi = easter(60, 'Corpus Christi');
export const labourDay = on('05-01', 'Labour Day');
export const assumption = on('08-15', 'Assumption of Mary');
export const allSaints = on('11-01', 'All Saints’ Day');
export const immaculate = on('12-08', 'Immaculate Conception');
export const christmasEve = on('12-24', 'Christmas Eve');
export const christmas = on('12-25', 'Christmas Day');
export const secondChristmas = on('12-26', 'Second day of Christmas');
export const easternGoodFriday = eastern(-2, 'Good Friday (eastern)');
export const easternEasterMonday = eastern(1, 'Easter Monday (eastern)');
export const easternWhitMonday = eastern(50, 'Whit Monday (eastern)');

/** A calendar that no counsel has looked at yet. `special` says what is left out or peculiar. */
export const unchecked = (id: string, title: string, special: string, rules: readonly HolidayRule[]): Calendar => ({
  id, title, version: 1, source: `Public holidays of the whole of ${title} as generally known, November 2026`, checked: false,
  note: `Check with counsel.${special === '' ? '' : ` ${special}`}`, rules,
});
