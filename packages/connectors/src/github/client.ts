import type { Octokit } from 'octokit';
import { z } from 'zod';
import type { Outside, Problem } from '../connector.ts';
import { carriedProblem } from '../http/problem.ts';
import { waitToldS } from '../http/retry.ts';

/** An answer of GitHub that is no success: what to tell, and the status that it came with (0 when there was none). */
export class GitHubProblem extends Error {
  readonly problem: Problem;
  readonly status: number;
  /** What GitHub itself said, for deciding only. */
  readonly told: string;
  constructor(problem: Problem, status: number, told: string) {
    super(problem.sentence);
    this.name = 'GitHubProblem';
    this.problem = problem;
    this.status = status;
    this.told = told;
  }
}

type Parameters = { readonly [name: string]: string | number | boolean };

/** The calls to GitHub. Every answer is checked against the schema of what is used of it; whatever is no success is thrown as `GitHubProblem`. */
export type GitHub = {
  readonly get: <T>(route: string, schema: z.ZodType<T>, parameters?: Parameters) => Promise<T>;
  /** The pages of a list, to its end by the `Link` header; `key` where the list is inside an object. Stopping early is the caller's choice. */
  readonly pages: <T>(route: string, schema: z.ZodType<T>, parameters?: Parameters, key?: string) => AsyncIterable<readonly T[]>;
  readonly list: <T>(route: string, schema: z.ZodType<T>, parameters?: Parameters, key?: string) => Promise<T[]>;
  /** The status of an answer without a body: 204, or 404. */
  readonly exists: (route: string, parameters?: Parameters) => Promise<boolean>;
  readonly version: () => string;
};

type Answer = { readonly status: number; readonly url: string; readonly headers: { readonly [name: string]: string | number | undefined }; readonly data: unknown };
const failure = z.object({
  status: z.number(), message: z.string(), request: z.object({ method: z.string(), url: z.string() }),
  response: z.object({ headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()).optional(), data: z.unknown().optional() }).optional(),
});
const spoken = z.object({ message: z.string() });

const placeOf = (method: string, url: string): string => `${method} ${URL.canParse(url) ? new URL(url).pathname : url}`;

/** Sentences for what GitHub answers, by status and headers. */
function refusalOf(error: z.infer<typeof failure>, outside: Outside): GitHubProblem {
  const headers = Object.fromEntries(Object.entries(error.response?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value ?? '')]));
  const place = placeOf(error.request.method, error.request.url);
  const parsed = spoken.safeParse(error.response?.data);
  const told = parsed.success ? parsed.data.message.slice(0, 300) : '';
  const give = (kind: Problem['kind'], sentence: string, remedy: string, retryAfterS?: number): GitHubProblem =>
    new GitHubProblem({ kind, sentence, remedy, ...(retryAfterS === undefined ? {} : { retryAfterS }) }, error.status, told);
  const limited = error.status === 429 || (error.status === 403 && (headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined || /rate limit/i.test(told)));
  if (limited) return give('rate-limited', 'GitHub allows this token no further request for now.', 'Wait for the limit to pass; the next read tries again.', waitToldS(headers, outside.now()) ?? 60);
  if (error.status === 401) return give('unauthorised', 'GitHub does not accept the token: it is wrong, has expired or was revoked.', 'Make a new token by the guide of this source and put it in.');
  if (error.status === 403) {
    const needed = headers['x-accepted-github-permissions'];
    return give('forbidden', `GitHub does not let this token read ${place}${told === '' ? '' : ` ("${told}")`}.`, needed ? `Give the token the permission ${needed}.` : 'Give the token the permissions of the guide, and let an owner of the organisation approve it.');
  }
  if (error.status === 404) return give('not-found', `GitHub shows this token nothing at ${place}.`, 'Check the name of the organisation, and that the token may see it.');
  if (error.status >= 500) return give('unreachable', `GitHub failed at ${place} with status ${error.status}.`, 'Try again later; see githubstatus.com.');
  return give('failed', `GitHub refused ${place} with status ${error.status}${told === '' ? '' : ` ("${told}")`}.`, 'See whether the settings of this source are right.');
}

function problemOf(error: unknown, outside: Outside): unknown {
  const carried = carriedProblem(error);
  if (carried !== undefined) return new GitHubProblem(carried, 0, '');
  if (error instanceof Error && error.name === 'AbortError') return new GitHubProblem({ kind: 'cut-short', sentence: 'Reading GitHub was stopped.', remedy: 'Start it again.' }, 0, '');
  const parsed = failure.safeParse(error);
  return parsed.success ? refusalOf(parsed.data, outside) : error;
}

function malformed(place: string, detail: string): GitHubProblem {
  return new GitHubProblem({ kind: 'malformed', sentence: `GitHub's answer to ${place} is not as its API describes it (${detail}).`, remedy: 'Try again; if it stays so, report it to the makers of Avouch.' }, 0, '');
}

/** GitHub sends whoever is not of the organisation on to its public members, a shorter list that looks like the whole one. */
function refuseSubstitute(answer: Answer): void {
  if (!/\/public_members\/?$/.test(new URL(answer.url).pathname)) return;
  throw new GitHubProblem({
    kind: 'forbidden', sentence: 'GitHub shows this token only the public members, because its owner is not a member of the organisation.',
    remedy: 'Let somebody of the organisation make the token, with the permission "Members: read".',
  }, 403, '');
}

/** The next page by the `Link` header. Only on the same origin, because the token goes with the request. */
function nextOf(answer: Answer, origin: string, place: string): string | undefined {
  const link = String(answer.headers['link'] ?? '');
  const next = /<([^<>]+)>;[^,]*\brel="next"/.exec(link)?.[1];
  if (next === undefined) return undefined;
  if (!URL.canParse(next) || new URL(next).origin !== origin) throw malformed(place, 'its next page is elsewhere');
  return next;
}

/** GitHub by its official client. Retries and waiting are left to the one HTTP client, through whose `fetch` every request goes. */
export function openGitHub(outside: Outside, baseUrl: string, token: string): GitHub {
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  // Loaded when GitHub is first asked: the server starts without it.
  const open = async (): Promise<Octokit> => new (await import('octokit')).Octokit({
    auth: token, baseUrl: baseUrl.replace(/\/+$/, ''), userAgent: 'avouch', log: quiet,
    request: { fetch: outside.http.fetch, signal: outside.signal }, throttle: { enabled: false }, retry: { enabled: false },
  });
  const origin = new URL(baseUrl).origin;
  let octokit: Promise<Octokit> | undefined;
  let enterprise: string | undefined;
  const ask = async (route: string, parameters: Parameters): Promise<Answer> => {
    try {
      const answer: Answer = await (await (octokit ??= open())).request(route, { ...parameters, headers: { 'x-github-api-version': '2022-11-28' } });
      const version = answer.headers['x-github-enterprise-version'];
      if (version !== undefined) enterprise = String(version);
      refuseSubstitute(answer);
      return answer;
    } catch (error) {
      throw error instanceof GitHubProblem ? error : problemOf(error, outside);
    }
  };
  // The client hands on a body that is no JSON as text, and its own paging turns an empty one into an empty list: both are checked here.
  const read = <T>(schema: z.ZodType<T>, data: unknown, place: string): T => {
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    throw malformed(place, typeof data === 'string' ? 'it is no whole JSON' : (parsed.error.issues[0]?.path.join('.') || 'its form'));
  };
  async function* pages<T>(route: string, schema: z.ZodType<T>, parameters: Parameters = {}, key?: string): AsyncIterable<readonly T[]> {
    let answer = await ask(route, { per_page: 100, ...parameters });
    for (;;) {
      const place = placeOf('GET', answer.url);
      const data = key === undefined ? answer.data : read(z.looseObject({ [key]: z.unknown() }), answer.data, place)[key];
      yield read(z.array(schema), data, place);
      const next = nextOf(answer, origin, place);
      if (next === undefined) return;
      answer = await ask(`GET ${next}`, {});
    }
  }
  return {
    pages,
    get: async (route, schema, parameters = {}) => {
      const answer = await ask(route, parameters);
      return read(schema, answer.data, placeOf('GET', answer.url));
    },
    list: async (route, schema, parameters, key) => {
      const all = [];
      for await (const page of pages(route, schema, parameters, key)) all.push(...page);
      return all;
    },
    exists: async (route, parameters = {}) => {
      try {
        return (await ask(route, parameters)).status === 204;
      } catch (error) {
        if (error instanceof GitHubProblem && error.status === 404) return false;
        throw error;
      }
    },
    version: () => (enterprise === undefined ? 'GitHub REST API 2022-11-28' : `GitHub Enterprise Server ${enterprise}, REST API 2022-11-28`),
  };
}

/** What `run` gives, or `instead` when GitHub answered with one of these statuses (never for a rate limit). */
export async function unless<T, U>(statuses: readonly number[], run: () => Promise<T>, instead: U): Promise<T | U> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof GitHubProblem && statuses.includes(error.status) && error.problem.kind !== 'rate-limited') return instead;
    throw error;
  }
}
