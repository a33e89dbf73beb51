import { z } from 'zod';
import type { Instant } from '../connector.ts';
import type { EntityOf } from '../entities.ts';
import { instantOfIso } from '../intake/time.ts';
import { GitHubProblem, unless, type GitHub } from './client.ts';
import { addressOf, type Repository } from './repositories.ts';

type Change = EntityOf<'change'>;
type Window = { readonly from: Instant; readonly to: Instant };

const person = z.object({ login: z.string() }).nullish();
const pull = z.object({
  number: z.number().int(), title: z.string(), user: person, updated_at: z.string(), merged_at: z.string().nullish(), merge_commit_sha: z.string().nullish(),
  head: z.object({ sha: z.string() }), base: z.object({ ref: z.string() }),
});
type Pull = z.infer<typeof pull>;
const review = z.object({ user: person, state: z.string(), submitted_at: z.string().nullish() });
const checkRun = z.object({ status: z.string(), conclusion: z.string().nullish() });
const combined = z.object({ state: z.string(), total_count: z.number() });
const commit = z.object({
  sha: z.string(), author: person, committer: person, parents: z.array(z.object({ sha: z.string() })),
  commit: z.object({ message: z.string(), committer: z.object({ date: z.string().nullish() }).nullish(), verification: z.object({ verified: z.boolean() }).nullish() }),
});
type Commit = z.infer<typeof commit>;

/** The pull requests merged into the default branch within the window. Sorted by their last update, so the list may be left once that lies before it. */
async function mergedPulls(github: GitHub, repository: Repository, branch: string, window: Window): Promise<Pull[]> {
  const found: Pull[] = [];
  for await (const page of github.pages('GET /repos/{owner}/{repo}/pulls', pull, { ...addressOf(repository), state: 'closed', base: branch, sort: 'updated', direction: 'desc' })) {
    for (const one of page) {
      const at = instantOfIso(one.merged_at);
      if (at !== null && at >= window.from && at <= window.to) found.push(one);
    }
    const last = instantOfIso(page.at(-1)?.updated_at);
    if (last !== null && last < window.from) break;
  }
  return found;
}

/** Who approves at the end: a person's last word counts, a dismissed approval is none, and nobody approves their own change. */
async function readApprovers(github: GitHub, repository: Repository, one: Pull): Promise<string[]> {
  const reviews = await github.list('GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', review, { ...addressOf(repository), pull_number: one.number });
  const words = new Map<string, string>();
  for (const each of reviews) {
    if (each.user && ['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'].includes(each.state)) words.set(each.user.login, each.state);
  }
  return [...words].filter(([login, word]) => word === 'APPROVED' && login !== one.user?.login).map(([login]) => login).sort();
}

const failed: ReadonlySet<string> = new Set(['failure', 'timed_out', 'cancelled', 'action_required', 'startup_failure', 'stale']);

/** What the checks of the last commit before the merge said; unknown where the token may not see them or one is not finished. */
async function readChecks(github: GitHub, repository: Repository, sha: string): Promise<Change['checks']> {
  const at = { ...addressOf(repository), ref: sha };
  const runs = await unless([403], () => github.list('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', checkRun, at, 'check_runs'), null);
  const status = await unless([403], () => github.get('GET /repos/{owner}/{repo}/commits/{ref}/status', combined, at), null);
  const words = [
    ...(runs ?? []).map((run) => (run.status !== 'completed' ? 'unknown' : failed.has(run.conclusion ?? '') ? 'failed' : run.conclusion === 'success' ? 'passed' : 'none')),
    ...(status === null || status.total_count === 0 ? [] : [status.state === 'success' ? 'passed' : status.state === 'pending' ? 'unknown' : 'failed']),
  ];
  if (words.includes('failed')) return 'failed';
  if (runs === null || status === null || words.includes('unknown')) return 'unknown';
  return words.includes('passed') ? 'passed' : 'none';
}

async function changeOfPull(github: GitHub, repository: Repository, one: Pull, commits: ReadonlyMap<string, Commit>): Promise<Change> {
  const whole = await github.get('GET /repos/{owner}/{repo}/pulls/{pull_number}', z.object({ merged_by: person }), { ...addressOf(repository), pull_number: one.number });
  return {
    id: `${repository.full_name}#${one.number}`, name: one.title.slice(0, 500), repository: repository.full_name, mergedAt: instantOfIso(one.merged_at) ?? '',
    author: one.user?.login ?? null, mergedBy: whole.merged_by?.login ?? null, approvers: await readApprovers(github, repository, one),
    checks: await readChecks(github, repository, one.head.sha),
    signed: commits.get(one.merge_commit_sha ?? '')?.commit.verification?.verified ?? null, how: 'pull-request',
  };
}

/** A commit on the default branch that came by no merged pull request; undefined when it did come by one. */
async function changeOfCommit(github: GitHub, repository: Repository, branch: string, one: Commit): Promise<Change | undefined> {
  const pulls = await github.list('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', pull, { ...addressOf(repository), commit_sha: one.sha });
  if (pulls.some((each) => each.merged_at && each.base.ref === branch)) return undefined;
  const at = instantOfIso(one.commit.committer?.date);
  if (at === null) throw new GitHubProblem({ kind: 'malformed', sentence: `GitHub does not tell when the commit ${one.sha} of ${repository.full_name} was made.`, remedy: 'Look at that commit.' }, 0, '');
  return {
    id: `${repository.full_name}@${one.sha}`, name: (one.commit.message.split('\n')[0] ?? '').slice(0, 500), repository: repository.full_name, mergedAt: at,
    author: one.author?.login ?? null, mergedBy: one.committer?.login ?? null, approvers: null, checks: await readChecks(github, repository, one.sha),
    signed: one.commit.verification?.verified ?? null, how: one.parents.length > 1 ? 'merge' : 'direct',
  };
}

/** The changes that reached the default branch within the window: merged pull requests, and every commit that came without one. */
export async function readChanges(github: GitHub, repository: Repository, window: Window): Promise<Change[]> {
  const branch = repository.default_branch;
  if (!branch) return [];
  const listed = await unless([409], () => github.list('GET /repos/{owner}/{repo}/commits', commit, { ...addressOf(repository), sha: branch, since: window.from, until: window.to }), []);
  const commits = new Map(listed.map((one) => [one.sha, one]));
  const pulls = await mergedPulls(github, repository, branch, window);
  const merges = new Set(pulls.map((one) => one.merge_commit_sha));
  const changes: Change[] = [];
  for (const one of pulls) changes.push(await changeOfPull(github, repository, one, commits));
  for (const one of listed) {
    const change = merges.has(one.sha) ? undefined : await changeOfCommit(github, repository, branch, one);
    if (change !== undefined) changes.push(change);
  }
  return changes;
}
