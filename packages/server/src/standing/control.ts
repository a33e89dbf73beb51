import type { PoolClient } from 'pg';
import { entityKinds } from '@avouch/connectors/entities';
import { checkOf } from '@avouch/controls/checks';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import type { Context } from '../context.ts';
import type { Control } from './controls.ts';
import { evidenceIn, evidenceSummaryOf } from './evidence.ts';
import { checkSummaryOf, controlSummaryOf, gapsOf, historyOf, runsOver } from './histories.ts';
import type { Known } from './known.ts';
import { sealsOf } from './seals.ts';

/** The control of this id, or the refusal that says that there is none. */
export function needControl(known: Known, id: string): Control {
  const control = known.controls.find((one) => one.id === id);
  if (control === undefined) throw new Refusal('not_found', `There is no control ${id} for the categories in scope.`);
  return control;
}

/** One control with all that bears on it. */
export async function controlDetailOf(tx: PoolClient, context: Context, known: Known, control: Control, days: number): Promise<Answer<'control'>> {
  const filed = known.evidence.filter((record) => evidenceIn(record).controls.includes(control.id)).toSorted((a, b) => b.entry - a.entry);
  const { decision } = control;
  const sealOf = await sealsOf(tx, context, known.org, [...filed.map(({ entry }) => entry), ...(decision === null ? [] : [decision.entry])]);
  return {
    ...controlSummaryOf(known, control),
    gdpr: [...control.gdpr], policies: [...control.policies], managementTest: control.managementTest, population: control.population, evidenceAsked: [...control.evidence], appliesWhen: control.appliesWhen,
    decision: decision === null ? null : { decision: decision.decision, reason: decision.reason, approver: decision.approver, reviewOn: decision.reviewOn, seal: sealOf(decision.entry) },
    history: runsOver(known, historyOf(known, control), days),
    gaps: gapsOf(known, control.checks),
    checkStates: control.checks.flatMap((id) => {
      const check = checkOf(id);
      return check === undefined ? [] : [checkSummaryOf(known, check, entityKinds[check.entityType].plural)];
    }),
    evidence: filed.map((record) => evidenceSummaryOf(record, known.controls, known.at, sealOf)),
  };
}
