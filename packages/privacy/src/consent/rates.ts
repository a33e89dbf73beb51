/** How many answers of one kind there were. `answers` are those that a person gave at a banner or a centre; a browser's signal is counted apart. */
export type Counts = { readonly answers: number; readonly all: number; readonly some: number; readonly none: number; readonly signals: number; readonly withdrawn: number };

/** A share with the interval in which its true value lies with 95 % confidence. */
export type Share = { readonly value: number; readonly low: number; readonly high: number };

/** The quantile of the normal distribution for a two-sided 95 %. */
const Z = 1.959963984540054;

/** Wilson's score interval: stays within 0 and 1 and holds for few answers too. Null when there are none. */
export function shareOf(yes: number, of: number): Share | null {
  if (of === 0) return null;
  const p = yes / of;
  const z2 = Z * Z;
  const middle = (p + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z / (1 + z2 / of)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  return { value: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** The chance of a standard normal value beyond ±z (Abramowitz and Stegun 7.1.26, wrong by less than 1.5e-7). */
function beyond(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  return t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x);
}

/** Two proportions compared: how much they differ, and how likely chance alone makes them differ so (pooled z-test, two-sided). */
export function compareShares(a: { readonly yes: number; readonly of: number }, b: { readonly yes: number; readonly of: number }): { readonly difference: number; readonly p: number } | null {
  if (a.of === 0 || b.of === 0) return null;
  const pooled = (a.yes + b.yes) / (a.of + b.of);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / a.of + 1 / b.of));
  const difference = a.yes / a.of - b.yes / b.of;
  return { difference, p: spread === 0 ? 1 : beyond(difference / spread) };
}

/** Fewer answers than this in either arm show nothing: the test's normal approximation does not hold. */
const FEWEST = 30;
/** With several variants looked at every day, one in twenty would cry wolf. */
const LEVEL = 0.01;

/** Whether a variant's acceptance differs from the baseline's more than chance explains: it may lead people on, or away. */
export function nudges(variant: Counts, baseline: Counts): { readonly nudges: boolean; readonly difference: number | null; readonly p: number | null } {
  const compared = compareShares({ yes: variant.all, of: variant.answers }, { yes: baseline.all, of: baseline.answers });
  if (compared === null) return { nudges: false, difference: null, p: null };
  return { ...compared, nudges: Math.min(variant.answers, baseline.answers) >= FEWEST && compared.p < LEVEL };
}

/** What broke on a day, against what is usual. */
export type Break = { readonly kind: 'traffic-low' | 'traffic-high' | 'acceptance-low' | 'acceptance-high'; readonly now: number; readonly usual: number };

/**
 * What breaks on a day against the same weekday of the four weeks before. Traffic breaks beyond half and double of their mean
 * and beyond four deviations of a count as large; acceptance breaks when the two-proportion test says so and by ten points or
 * more. Without four such days, or with few answers, there is nothing to compare with.
 */
export function breaksOf(day: Counts, before: readonly Counts[]): readonly Break[] {
  if (before.length < 4) return [];
  const sum = (of: (counts: Counts) => number): number => before.reduce((total, one) => total + of(one), 0);
  const usual = sum((one) => one.answers) / before.length;
  const found: Break[] = [];
  const far = Math.abs(day.answers - usual) > 4 * Math.sqrt(Math.max(usual, 1));
  if (usual >= FEWEST && far && day.answers < usual / 2) found.push({ kind: 'traffic-low', now: day.answers, usual });
  if (far && day.answers > Math.max(usual * 2, FEWEST)) found.push({ kind: 'traffic-high', now: day.answers, usual });
  const [all, answers] = [sum((one) => one.all), sum((one) => one.answers)];
  const compared = compareShares({ yes: day.all, of: day.answers }, { yes: all, of: answers });
  if (compared !== null && Math.min(day.answers, answers) >= FEWEST && compared.p < LEVEL && Math.abs(compared.difference) >= 0.1) {
    found.push({ kind: compared.difference < 0 ? 'acceptance-low' : 'acceptance-high', now: day.all / day.answers, usual: all / answers });
  }
  return found;
}
