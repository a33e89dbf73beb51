import { criteriaInScope } from '@avouch/controls/criteria';
import { checks } from '@avouch/controls/checks';
import { nextSteps } from './readiness.ts';
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
    if (look === undefined) return [];
    return [{ source: source.id, name: source.name, reason: look.unknownFor ?? '', since: look.unknownSince, lastComplete: look.last_complete }];
  });
}

/** Where the company stood: what stands, what is open, what to do next. Counts, never a score. */
export function overviewOf(known: Known): Overview {
  const controls = known.controls.map((control) => controlSummaryOf(known, control));
  const criteria = criteriaInScope(known.categories).map((criterion) => criterionSummaryOf(known, criterion, controls));
  const unknownSources = unknownSourcesOf(known);
  return {
    asOf: known.at, company: String(known.organisation?.value['name'] ?? ''), system: known.systems[0] === undefined ? null : String(known.systems[0].value['name']),
    categories: known.categories as Overview['categories'], sources: known.sources.length, controls: statusCountsOf(controls), criteria,
    next: nextSteps(), verdicts: sumOf(checks.map((check) => countsAt(known.tallies, known.looks, check, known.at))), unknownSources,
  };
}
