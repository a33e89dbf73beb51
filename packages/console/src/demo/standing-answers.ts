import type { Answer } from '@avouch/api/client';
import { Refusal } from '@avouch/api/refusal';
import { demoChecks } from './checks.ts';
import type { Company } from './company.ts';
import type { Handlers } from './fetch.ts';
import { pageOf } from './paging.ts';
import { checkOn, checkRuns, controlRuns, controlsOn, criteriaOn, referenceOf, standingOn } from './standing.ts';

type Own = 'standing' | 'criterion' | 'criterionRelevance' | 'controls' | 'control' | 'controlDecide' | 'controlEdit' | 'controlAdd' | 'checks' | 'check' | 'checkSubjects' | 'evidence' | 'evidenceFile' | 'evidenceContent';
type Judged = Answer<'checkSubjects'>['items'][number];
type Control = Answer<'controls'>['items'][number];

const names: Readonly<Record<string, readonly string[]>> = {
  account: ['sol.marin', 'deploy-bot', 'mei.tanaka', 'j.ortega', 'ada'], change: ['#1873 Raise the upload limit', '#1869 Hot fix for search', '#1866 Rename the tenant column', '#1851 Bump the driver'], endpoint: ['status.kestrel.example', 'app.kestrel.example', 'api.kestrel.example'],
  host: ['build-01', 'app-02', 'app-01'], repository: ['kestrel/tools', 'kestrel/app', 'kestrel/docs'], finding: ['kestrel-exports', 'kestrel-logs', 'kestrel-assets'],
};

function must<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Refusal('not_found', `There is no ${what}.`);
  return found;
}

function controlDetail(company: Company, id: string, asOf: string | undefined): Answer<'control'> {
  const control = must(controlsOn(company, asOf).find((one) => one.id === id), `control “${id}”`);
  const reference = referenceOf(id);
  const checks = control.checks.map((check) => checkOn(company, check, asOf));
  const gaps = checks.filter((check) => check.status === 'no-data').slice(0, 1).map((check) => {
    const source = company.sources.find((one) => one.id === demoChecks.find((entry) => entry.id === check.id)?.source);
    return { from: source?.reads[0]?.lastComplete ?? new Date(company.now - 51 * 3_600_000).toISOString(), to: null, source: source?.id ?? '', sourceName: source?.name ?? '', reason: check.reason };
  });
  return {
    ...control, gdpr: reference?.gdpr ?? [], policies: reference?.policies ?? [], managementTest: reference?.managementTest ?? '', population: reference?.population ?? null, evidenceAsked: reference?.evidence ?? [], appliesWhen: reference?.appliesWhen ?? 'always',
    decision: company.decisions.get(id) ?? null, history: controlRuns(company, id), gaps, checkStates: checks, evidence: company.evidence.filter((item) => item.controls.includes(id)),
  };
}

function judgedAt(company: Company, id: string, index: number, verdict: Judged['verdict']): Judged {
  const check = must(demoChecks.find((one) => one.id === id), `check “${id}”`);
  const source = company.sources.find((one) => one.id === check.source);
  const known = names[check.entityType] ?? [];
  const reason = { 'fail': check.failing, 'pass': 'It is as the control asks.', 'not-applicable': 'It is archived, so the check says nothing of it.', 'unknown': source?.reads[0]?.problem?.sentence ?? 'The source did not tell.' }[verdict];
  return { entity: `${check.entityType}-${index}`, name: known[index] ?? `${check.entityPlural.toLowerCase().replace(/s$/, '')} ${index + 1}`, source: check.source, sourceName: source?.name ?? '', verdict, reason, since: new Date(company.now - (2 + index % 60) * 86_400_000).toISOString(), seal: source?.reads[0]?.seal ?? company.log.sealOf(0) };
}

/** Standing, criteria, controls, checks and evidence. */
export function standingAnswers(company: Company): Pick<Handlers, Own> {
  const one = (id: string): Control => must(controlsOn(company).find((control) => control.id === id), `control “${id}”`);
  return {
    standing: ({ query }) => {
      if (company.variant === 'broken') throw new Refusal('unavailable', 'The database does not answer.');
      return standingOn(company, query.asOf);
    },
    criterion: ({ params, query }) => {
      const criterion = must(criteriaOn(company, query.asOf).find((entry) => entry.id === params.criterion), `criterion “${params.criterion}”`);
      return { criterion, controls: controlsOn(company, query.asOf).filter((control) => criterion.controls.includes(control.id)) };
    },
    criterionRelevance: ({ params, body }) => {
      if (body.relevant) company.irrelevant.delete(params.criterion);
      else company.irrelevant.set(params.criterion, body.reason);
      return must(criteriaOn(company).find((entry) => entry.id === params.criterion), `criterion “${params.criterion}”`);
    },
    controls: ({ query }) => ({ items: controlsOn(company, query.asOf) }),
    control: ({ params, query }) => controlDetail(company, params.control, query.asOf),
    controlDecide: ({ params, body }) => {
      const seal = company.log.append({ kind: 'control.decided', about: params.control, captured: new Date(company.now).toISOString(), actor: 'mem-ada', header: { decision: body.decision } });
      company.decisions.set(params.control, { ...body, seal });
      return one(params.control);
    },
    controlEdit: ({ params, body }) => { company.edits.set(params.control, body); return one(params.control); },
    controlAdd: ({ body }) => {
      company.added.push({ ...body, domain: body.id.split('-')[0] ?? 'OWN', reference: false, edited: false, status: 'not-started', reason: 'Nothing supports it yet.', since: null, coverage: null, lastKnown: null });
      return one(body.id);
    },
    checks: ({ query }) => ({ items: demoChecks.map((check) => checkOn(company, check.id, query.asOf)) }),
    check: ({ params, query }) => {
      must(demoChecks.find((check) => check.id === params.check), `check “${params.check}”`);
      return { ...checkOn(company, params.check, query.asOf), history: checkRuns(company, params.check) };
    },
    checkSubjects: ({ params, query }) => {
      const { counts } = checkOn(company, params.check, query.asOf);
      const spans: readonly (readonly [Judged['verdict'], number])[] = [['fail', counts.fail], ['unknown', counts.unknown], ['pass', counts.pass], ['not-applicable', counts.notApplicable]];
      const asked = spans.filter(([verdict]) => query.verdict === undefined || verdict === query.verdict);
      const verdictAt = (index: number): Judged['verdict'] => {
        let rest = index;
        for (const [verdict, count] of asked) { if (rest < count) return verdict; rest -= count; }
        return 'unknown';
      };
      return pageOf(asked.reduce((sum, [, count]) => sum + count, 0), (index) => judgedAt(company, params.check, index, verdictAt(index)), query);
    },
    evidence: ({ query }) => {
      const items = company.evidence.filter((item) => query.control === undefined || item.controls.includes(query.control));
      return pageOf(items.length, (index) => items[index]!, query);
    },
    evidenceFile: ({ body }) => {
      const seal = company.log.append({ kind: 'evidence.filed', about: body.title, aboutName: body.title, captured: body.captured, heldFrom: body.heldFrom, actor: 'mem-ada', header: { controls: body.controls.join(' ') }, parts: [body.title] });
      const item = { id: `ev-${company.log.size()}`, title: body.title, kind: body.upload === null ? 'statement' as const : 'document' as const, controls: body.controls, heldFrom: body.heldFrom, captured: body.captured, freshUntil: new Date(Date.parse(body.captured) + (body.freshDays ?? 365) * 86_400_000).toISOString(), fresh: true, file: body.upload === null ? null : company.uploads.get(body.upload) ?? null, note: body.note, seal };
      company.evidence = [item, ...company.evidence];
      return item;
    },
    evidenceContent: () => new TextEncoder().encode('The demo keeps no documents.'),
  };
}
