import { z } from 'zod';
import type { EntityOf } from '../entities.ts';
import { GitHubProblem, unless, type GitHub } from './client.ts';

const organisation = z.object({
  id: z.number(), login: z.string(), name: z.string().nullish(), two_factor_requirement_enabled: z.boolean().nullish(),
  default_repository_permission: z.string().nullish(), members_can_create_public_repositories: z.boolean().nullish(), plan: z.object({ name: z.string() }).nullish(),
});
const user = z.object({ id: z.number(), login: z.string(), type: z.string() });
type User = z.infer<typeof user>;

/** The routes of these reads, as their queries name them. */
export const memberRoutes = { members: 'GET /orgs/{org}/members', outside: 'GET /orgs/{org}/outside_collaborators', organisation: 'GET /orgs/{org}' } as const;

/** The organisation and the settings that bind its members; what only owners see is null for others. */
export async function readWorkspace(github: GitHub, org: string): Promise<EntityOf<'workspace'>[]> {
  const told = await github.get(memberRoutes.organisation, organisation, { org });
  const members = await github.list(memberRoutes.members, user, { org });
  return [{
    id: String(told.id), name: told.name || told.login, mfaRequired: told.two_factor_requirement_enabled ?? null, defaultRight: told.default_repository_permission ?? null,
    membersMayCreatePublic: told.members_can_create_public_repositories ?? null, auditLog: told.plan?.name === 'enterprise' ? true : null, memberCount: members.length,
  }];
}

/** Who is without a second factor, by id; null when the token's owner is not an owner of the organisation and so may not know. */
async function withoutSecondFactor(github: GitHub, org: string, route: string): Promise<ReadonlySet<number> | null> {
  const users = await unless([403, 422], () => github.list(route, user, { org, filter: '2fa_disabled' }), null);
  return users === null ? null : new Set(users.map((one) => one.id));
}

function accountOf(one: User, role: 'owner' | 'member' | 'outside collaborator', without: ReadonlySet<number> | null): EntityOf<'account'> {
  return {
    id: String(one.id), name: one.login, kind: one.type === 'User' ? 'person' : one.type === 'Bot' ? 'service' : 'unknown', active: true, privileged: role === 'owner', rights: [role],
    mfa: without === null ? null : !without.has(one.id), email: null, createdAt: null, lastSeenAt: null, expiresAt: null, passwordScheme: null, shared: null,
  };
}

/** Owners, members and, where the token may see them, outside collaborators; `outside` tells whether it may. */
export async function readAccounts(github: GitHub, org: string): Promise<{ readonly accounts: EntityOf<'account'>[]; readonly outside: boolean }> {
  const owners = await github.list(memberRoutes.members, user, { org, role: 'admin' });
  const members = await github.list(memberRoutes.members, user, { org, role: 'member' });
  const without = await withoutSecondFactor(github, org, memberRoutes.members);
  const others = await unless([403, 404], () => github.list(memberRoutes.outside, user, { org }), null);
  const othersWithout = others === null ? null : await withoutSecondFactor(github, org, memberRoutes.outside);
  if (owners.length === 0) {
    throw new GitHubProblem({ kind: 'forbidden', sentence: `GitHub shows this token no owner of ${org}, though every organisation has one.`, remedy: 'Give the token the permission "Members: read", and let an owner approve it.' }, 0, '');
  }
  return {
    outside: others !== null,
    accounts: [
      ...owners.map((one) => accountOf(one, 'owner', without)), ...members.map((one) => accountOf(one, 'member', without)),
      ...(others ?? []).map((one) => accountOf(one, 'outside collaborator', othersWithout)),
    ],
  };
}
