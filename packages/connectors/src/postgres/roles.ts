import type { EntityOf } from '../entities.ts';
import type { Ask } from './connection.ts';

type Role = {
  readonly name: string; readonly superuser: boolean; readonly createrole: boolean; readonly createdb: boolean; readonly replication: boolean; readonly bypassrls: boolean;
  readonly until: string | null; readonly groups: readonly string[]; readonly scheme: string | null;
};

// The password itself never leaves the server: its kind is decided there. `scheme` is null unless pg_authid may be read.
const schemeColumn = `(select case when a.rolpassword is null then 'none' when a.rolpassword like 'SCRAM-SHA-256$%' then 'scram-sha-256'
  when a.rolpassword like 'md5%' then 'md5' else 'unknown' end from pg_catalog.pg_authid a where a.oid = r.oid)`;

const roleQuery = (scheme: string): string => `
with recursive member (role, through) as (
  select m.member, m.roleid from pg_catalog.pg_auth_members m
  union select member.role, m.roleid from member join pg_catalog.pg_auth_members m on m.member = member.through
)
select r.rolname as name, r.rolsuper as superuser, r.rolcreaterole as createrole, r.rolcreatedb as createdb, r.rolreplication as replication, r.rolbypassrls as bypassrls,
  case when isfinite(r.rolvaliduntil) then to_char(r.rolvaliduntil at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end as until,
  array(select g.rolname::text from member join pg_catalog.pg_roles g on g.oid = member.through where member.role = r.oid order by 1) as groups,
  ${scheme} as scheme
from pg_catalog.pg_roles r where r.rolcanlogin order by 1`.trim();

/** The question as it is written into the reading. */
export const rolesQuery = roleQuery('null');

// Each of these reaches the files or programs of the server, or every row, which is as good as superuser.
const strongGroups = new Set(['pg_read_all_data', 'pg_write_all_data', 'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program', 'rds_superuser', 'cloudsqlsuperuser', 'azure_pg_admin']);

/** Reads every role that can sign in, with its rights and the roles that it is a member of, directly or through others. */
export const readRoles = async (ask: Ask, store: string, at: Date): Promise<readonly EntityOf<'account'>[]> => {
  const [right] = await ask<{ may: boolean }>("select pg_catalog.has_table_privilege('pg_catalog.pg_authid', 'select') as may");
  const roles = await ask<Role>(roleQuery(right?.may === true ? schemeColumn : 'null::text'));
  const [supers] = await ask<{ names: readonly string[] }>('select array(select rolname::text from pg_catalog.pg_roles where rolsuper) as names');
  return roles.map((role) => {
    const own = [role.superuser && 'superuser', role.createrole && 'createrole', role.createdb && 'createdb', role.replication && 'replication', role.bypassrls && 'bypassrls']
      .filter((right) => right !== false);
    const reached = role.groups.some((group) => strongGroups.has(group) || supers?.names.includes(group) === true);
    return {
      id: `${store}:${role.name}`, name: role.name, kind: 'unknown', active: role.until === null || Date.parse(role.until) > at.getTime(),
      privileged: role.superuser || role.createrole || role.replication || role.bypassrls || reached, rights: [...own, ...role.groups.map((group) => `member of ${group}`)],
      mfa: null, email: null, createdAt: null, lastSeenAt: null, expiresAt: role.until, passwordScheme: role.scheme, shared: null,
    };
  });
};

/** Every table and view of users' schemas that holds or shows rows, with the rights that everybody has. */
export const tablesQuery = `
select c.oid::text as oid, n.nspname as schema, c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
  case when c.reltuples >= 0 then round(c.reltuples)::bigint::text end as estimate,
  array(select distinct a.privilege_type::text from aclexplode(c.relacl) a where a.grantee = 0 order by 1) as public
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and c.relpersistence <> 't' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_' order by 2, 3`.trim();

type Table = { readonly schema: string; readonly name: string; readonly secured: boolean; readonly forced: boolean; readonly estimate: string | null; readonly public: readonly string[] };

/** Reads the tables of the database that was connected to. Estimates are the planner's; null where it has none yet. */
export const readTables = async (ask: Ask, store: string): Promise<readonly EntityOf<'table'>[]> => (await ask<Table>(tablesQuery)).map((table) => ({
  id: `${store}:${table.schema}.${table.name}`, name: `${table.schema}.${table.name}`, store, schema: table.schema, rowSecurity: table.secured, rowSecurityForced: table.forced,
  publicRights: [...table.public], rowEstimate: table.estimate === null ? null : Math.min(Number(table.estimate), Number.MAX_SAFE_INTEGER),
}));
