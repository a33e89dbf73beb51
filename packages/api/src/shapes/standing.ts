import { z } from 'zod';
import { day, instant, seal } from './ledger.ts';

export const status = z.enum(['pass', 'fail', 'no-data', 'stale', 'not-applicable', 'not-started', 'excluded']).meta({ id: 'Status' });
export const verdict = z.enum(['pass', 'fail', 'not-applicable', 'unknown']).meta({ id: 'Verdict' });
export const category = z.enum(['security', 'availability', 'confidentiality', 'processing-integrity', 'privacy']).meta({ id: 'Category' });

/** How many controls stand in each status: never a single score. */
export const counts = z.record(status, z.number().int()).meta({ id: 'Counts' });
export const verdictCounts = z.object({ pass: z.number().int(), fail: z.number().int(), notApplicable: z.number().int(), unknown: z.number().int() }).meta({ id: 'VerdictCounts' });

/** A run of days with the same status; `to` is inclusive. */
export const statusRun = z.object({ from: day, to: day, status, reason: z.string() }).meta({ id: 'StatusRun' });

/** What is open and what to do about it, most useful first. `href` is a console path. */
export const nextStep = z.object({ title: z.string(), why: z.string(), href: z.string(), kind: z.enum(['start', 'fail', 'unknown', 'missing']), count: z.number().int().nullable() }).meta({ id: 'NextStep' });

export const readiness = z.enum(['no control mapped', 'control not in place', 'evidence incomplete', 'deviations open', 'evidence complete – not examined']).meta({ id: 'Readiness' });

export const criterionSummary = z.object({
  id: z.string(), series: z.string(), seriesTitle: z.string(), category, title: z.string(), paraphrase: z.string(), inScope: z.boolean(),
  controls: z.array(z.string()), counts, readiness, notRelevantReason: z.string().nullable(),
}).meta({ id: 'CriterionSummary' });

export const controlSummary = z.object({
  id: z.string(), domain: z.string(), title: z.string(), statement: z.string(), ownerRole: z.string(), nature: z.enum(['automated', 'manual', 'hybrid']), effect: z.enum(['preventive', 'detective']),
  frequency: z.array(z.string()), criteria: z.array(z.string()), checks: z.array(z.string()), reference: z.boolean().describe('from the reference set, not added by the company'),
  edited: z.boolean(), status, reason: z.string(), since: day.nullable(), coverage: z.number().min(0).max(1).nullable().describe('days with a fresh result ÷ days in the last 90, or since it started'),
  lastKnown: z.object({ status, at: instant }).nullable().describe('when the status is no-data or stale: what was last known, and when'),
}).meta({ id: 'ControlSummary' });

export const standing = z.object({
  asOf: instant, company: z.string(), system: z.string().nullable(), categories: z.array(category), sources: z.number().int(),
  controls: counts, criteria: z.array(criterionSummary), next: z.array(nextStep), verdicts: verdictCounts,
  unknownSources: z.array(z.object({ source: z.string(), name: z.string(), reason: z.string(), since: instant, lastComplete: instant.nullable() })),
}).meta({ id: 'Standing' });

export const checkSummary = z.object({
  id: z.string(), title: z.string(), entityType: z.string(), entityPlural: z.string(), why: z.string(), controls: z.array(z.string()), counts: verdictCounts, status, reason: z.string(), lastRead: instant.nullable(),
}).meta({ id: 'CheckSummary' });

export const judged = z.object({
  entity: z.string(), name: z.string(), source: z.string(), sourceName: z.string(), verdict, reason: z.string(), since: instant, seal: seal.describe('the reading that it was judged from'),
}).meta({ id: 'Judged' });

export const checkDetail = checkSummary.extend({ remedy: z.string(), history: z.array(statusRun) }).meta({ id: 'CheckDetail' });

export const evidenceSummary = z.object({
  id: z.string(), title: z.string(), kind: z.enum(['reading', 'document', 'statement']), controls: z.array(z.string()), heldFrom: instant, captured: instant, freshUntil: instant, fresh: z.boolean(),
  file: z.object({ name: z.string(), bytes: z.number().int(), type: z.string(), sha256: z.string() }).nullable(), note: z.string().nullable(), seal,
}).meta({ id: 'EvidenceSummary' });

export const gap = z.object({ from: instant, to: instant.nullable(), source: z.string(), sourceName: z.string(), reason: z.string() }).meta({ id: 'Gap' });

export const controlDetail = controlSummary.extend({
  gdpr: z.array(z.string()), policies: z.array(z.string()), managementTest: z.string(), population: z.string().nullable(), evidenceAsked: z.array(z.string()), appliesWhen: z.string(),
  decision: z.object({ decision: z.enum(['applicable', 'not-applicable', 'excluded']), reason: z.string(), approver: z.string(), reviewOn: day.nullable(), seal }).nullable(),
  history: z.array(statusRun), gaps: z.array(gap), checkStates: z.array(checkSummary), evidence: z.array(evidenceSummary),
}).meta({ id: 'ControlDetail' });
