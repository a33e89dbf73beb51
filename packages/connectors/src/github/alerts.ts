import { z } from 'zod';
import type { EntityOf } from '../entities.ts';
import { instantOfIso } from '../intake/time.ts';
import { GitHubProblem, type GitHub } from './client.ts';
import { addressOf, type Repository } from './repositories.ts';

type Vulnerability = EntityOf<'vulnerability'>;

const moment = z.string().nullish();
const text = z.string().nullish();
const dependency = z.object({
  number: z.number(), state: z.string(), created_at: z.string(), fixed_at: moment, dismissed_at: moment, auto_dismissed_at: moment, dismissed_reason: text, dismissed_comment: text,
  dependency: z.object({ package: z.object({ name: z.string(), ecosystem: z.string() }).nullish(), manifest_path: text }),
  security_advisory: z.object({ ghsa_id: z.string(), cve_id: text, summary: z.string(), severity: z.string() }),
  security_vulnerability: z.object({ first_patched_version: z.object({ identifier: z.string() }).nullish() }),
});
const code = z.object({
  number: z.number(), state: text, created_at: z.string(), fixed_at: moment, dismissed_at: moment, dismissed_reason: text, dismissed_comment: text,
  rule: z.object({ id: text, name: text, description: text, severity: text, security_severity_level: text }),
  most_recent_instance: z.object({ location: z.object({ path: text, start_line: z.number().nullish() }).nullish() }).nullish(),
});
const secret = z.object({
  number: z.number(), state: z.string(), created_at: z.string(), resolved_at: moment, resolution: text, resolution_comment: text, secret_type: z.string(), secret_type_display_name: text,
});

const words: { readonly [word: string]: Vulnerability['severity'] } = { critical: 'critical', high: 'high', medium: 'medium', moderate: 'medium', low: 'low', error: 'high', warning: 'medium', note: 'low', none: 'info' };
const severityOf = (word: string | null | undefined): Vulnerability['severity'] => (word && Object.hasOwn(words, word) ? (words[word] ?? 'unknown') : 'unknown');
const reasonOf = (...parts: (string | null | undefined)[]): string | null => parts.filter(Boolean).join(': ').slice(0, 1_000) || null;
const stateOf = (state: string | null | undefined): Vulnerability['state'] => (state === 'fixed' ? 'fixed' : state === 'dismissed' || state === 'auto_dismissed' ? 'dismissed' : 'open');

function ofDependency(repository: Repository, alert: z.infer<typeof dependency>): Vulnerability {
  const advisory = alert.security_advisory;
  return {
    id: `${repository.full_name}/dependabot/${alert.number}`, name: advisory.summary.slice(0, 500), kind: 'dependency',
    where: [repository.full_name, alert.dependency.manifest_path, alert.dependency.package?.name].filter(Boolean).join(' · '), severity: severityOf(advisory.severity), state: stateOf(alert.state),
    advisory: advisory.cve_id || advisory.ghsa_id, firstSeenAt: instantOfIso(alert.created_at), endedAt: instantOfIso(alert.fixed_at ?? alert.dismissed_at ?? alert.auto_dismissed_at),
    fixAvailable: !!alert.security_vulnerability.first_patched_version, dismissReason: reasonOf(alert.dismissed_reason, alert.dismissed_comment) ?? (alert.state === 'auto_dismissed' ? 'by a rule of Dependabot' : null),
  };
}

function ofCode(repository: Repository, alert: z.infer<typeof code>): Vulnerability {
  const location = alert.most_recent_instance?.location;
  return {
    id: `${repository.full_name}/code-scanning/${alert.number}`, name: (alert.rule.description || alert.rule.name || alert.rule.id || 'Code scanning alert').slice(0, 500), kind: 'code',
    where: [repository.full_name, location?.path ? `${location.path}${location.start_line ? `:${location.start_line}` : ''}` : null].filter(Boolean).join(' · '),
    severity: severityOf(alert.rule.security_severity_level ?? alert.rule.severity), state: stateOf(alert.state), advisory: alert.rule.id || null,
    firstSeenAt: instantOfIso(alert.created_at), endedAt: instantOfIso(alert.fixed_at ?? alert.dismissed_at), fixAvailable: null, dismissReason: reasonOf(alert.dismissed_reason, alert.dismissed_comment),
  };
}

/** A secret counts as dealt with when it was revoked; every other resolution is somebody's decision to leave it. */
function ofSecret(repository: Repository, alert: z.infer<typeof secret>): Vulnerability {
  const state = alert.state !== 'resolved' ? 'open' : alert.resolution === 'revoked' ? 'fixed' : 'dismissed';
  return {
    id: `${repository.full_name}/secret-scanning/${alert.number}`, name: (alert.secret_type_display_name || alert.secret_type).slice(0, 500), kind: 'secret', where: repository.full_name,
    severity: 'high', state, advisory: null, firstSeenAt: instantOfIso(alert.created_at), endedAt: instantOfIso(alert.resolved_at), fixAvailable: null,
    dismissReason: state === 'dismissed' ? reasonOf(alert.resolution, alert.resolution_comment) : null,
  };
}

/** The kinds of alert, in the words of the settings. */
export const alertKinds = ['dependabot', 'secret-scanning', 'code-scanning'] as const;
export type AlertKind = (typeof alertKinds)[number];

const readers: { readonly [K in AlertKind]: (github: GitHub, repository: Repository) => Promise<Vulnerability[]> } = {
  dependabot: async (github, repository) =>
    (await github.list('GET /repos/{owner}/{repo}/dependabot/alerts', dependency, addressOf(repository))).map((alert) => ofDependency(repository, alert)),
  // `hide_secret` keeps the secret itself out of the answer: it is never wanted here.
  'secret-scanning': async (github, repository) =>
    (await github.list('GET /repos/{owner}/{repo}/secret-scanning/alerts', secret, { ...addressOf(repository), hide_secret: true })).map((alert) => ofSecret(repository, alert)),
  'code-scanning': async (github, repository) =>
    (await github.list('GET /repos/{owner}/{repo}/code-scanning/alerts', code, addressOf(repository))).map((alert) => ofCode(repository, alert)),
};

/** The alerts of one kind. A feature that is off, or that the token may not see, is a problem that says so: it is not "no alerts". */
export async function readAlerts(github: GitHub, repository: Repository, kind: AlertKind): Promise<Vulnerability[]> {
  try {
    return await readers[kind](github, repository);
  } catch (error) {
    if (!(error instanceof GitHubProblem) || ![403, 404].includes(error.status) || error.problem.kind === 'rate-limited') throw error;
    const off = error.status === 404 || /disabled|not enabled|must be enabled|no analysis/i.test(error.told);
    throw new GitHubProblem({
      kind: off ? 'unsupported' : 'forbidden', sentence: `The ${kind} alerts cannot be read${error.told === '' ? '' : ` (GitHub says "${error.told}")`}.`,
      remedy: off ? `Switch ${kind} on for this repository, or take "${kind}" out of the alerts in the settings of this source.` : error.problem.remedy,
    }, error.status, error.told);
  }
}
