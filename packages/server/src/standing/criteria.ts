import { criteria, criteriaInScope, type Criterion } from '@avouch/controls/criteria';
import { readinessOf } from '@avouch/controls/standing';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import type { ControlSummary } from './histories.ts';
import type { Known } from './known.ts';

export type CriterionSummary = Answer<'criterionRelevance'>;
export type StatusCounts = CriterionSummary['counts'];

/** How many controls stand in each status; each status is there, be it with none. */
export function statusCountsOf(controls: readonly Pick<ControlSummary, 'status'>[]): StatusCounts {
  const counts: StatusCounts = { 'pass': 0, 'fail': 0, 'no-data': 0, 'stale': 0, 'not-applicable': 0, 'not-started': 0, 'excluded': 0 };
  for (const { status } of controls) counts[status] += 1;
  return counts;
}

/** How a criterion stood, by the controls that serve it. */
export function criterionSummaryOf(known: Known, criterion: Criterion, controls: readonly ControlSummary[]): CriterionSummary {
  const serving = controls.filter((control) => control.criteria.includes(criterion.id));
  const relevance = known.relevance.get(criterion.id);
  const notRelevantReason = relevance !== undefined && relevance.value['relevant'] === false ? String(relevance.value['reason']) : null;
  return {
    id: criterion.id, series: criterion.series, seriesTitle: criterion.seriesTitle, category: criterion.category, title: criterion.title, paraphrase: criterion.paraphrase,
    inScope: criteriaInScope(known.categories).some(({ id }) => id === criterion.id) && notRelevantReason === null,
    controls: serving.map(({ id }) => id), counts: statusCountsOf(serving), readiness: readinessOf(criterion.id, serving), notRelevantReason,
  };
}

/** The criterion of this id, or the refusal that says that there is none. */
export function needCriterion(id: string): Criterion {
  const criterion = criteria.find((one) => one.id === id);
  if (criterion === undefined) throw new Refusal('not_found', `There is no criterion ${id} among the 61.`);
  return criterion;
}
