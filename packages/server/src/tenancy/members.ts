import type { PoolClient } from 'pg';
import type { Fact } from '@avouch/ledger/entry';
import type { Role } from '@avouch/api/contract';
import type { Projection } from '../context.ts';

const roles: readonly string[] = ['owner', 'compliance-lead', 'control-owner', 'employee', 'auditor', 'privacy-lead', 'reader'] satisfies readonly Role[];

/** Whether a text names a role. */
export const isRole = (text: unknown): text is Role => typeof text === 'string' && roles.includes(text);

/** Who belongs to the organisation, and as what. The id is opaque; the name lies with sign-in. */
export const members: Projection = {
  name: 'members',
  tables: ['member'],
  fold: async (tx, org, recorded) => {
    for (const { index, entry } of recorded) {
      if (entry.kind === 'member.joined') {
        const role = entry.header['role'];
        if (!isRole(role)) throw new Error(`entry ${index} names no role`);
        await tx.query(
          `insert into member (org, id, role, since, entry) values ($1, $2, $3, $4, $5)
           on conflict (org, id) do update set role = excluded.role, since = excluded.since, ended = null, entry = excluded.entry`,
          [org, entry.about, role, entry.recorded, index],
        );
      }
      if (entry.kind === 'member.left') await tx.query('update member set ended = $3, entry = $4 where org = $1 and id = $2', [org, entry.about, entry.recorded, index]);
    }
  },
};

type MemberFact = { readonly member: string; readonly actor: string; readonly at: Date; readonly version: string };

/** The fact that somebody belongs to the organisation from now on, in this role. */
export const joined = ({ member, actor, at, version }: MemberFact, role: Role): Fact => ({
  kind: 'member.joined', about: member, actor, captured: at.toISOString(), origin: { name: 'server', version }, header: { role }, parts: [],
});

/** The fact that somebody belongs to the organisation no longer. */
export const left = ({ member, actor, at, version }: MemberFact): Fact => ({
  kind: 'member.left', about: member, actor, captured: at.toISOString(), origin: { name: 'server', version }, header: {}, parts: [],
});

/** The role of a present member; undefined for everybody else. */
export async function roleOf(tx: PoolClient, org: string, member: string): Promise<Role | undefined> {
  const { rows } = await tx.query<{ role: Role }>({ name: 'role-of', text: 'select role from member where org = $1 and id = $2 and ended is null', values: [org, member] });
  return rows[0]?.role;
}
