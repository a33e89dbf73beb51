import type { PoolClient } from 'pg';
import { checkOf } from '@avouch/controls/checks';
import { criteria } from '@avouch/controls/criteria';
import { referenceControls } from '@avouch/controls/controls';
import { Refusal } from '@avouch/api/refusal';
import type { RecordVersion } from '@avouch/records/record-type';
import { currentRecord } from '@avouch/records/store';
import type { Actor, Context, Input } from '../context.ts';
import { needControl } from './control.ts';
import { criterionSummaryOf, needCriterion, type CriterionSummary } from './criteria.ts';
import { controlSummaryOf, type ControlSummary } from './histories.ts';
import { loadKnown } from './known.ts';
import { writeRecord } from './write.ts';

const summaryOf = (context: Context, org: string, id: string): Promise<ControlSummary> => context.tenant(org, async (tx) => {
  const known = await loadKnown(tx, context, org, {});
  return controlSummaryOf(known, needControl(known, id));
});

const current = (context: Context, org: string, type: string, id: string): Promise<RecordVersion | undefined> =>
  context.tenant(org, (tx: PoolClient) => currentRecord(tx, { org, type, id }));

function checkMapping(body: { readonly criteria: readonly string[]; readonly checks?: readonly string[] | undefined }): void {
  const criterion = body.criteria.find((id) => !criteria.some((one) => one.id === id));
  if (criterion !== undefined) throw new Refusal('invalid', `There is no criterion ${criterion} among the 61.`, { field: 'criteria' });
  const check = body.checks?.find((id) => checkOf(id) === undefined);
  if (check !== undefined) throw new Refusal('invalid', `There is no check ${check}.`, { field: 'checks' });
}

type Change = { readonly actor: Actor; readonly control: string; readonly value: Readonly<Record<string, unknown>> };

/** Writes what the company says of a control, over what it said before. Fields that are undefined go. */
async function changeControl(context: Context, { actor, control, value }: Change): Promise<ControlSummary> {
  const before = await current(context, actor.org, 'control', control);
  const base = referenceControls.find(({ id }) => id === control);
  if (before === undefined && base === undefined) throw new Refusal('not_found', `There is no control ${control}.`);
  const merged = { ...(base === undefined ? {} : { reference: base.id, title: base.title }), ...before?.value, ...value };
  await writeRecord(context, {
    org: actor.org, actor: actor.member, type: 'control', id: control, expected: before,
    value: Object.fromEntries(Object.entries(merged).filter(([, held]) => held !== undefined)),
  });
  return summaryOf(context, actor.org, control);
}

/** Decides that a control applies, does not, or is excluded. Leaving one out needs a reason. */
export async function decideControl({ actor, params, body }: Input<'controlDecide'>, context: Context): Promise<ControlSummary> {
  const { decision, reason, approver, reviewOn } = body;
  if (decision !== 'applicable' && reason.trim() === '') throw new Refusal('invalid', 'A control that is left out needs a reason: the auditor will read it.', { field: 'reason' });
  if (decision === 'not-applicable' && reviewOn === null) throw new Refusal('invalid', 'Name the day on which this is looked at again.', { field: 'reviewOn' });
  return changeControl(context, { actor, control: params.control, value: { decision, reason: reason.trim() === '' ? undefined : reason, approver, reviewOn: reviewOn ?? undefined } });
}

/** Rewords a control to what the company does. */
export async function editControl({ actor, params, body }: Input<'controlEdit'>, context: Context): Promise<ControlSummary> {
  checkMapping(body);
  return changeControl(context, { actor, control: params.control, value: body });
}

/** Adds a control of the company's own. */
export async function addControl({ actor, body }: Input<'controlAdd'>, context: Context): Promise<ControlSummary> {
  checkMapping(body);
  const { id, ...value } = body;
  if (referenceControls.some((one) => one.id === id)) throw new Refusal('conflict', `${id} is a control of the reference set: change it instead.`, { field: 'id' });
  if ((await current(context, actor.org, 'control', id)) !== undefined) throw new Refusal('conflict', `There is a control ${id} already.`, { field: 'id' });
  await writeRecord(context, { org: actor.org, actor: actor.member, type: 'control', id, expected: undefined, value });
  return summaryOf(context, actor.org, id);
}

/** Declares a criterion not relevant, with the reason that the description discloses, or relevant again. */
export async function declareRelevance({ actor, params, body }: Input<'criterionRelevance'>, context: Context): Promise<CriterionSummary> {
  const criterion = needCriterion(params.criterion);
  if (!body.relevant && body.reason.trim() === '') throw new Refusal('invalid', 'A criterion that is not relevant needs the reason that the description gives.', { field: 'reason' });
  const before = await current(context, actor.org, 'criterion-relevance', criterion.id);
  await writeRecord(context, {
    org: actor.org, actor: actor.member, type: 'criterion-relevance', id: criterion.id, expected: before,
    value: { criterion: criterion.id, relevant: body.relevant, reason: body.reason.trim() === '' ? 'Relevant.' : body.reason, approver: body.approver },
  });
  return context.tenant(actor.org, async (tx) => {
    const known = await loadKnown(tx, context, actor.org, {});
    return criterionSummaryOf(known, criterion, known.controls.map((control) => controlSummaryOf(known, control)));
  });
}
