import type { Answer } from '@avouch/api/client';
import { dayAt, formatMany } from '../calls/clock.ts';
import { stateOrder, type State } from '../marks/states.ts';
import type { Run } from '../marks/strip.ts';
import { demoChecks } from './checks.ts';
import { categoriesOf, nameOf, type Company } from './company.ts';
import controlSet from './controls.json' with { type: 'json' };
import criterionSet from './criteria.json' with { type: 'json' };
import { endingIn, runOn } from './history.ts';

type Control = Answer<'controls'>['items'][number];
type CheckSummary = Answer<'checks'>['items'][number];
type Criterion = Answer<'standing'>['criteria'][number];
const order: readonly State[] = ['fail', 'no-data', 'stale', 'not-started', 'pass', 'not-applicable', 'excluded'];

const dayOf = (company: Company, asOf: string | undefined): string => asOf?.slice(0, 10) ?? dayAt(company.now);
const sourceOf = (company: Company, check: (typeof demoChecks)[number]) => company.sources.find((source) => source.id === check.source);

/** A check's history to its end today. */
export function checkRuns(company: Company, id: string): Run[] {
  const at = demoChecks.findIndex((check) => check.id === id);
  const check = demoChecks[at];
  if (check === undefined) return [];
  const source = sourceOf(company, check);
  const read = source?.reads.find((one) => one.entityType === check.entityType) ?? source?.reads[0];
  if (source === undefined || read === undefined) return endingIn(company.now, 'not-started', at, 0, 'No source that tells of it is connected.');
  if (source.paused) return endingIn(company.now, 'no-data', at, 0, `${source.name} is paused: ${source.pausedReason ?? 'no reason given'}`);
  if (read.state === 'problem') return endingIn(company.now, 'no-data', at, 2, `${source.name}: ${read.problem?.sentence ?? 'it could not be read.'}`);
  if (source.id === 'src-prowler') return endingIn(company.now, 'stale', at, 24, 'The file was handed in 26 days ago; a reading counts for 48 hours.');
  return check.subjects[1] > 0 ? endingIn(company.now, 'fail', at, 9 + at, `${formatMany(check.subjects[1], 'subject')} failed.`) : endingIn(company.now, 'pass', at, 40);
}

/** A check as it stood on that day. */
export function checkOn(company: Company, id: string, asOf?: string): CheckSummary & { readonly remedy: string } {
  const check = demoChecks.find((one) => one.id === id) ?? demoChecks[0]!;
  const run = runOn(checkRuns(company, id), dayOf(company, asOf));
  const [pass, fail, notApplicable] = company.variant === 'much' ? [98_900, check.subjects[1] > 0 ? 1_100 : 0, 0] : check.subjects;
  const known = run.status === 'pass' || run.status === 'fail' || run.status === 'stale';
  const counts = run.status === 'not-started' ? { pass: 0, fail: 0, notApplicable: 0, unknown: 0 } : known ? { pass: run.status === 'pass' ? pass + fail : pass, fail: run.status === 'pass' ? 0 : fail, notApplicable, unknown: 0 } : { pass: 0, fail: 0, notApplicable, unknown: pass + fail };
  const source = sourceOf(company, check);
  return { id, title: check.title, entityType: check.entityType, entityPlural: check.entityPlural, why: check.why, controls: check.controls, counts, status: run.status, reason: run.reason, lastRead: source?.reads[0]?.lastComplete ?? null, remedy: check.remedy };
}

const worst = (runs: readonly (readonly Run[])[]): Run[] => [...runs].sort((a, b) => order.indexOf(a.at(-1)?.status ?? 'not-started') - order.indexOf(b.at(-1)?.status ?? 'not-started'))[0]?.slice() ?? [];

/** A control's history to its end today. */
export function controlRuns(company: Company, id: string): Run[] {
  const seed = controlSet.findIndex((control) => control.id === id) + 1;
  const decision = company.decisions.get(id);
  if (decision !== undefined && decision !== null && decision.decision !== 'applicable') return endingIn(company.now, decision.decision, seed, 70, decision.reason);
  const checks = demoChecks.filter((check) => check.controls.includes(id));
  const filed = company.evidence.filter((item) => item.controls.includes(id));
  if (filed.some((item) => !item.fresh)) return endingIn(company.now, 'stale', seed, 36, 'The evidence that was filed is older than its limit.');
  if (checks.length > 0 && company.sources.length > 0) return worst(checks.map((check) => checkRuns(company, check.id)));
  if (filed.length > 0) return endingIn(company.now, 'pass', 2, 60, `${formatMany(filed.length, 'piece')} of fresh evidence.`);
  return endingIn(company.now, 'not-started', seed, 0, 'No check supports it and no evidence is filed.');
}

/** Every control in scope as it stood on that day. */
export function controlsOn(company: Company, asOf?: string): Control[] {
  const day = dayOf(company, asOf);
  return [...company.added, ...controlSet.filter((control) => !['PRV', 'PIN'].includes(control.domain)).map((control): Control => {
    const runs = controlRuns(company, control.id);
    const run = runOn(runs, day);
    const before = runs[runs.indexOf(run) - 1];
    const unknown = run.status === 'no-data' || run.status === 'stale';
    const edit = company.edits.get(control.id);
    return {
      id: control.id, domain: control.domain, title: edit?.title ?? control.title, statement: edit?.statement ?? control.statement, ownerRole: edit?.ownerRole ?? control.ownerRole, nature: control.nature as Control['nature'], effect: control.effect as Control['effect'], frequency: control.frequency,
      criteria: control.criteria, checks: demoChecks.filter((check) => check.controls.includes(control.id)).map((check) => check.id), reference: true, edited: edit !== undefined, status: run.status, reason: run.reason, since: run.status === 'not-started' ? null : run.from,
      coverage: run.status === 'not-started' || run.status === 'excluded' || run.status === 'not-applicable' ? null : run.status === 'no-data' ? 0.94 : run.status === 'stale' ? 0.6 : 0.99,
      lastKnown: unknown && before !== undefined ? { status: before.status, at: `${before.to}T21:10:04.000Z` } : null,
    };
  })];
}

const none = (): Record<State, number> => Object.fromEntries(stateOrder.map((state) => [state, 0])) as Record<State, number>;
/** How many controls are in each state. */
export const countsOf = (controls: readonly Control[]): Record<State, number> => controls.reduce((counts, control) => ({ ...counts, [control.status]: counts[control.status] + 1 }), none());

function readinessOf(controls: readonly Control[], counts: Record<State, number>): Criterion['readiness'] {
  if (controls.length === 0) return 'no control mapped';
  if (counts.fail > 0) return 'deviations open';
  if (counts['not-started'] > 0) return 'control not in place';
  return counts['no-data'] + counts.stale > 0 ? 'evidence incomplete' : 'evidence complete – not examined';
}

/** The 61 criteria as they stood on that day. */
export function criteriaOn(company: Company, asOf?: string): Criterion[] {
  const controls = controlsOn(company, asOf);
  const scope: readonly string[] = categoriesOf(company, asOf);
  return criterionSet.map((criterion): Criterion => {
    const mapped = controls.filter((control) => control.criteria.includes(criterion.id));
    const counts = countsOf(mapped);
    const reason = company.irrelevant.get(criterion.id) ?? null;
    return { id: criterion.id, series: criterion.series, seriesTitle: criterion.seriesTitle, category: criterion.category as Criterion['category'], title: criterion.title, paraphrase: criterion.paraphrase, inScope: scope.includes(criterion.category) && reason === null, controls: mapped.map((control) => control.id), counts, readiness: readinessOf(mapped, counts), notRelevantReason: reason };
  });
}

const plural = (count: number, one: string, verb: readonly [string, string]): string => `${formatMany(count, one)} ${count === 1 ? verb[0] : verb[1]}`;

/** What stands, what is open, what to do next. */
export function standingOn(company: Company, asOf?: string): Answer<'standing'> {
  const controls = controlsOn(company, asOf);
  const counts = countsOf(controls);
  const checks = demoChecks.map((check) => checkOn(company, check.id, asOf));
  const sum = (key: keyof CheckSummary['counts']): number => checks.reduce((total, check) => total + check.counts[key], 0);
  const broken = asOf === undefined ? company.sources.filter((source) => source.paused || source.reads.every((read) => read.state === 'problem')) : [];
  const failing = checks.filter((check) => check.status === 'fail');
  const next: Answer<'standing'>['next'] = company.sources.length === 0
    ? [
        { title: 'Connect your first source', why: 'A git repository takes a minute and gives the first verdicts. Nothing is sent anywhere.', href: '/sources/connect', kind: 'start', count: null },
        { title: 'Record your service commitments', why: 'The criteria are judged against what you promised your customers.', href: '/programme/service-commitment/new', kind: 'missing', count: null },
        { title: 'Decide which controls apply', why: 'The reference set has 120 controls. What you don’t do is marked so, with a reason.', href: '/controls', kind: 'start', count: null },
      ]
    : [
        ...broken.map((source) => ({ title: `Bring ${source.name} back`, why: source.pausedReason ?? source.reads[0]?.problem?.sentence ?? '', href: `/sources/${source.id}`, kind: 'unknown' as const, count: demoChecks.filter((check) => check.source === source.id).length })),
        ...failing.slice(0, 4).map((check) => ({ title: check.title, why: `${plural(check.counts.fail, 'subject', ['fails', 'fail'])}, for ${check.controls.join(', ')}.`, href: `/checks/${check.id}`, kind: 'fail' as const, count: check.counts.fail })),
        { title: 'Renew the access review', why: 'The last one is past its quarter, so IAM-06 is stale.', href: '/controls/IAM-06', kind: 'missing', count: 1 },
        { title: 'Begin the controls that nothing supports yet', why: 'They need evidence filed by hand, or a decision that they don’t apply.', href: '/controls?state=not-started', kind: 'missing', count: counts['not-started'] },
      ];
  return {
    asOf: asOf ?? new Date(company.now).toISOString(), company: nameOf(company), system: company.records.has('system/kestrel-cloud') ? 'Kestrel Cloud' : null, categories: categoriesOf(company, asOf), sources: company.sources.length, controls: counts, criteria: criteriaOn(company, asOf), next,
    verdicts: { pass: sum('pass'), fail: sum('fail'), notApplicable: sum('notApplicable'), unknown: sum('unknown') },
    unknownSources: broken.map((source) => ({ source: source.id, name: source.name, reason: source.pausedReason ?? source.reads[0]?.problem?.sentence ?? '', since: source.reads[0]?.at ?? new Date(company.now).toISOString(), lastComplete: source.reads[0]?.lastComplete ?? null })),
  };
}

/** Everything that the reference set says of a control. */
export const referenceOf = (id: string) => controlSet.find((control) => control.id === id);
