import { entityKinds } from '@avouch/connectors/entities';
import { checkOf, checks, type Check } from '@avouch/controls/checks';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import type { Context, Handlers, Input } from '../context.ts';
import { allSources } from '../collecting/source.ts';
import { controlDetailOf, needControl } from '../standing/control.ts';
import { criterionSummaryOf, needCriterion } from '../standing/criteria.ts';
import { addControl, decideControl, declareRelevance, editControl } from '../standing/decide.ts';
import { evidenceDownload, evidencePage, fileEvidence } from '../standing/evidence.ts';
import { checkRunsOf, checkSummaryOf, controlSummaryOf } from '../standing/histories.ts';
import { instantOf } from '../standing/instants.ts';
import { coverageDays, loadKnown, type Known } from '../standing/known.ts';
import { looksOf } from '../standing/looks.ts';
import { overviewOf } from '../standing/overview.ts';
import { subjectsOf } from '../standing/subjects.ts';
import { countsAt, talliesBetween } from '../standing/tallies.ts';

function needCheck(id: string): Check {
  const check = checkOf(id);
  if (check === undefined) throw new Refusal('not_found', 'There is no such check.');
  return check;
}

const known = <T>(context: Context, org: string, query: { readonly asOf?: string | undefined; readonly days?: number }, answer: (known: Known) => T): Promise<T> =>
  context.tenant(org, async (tx) => answer(await loadKnown(tx, context, org, { asOf: query.asOf, days: Math.max(query.days ?? 0, coverageDays) })));

async function subjects({ actor, params, query }: Input<'checkSubjects'>, context: Context): Promise<Answer<'checkSubjects'>> {
  const check = needCheck(params.check);
  const at = instantOf(query.asOf, context.now);
  return context.tenant(actor.org, async (tx) => {
    const looks = (await looksOf(tx, actor.org, await allSources(tx, actor.org, query.asOf), at)).filter((look) => look.entity_type === check.entityType);
    const counts = countsAt(await talliesBetween(tx, actor.org, at, at), looks, check, at);
    const { items, next } = await subjectsOf(tx, context, actor.org, looks, { ...query, check, at, asOf: query.asOf !== undefined });
    const total = query.verdict === undefined ? counts.pass + counts.fail + counts.notApplicable + counts.unknown
      : { 'pass': counts.pass, 'fail': counts.fail, 'not-applicable': counts.notApplicable, 'unknown': counts.unknown }[query.verdict];
    return { items, next, total };
  });
}

const pluralOf = (check: Check): string => entityKinds[check.entityType].plural;

/** What the routes of criteria, controls, checks and evidence do. */
export const standingHandlers: Handlers = {
  standing: ({ actor, query }, context) => known(context, actor.org, query, overviewOf),
  criterion: ({ actor, params, query }, context) => known(context, actor.org, query, (all) => {
    const controls = all.controls.map((control) => controlSummaryOf(all, control));
    const criterion = criterionSummaryOf(all, needCriterion(params.criterion), controls);
    return { criterion, controls: controls.filter(({ id }) => criterion.controls.includes(id)) };
  }),
  criterionRelevance: declareRelevance,
  controls: ({ actor, query }, context) => known(context, actor.org, query, (all) => ({ items: all.controls.map((control) => controlSummaryOf(all, control)) })),
  control: ({ actor, params, query }, context) => context.tenant(actor.org, async (tx) => {
    const all = await loadKnown(tx, context, actor.org, { asOf: query.asOf, days: Math.max(query.days, coverageDays) });
    return controlDetailOf(tx, context, all, needControl(all, params.control), query.days);
  }),
  controlDecide: decideControl,
  controlEdit: editControl,
  controlAdd: addControl,
  checks: ({ actor, query }, context) => known(context, actor.org, query, (all) => ({ items: checks.map((check) => checkSummaryOf(all, check, pluralOf(check))) })),
  check: ({ actor, params, query }, context) => {
    const check = needCheck(params.check);
    return known(context, actor.org, query, (all) => ({ ...checkSummaryOf(all, check, pluralOf(check)), remedy: check.remedy, history: checkRunsOf(all, check, query.days) }));
  },
  checkSubjects: subjects,
  evidence: evidencePage,
  evidenceFile: fileEvidence,
  evidenceContent: evidenceDownload,
};
