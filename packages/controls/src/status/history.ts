import { checkOf } from '../checks.ts';
import type { ControlHistory } from '../status.ts';

/** A stretch in which a source had been read whole and the reading was still fresh. Half-open, milliseconds. */
export type Stretch = { readonly from: number; readonly to: number; readonly last: number };

/** A word of a source about an entity type: it was read whole, or it was not. */
export type Word = { readonly complete: boolean; readonly from: number; readonly last: number; readonly reason: string | undefined };

export type OpenTally = { readonly from: number; readonly to: number; readonly pass: number; readonly fail: number; readonly unknown: number };

/** One check at one source, in milliseconds and in order of time. */
export type Strand = {
  readonly check: string;
  readonly title: string;
  readonly shows: 'setting' | 'act';
  readonly source: string;
  readonly words: readonly Word[];
  readonly stretches: readonly Stretch[];
  readonly tallies: readonly OpenTally[];
  /** When its source was disconnected; infinity while it is connected. */
  readonly ended: number;
};

/** A history made ready to be asked about many days. */
export type OpenHistory = {
  readonly nature: ControlHistory['nature'];
  readonly strands: readonly Strand[];
  readonly evidence: readonly { readonly from: number; readonly to: number }[];
  readonly decisions: readonly { readonly from: number; readonly decision: ControlHistory['decisions'][number]['decision']; readonly reason: string }[];
};

const hourMs = 3_600_000;
const byFrom = (a: { readonly from: number }, b: { readonly from: number }): number => a.from - b.from;

const group = <T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const held = groups.get(key);
    if (held === undefined) groups.set(key, [item]);
    else held.push(item);
  }
  return groups;
};

const wordsOf = (coverage: ControlHistory['coverage']): readonly Word[] => coverage
  .map(({ complete, from, last, reason }) => ({ complete, from: Date.parse(from), last: Date.parse(last), reason }))
  // At one instant the worse word comes last, so that it is the one that stands.
  .sort((a, b) => byFrom(a, b) || Number(b.complete) - Number(a.complete) || a.last - b.last || (a.reason ?? '').localeCompare(b.reason ?? ''));

/** From each whole reading until it is no longer fresh, or until the source's next word. */
const stretchesOf = (words: readonly Word[], freshMs: number): readonly Stretch[] => words.flatMap(({ complete, from, last }, at) => {
  const next = words[at + 1]?.from ?? Number.POSITIVE_INFINITY;
  const to = Math.min(last + freshMs, next);
  return complete && to > from ? [{ from, to, last: Math.min(last, next) }] : [];
});

/** Reads a history once: times as numbers, each list in the order of time, whatever order it was given in. */
export function openHistory(history: ControlHistory): OpenHistory {
  const coverage = group(history.coverage, ({ source, entityType }) => `${entityType} ${source}`);
  const tallies = group(history.tallies, ({ check, source }) => `${check} ${source}`);
  const strands: Strand[] = [];
  for (const id of [...new Set(history.checks)].sort()) {
    const check = checkOf(id);
    if (check === undefined) continue;
    for (const [key, spans] of coverage) {
      const [entityType, source] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
      if (entityType !== check.entityType) continue;
      const words = wordsOf(spans);
      strands.push({
        check: id, title: check.title, shows: check.shows, source, words,
        ended: Math.min(...spans.map(({ ended }) => (ended === undefined ? Number.POSITIVE_INFINITY : Date.parse(ended)))),
        stretches: stretchesOf(words, history.freshHours * hourMs),
        tallies: (tallies.get(`${id} ${source}`) ?? []).map((tally) => ({
          from: Date.parse(tally.from), to: tally.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(tally.to),
          pass: tally.pass, fail: tally.fail, unknown: tally.unknown,
        })).sort(byFrom),
      });
    }
  }
  strands.sort((a, b) => a.check.localeCompare(b.check) || a.source.localeCompare(b.source));
  return {
    nature: history.nature, strands,
    evidence: history.evidence.map(({ from, freshUntil }) => ({ from: Date.parse(from), to: Date.parse(freshUntil) })),
    decisions: history.decisions.map((one) => ({ ...one, from: Date.parse(one.from) })).sort((a, b) => byFrom(a, b) || strictness[a.decision] - strictness[b.decision] || a.reason.localeCompare(b.reason)),
  };
}

/** At one instant the decision that claims the most stands last: applicable leaves a control in. */
const strictness = { excluded: 0, 'not-applicable': 1, applicable: 2 } as const;

/** The last item that begins before an instant; items are in the order of `from`. */
export const lastBefore = <T extends { readonly from: number }>(items: readonly T[], end: number): T | undefined => {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.from ?? Number.POSITIVE_INFINITY) < end) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
};

/** The items that touch [start, end), newest first; items are in the order of `from` and do not overlap. */
export function* touching<T extends { readonly from: number; readonly to: number }>(items: readonly T[], start: number, end: number): Generator<T> {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.from ?? Number.POSITIVE_INFINITY) < end) low = middle + 1;
    else high = middle;
  }
  for (let at = low - 1; at >= 0; at -= 1) {
    const item = items[at];
    if (item === undefined || item.to <= start) return;
    yield item;
  }
}
