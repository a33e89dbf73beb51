import type { EntityOf } from '../entities.ts';
import { excerpt, idOf } from '../intake/identity.ts';

/** The keys of a report: single values (the last one counts), and lists that are written `key[]=value`. */
export type LynisReport = { readonly values: ReadonlyMap<string, string>; readonly lists: ReadonlyMap<string, readonly string[]> };

/** One line `key=value` into the report under way; false when it is neither that, nor empty, nor a comment. */
export function addLine(line: string, values: Map<string, string>, lists: Map<string, string[]>): boolean {
  if (line.trim() === '' || line.startsWith('#')) return true;
  const match = /^([A-Za-z0-9_.:/ -]{1,200}?)(\[\])?=(.*)$/.exec(line);
  if (match === null) return false;
  const [, key = '', isList, value = ''] = match;
  if (isList === undefined) values.set(key, value.trim());
  else lists.set(key, [...(lists.get(key) ?? []), value.trim()]);
  return true;
}

const flagOf = (value: string | undefined): boolean | null => (value === '1' || value === 'true' ? true : value === '0' || value === 'false' ? false : null);
const numberOf = (value: string | undefined): number | null => (value !== undefined && /^\d+(\.\d+)?$/.test(value) ? Number(value) : null);

/** What `details[]=SSH-7408|sshd|…field:permitrootlogin;…value:YES;|` says of a setting of the SSH server, in lower case. */
function sshSettingOf(report: LynisReport, field: string): string | null {
  const line = (report.lists.get('details') ?? []).find((one) => one.startsWith('SSH-7408|') && new RegExp(`field:${field};`, 'i').test(one));
  return /;value:([^;|]*)/i.exec(line ?? '')?.[1]?.toLowerCase() ?? null;
}

const allowedOf = (value: string | null): boolean | null => (value === null ? null : value !== 'no');

/** The host that was audited. Whatever the report leaves out is null: Lynis says nothing of disk encryption or screen lock here. */
export function hostOf(report: LynisReport): EntityOf<'host'> {
  const { values, lists } = report;
  const scanners = lists.get('malware_scanner') ?? [];
  const foundPackages = flagOf(values.get('vulnerable_packages_found'));
  const vulnerable = lists.get('vulnerable_package')?.length ?? 0;
  const name = values.get('hostname') || values.get('hostid') || 'unnamed host';
  return {
    id: idOf([values.get('hostid2') || values.get('hostid') || name]), name: name.slice(0, 500),
    os: values.get('os_name') || values.get('os') || null, osVersion: values.get('os_version') || null, endOfLife: null,
    diskEncrypted: null, firewallOn: flagOf(values.get('firewall_active')), timeSynced: flagOf(values.get('ntp_daemon_running')),
    updatesPending: null,
    securityUpdatesPending: foundPackages === false ? 0 : foundPackages === true && vulnerable > 0 ? vulnerable : null,
    updatesAutomatic: flagOf(values.get('unattended_upgrade_option_available')), screenLock: null,
    protectionAgent: scanners.join(', ') || null,
    sshRootLogin: allowedOf(sshSettingOf(report, 'permitrootlogin')), sshPasswords: allowedOf(sshSettingOf(report, 'passwordauthentication')),
    rebootRequired: (report.lists.get('warning') ?? []).some((one) => one.startsWith('KRNL-5830|')) ? true : null,
    hardeningIndex: numberOf(values.get('hardening_index')),
  };
}

/** A warning fails, a suggestion is for a person to weigh. Lynis names no passes, so there are none. */
export function findingsOf(report: LynisReport, host: string): { readonly entity: EntityOf<'finding'>; readonly more: readonly (string | null)[] }[] {
  const each = (list: string, state: 'fail' | 'manual', severity: 'medium' | 'low') => (report.lists.get(list) ?? []).map((line) => {
    const [rule = '', text = '', details = '', solution = ''] = line.split('|');
    const rest = [details, solution].filter((part) => part !== '' && part !== '-').join(' ');
    return {
      more: [rest],
      entity: {
        id: idOf([host, list, rule, text]), name: excerpt(text, 500) ?? (rule.slice(0, 500) || 'unnamed'), tool: 'Lynis', rule: rule || 'unnamed', state, muted: false,
        severity, resource: host, account: null, detail: excerpt(rest), at: null,
      },
    };
  });
  return [...each('warning', 'fail', 'medium'), ...each('suggestion', 'manual', 'low')];
}
