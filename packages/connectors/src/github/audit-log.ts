import { z } from 'zod';
import type { Instant } from '../connector.ts';
import type { EntityOf } from '../entities.ts';
import { idOf } from '../intake/identity.ts';
import { instantOfEpoch } from '../intake/time.ts';
import { GitHubProblem, type GitHub } from './client.ts';

const text = z.string().nullish();
const event = z.object({
  '@timestamp': z.number().nullish(), created_at: z.number().nullish(), _document_id: text, action: text, actor: text, user: text, repo: text, team: text, org: z.union([z.string(), z.array(z.unknown())]).nullish(),
});

/** The events of the organisation's audit log from `from` on. GitHub gives them by API to organisations of an Enterprise plan only. */
export async function readAuditEvents(github: GitHub, org: string, from: Instant): Promise<EntityOf<'auditEvent'>[]> {
  try {
    const events = await github.list('GET /orgs/{org}/audit-log', event, { org, phrase: `created:>=${from.slice(0, 10)}`, include: 'all' });
    return events.map((one) => {
      const at = instantOfEpoch(one['@timestamp'] ?? one.created_at);
      if (at === null) throw new GitHubProblem({ kind: 'malformed', sentence: 'GitHub gave an event of the audit log without its time.', remedy: 'Try again.' }, 0, '');
      const target = one.repo ?? one.user ?? one.team ?? (typeof one.org === 'string' ? one.org : null);
      return { id: one._document_id || idOf([at, one.action, one.actor, target]), name: (one.action ?? 'event').slice(0, 500), action: one.action ?? 'unknown', actor: one.actor ?? null, at, target: target ?? null };
    });
  } catch (error) {
    if (!(error instanceof GitHubProblem) || ![403, 404].includes(error.status) || error.problem.kind === 'rate-limited') throw error;
    throw new GitHubProblem({
      kind: 'unsupported', sentence: `GitHub does not give the audit log of ${org} by its API: that is for organisations of an Enterprise plan, and for tokens with the permission "Administration: read".`,
      remedy: 'With an Enterprise plan, give the token that permission; without one, export the audit log by hand and file it as evidence.',
    }, error.status, error.told);
  }
}
