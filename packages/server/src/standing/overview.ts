import { criteriaInScope } from '@avouch/controls/criteria';
import { checks } from '@avouch/controls/checks';
import { nextSteps } from '@avouch/controls/standing';
import type { Answer } from '@avouch/api/client';
import { criterionSummaryOf, statusCountsOf } from './criteria.ts';
import { controlSummaryOf } from './histories.ts';
import type { Known } from './known.ts';
import { countsAt, sumOf } from './tallies.ts';

export type Overview = Answer<'standing'>;

/** The sources of which something was not known, each with its first reason. A source that was never read has none yet. */
function unknownSourcesOf({ sources, looks }: Known): Overview['unknownSources'] {
  return sources.flatMap((source) => {
    const [look] = looks.filter((one) => one.source === source.id && one.unknownFor !== undefined).toSorted((a, b) => (a.unknownSince < b.unknownSince ? -1 : 1));
    if (look === undefined) {
      // Switched off before its first read, it says nothing, and somebody said so.
      const unread = source.paused && !looks.some((one) => one.source === source.id);
      return unread ? [{ source: source.id, name: source.name, reason: `Switched off: ${source.pausedReason ?? 'no reason was given'}`, since: source.version.recorded, lastComplete: null }] : [];
    }
    return [{ source: source.id, name: source.name, reason: look.unknownFor ?? '', since: look.unknownSince, lastComplete: look.last_complete }];
  });
}

/** The checks that something fails, with how many. */
const failingOf = (known: Known) => checks.flatMap((check) => {
  const { fail } = countsAt(known.tallies, known.looks, check, known.at);
  const controls = known.controls.filter((control) => control.checks.includes(check.id)).map(({ id }) => id);
  return fail === 0 ? [] : [{ check: check.id, title: check.title, count: fail, controls }];
});

/** Where the company stood: what stands, what is open, what to do next. Counts, never a score. */
export function overviewOf(known: Known): Overview {
  const controls = known.controls.map((control) => controlSummaryOf(known, control));
  const criteria = criteriaInScope(known.categories).map((criterion) => criterionSummaryOf(known, criterion, controls));
  const unknownSources = unknownSourcesOf(known);
  const next = nextSteps({
    systems: known.systems.length, commitments: known.commitments, sources: known.sources.length, unknownSources, failing: failingOf(known), controls,
    criteria: criteria.filter(({ inScope }) => inScope),
  });
  return {
    asOf: known.at, company: String(known.organisation?.value['name'] ?? ''), system: known.systems[0] === undefined ? null : String(known.systems[0].value['name']),
    categories: known.categories as Overview['categories'], sources: known.sources.length, controls: statusCountsOf(controls), criteria,
    next: [...next], verdicts: sumOf(checks.map((check) => countsAt(known.tallies, known.looks, check, known.at))), unknownSources,
  };
}
