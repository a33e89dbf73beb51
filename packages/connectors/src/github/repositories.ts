import { z } from 'zod';
import type { EntityOf } from '../entities.ts';
import { instantOfIso } from '../intake/time.ts';
import { unless, type GitHub } from './client.ts';

const switched = z.object({ status: z.string().nullish() }).nullish();

/** The parts of a repository that are used. */
export const repositorySchema = z.object({
  id: z.number(), name: z.string(), full_name: z.string(), private: z.boolean(), visibility: z.string().nullish(), archived: z.boolean().nullish(), fork: z.boolean(),
  default_branch: z.string().nullish(), pushed_at: z.string().nullish(), size: z.number().nullish(), owner: z.object({ login: z.string() }),
  permissions: z.object({ admin: z.boolean().nullish() }).nullish(),
  security_and_analysis: z.object({ secret_scanning: switched, code_security: switched, advanced_security: switched }).nullish(),
});
export type Repository = z.infer<typeof repositorySchema>;
const tree = z.object({ truncated: z.boolean(), tree: z.array(z.object({ path: z.string(), type: z.string() })) });

/** The owner and name with which a repository is asked for. */
export const addressOf = (repository: Repository): { readonly owner: string; readonly repo: string } => ({ owner: repository.owner.login, repo: repository.name });

const signs = {
  codeOwners: /^(\.github\/|docs\/)?CODEOWNERS$/,
  securityPolicy: /^(\.github\/|docs\/)?SECURITY(\.(md|txt|rst|adoc))?$/i,
  licence: /^(LICEN[CS]E|COPYING|UNLICENSE)([.-][\w.-]+)?$/i,
  continuousIntegration: /^(\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.ya?ml|\.circleci\/config\.ya?ml|Jenkinsfile|azure-pipelines\.ya?ml|bitbucket-pipelines\.ya?ml|\.buildkite\/.+|\.travis\.ya?ml|\.drone\.ya?ml)$/,
  manifest: /(^|\/)(package\.json|Cargo\.toml|go\.mod|pyproject\.toml|Pipfile|Gemfile|composer\.json|mix\.exs|pubspec\.yaml)$/,
  lock: /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|Cargo\.lock|go\.sum|poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|Gemfile\.lock|composer\.lock|mix\.lock|pubspec\.lock)$/,
} as const;

type Files = Pick<EntityOf<'repository'>, 'codeOwners' | 'securityPolicy' | 'licence' | 'continuousIntegration' | 'dependencyLock'>;
const untold: Files = { codeOwners: null, securityPolicy: null, licence: null, continuousIntegration: null, dependencyLock: null };

/** Which protective files the default branch holds. A listing that GitHub cut off proves what is in it, not what is missing. */
async function readFiles(github: GitHub, repository: Repository): Promise<Files> {
  if (!repository.default_branch) return untold;
  const listed = await unless([403, 404, 409], () => github.get('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', tree, { ...addressOf(repository), tree_sha: repository.default_branch ?? '', recursive: '1' }), null);
  if (listed === null) return untold;
  const paths = listed.tree.filter((entry) => entry.type === 'blob').map((entry) => entry.path);
  const has = (sign: RegExp): boolean | null => (paths.some((path) => sign.test(path)) ? true : listed.truncated ? null : false);
  return {
    codeOwners: has(signs.codeOwners), securityPolicy: has(signs.securityPolicy), licence: has(signs.licence), continuousIntegration: has(signs.continuousIntegration),
    // Without a manifest there is nothing that a lock file could pin, and nothing to tell.
    dependencyLock: has(signs.lock) === true ? true : has(signs.manifest) === true ? has(signs.lock) : null,
  };
}

const onOf = (setting: z.infer<typeof switched>): boolean | null => (setting?.status === 'enabled' ? true : setting?.status === 'disabled' ? false : null);

/** Whether Dependabot alerts are on. "Not found" means off only to an administrator; to others it means "not for you". */
async function readDependencyAlerts(github: GitHub, repository: Repository): Promise<boolean | null> {
  const on = await unless([403], () => github.exists('GET /repos/{owner}/{repo}/vulnerability-alerts', addressOf(repository)), null);
  return on === false && repository.permissions?.admin !== true ? null : on;
}

/** Whether code scanning has analysed anything: 404 is GitHub's word for "no analysis", 403 for "not switched on" or "not for you". */
async function readCodeScanning(github: GitHub, repository: Repository): Promise<boolean | null> {
  const analyses = await unless([403, 404], () => github.get('GET /repos/{owner}/{repo}/code-scanning/analyses', z.array(z.unknown()), { ...addressOf(repository), per_page: 1 }), null);
  if (analyses !== null) return analyses.length > 0;
  return onOf(repository.security_and_analysis?.code_security ?? repository.security_and_analysis?.advanced_security) === false ? false : null;
}

const visibilityOf = (repository: Repository): EntityOf<'repository'>['visibility'] =>
  repository.visibility === 'public' || repository.visibility === 'private' || repository.visibility === 'internal' ? repository.visibility : repository.private ? 'private' : 'public';

/** A repository with its settings and protective files; what the token may not see is null. */
export async function readRepository(github: GitHub, repository: Repository): Promise<EntityOf<'repository'>> {
  return {
    id: repository.full_name, name: repository.full_name, visibility: visibilityOf(repository), archived: repository.archived ?? null, defaultBranch: repository.default_branch ?? null,
    ...(await readFiles(github, repository)), ignoresSecrets: null,
    secretScanning: onOf(repository.security_and_analysis?.secret_scanning),
    dependencyAlerts: await readDependencyAlerts(github, repository), codeScanning: await readCodeScanning(github, repository),
    lastChangeAt: instantOfIso(repository.pushed_at),
  };
}

/**
 * The repositories of an owner: of an organisation all that the token sees; of a user those of the token's own user, since
 * GitHub shows only public ones of anybody else. `only` narrows them by name.
 */
export async function listRepositories(github: GitHub, owner: string, isOrganisation: boolean, only: readonly string[]): Promise<Repository[]> {
  const listed = isOrganisation
    ? await github.list('GET /orgs/{org}/repos', repositorySchema, { org: owner, type: 'all' })
    : await github.list('GET /user/repos', repositorySchema, { affiliation: 'owner' });
  const wanted = new Set(only.map((name) => name.toLowerCase()));
  const own = listed.filter((one) => one.owner.login.toLowerCase() === owner.toLowerCase());
  return own.filter((one) => wanted.size === 0 || wanted.has(one.name.toLowerCase())).sort((a, b) => (a.full_name < b.full_name ? -1 : 1));
}
