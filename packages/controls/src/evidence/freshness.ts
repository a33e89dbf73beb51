import type { Frequency } from '../controls/control.ts';

/**
 * For how long evidence counts, as data with its source: the defaults of facts part C.5, which each company may change
 * control by control. A later edition is a new value with a new name; statuses of earlier days keep theirs.
 */
export const freshness = {
  edition: '2026-11',
  source: 'Usual practice (facts C.5); firms differ',
  /** One complete reading of settings, in hours. */
  readingHours: 48,
  /** Filed evidence of a control that runs so often, in days. The rarest rhythm of a control counts. */
  daysByFrequency: {
    continuous: 31, 'multiple-daily': 31, daily: 31, weekly: 31, monthly: 31, quarterly: 92, semiannual: 183, annual: 365, event: 92,
  } as { readonly [frequency in Frequency]: number },
  /** Where what is filed is of another kind than the rhythm tells. */
  daysByControl: {
    // Agreements and background checks are made once, before access.
    'HRS-01': 365, 'HRS-03': 365,
    // Inventories, role matrices and data maps hold for a year or until they change.
    'IAM-03': 365, 'IAM-12': 365, 'CHG-06': 365, 'NET-02': 365, 'AST-01': 92,
    // A restore is tested every half year.
    'AVL-03': 183,
    // Lawful bases and assessments hold for a year or until they change.
    'PRV-02': 365, 'PRV-16': 365,
  } as { readonly [control: string]: number },
} as const;

/** For how many days evidence filed for a control counts by default. */
export const defaultFreshDays = (control: string, frequency: readonly Frequency[]): number =>
  freshness.daysByControl[control] ?? Math.max(31, ...frequency.map((one) => freshness.daysByFrequency[one]));
