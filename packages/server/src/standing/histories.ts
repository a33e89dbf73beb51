import { checkOf, type Check } from '@avouch/controls/checks';
import { coverageOf, lastKnownOf, runsOf, statusDays, statusOn, type ControlHistory, type DayStatus, type StatusRun } from '@avouch/controls/status';
import type { Answer } from '@avouch/api/client';
import type { Control } from './controls.ts';
import { dayMs, dayOf, endOf, hourMs, shifted } from './instants.ts';
import type { Known } from './known.ts';
import { freshHours } from './looks.ts';
import { countsAt } from './tallies.ts';

export type ControlSummary = Answer<'controls'>['items'][number];
export type CheckSummary = Answer<'checks'>['items'][number];
export type Gap = Answer<'control'>['gaps'][number];

const typesOf = (checks: readonly string[]): ReadonlySet<string> => new Set(checks.flatMap((id) => checkOf(id)?.entityType ?? []));

/** What bears on the status of a control. Tallies and coverage are those of its own checks. */
export function historyOf(known: Known, control: Pick<Control, 'id' | 'nature' | 'checks'>): ControlHistory {
  const [checks, types] = [new Set(control.checks), typesOf(control.checks)];
  return {
    control: control.id, nature: control.nature, checks: control.checks, freshHours,
    tallies: known.tallies.filter((tally) => checks.has(tally.check)),
    coverage: known.coverage.filter((span) => types.has(span.entityType)),
    evidence: known.spans.get(control.id) ?? [], decisions: known.decisions.get(control.id) ?? [],
  };
}

/** The history of a check by itself: what its sources said, and nothing else. */
const historyOfCheck = (known: Known, check: Check): ControlHistory => historyOf(known, { id: check.id, nature: 'automated', checks: [check.id] });

const daysOf = (known: Known, history: ControlHistory, days: number): readonly DayStatus[] =>
  statusDays(history, dayOf(shifted(known.at, -(days - 1) * dayMs)), dayOf(known.at), endOf(known.at));

/**
 * The status at the instant itself. A day on which something failed is a failure as a day; what was mended, or is unknown by now,
 * is shown as it is: so only the tallies that hold at the instant count.
 */
const statusAt = (known: Known, history: ControlHistory): DayStatus => statusOn(
  { ...history, coverage: history.coverage.filter(({ ended }) => ended === undefined || ended > known.at), tallies: history.tallies.filter(({ from, to }) => from <= known.at && (to === undefined || to > known.at)) }, dayOf(known.at), endOf(known.at));

/** Since which day it has stood so; today when the day as a whole stands otherwise. */
function sinceOf(known: Known, days: readonly DayStatus[], status: DayStatus['status']): string | null {
  if (status === 'not-started') return null;
  const last = runsOf(days).at(-1);
  return last?.status === status ? last.from : dayOf(known.at);
}

/** The runs of days of one status, oldest first. */
export const runsOver = (known: Known, history: ControlHistory, days: number): StatusRun[] => runsOf(daysOf(known, history, days)).map((run) => ({ ...run }));

/** How a control stood, with its coverage over the days that are known. */
export function controlSummaryOf(known: Known, control: Control): ControlSummary {
  const history = historyOf(known, control);
  const days = daysOf(known, history, Math.min(known.days, 90));
  const { status, reason } = statusAt(known, history);
  const unknown = status === 'no-data' || status === 'stale';
  const lastKnown = unknown ? lastKnownOf(history, endOf(known.at)) : null;
  return {
    id: control.id, domain: control.domain, title: control.title, statement: control.statement, ownerRole: control.ownerRole, nature: control.nature, effect: control.effect,
    frequency: [...control.frequency], criteria: [...control.criteria], checks: [...control.checks], reference: control.reference, edited: control.edited,
    status, reason, since: sinceOf(known, days, status), coverage: coverageOf(days).rate,
    lastKnown: lastKnown === null ? null : { status: lastKnown.status, at: lastKnown.at < known.at ? lastKnown.at : known.at },
  };
}

/** How a check stood over all of its sources. */
export function checkSummaryOf(known: Known, check: Check, plural: string): CheckSummary {
  const { status, reason } = statusAt(known, historyOfCheck(known, check));
  const read = known.looks.filter((look) => look.entity_type === check.entityType).flatMap((look) => look.last_complete ?? []);
  return {
    id: check.id, title: check.title, entityType: check.entityType, entityPlural: plural, why: check.why,
    controls: known.controls.filter((control) => control.checks.includes(check.id)).map(({ id }) => id),
    counts: countsAt(known.tallies, known.looks, check, known.at), status, reason, lastRead: read.toSorted().at(-1) ?? null,
  };
}

/** The history of a check as runs of days. */
export const checkRunsOf = (known: Known, check: Check, days: number): StatusRun[] => runsOver(known, historyOfCheck(known, check), days);

/**
 * Every time in which nothing fresh was known of something that these checks judge, for longer than a complete reading counts
 * as fresh: from the last complete reading to the next. An open gap has no end.
 */
export function gapsOf(known: Known, checks: readonly string[]): Gap[] {
  const types = typesOf(checks);
  const gaps: Gap[] = [];
  for (const look of known.looks.filter(({ entity_type: type }) => types.has(type))) {
    const spans = known.coverage.filter((span) => span.source === look.source && span.entityType === look.entity_type);
    let open: { readonly from: string; readonly reason: string } | undefined;
    const close = (to: string | null): void => {
      if (open === undefined || Date.parse(to ?? known.at) - Date.parse(open.from) <= freshHours * hourMs) return;
      gaps.push({ from: open.from, to, source: look.source, sourceName: look.sourceName, reason: open.reason });
    };
    for (const span of spans) {
      if (span.complete) {
        close(span.from);
        open = { from: span.last, reason: 'Nobody looked.' };
      } else open = { from: open?.from ?? span.from, reason: span.reason ?? 'The source could not be read.' };
    }
    close(null);
  }
  return gaps.toSorted((a, b) => (a.from < b.from ? 1 : a.from > b.from ? -1 : a.source < b.source ? -1 : 1));
}
