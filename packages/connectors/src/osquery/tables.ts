import type { EntityOf } from '../entities.ts';
import { idOf } from '../intake/identity.ts';
import type { HostLog, ResultLine, Row } from './log.ts';

/** The queries that are read, by their usual names in osquery's and Fleet's packs, and the columns without which they are not. */
export const knownQueries: { readonly [query: string]: readonly string[] } = {
  disk_encryption: ['encrypted'], filevault: ['encrypted'], filevault_status: ['encrypted'], bitlocker_info: ['protection_status'],
  screenlock: ['enabled'], screen_lock: ['enabled'], os_version: ['name', 'version'], system_info: ['hostname'],
  users: ['username'], local_users: ['username'], user_accounts: ['username'],
  alf: ['global_state'], firewall: ['global_state'], windows_security_center: ['firewall'],
  osquery_info: ['version'],
};

/** Known, and read to no use: what they tell has no place on a host or account. */
export const unusedQueries: { readonly [query: string]: string } = {
  patches: 'lists what is installed, not what is pending', sip: 'has no counterpart here', sip_config: 'has no counterpart here', gatekeeper: 'has no counterpart here',
};

/** Whether a line is of a known query and has the columns that are read of it. */
export function isUsed(line: ResultLine, query: string): boolean {
  if (!Object.hasOwn(knownQueries, query)) return false;
  const rows = [...(line.snapshot ?? []), ...(line.columns ? [line.columns] : []), ...(line.diffResults?.added || []), ...(line.diffResults?.removed || [])];
  return rows.every((row) => (knownQueries[query] ?? []).every((column) => Object.hasOwn(row, column)));
}

type Host = EntityOf<'host'>;

/** The rows of the first of these queries that was seen whole and has its columns; undefined when none was. */
function rowsOf(host: HostLog, ...queries: string[]): Row[] | undefined {
  for (const query of queries) {
    const state = host.queries.get(query);
    if (state?.whole !== true) continue;
    const rows = [...state.rows.values()];
    if (rows.every((row) => (knownQueries[query] ?? []).every((column) => Object.hasOwn(row, column)))) return rows;
  }
  return undefined;
}

/** True when all rows hold, false when none does, null when they differ, are none, or were not told. */
function agreed(rows: readonly Row[] | undefined, column: string, yes: readonly string[], no: readonly string[]): boolean | null {
  if (rows === undefined || rows.length === 0) return null;
  const told = rows.map((row) => row[column]?.toLowerCase() ?? '');
  if (told.every((value) => yes.includes(value))) return true;
  return told.every((value) => no.includes(value)) ? false : null;
}

/** A host from what its queries last told. A query that was not seen whole tells nothing. */
export function hostOf(host: HostLog): Host {
  const version = rowsOf(host, 'os_version')?.[0];
  const system = rowsOf(host, 'system_info')?.[0];
  const encrypted = agreed(rowsOf(host, 'disk_encryption', 'filevault', 'filevault_status'), 'encrypted', ['1'], ['0']);
  const firewall = agreed(rowsOf(host, 'alf', 'firewall'), 'global_state', ['1', '2'], ['0']);
  return {
    id: idOf([host.id]), name: (system?.['hostname'] || host.decorations.get('hostname') || host.id).slice(0, 500),
    os: version?.['name'] || null, osVersion: version?.['version'] || null, endOfLife: null,
    diskEncrypted: encrypted ?? agreed(rowsOf(host, 'bitlocker_info'), 'protection_status', ['1'], ['0']),
    firewallOn: firewall ?? agreed(rowsOf(host, 'windows_security_center'), 'firewall', ['good'], ['poor', 'error']),
    screenLock: agreed(rowsOf(host, 'screenlock', 'screen_lock'), 'enabled', ['1'], ['0']),
    timeSynced: null, updatesPending: null, securityUpdatesPending: null, updatesAutomatic: null, protectionAgent: null,
    sshRootLogin: null, sshPasswords: null, rebootRequired: null, hardeningIndex: null,
  };
}

const closedShell = /(nologin|\/false|\/sync|\/shutdown|\/halt)$/;

/** The accounts of a host, undefined when no query gave them whole. */
export function accountsOf(host: HostLog): EntityOf<'account'>[] | undefined {
  const rows = rowsOf(host, 'users', 'local_users', 'user_accounts');
  // Every system has users, so a list of none is no list.
  if (rows?.length === 0) return undefined;
  return rows?.map((row) => {
    const username = row['username'] ?? '';
    const shell = row['shell'] ?? '';
    const uid = row['uid'] ?? '';
    const opens = shell === '' ? null : !closedShell.test(shell);
    return {
      id: idOf([host.id, uid, username]), name: username.slice(0, 500), kind: opens === false || username.startsWith('_') ? 'service' as const : opens === true ? 'person' as const : 'unknown' as const,
      active: opens, privileged: uid === '0' ? true : null, rights: [], mfa: null, email: null, createdAt: null, lastSeenAt: null, expiresAt: null,
      passwordScheme: null, shared: uid === '0' ? true : null,
    };
  });
}
