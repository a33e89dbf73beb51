import { z } from 'zod';
import type { EntityOf } from '../entities.ts';
import { unless, type GitHub } from './client.ts';
import { addressOf, type Repository } from './repositories.ts';

const toggle = z.object({ enabled: z.boolean() }).nullish();
const checks = z.array(z.object({ context: z.string() }));

/** Classic protection of a branch, as far as it is used. */
const classic = z.object({
  required_status_checks: z.object({ contexts: z.array(z.string()).nullish(), checks: checks.nullish() }).nullish(),
  enforce_admins: toggle, allow_force_pushes: toggle, allow_deletions: toggle, required_signatures: toggle,
  required_pull_request_reviews: z.object({ required_approving_review_count: z.number().int().nullish(), dismiss_stale_reviews: z.boolean().nullish(), require_code_owner_reviews: z.boolean().nullish() }).nullish(),
});
type Classic = z.infer<typeof classic>;

/** A rule in effect on a branch, from whichever ruleset. */
const rule = z.object({
  type: z.string(), ruleset_id: z.number().int().nullish(),
  parameters: z.object({
    required_approving_review_count: z.number().int().nullish(), dismiss_stale_reviews_on_push: z.boolean().nullish(), require_code_owner_review: z.boolean().nullish(),
    required_status_checks: checks.nullish(),
  }).nullish(),
});
type Rule = z.infer<typeof rule>;
const branch = z.object({ name: z.string(), protected: z.boolean() });
const ruleset = z.object({ bypass_actors: z.array(z.unknown()).nullish() });

/** `none` is told; `unseen` means that there is classic protection, but the token may not read it. */
type ClassicTold = { readonly kind: 'told'; readonly rules: Classic } | { readonly kind: 'none' } | { readonly kind: 'unseen' };

async function readClassic(github: GitHub, repository: Repository, name: string, isProtected: boolean, hasRules: boolean): Promise<ClassicTold> {
  if (!isProtected) return { kind: 'none' };
  const told = await unless([403, 404], () => github.get('GET /repos/{owner}/{repo}/branches/{branch}/protection', classic, { ...addressOf(repository), branch: name }), null);
  if (told !== null) return { kind: 'told', rules: told };
  // To an administrator "not found" means that rulesets alone protect the branch.
  return hasRules && repository.permissions?.admin === true ? { kind: 'none' } : { kind: 'unseen' };
}

/** Whether the rulesets bind everybody: null where the token may not see who may bypass them. */
async function readBinds(github: GitHub, repository: Repository, rules: readonly Rule[]): Promise<boolean | null> {
  let binds: boolean | null = true;
  for (const id of new Set(rules.map((one) => one.ruleset_id).filter((one) => typeof one === 'number'))) {
    const told = await unless([403, 404], () => github.get('GET /repos/{owner}/{repo}/rulesets/{ruleset_id}', ruleset, { ...addressOf(repository), ruleset_id: id }), null);
    if (!told?.bypass_actors) binds = binds === false ? false : null;
    else if (told.bypass_actors.length > 0) binds = false;
  }
  return binds;
}

/** True when either says so; false only when both are known and neither does. */
const either = (told: ClassicTold, byClassic: (rules: Classic) => boolean, byRules: boolean): boolean | null =>
  byRules || (told.kind === 'told' && byClassic(told.rules)) ? true : told.kind === 'unseen' ? null : false;

const opposite = (value: boolean | null): boolean | null => (value === null ? null : !value);

/** The stricter of classic protection and rulesets, which is what GitHub enforces. */
function protectionOf(told: ClassicTold, rules: readonly Rule[], isProtected: boolean, binds: boolean | null): Omit<EntityOf<'branch'>, 'id' | 'name' | 'repository' | 'isDefault'> {
  const has = (type: string): boolean => rules.some((one) => one.type === type);
  const pulls = rules.filter((one) => one.type === 'pull_request').map((one) => one.parameters);
  const reviews = told.kind === 'told' ? told.rules.required_pull_request_reviews : undefined;
  const contexts = [
    ...rules.flatMap((one) => one.parameters?.required_status_checks?.map((check) => check.context) ?? []),
    ...(told.kind === 'told' ? [...(told.rules.required_status_checks?.contexts ?? []), ...(told.rules.required_status_checks?.checks?.map((check) => check.context) ?? [])] : []),
  ];
  const count = Math.max(0, reviews?.required_approving_review_count ?? 0, ...pulls.map((one) => one?.required_approving_review_count ?? 0));
  const classicBinds = told.kind === 'told' ? told.rules.enforce_admins?.enabled === true : null;
  return {
    protected: isProtected || rules.length > 0,
    reviewsRequired: told.kind === 'unseen' ? null : count,
    dismissesStaleReviews: either(told, (one) => one.required_pull_request_reviews?.dismiss_stale_reviews === true, pulls.some((one) => one?.dismiss_stale_reviews_on_push === true)),
    codeOwnerReview: either(told, (one) => one.required_pull_request_reviews?.require_code_owner_reviews === true, pulls.some((one) => one?.require_code_owner_review === true)),
    checksRequired: told.kind === 'unseen' ? null : [...new Set(contexts)].sort(),
    bindsAdmins: rules.length === 0 ? (told.kind === 'none' ? false : classicBinds) : told.kind === 'none' ? binds : told.kind === 'unseen' ? null : classicBinds === true ? binds : false,
    forcePushAllowed: opposite(either(told, (one) => one.allow_force_pushes?.enabled !== true, has('non_fast_forward'))),
    deletionAllowed: opposite(either(told, (one) => one.allow_deletions?.enabled !== true, has('deletion'))),
    signaturesRequired: either(told, (one) => one.required_signatures?.enabled === true, has('required_signatures')),
  };
}

/** The default branch with the protection that is in effect on it; undefined for a repository without commits. */
export async function readDefaultBranch(github: GitHub, repository: Repository): Promise<EntityOf<'branch'> | undefined> {
  const name = repository.default_branch;
  if (!name) return undefined;
  const at = { ...addressOf(repository), branch: name };
  const ask = (): Promise<z.infer<typeof branch>> => github.get('GET /repos/{owner}/{repo}/branches/{branch}', branch, at);
  const told = repository.size === 0 ? await unless([404], ask, null) : await ask();
  if (told === null) return undefined;
  const rules = await github.list('GET /repos/{owner}/{repo}/rules/branches/{branch}', rule, at);
  const classicTold = await readClassic(github, repository, told.name, told.protected, rules.length > 0);
  return {
    id: `${repository.full_name}:${told.name}`.slice(0, 500), name: told.name.slice(0, 500), repository: repository.full_name, isDefault: true,
    ...protectionOf(classicTold, rules, told.protected, await readBinds(github, repository, rules)),
  };
}
