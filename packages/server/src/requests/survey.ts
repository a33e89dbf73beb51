import { Refusal } from '@avouch/api/refusal';
import type { JsonObject } from '@avouch/ledger/entry';
import type { DataMap } from '@avouch/privacy/datamap';
import { resolveIdentity } from '@avouch/privacy/identity';
import { readShapes } from '@avouch/privacy/ownership';
import type { Right } from '@avouch/privacy/request';
import { planOf, type MarkName, type Plan } from '@avouch/privacy/plan';
import { rightsRules } from '@avouch/privacy/rights';
import { takeSurvey } from '@avouch/privacy/survey';
import type { Context } from '../context.ts';
import { appendTo, type Doing } from './appending.ts';
import { needMap } from './data-map.ts';
import { holdsOn, openKnown, plannedRight, type Known, type SurveyedPart } from './known.ts';
import { handToConsent, objectionTasks } from './objecting.ts';
import { provenKeys } from './identifying.ts';
import { needRequest } from './request.ts';
import { setRestriction } from './restricting.ts';
import { plainByRule } from './centre-record.ts';
import { enqueueWork } from './work-order.ts';
import { withStores, type OpenStores } from './stores.ts';

const nothing: SurveyedPart = { identity: null, summary: null, survey: null, doubts: [], problem: null, unopened: [] };

/** As JSON has it: what is left out is not there. */
export const plain = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

type Look = { readonly context: Context; readonly doing: Doing; readonly known: Known; readonly map: DataMap; readonly open: OpenStores };

/** Who it is, and what there is of them, counted. */
async function look({ context, doing, known, map, open }: Look): Promise<SurveyedPart> {
  const right = plannedRight(known.held.state.rights);
  if (known.identified === undefined) throw new Refusal('conflict', 'Say first how it was shown who asks.');
  const { shapes } = await readShapes(open.stores);
  const unopened = open.problems.map(({ system, sentence }) => `${system}: ${sentence}`);
  const resolved = await resolveIdentity({ map, stores: open.stores, shapes, proven: await provenKeys(context, doing.org, known), ...(known.decided.settled.length === 0 ? {} : { settled: known.decided.settled }) });
  if (resolved.status === 'doubt') return { ...nothing, doubts: resolved.doubts, unopened };
  if (resolved.status === 'problem') return { ...nothing, problem: resolved.problem, unopened };
  const at = context.now().toISOString();
  const survey = await takeSurvey({
    map, identity: resolved.identity, stores: open.stores, right, role: known.held.state.received.role, holds: await holdsOn(context, doing.org, at.slice(0, 10)),
    decisions: known.decided.decisions, rules: rightsRules, accepted: known.decided.accepted, corrections: known.decided.corrections, at,
  });
  return { ...nothing, identity: resolved.identity, summary: resolved.summary, survey, unopened };
}

const countsOf = ({ survey, doubts, problem }: SurveyedPart) => ({
  systems: new Set(survey?.places.map(({ system }) => system)).size, places: survey?.places.length ?? 0,
  rows: survey?.places.reduce((sum, { own, shared, accessible }) => sum + (own ?? 0) + (shared ?? 0) + (accessible ?? 0), 0) ?? 0,
  problems: (problem === null ? 0 : 1) + (survey?.faults.filter(({ stops }) => stops).length ?? 0), doubts: doubts.length,
});

/** Looks in every store, records what was found, and plans when the person is known. */
export async function surveyRequest(context: Context, doing: Doing, signal: AbortSignal): Promise<void> {
  const { map } = await context.tenant(doing.org, (tx) => needMap(tx, doing.org));
  const known = await openKnown(context, doing.org, doing.id);
  const { rights } = known.held.state;
  // No advertising, at once: what proves who asks is enough for it, and no store needs to answer first.
  if (known.identified !== undefined) await handToConsent(context, doing, rights, map, known.identified.keys);
  const surveyed = await withStores(context, doing.org, map, signal, (open) => look({ context, doing, known, map, open }));
  signal.throwIfAborted();
  if (surveyed.identity !== null) {
    await handToConsent(context, doing, rights, map, surveyed.identity);
    // Art. 18(1)(d): while it is weighed whose grounds override whose.
    if (rights.includes('objection') && known.held.state.received.role === 'controller') await setRestriction(context, doing, surveyed.identity, 'objection');
  }
  await appendTo(context, doing, { kind: 'request.surveyed', header: countsOf(surveyed), sealed: plain(surveyed) });
  if (surveyed.survey !== null) await planRequest(context, doing, map, { ...known, surveyed });
}

/** What becomes of how many rows, over all places. */
function rowsOf(plan: Plan): Record<string, number> {
  const rows: Record<string, number> = {};
  const add = (name: string, count: number): void => { if (count > 0) rows[name] = (rows[name] ?? 0) + count; };
  for (const place of plan.places) {
    if (place.does === 'read') add('read', place.rows.own + place.rows.shared + place.rows.accessible);
    for (const [name, count] of Object.entries(place.dispositions ?? {})) add(name, count);
  }
  return rows;
}

/** Whether the rule for plain cases may approve it: nothing is changed, nobody must weigh anything, and every fault is none. */
export const isPlain = (plan: Plan): boolean =>
  plan.ready && (plan.right === 'access' || plan.right === 'portability') && plan.faults.every(({ accepted }) => accepted === null) && plan.tasks.length === 0 && plan.places.every(({ rules, does }) => does === 'nothing' || rules.every(({ applies }) => applies !== 'weigh'));

/** What rows are marked with: the use restricted, also while an objection is weighed; or that the person objected. */
const marksFor = (rights: readonly Right[]): readonly MarkName[] => [
  ...(rights.includes('restriction') || rights.includes('objection') ? ['restricted' as const] : []), ...(rights.includes('objection') || rights.includes('marketing') ? ['objected' as const] : []),
];

async function planRequest(context: Context, doing: Doing, map: DataMap, known: Known): Promise<void> {
  const { survey, summary } = known.surveyed ?? nothing;
  const right = plannedRight(known.held.state.rights);
  if (survey === null || summary === null) throw new Refusal('conflict', 'Nothing was found yet to plan with: look for the data first.');
  const { corrections } = known.decided;
  const more = await objectionTasks(context, doing.org, known.held.state.rights, map, known.surveyed?.identity ?? {});
  const plan = planOf({
    request: { id: doing.id, right, marks: marksFor(known.held.state.rights), ...(corrections.length === 0 ? {} : { corrections: corrections.map(({ system, place, field }) => ({ system, place, field })) }) },
    map, survey, identity: summary, accepted: known.decided.accepted, rules: rightsRules, decisions: known.decided.decisions, more, at: context.now().toISOString(),
  });
  const again = known.identified?.again === true && plan.ready;
  const byRule = again || (isPlain(plan) && (await context.tenant(doing.org, (tx) => plainByRule(tx, doing.org))));
  const version = ((await needRequest(context, doing.org, doing.id)).state.plan?.version ?? 0) + 1;
  await appendTo(context, doing, {
    kind: 'request.planned', sealed: plain({ plan }),
    header: { version, digest: plan.digest, places: plan.places.length, changes: plan.places.filter(({ does }) => does === 'change').length, rows: rowsOf(plan), tasks: plan.tasks.length, approval: byRule ? 'rule' : 'person' },
  });
  if (byRule) {
    await appendTo(context, { ...doing, actor: 'system' }, { kind: 'request.approved', header: { version, digest: plan.digest, by: 'rule', rule: again ? 'erased-before' : 'plain-access' }, also: (tx) => enqueueWork(context, tx, doing, 'run') });
  }
}

