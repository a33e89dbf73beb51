import { z } from 'zod';
import type { Connector, Problem, ReadInput, Reading, ReadPromise } from '../connector.ts';
import type { EntityOf, EntityType } from '../entities.ts';
import { isWithoutCredentials, withoutCredentials } from '../http/redirect.ts';
import { alertKinds, readAlerts } from './alerts.ts';
import { readAuditEvents } from './audit-log.ts';
import { readDefaultBranch } from './branch.ts';
import { readChanges } from './changes.ts';
import { GitHubProblem, openGitHub, type GitHub } from './client.ts';
import { guide, reads } from './guide.ts';
import { readAccounts, readWorkspace } from './organisation.ts';
import { listRepositories, readRepository, type Repository } from './repositories.ts';

const settings = z.strictObject({
  owner: z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})$/).describe('The organisation, or the user, whose repositories are read'),
  baseUrl: z.url({ protocol: /^https?$/ }).refine(isWithoutCredentials, withoutCredentials).default('https://api.github.com').describe('The address of the API; `https://<host>/api/v3` for an Enterprise Server'),
  repositories: z.array(z.string().min(1)).default([]).describe('Names of the repositories to read; all when empty'),
  days: z.number().int().min(1).max(400).default(90).describe('How many days back changes and audit events are read'),
  alerts: z.array(z.enum(alertKinds)).default([...alertKinds]).describe('The kinds of alert that are expected to be switched on'),
});
type Settings = z.infer<typeof settings>;

/** One run: what all reads of it share. */
type Run = {
  readonly github: GitHub; readonly input: ReadInput<Settings>; readonly window: { readonly from: string; readonly to: string };
  /** Whether the owner is an organisation; and its repositories. Each is asked for once; a failure is every reader's failure. */
  readonly isOrganisation: () => Promise<boolean>;
  readonly repositories: () => Promise<Repository[]>;
};

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function openRun(input: ReadInput<Settings>, token: string): Run {
  const { settings: { owner, baseUrl, repositories: only, days }, outside } = input;
  const github = openGitHub(outside, baseUrl, token);
  const to = outside.now();
  const isOrganisation = once(async () => (await github.get('GET /users/{username}', z.object({ type: z.string() }), { username: owner })).type === 'Organization');
  const repositories = once(async () => {
    const organisation = await isOrganisation();
    if (!organisation) {
      const me = await github.get('GET /user', z.object({ login: z.string() }));
      if (me.login.toLowerCase() !== owner.toLowerCase()) {
        throw new GitHubProblem({ kind: 'unsupported', sentence: `The token belongs to ${me.login}, and GitHub shows it only the public repositories of the user ${owner}.`, remedy: `Let ${owner} make the token.` }, 0, '');
      }
    }
    const listed = await listRepositories(github, owner, organisation, only);
    const missing = only.filter((name) => !listed.some((one) => one.name.toLowerCase() === name.toLowerCase()));
    if (missing.length > 0) throw new GitHubProblem({ kind: 'not-found', sentence: `GitHub shows this token no repository ${missing.map((name) => `${owner}/${name}`).join(', ')}.`, remedy: 'Check the names, and that the token was given these repositories.' }, 0, '');
    return listed;
  });
  return { github, input, isOrganisation, repositories, window: { from: new Date(to.getTime() - days * 86_400_000).toISOString(), to: to.toISOString() } };
}

async function organisationOnly<T>(run: Run, read: () => Promise<T>): Promise<T> {
  if (await run.isOrganisation()) return read();
  throw new GitHubProblem({ kind: 'unsupported', sentence: `${run.input.settings.owner} is a user, not an organisation, so there is nothing of this kind to read.`, remedy: 'Give the name of an organisation, or leave this out.' }, 0, '');
}

/** Reads each repository in turn, as GitHub asks of clients. What fails for one is the whole reading's problem, and names it. */
async function ofEach<T extends EntityType>(run: Run, entityType: T, wanted: (repository: Repository) => boolean, read: (repository: Repository) => Promise<readonly EntityOf<T>[]>): Promise<EntityOf<T>[]> {
  const repositories = (await run.repositories()).filter(wanted);
  const all: EntityOf<T>[] = [];
  for (const [index, repository] of repositories.entries()) {
    run.input.progress({ entityType, done: index, total: repositories.length, note: repository.full_name });
    try {
      all.push(...await read(repository));
    } catch (error) {
      if (!(error instanceof GitHubProblem)) throw error;
      throw new GitHubProblem({ ...error.problem, sentence: `${repository.full_name}: ${error.problem.sentence}` }, error.status, error.told);
    }
  }
  run.input.progress({ entityType, done: repositories.length, total: repositories.length });
  return all;
}

const live = (repository: Repository): boolean => repository.archived !== true;

type Part = { readonly query: string; readonly windowed: boolean; readonly read: () => Promise<readonly { readonly id: string }[]> };

function partsOf(run: Run): { readonly [T in (typeof reads)[number]['entityType']]: Part } {
  const { github, window } = run;
  const { owner, repositories, alerts } = run.input.settings;
  const scope = repositories.length === 0 ? `each repository of ${owner}` : repositories.map((name) => `${owner}/${name}`).join(', ');
  return {
    workspace: { query: `GET /orgs/${owner}; GET /orgs/${owner}/members`, windowed: false, read: () => organisationOnly(run, () => readWorkspace(github, owner)) },
    account: {
      query: `GET /orgs/${owner}/members?role=admin, ?role=member, ?filter=2fa_disabled; GET /orgs/${owner}/outside_collaborators where visible`, windowed: false,
      read: () => organisationOnly(run, async () => {
        const { accounts, outside } = await readAccounts(github, owner);
        run.input.progress({ entityType: 'account', done: accounts.length, total: accounts.length, ...(outside ? {} : { note: 'without outside collaborators, whom only owners see' }) });
        return accounts;
      }),
    },
    repository: { query: `GET /repos of ${scope}, with git/trees, vulnerability-alerts, code-scanning/analyses`, windowed: false, read: () => ofEach(run, 'repository', () => true, async (one) => [await readRepository(github, one)]) },
    branch: {
      query: `GET branches/{default}, its protection and rules/branches/{default}, for ${scope} that is not archived`, windowed: false,
      read: () => ofEach(run, 'branch', live, async (one) => { const branch = await readDefaultBranch(github, one); return branch === undefined ? [] : [branch]; }),
    },
    change: { query: `GET pulls?state=closed and commits of the default branch, with reviews and checks, for ${scope}`, windowed: true, read: () => ofEach(run, 'change', () => true, (one) => readChanges(github, one, window)) },
    vulnerability: {
      query: `GET ${alerts.map((kind) => `${kind}/alerts`).join(', ') || 'no alerts'} of ${scope} that is not archived`, windowed: false,
      read: async () => {
        if (alerts.length === 0) throw new GitHubProblem({ kind: 'unsupported', sentence: 'The settings of this source name no kind of alert to read.', remedy: 'Name at least one kind of alert in the settings.' }, 0, '');
        return ofEach(run, 'vulnerability', live, async (one) => { const found = []; for (const kind of alerts) found.push(...await readAlerts(github, one, kind)); return found; });
      },
    },
    auditEvent: { query: `GET /orgs/${owner}/audit-log?phrase=created:>=${window.from.slice(0, 10)}`, windowed: true, read: () => organisationOnly(run, () => readAuditEvents(github, owner, window.from)) },
  };
}

const noToken: Problem = { kind: 'unauthorised', sentence: 'This source has no token, and without one GitHub shows only what is public.', remedy: 'Make a token by the guide of this source and put it in.' };

/** Problems that the next request would meet again, and that asking on makes worse: GitHub bans clients that go on at a limit. */
const isFinal = (problem: Problem): boolean => problem.kind === 'rate-limited' || problem.kind === 'unauthorised';

/** A list that changes while it is paged through gives the same thing twice; it is one thing. */
const eachOnce = (entities: readonly { readonly id: string }[]): { readonly id: string }[] => [...new Map(entities.map((one) => [one.id, one])).values()];

async function readingOf(run: Run, entityType: EntityType, part: Part, stopped: Problem | undefined): Promise<Reading> {
  const told = (result: { readonly complete: true; readonly entities: readonly unknown[] } | { readonly complete: false; readonly problem: Problem }): Reading => ({
    entityType, query: part.query, captured: run.input.outside.now().toISOString(), sourceVersion: run.github.version(), ...(part.windowed ? { window: run.window } : {}), ...result,
  } as Reading);
  if (stopped !== undefined) return told({ complete: false, problem: stopped });
  try {
    return told({ complete: true, entities: eachOnce(await part.read()) });
  } catch (error) {
    if (error instanceof GitHubProblem) return told({ complete: false, problem: error.problem });
    throw error;
  }
}

async function* read(input: ReadInput<Settings>): AsyncIterable<Reading> {
  const token = (input.secrets['token'] ?? '').trim();
  const run = openRun(input, token);
  const parts = partsOf(run);
  let stopped = token === '' ? noToken : undefined;
  for (const { entityType } of reads) {
    const reading = await readingOf(run, entityType, parts[entityType], stopped);
    if (!reading.complete && isFinal(reading.problem)) stopped = reading.problem;
    yield reading;
  }
}

/**
 * GitHub by its official client: the organisation, its members, repositories, branch protection in effect, changes with
 * reviews and checks, alerts and the audit log. Every list is read to its end; a part that fails makes its reading a problem that names it.
 */
export const github: Connector<typeof settings> = {
  id: 'github', version: '1', title: 'GitHub',
  summary: 'Reads who has access, how branches are protected, how changes were reviewed and tested, and which alerts are open.',
  guide, settings, secrets: [{ key: 'token', title: 'Fine-grained personal access token', sentTo: ['baseUrl'] }],
  reads: reads as readonly ReadPromise[], read,
};
