import { calendars } from './holidays.ts';

/** How a deadline runs under one law in one country: data with its source, not code. */
export type Jurisdiction = {
  /** ISO 3166 code of the country, or of a part of the United Kingdom. */
  readonly id: string;
  readonly title: string;
  readonly law: 'gdpr' | 'uk-gdpr' | 'fadp';
  /** The id of the calendar of holidays. */
  readonly calendar: string;
  readonly answer: { readonly months: number } | { readonly days: number };
  /** Months that an extension adds, counted from receipt; null where the company states a day of its own. */
  readonly extensionMonths: number | null;
  /** Whether a last day on a Saturday, Sunday or holiday moves to the next working day. */
  readonly rolls: boolean;
  /** The grounds on which the clock may stand still; each pause is a decision that is recorded. */
  readonly pauses: readonly 'identity'[];
  /** Hours from awareness of a breach to the notice to the authority; null where the law names no number. */
  readonly breachHours: number | null;
  readonly articles: { readonly answer: string; readonly extension: string; readonly pause: string; readonly counting: string };
  readonly version: number;
  readonly source: string;
  /** Whether counsel of that country has looked at it. */
  readonly checked: boolean;
  readonly note: string;
};

const gdpr = {
  law: 'gdpr', answer: { months: 1 }, extensionMonths: 2, rolls: true, pauses: ['identity'], breachHours: 72, version: 1, checked: false,
  articles: { answer: 'Art. 12(3) GDPR', extension: 'Art. 12(3) GDPR', pause: 'Art. 12(6) GDPR', counting: 'Regulation (EEC, Euratom) 1182/71, Art. 3' },
  source: 'Regulation (EU) 2016/679, Art. 12(3), 12(6), 33(1); Regulation (EEC, Euratom) 1182/71, Art. 3',
  note: 'A pause while identity is in doubt was reported for a case in Berlin and follows the view of the EDPB; it is not in the text of the law. Check with counsel.',
} as const;

const ukGdpr = {
  ...gdpr, law: 'uk-gdpr',
  articles: { answer: 'Art. 12(3) UK GDPR', extension: 'Art. 12(3) UK GDPR', pause: 'Art. 12(6) UK GDPR', counting: 'the corresponding date of the next month, as the ICO counts' },
  source: 'UK GDPR, Art. 12 and 33; the ICO’s rule of the corresponding date, counted from the day of receipt',
  note: 'Whether changes of 2025 to the time limits of the UK GDPR change this count was not looked at. Check with counsel.',
} as const;

const fadp = {
  law: 'fadp', answer: { days: 30 }, extensionMonths: null, rolls: false, pauses: [], breachHours: null, version: 1, checked: false,
  articles: { answer: 'Art. 25(7) FADP', extension: 'Art. 25(7) FADP', pause: '', counting: '30 days from the day after receipt' },
  source: 'Swiss Federal Act on Data Protection, Art. 25(7), as generally known',
  note: 'Whether the last day moves from a weekend, how far an extension may go and whether a pause exists is not known here: the last day does not move, and the company states the day to which it extends. Check with counsel.',
} as const;

const members = ['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK', 'IS', 'LI', 'NO'];
const titled = (id: string) => ({ id, title: calendars[id]?.title ?? id, calendar: id });

/** Every jurisdiction by its id: the member states of the EU and the EEA, the parts of the United Kingdom, and Switzerland. */
export const jurisdictions: Readonly<Record<string, Jurisdiction>> = Object.fromEntries<Jurisdiction>([
  ...members.map((id): [string, Jurisdiction] => [id, { ...gdpr, ...titled(id) }]),
  ...['GB-EAW', 'GB-SCT', 'GB-NIR'].map((id): [string, Jurisdiction] => [id, { ...ukGdpr, ...titled(id) }]),
  ['CH', { ...fadp, ...titled('CH') }],
]);
