import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDescription, type Description } from './description.ts';

type Body = { [key: string]: unknown };
/** For tests: an answer in place of the recorded one. A string is sent as it stands. */
export type Reply = { readonly status: number; readonly body?: unknown; readonly headers?: { readonly [name: string]: string } };
/** For tests: an answer for each path, with or without its query. */
export type Replies = { [path: string]: Reply | ((request: IncomingMessage) => Reply) };

const description = openDescription('api.github.com');
const enterprise = openDescription('ghec');
const first = (route: string): Body => (description.example(route) as unknown as Body[])[0] ?? {};
const whole = (route: string): Body => description.example(route) as unknown as Body;

/** For tests: a body for a route, checked against GitHub's own description, so that a recording cannot be of a shape that GitHub never sends. */
export function recorded(route: string, body: unknown, by: Description = route.includes('audit-log') ? enterprise : description): Reply {
  const fault = by.faultOf(route, body);
  if (fault !== null) throw new Error(`The recording of ${route} is not as GitHub describes it: ${fault}`);
  return { status: 200, body };
}

const person = (login: string, id: number, type = 'User'): Body => ({ ...first('/orgs/{org}/members'), login, id, type });
export const people = { ann: person('ann', 1), ben: person('ben', 2), cem: person('cem', 3), dia: person('dia', 4), robot: person('build-robot', 5, 'Bot') };

const repository = (name: string, change: Body): Body => {
  const { security_and_analysis: _hidden, ...base } = first('/orgs/{org}/repos');
  return { ...base, id: name.length * 11, name, full_name: `acme/${name}`, owner: { ...(base['owner'] as Body), login: 'acme', type: 'Organization' }, fork: false, default_branch: 'main', archived: false, ...change } as Body;
};
export const repositories = [
  repository('app', {
    private: true, visibility: 'private', pushed_at: '2025-11-20T10:00:00Z', permissions: { admin: true, push: true, pull: true },
    security_and_analysis: { secret_scanning: { status: 'enabled' }, advanced_security: { status: 'enabled' } },
  }),
  repository('old', { private: false, visibility: 'public', archived: true, pushed_at: '2020-01-01T00:00:00Z', permissions: { admin: true, push: true, pull: true } }),
  repository('site', { private: false, visibility: 'public', pushed_at: '2025-11-01T00:00:00Z', permissions: { admin: false, push: false, pull: true } }),
];

const pull = (number: number, author: Body, change: Body): Body => {
  const base = first('/repos/{owner}/{repo}/pulls');
  return {
    ...base, number, title: `Change ${number}`, user: author, requested_teams: [], state: 'closed', updated_at: '2025-11-10T10:00:00Z', merged_at: '2025-11-10T09:00:00Z', merge_commit_sha: `merge${number}`,
    head: { ...(base['head'] as Body), sha: `head${number}` }, base: { ...(base['base'] as Body), ref: 'main' }, ...change,
  };
};
export const pulls = [
  pull(7, people.ben, {}), pull(5, people.ann, { merged_at: '2025-10-02T09:00:00Z', updated_at: '2025-10-03T09:00:00Z' }),
  pull(4, people.ben, { merged_at: null, merge_commit_sha: null, updated_at: '2025-09-01T00:00:00Z' }), pull(3, people.ben, { merged_at: '2025-03-01T00:00:00Z', updated_at: '2025-03-02T00:00:00Z' }),
  pull(1, people.ben, { merged_at: '2025-01-01T00:00:00Z', updated_at: '2025-01-02T00:00:00Z' }),
];
const review = (user: Body, state: string, at: string): Body => ({ ...first('/repos/{owner}/{repo}/pulls/{pull_number}/reviews'), user, state, submitted_at: at });
const commit = (sha: string, author: Body, date: string, change: { verified?: boolean; parents?: number } = {}): Body => {
  const base = first('/repos/{owner}/{repo}/commits');
  const inner = base['commit'] as Body;
  const parent = (base['parents'] as Body[])[0];
  return {
    ...base, sha, author, committer: author, parents: Array.from({ length: change.parents ?? 1 }, () => parent),
    commit: { ...inner, message: `Work ${sha}\n\nmore`, committer: { ...(inner['committer'] as Body), date }, verification: { ...(inner['verification'] as Body), verified: change.verified ?? false } },
  };
};
const runs = (...conclusions: (string | null)[]): Body => {
  const base = whole('/repos/{owner}/{repo}/commits/{ref}/check-runs');
  const run = (base['check_runs'] as Body[])[0];
  return { total_count: conclusions.length, check_runs: conclusions.map((conclusion, index) => ({ ...run, id: index + 1, status: conclusion === null ? 'in_progress' : 'completed', conclusion })) };
};
const status = (state: string, total: number): Body => ({ ...whole('/repos/{owner}/{repo}/commits/{ref}/status'), state, total_count: total, ...(total === 0 ? { statuses: [] } : {}) });
const tree = (...paths: string[]): Body => ({ ...whole('/repos/{owner}/{repo}/git/trees/{tree_sha}'), truncated: false, tree: paths.map((path) => ({ path, mode: '100644', type: 'blob', sha: 'a', size: 1, url: 'https://example.org' })) });
const branch = (isProtected: boolean): Body => ({ ...whole('/repos/{owner}/{repo}/branches/{branch}'), name: 'main', protected: isProtected });

/** Classic protection as GitHub's example has it: two approvals, stale ones dismissed, owners of code asked, administrators bound. */
export const protection = (change: Body = {}): Body => {
  // GitHub's own example names teams without a field that its description requires, so who may push and dismiss is left out.
  const { restrictions: _restrictions, ...base } = whole('/repos/{owner}/{repo}/branches/{branch}/protection');
  const { dismissal_restrictions: _dismissals, ...reviews } = base['required_pull_request_reviews'] as Body;
  return { ...base, required_pull_request_reviews: reviews, allow_force_pushes: { enabled: false }, allow_deletions: { enabled: false }, required_status_checks: { ...(base['required_status_checks'] as Body), contexts: ['build', 'test'], checks: [{ context: 'build', app_id: null }, { context: 'test', app_id: null }] }, ...change };
};
export const rule = (type: string, parameters?: Body): Body => ({ type, ruleset_source_type: 'Repository', ruleset_source: 'acme/site', ruleset_id: 42, ...(parameters ? { parameters } : {}) });
const pullRule = rule('pull_request', { required_approving_review_count: 1, dismiss_stale_reviews_on_push: true, require_code_owner_review: false, require_last_push_approval: false, required_review_thread_resolution: false });

function alerts(): Replies {
  const dependabot = first('/repos/{owner}/{repo}/dependabot/alerts');
  const advisory = { ...(dependabot['security_advisory'] as Body) };
  delete advisory['epss'];
  const secret = first('/repos/{owner}/{repo}/secret-scanning/alerts');
  const code = first('/repos/{owner}/{repo}/code-scanning/alerts');
  const replies: Replies = {};
  for (const name of ['app', 'site']) {
    replies[`/repos/acme/${name}/dependabot/alerts`] = recorded('/repos/{owner}/{repo}/dependabot/alerts', name === 'site' ? [] : [
      { ...dependabot, number: 1, state: 'open', security_advisory: advisory, fixed_at: null, dismissed_at: null }, { ...dependabot, number: 2, state: 'dismissed', dismissed_at: '2025-10-01T00:00:00Z', dismissed_reason: 'tolerable_risk', dismissed_comment: 'Not reachable', security_advisory: advisory, fixed_at: null },
      { ...dependabot, number: 3, state: 'fixed', fixed_at: '2025-10-05T00:00:00Z', dismissed_at: null, security_advisory: advisory },
    ]);
    replies[`/repos/acme/${name}/secret-scanning/alerts`] = recorded('/repos/{owner}/{repo}/secret-scanning/alerts', name === 'site' ? [] : [
      { ...secret, number: 1, state: 'resolved', resolution: 'revoked', resolved_at: '2025-10-06T00:00:00Z' }, { ...secret, number: 2, state: 'open', resolution: null, resolved_at: null }, { ...secret, number: 3, state: 'resolved', resolution: 'wont_fix', resolved_at: '2025-10-06T00:00:00Z' },
    ]);
    replies[`/repos/acme/${name}/code-scanning/alerts`] = recorded('/repos/{owner}/{repo}/code-scanning/alerts', name === 'site' ? [] : [{ ...code, number: 4, state: 'open' }]);
  }
  return replies;
}

function changes(): Replies {
  const replies: Replies = {
    '/repos/acme/app/pulls': recorded('/repos/{owner}/{repo}/pulls', pulls), '/repos/acme/site/pulls': recorded('/repos/{owner}/{repo}/pulls', []), '/repos/acme/old/pulls': recorded('/repos/{owner}/{repo}/pulls', []),
    '/repos/acme/app/commits': recorded('/repos/{owner}/{repo}/commits', [
      commit('merge7', people.ann, '2025-11-10T09:00:00Z', { verified: true, parents: 2 }), commit('head7', people.ben, '2025-11-09T09:00:00Z'),
      commit('direct1', people.cem, '2025-11-05T09:00:00Z'), commit('merge5', people.ann, '2025-10-02T09:00:00Z'),
    ]),
    '/repos/acme/site/commits': { status: 409, body: { message: 'Git Repository is empty.' } }, '/repos/acme/old/commits': recorded('/repos/{owner}/{repo}/commits', []),
    '/repos/acme/app/commits/head7/pulls': recorded('/repos/{owner}/{repo}/commits/{commit_sha}/pulls', [pulls[0]]),
    '/repos/acme/app/commits/direct1/pulls': recorded('/repos/{owner}/{repo}/commits/{commit_sha}/pulls', [pulls[2]]),
    '/repos/acme/app/pulls/7/reviews': recorded('/repos/{owner}/{repo}/pulls/{pull_number}/reviews', [review(people.cem, 'APPROVED', '2025-11-09T10:00:00Z'), review(people.ann, 'APPROVED', '2025-11-09T11:00:00Z'), review(people.cem, 'CHANGES_REQUESTED', '2025-11-09T12:00:00Z'), review(people.ann, 'COMMENTED', '2025-11-09T13:00:00Z')]),
    '/repos/acme/app/pulls/5/reviews': recorded('/repos/{owner}/{repo}/pulls/{pull_number}/reviews', [review(people.ann, 'APPROVED', '2025-10-01T10:00:00Z'), review(people.ben, 'DISMISSED', '2025-10-01T11:00:00Z')]),
  };
  for (const number of [7, 5]) replies[`/repos/acme/app/pulls/${number}`] = recorded('/repos/{owner}/{repo}/pulls/{pull_number}', { ...whole('/repos/{owner}/{repo}/pulls/{pull_number}'), requested_teams: [], number, merged_by: people.ann });
  for (const [sha, conclusions] of Object.entries({ head7: ['success', 'skipped', 'success'], head5: ['success', 'failure'], direct1: [] })) {
    replies[`/repos/acme/app/commits/${sha}/check-runs`] = recorded('/repos/{owner}/{repo}/commits/{ref}/check-runs', runs(...conclusions));
    replies[`/repos/acme/app/commits/${sha}/status`] = recorded('/repos/{owner}/{repo}/commits/{ref}/status', status('pending', 0));
  }
  return replies;
}

/** For tests: what GitHub answers an owner of the organisation `acme`, every body as GitHub describes it. */
export function acme(): Replies {
  const members = (...list: Body[]): Reply => recorded('/orgs/{org}/members', list);
  return {
    '/users/acme': recorded('/users/{username}', { ...whole('/users/{username}'), login: 'acme', type: 'Organization' }),
    '/orgs/acme': recorded('/orgs/{org}', { ...whole('/orgs/{org}'), login: 'acme', id: 99, name: 'Acme GmbH', archived_at: null, two_factor_requirement_enabled: true, default_repository_permission: 'read', members_can_create_public_repositories: false }),
    '/orgs/acme/members': members(people.ann, people.ben, people.cem, people.robot), '/orgs/acme/members?role=admin': members(people.ann),
    '/orgs/acme/members?role=member': members(people.ben, people.cem, people.robot), '/orgs/acme/members?filter=2fa_disabled': members(people.ben),
    '/orgs/acme/outside_collaborators': recorded('/orgs/{org}/outside_collaborators', [people.dia]), '/orgs/acme/outside_collaborators?filter=2fa_disabled': recorded('/orgs/{org}/outside_collaborators', []),
    '/orgs/acme/repos': recorded('/orgs/{org}/repos', repositories),
    '/repos/acme/app/git/trees/main': recorded('/repos/{owner}/{repo}/git/trees/{tree_sha}', tree('.github/CODEOWNERS', '.github/workflows/ci.yml', 'LICENSE', 'package.json', 'package-lock.json', 'src/index.js')),
    '/repos/acme/old/git/trees/main': recorded('/repos/{owner}/{repo}/git/trees/{tree_sha}', { ...tree('SECURITY.md'), truncated: true }), '/repos/acme/site/git/trees/main': { status: 409, body: { message: 'Git Repository is empty.' } },
    '/repos/acme/app/vulnerability-alerts': { status: 204 }, '/repos/acme/old/vulnerability-alerts': { status: 404, body: { message: 'Vulnerability alerts are disabled.' } }, '/repos/acme/site/vulnerability-alerts': { status: 404, body: { message: 'Not Found' } },
    '/repos/acme/app/code-scanning/analyses': recorded('/repos/{owner}/{repo}/code-scanning/analyses', [first('/repos/{owner}/{repo}/code-scanning/analyses')]),
    '/repos/acme/old/code-scanning/analyses': { status: 404, body: { message: 'no analysis found' } }, '/repos/acme/site/code-scanning/analyses': { status: 403, body: { message: 'Resource not accessible by personal access token' } },
    '/repos/acme/app/branches/main': recorded('/repos/{owner}/{repo}/branches/{branch}', branch(true)), '/repos/acme/app/branches/main/protection': recorded('/repos/{owner}/{repo}/branches/{branch}/protection', protection()),
    '/repos/acme/app/rules/branches/main': recorded('/repos/{owner}/{repo}/rules/branches/{branch}', []),
    '/repos/acme/site/branches/main': recorded('/repos/{owner}/{repo}/branches/{branch}', branch(false)),
    '/repos/acme/site/rules/branches/main': recorded('/repos/{owner}/{repo}/rules/branches/{branch}', [pullRule, rule('non_fast_forward'), rule('deletion')]),
    '/repos/acme/site/rulesets/42': recorded('/repos/{owner}/{repo}/rulesets/{ruleset_id}', { ...whole('/repos/{owner}/{repo}/rulesets/{ruleset_id}'), bypass_actors: [] }),
    '/orgs/acme/audit-log': { status: 404, body: { message: 'Not Found' } },
    ...changes(), ...alerts(),
  };
}

/** For tests: the audit log as GitHub's description of its Enterprise Cloud shows it. */
export const auditLog = (): Reply => recorded('/orgs/{org}/audit-log', enterprise.example('/orgs/{org}/audit-log'));

/**
 * For tests: a server that gives these answers, lists two at a time with a `Link` to the next page. A query that is named in a path
 * must be asked exactly so; an unknown path is 404, as GitHub has it.
 */
export async function openRecording(replies: Replies): Promise<{ readonly origin: string; readonly asked: { path: string; token: string | undefined }[]; readonly close: () => Promise<void> }> {
  const asked: { path: string; token: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    asked.push({ path: `${url.pathname}${url.search}`, token: request.headers.authorization });
    const named = ['role', 'filter'].flatMap((key) => (url.searchParams.has(key) ? [`${key}=${url.searchParams.get(key)}`] : [])).join('&');
    const found = replies[named === '' ? url.pathname : `${url.pathname}?${named}`] ?? { status: 404, body: { message: 'Not Found' } };
    const reply = typeof found === 'function' ? found(request) : found;
    const page = Number(url.searchParams.get('page') ?? 1);
    const listKey = Array.isArray(reply.body) ? undefined : 'check_runs';
    const list = (listKey === undefined ? reply.body : (reply.body as Body | undefined)?.[listKey]) as unknown[] | undefined;
    const headers: { [name: string]: string } = { 'content-type': 'application/json; charset=utf-8', ...reply.headers };
    let body = reply.body;
    if (Array.isArray(list)) {
      const part = list.slice((page - 1) * 2, page * 2);
      body = listKey === undefined ? part : { ...(reply.body as Body), [listKey]: part };
      url.searchParams.set('page', String(page + 1));
      if (list.length > page * 2) headers['link'] ??= `<http://${request.headers.host}${url.pathname}${url.search}>; rel="next", <http://${request.headers.host}${url.pathname}?page=9>; rel="last"`;
    }
    response.writeHead(reply.status, headers).end(reply.status === 204 ? undefined : typeof body === 'string' ? body : JSON.stringify(body ?? {}));
  });
  await new Promise<void>((ready) => { server.listen(0, '127.0.0.1', ready); });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, asked, close: async () => { server.closeAllConnections(); await new Promise((done) => { server.close(done); }); } };
}
