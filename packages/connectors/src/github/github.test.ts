import { afterEach, describe, expect, test } from 'vitest';
import type { Outside, Progress, Reading } from '../connector.ts';
import { entityKinds } from '../entities.ts';
import { openHttpClient } from '../http.ts';
import { entitiesOf, outsideWith, problemOf } from '../intake/hand-in.ts';
import { github } from './github.ts';
import { acme, auditLog, openRecording, people, protection, recorded, rule, type Replies } from './samples/recording.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closers.splice(0)) await close(); });

async function read(change: Replies = {}, settings: { [key: string]: unknown } = {}, token = 'github_pat_secret') {
  const server = await openRecording({ ...acme(), ...change });
  const now = () => new Date('2025-11-23T12:00:00.000Z');
  const http = openHttpClient({ now, userAgent: 'avouch-test', allowPrivate: ['127.0.0.1'], sleep: async () => undefined });
  closers.push(server.close, http.close);
  const outside: Outside = { ...outsideWith(undefined), now, http };
  const progress: Progress[] = [];
  const readings: Reading[] = [];
  const parsed = github.settings.parse({ owner: 'acme', baseUrl: server.origin, ...settings });
  for await (const reading of github.read({ settings: parsed, secrets: { token }, outside, progress: (one) => progress.push(one) })) readings.push(reading);
  for (const reading of readings) if (reading.complete) for (const entity of reading.entities) entityKinds[reading.entityType].schema.parse(entity);
  return { readings, asked: server.asked, progress };
}
const problemsOf = (readings: readonly Reading[]) => readings.filter((reading) => !reading.complete).map((reading) => reading.entityType);

describe('An owner\'s token', () => {
  test('gives one reading of each promised type, and sends its token in every request', async () => {
    const { readings, asked } = await read();
    expect(readings.map((reading) => reading.entityType)).toEqual(github.reads.map((promise) => promise.entityType));
    expect(problemsOf(readings)).toEqual(['auditEvent']);
    expect(new Set(asked.map((one) => one.token))).toEqual(new Set(['token github_pat_secret']));
    expect(JSON.stringify(readings)).not.toContain('github_pat');
    expect(readings[0]).toMatchObject({ sourceVersion: 'GitHub REST API 2022-11-28', captured: '2025-11-23T12:00:00.000Z' });
  });

  test('sees the settings of the organisation', async () => {
    expect(entitiesOf((await read()).readings, 'workspace')).toEqual([{ id: '99', name: 'Acme GmbH', mfaRequired: true, defaultRight: 'read', membersMayCreatePublic: false, auditLog: null, memberCount: 4 }]);
  });

  test('sees members over all pages with role and second factor, and outside collaborators', async () => {
    expect(entitiesOf((await read()).readings, 'account').map((one) => [one.name, one.kind, one.rights[0], one.privileged, one.mfa])).toEqual([
      ['ann', 'person', 'owner', true, true], ['ben', 'person', 'member', false, false], ['cem', 'person', 'member', false, true],
      ['build-robot', 'service', 'member', false, true], ['dia', 'person', 'outside collaborator', false, true],
    ]);
  });

  test('sees the repositories; what cannot be told is null, not false', async () => {
    const told = entitiesOf((await read()).readings, 'repository');
    expect(told.map((one) => [one.id, one.visibility, one.archived, one.secretScanning, one.dependencyAlerts, one.codeScanning])).toEqual([
      ['acme/app', 'private', false, true, true, true], ['acme/old', 'public', true, null, false, null], ['acme/site', 'public', false, null, null, null],
    ]);
    expect(told.map((one) => [one.codeOwners, one.securityPolicy, one.licence, one.continuousIntegration, one.dependencyLock])).toEqual([
      [true, false, true, true, true], [null, true, null, null, null], [null, null, null, null, null],
    ]);
  });

  test('sees merged pull requests of the window with approvers and checks, and what came without one', async () => {
    const { readings, asked } = await read();
    expect(entitiesOf(readings, 'change').map((one) => [one.id, one.how, one.author, one.mergedBy, one.approvers, one.checks, one.signed])).toEqual([
      ['acme/app#7', 'pull-request', 'ben', 'ann', ['ann'], 'passed', true],
      ['acme/app#5', 'pull-request', 'ann', 'ann', [], 'failed', false],
      ['acme/app@direct1', 'direct', 'cem', 'cem', null, 'none', false],
    ]);
    expect(readings.find((reading) => reading.entityType === 'change')?.window).toEqual({ from: '2025-08-25T12:00:00.000Z', to: '2025-11-23T12:00:00.000Z' });
    // The list is sorted by update and left once that lies before the window: two of three pages.
    expect(asked.filter((one) => one.path.startsWith('/repos/acme/app/pulls?')).length).toBe(2);
  });

  test('sees the alerts of each kind with their state, and never asks for a secret itself', async () => {
    const { readings, asked } = await read();
    expect(entitiesOf(readings, 'vulnerability').map((one) => [one.id, one.kind, one.state])).toEqual([
      ['acme/app/dependabot/1', 'dependency', 'open'], ['acme/app/dependabot/2', 'dependency', 'dismissed'], ['acme/app/dependabot/3', 'dependency', 'fixed'],
      ['acme/app/secret-scanning/1', 'secret', 'fixed'], ['acme/app/secret-scanning/2', 'secret', 'open'], ['acme/app/secret-scanning/3', 'secret', 'dismissed'],
      ['acme/app/code-scanning/4', 'code', 'open'],
    ]);
    expect(asked.filter((one) => one.path.includes('secret-scanning')).every((one) => one.path.includes('hide_secret=true'))).toBe(true);
  });

  test('sees the audit log where the plan has it, and is told why not where it has not', async () => {
    expect(problemOf((await read()).readings, 'auditEvent')).toMatchObject({ kind: 'unsupported' });
    const { readings } = await read({ '/orgs/acme/audit-log': auditLog() });
    expect(entitiesOf(readings, 'auditEvent')[0]).toMatchObject({ action: 'team.add_member', actor: 'octocat', at: '2020-12-02T17:24:34.512Z' });
    expect(entitiesOf(readings, 'auditEvent')).toHaveLength(3);
  });
});

describe('The protection of a branch', () => {
  const branches = async (change: Replies = {}) => entitiesOf((await read(change)).readings, 'branch');
  const unprotected = { '/repos/acme/site/rules/branches/main': recorded('/repos/{owner}/{repo}/rules/branches/{branch}', []) };

  test('is read from classic protection and from rulesets; archived repositories are left out', async () => {
    expect(await branches()).toEqual([
      { id: 'acme/app:main', name: 'main', repository: 'acme/app', isDefault: true, protected: true, reviewsRequired: 2, dismissesStaleReviews: true, codeOwnerReview: true, checksRequired: ['build', 'test'], bindsAdmins: true, forcePushAllowed: false, deletionAllowed: false, signaturesRequired: false },
      { id: 'acme/site:main', name: 'main', repository: 'acme/site', isDefault: true, protected: true, reviewsRequired: 1, dismissesStaleReviews: true, codeOwnerReview: false, checksRequired: [], bindsAdmins: true, forcePushAllowed: false, deletionAllowed: false, signaturesRequired: false },
    ]);
  });

  test('is plainly absent where nothing protects', async () => {
    expect((await branches(unprotected))[1]).toMatchObject({ protected: false, reviewsRequired: 0, bindsAdmins: false, forcePushAllowed: true, deletionAllowed: true });
  });

  test('is unknown, not absent, where the token may not read it', async () => {
    const hidden = await branches({ '/repos/acme/app/branches/main/protection': { status: 403, body: { message: 'Resource not accessible by personal access token' } } });
    expect(hidden[0]).toMatchObject({ protected: true, reviewsRequired: null, dismissesStaleReviews: null, checksRequired: null, bindsAdmins: null, forcePushAllowed: null, signaturesRequired: null });
  });

  test('is the stricter of both, and does not bind administrators who may bypass it', async () => {
    const both = await branches({
      '/repos/acme/app/branches/main/protection': recorded('/repos/{owner}/{repo}/branches/{branch}/protection', protection({ enforce_admins: { url: 'https://example.org', enabled: false }, allow_force_pushes: { enabled: true } })),
      '/repos/acme/app/rules/branches/main': recorded('/repos/{owner}/{repo}/rules/branches/{branch}', [rule('required_signatures'), rule('non_fast_forward'), rule('required_status_checks', { required_status_checks: [{ context: 'scan' }], strict_required_status_checks_policy: false })]),
    });
    expect(both[0]).toMatchObject({ reviewsRequired: 2, signaturesRequired: true, forcePushAllowed: false, checksRequired: ['build', 'scan', 'test'], bindsAdmins: false });
    const unseen = await branches({ '/repos/acme/site/rulesets/42': { status: 404, body: { message: 'Not Found' } } });
    expect(unseen[1]?.bindsAdmins).toBe(null);
  });
});

describe('A token of less right', () => {
  test('leaves the second factor unknown where its owner is no owner of the organisation', async () => {
    const denied = { status: 422, body: { message: 'Only owners can filter by 2fa_disabled.' } };
    const { readings, progress } = await read({ '/orgs/acme/members?filter=2fa_disabled': denied, '/orgs/acme/outside_collaborators': { status: 403, body: { message: 'Must have admin rights' } } });
    expect(entitiesOf(readings, 'account').map((one) => one.mfa)).toEqual([null, null, null, null]);
    expect(progress.find((one) => one.entityType === 'account')?.note).toBe('without outside collaborators, whom only owners see');
  });

  test('is not shown the public members as if they were all', async () => {
    const { readings } = await read({ '/orgs/acme/members?role=admin': { status: 302, headers: { location: '/orgs/acme/public_members' }, body: '' }, '/orgs/acme/public_members': acme()['/orgs/acme/members?role=admin']! });
    expect(problemOf(readings, 'account')).toMatchObject({ kind: 'forbidden', sentence: 'GitHub shows this token only the public members, because its owner is not a member of the organisation.' });
  });

  test('makes unknown the checks it may not see', async () => {
    const { readings } = await read({ '/repos/acme/app/commits/head7/check-runs': { status: 403, body: { message: 'Resource not accessible by personal access token' } } });
    expect(entitiesOf(readings, 'change')[0]?.checks).toBe('unknown');
  });

  test('is told which permission is missing', async () => {
    const { readings } = await read({ '/repos/acme/app/pulls': { status: 403, body: { message: 'Resource not accessible by personal access token' }, headers: { 'x-accepted-github-permissions': 'pull_requests=read' } } });
    expect(problemOf(readings, 'change')).toEqual({ kind: 'forbidden', sentence: 'acme/app: GitHub does not let this token read GET /repos/acme/app/pulls ("Resource not accessible by personal access token").', remedy: 'Give the token the permission pull_requests=read.' });
  });
});

describe('What goes wrong', () => {
  test('with a wrong token, is said of every reading', async () => {
    const everything: Replies = Object.fromEntries(Object.keys(acme()).map((path) => [path, { status: 401, body: { message: 'Bad credentials' } }]));
    const { readings, asked } = await read(everything);
    expect(problemsOf(readings)).toHaveLength(github.reads.length);
    expect(asked).toHaveLength(1);
    for (const reading of readings) expect(problemOf([reading])).toMatchObject({ kind: 'unauthorised', sentence: 'GitHub does not accept the token: it is wrong, has expired or was revoked.' });
  });

  test('without a token, asks nothing, since GitHub would show the public part as if it were all', async () => {
    const { readings, asked } = await read({}, {}, ' \n');
    expect(problemsOf(readings)).toHaveLength(github.reads.length);
    expect(problemOf(readings)).toMatchObject({ kind: 'unauthorised' });
    expect(asked).toEqual([]);
  });

  test('at a rate limit, asks nothing more; what was read before stays whole', async () => {
    const { readings, asked } = await read({ '/orgs/acme/repos': { status: 429, headers: { 'retry-after': '600' }, body: {} } });
    expect(problemsOf(readings)).toEqual(['repository', 'branch', 'change', 'vulnerability', 'auditEvent']);
    expect(readings.filter((reading) => !reading.complete).map((reading) => problemOf([reading]).retryAfterS)).toEqual([600, 600, 600, 600, 600]);
    expect(asked.at(-1)?.path).toContain('/orgs/acme/repos');
  });

  test('with a rate limit, primary or secondary, is a problem with the wait that GitHub asks for', async () => {
    const primary = await read({ '/repos/acme/app/pulls': { status: 403, body: { message: 'API rate limit exceeded' }, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.parse('2025-11-23T12:30:00Z') / 1000) } } });
    expect(problemOf(primary.readings, 'change')).toMatchObject({ kind: 'rate-limited', retryAfterS: 1800 });
    const secondary = await read({ '/orgs/acme/members?filter=2fa_disabled': { status: 403, body: { message: 'You have exceeded a secondary rate limit.' }, headers: { 'retry-after': '90' } } });
    expect(problemOf(secondary.readings, 'account')).toMatchObject({ kind: 'rate-limited', retryAfterS: 90 });
    const untold = await read({ '/repos/acme/app/dependabot/alerts': { status: 403, body: { message: 'You have exceeded a secondary rate limit.' } } });
    expect(problemOf(untold.readings, 'vulnerability')).toMatchObject({ kind: 'rate-limited', retryAfterS: 60 });
  });

  test('at one repository, makes the reading a problem that names it and leaves the others whole', async () => {
    const { readings } = await read({ '/repos/acme/site/branches/main': { status: 500, body: { message: 'Server Error' } } });
    expect(problemsOf(readings)).toEqual(['branch', 'auditEvent']);
    expect(problemOf(readings, 'branch').sentence).toBe('acme/site: GitHub failed at GET /repos/acme/site/branches/main with status 500.');
  });

  test('with a feature that is switched off, is a problem and no empty list; the settings may leave the feature out', async () => {
    const off: Replies = { '/repos/acme/site/code-scanning/alerts': { status: 403, body: { message: 'Code scanning is not enabled for this repository.' } } };
    expect(problemOf((await read(off)).readings, 'vulnerability')).toMatchObject({ kind: 'unsupported', sentence: 'acme/site: The code-scanning alerts cannot be read (GitHub says "Code scanning is not enabled for this repository.").' });
    const { readings } = await read(off, { alerts: ['dependabot', 'secret-scanning'] });
    expect(entitiesOf(readings, 'vulnerability')).toHaveLength(6);
    expect(readings.find((reading) => reading.entityType === 'vulnerability')?.query).toContain('dependabot/alerts, secret-scanning/alerts of');
    expect(problemOf((await read({}, { alerts: [] })).readings, 'vulnerability').kind).toBe('unsupported');
  });

  test('with a list that breaks off at a later page, gives none of it', async () => {
    let page = 0;
    const members = acme()['/orgs/acme/members?role=member'];
    const { readings } = await read({ '/orgs/acme/members?role=member': (request) => { page += 1; return page === 1 && typeof members === 'object' ? members : { status: 502, body: {}, headers: { 'x-page': request.url ?? '' } }; } });
    expect(problemOf(readings, 'account').kind).toBe('unreachable');
  });

  test.each(['', '[{"login": "ann", "id"', '<html>proxy</html>', '{}', '[{"login": 5}]'])('with the answer %j, is malformed and no empty list', async (body) => {
    const { readings } = await read({ '/orgs/acme/members?role=admin': { status: 200, body } });
    expect(problemOf(readings, 'account').kind).toBe('malformed');
  });

  test('with a next page on another host, does not send the token there', async () => {
    const { readings, asked } = await read({ '/orgs/acme/repos': { status: 200, body: [], headers: { link: '<http://127.0.0.1:9/elsewhere>; rel="next"' } } });
    expect(problemOf(readings, 'repository').sentence).toContain('its next page is elsewhere');
    expect(asked.some((one) => one.path.includes('elsewhere'))).toBe(false);
  });

  test('with a name that does not exist, says so', async () => {
    const { readings } = await read({}, { owner: 'nobody' });
    expect(problemsOf(readings)).toHaveLength(github.reads.length);
    expect(problemOf(readings, 'workspace').sentence).toBe('GitHub shows this token nothing at GET /users/nobody.');
    expect(problemOf((await read({}, { repositories: ['app', 'gone'] })).readings, 'branch').sentence).toBe('GitHub shows this token no repository acme/gone.');
  });
});

test('What shifts between two pages while they are read is told once', async () => {
  const { readings } = await read({ '/orgs/acme/members?role=member': recorded('/orgs/{org}/members', [people.ben, people.cem, people.cem, people.robot]) });
  expect(entitiesOf(readings, 'account').map((one) => one.name)).toEqual(['ann', 'ben', 'cem', 'build-robot', 'dia']);
});

test('A repository that was moved is followed to where it is now', async () => {
  const branch = acme()['/repos/acme/app/branches/main']!;
  const { readings } = await read({ '/repos/acme/app/branches/main': { status: 301, headers: { location: '/repositories/33/branches/main' }, body: { message: 'Moved Permanently' } }, '/repositories/33/branches/main': branch });
  expect(entitiesOf(readings, 'branch')[0]).toMatchObject({ id: 'acme/app:main', protected: true });
});

test('A user has repositories and no organisation, and only the user\'s own token sees them all', async () => {
  const user = acme()['/users/acme'] as { body: { [key: string]: unknown } };
  const me = (login: string): Replies => ({ '/users/acme': { status: 200, body: { ...user.body, type: 'User' } }, '/user': { status: 200, body: { ...user.body, login } }, '/user/repos': acme()['/orgs/acme/repos']! });
  const own = (await read(me('acme'))).readings;
  expect(problemsOf(own)).toEqual(['workspace', 'account', 'auditEvent']);
  expect(entitiesOf(own, 'repository')).toHaveLength(3);
  expect(problemOf((await read(me('somebody'))).readings, 'repository').sentence).toContain('shows it only the public repositories');
});

test('An Enterprise Server tells its version', async () => {
  const { readings } = await read({ '/users/acme': { ...(acme()['/users/acme'] as { status: number; body: unknown }), headers: { 'x-github-enterprise-version': '3.17.2' } } });
  expect(readings[0]?.sourceVersion).toBe('GitHub Enterprise Server 3.17.2, REST API 2022-11-28');
});

test('The address of the API takes no token.', () => {
  expect(github.settings.safeParse({ owner: 'acme', baseUrl: 'https://t0ken@ghe.example/api/v3' }).success).toBe(false);
  expect(github.settings.safeParse({ owner: 'acme', baseUrl: 'https://ghe.example/api/v3' }).success).toBe(true);
});
