import type { Connector } from '../connector.ts';
import { fileSettings, readHandedFile, type FileContent, type FileFormat, type FileSource } from '../intake/handed.ts';
import { cutShort, malformed, unsupported } from '../intake/problem.ts';
import { linesOf } from '../intake/text.ts';
import { spanOf } from '../intake/time.ts';
import { play, queryNameOf, resultLine, type HostLog } from './log.ts';
import { accountsOf, hostOf, isUsed, knownQueries, unusedQueries } from './tables.ts';

const lineLengthMax = 16_000_000;
const known: ReadonlySet<string> = new Set([...Object.keys(knownQueries), ...Object.keys(unusedQueries)]);

function lineOf(source: FileSource, text: string, number: number, ended: boolean): ReturnType<typeof resultLine.parse> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw ended ? malformed(source.name, `line ${number} is not valid JSON`, source.remedy) : cutShort(source.name, `line ${number} is incomplete`);
  }
  const parsed = resultLine.safeParse(value);
  if (!parsed.success) throw malformed(source.name, `line ${number} is no result line of osquery (${parsed.error.issues[0]?.path.join('.') || 'its type'})`, source.remedy);
  return parsed.data;
}

/** How often each query was met that is not read, told in the progress line so that nothing is dropped unseen. */
function noteOf(hosts: number, unread: ReadonlyMap<string, number>): string {
  const list = [...unread].sort((a, b) => b[1] - a[1]);
  const shown = list.slice(0, 5).map(([query, count]) => `${query} (${count}${Object.hasOwn(unusedQueries, query) ? `, ${unusedQueries[query]}` : ''})`);
  const rest = list.length - shown.length;
  return `${hosts} hosts${list.length === 0 ? '' : `; not used: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more queries` : ''}`}`;
}

function accountsOrProblem(source: FileSource, hosts: readonly HostLog[]): FileContent<'account'>['entities']['account'] {
  const accounts = hosts.map((host) => ({ host, accounts: accountsOf(host) }));
  const without = accounts.filter((one) => one.accounts === undefined).map((one) => one.host.id);
  if (without.length === 0) return accounts.flatMap((one) => one.accounts ?? []);
  const partly = hosts.some((host) => ['users', 'local_users', 'user_accounts'].some((query) => host.queries.get(query)?.whole === false));
  return unsupported(source.name,
    partly ? 'its log begins after the first result of the query for users, so some are missing' : `no query lists all users of ${without.slice(0, 3).join(', ')}${without.length > 3 ? ` and ${without.length - 3} more` : ''}`,
    'Schedule `SELECT uid, username, shell, directory FROM users` as a snapshot query named `users`, and hand in a log that holds its result.');
}

async function parse(source: FileSource): Promise<FileContent<'host' | 'account'>> {
  const hosts = new Map<string, HostLog>();
  const unread = new Map<string, number>();
  const moments: (string | null)[] = [];
  let number = 0;
  for await (const { line, ended } of linesOf(source.name, source.text, lineLengthMax)) {
    number += 1;
    if (line.trim() === '') continue;
    const result = lineOf(source, line, number, ended);
    const query = queryNameOf(result.name, known);
    if (!play(hosts, result, query)) throw malformed(source.name, `line ${number} names no host or holds no result`, source.remedy);
    if (!isUsed(result, query)) unread.set(query, (unread.get(query) ?? 0) + 1);
    source.met();
  }
  if (hosts.size === 0) throw malformed(source.name, 'it holds no result line', source.remedy);
  const every = [...hosts.values()];
  for (const host of every) for (const state of host.queries.values()) moments.push(state.at);
  const agent = every.flatMap((host) => [...(host.queries.get('osquery_info')?.rows.values() ?? [])]).at(-1)?.['version'];
  source.note(noteOf(hosts.size, unread));
  return {
    sourceVersion: agent ? `osquery ${agent}` : null, window: spanOf(moments),
    entities: { host: every.map(hostOf), account: accountsOrProblem(source, every) },
  };
}

const format: FileFormat<'host' | 'account'> = {
  entityTypes: ['host', 'account'], kinds: ['osquery', 'json'], expected: 'result lines of osquery', parse,
  remedy: 'Hand in `/var/log/osquery/osqueryd.results.log` (or `osqueryd.snapshots.log`), or the result log of Fleet, one JSON object a line.',
};

const scopes = [{ name: 'the handed-in file', why: 'It holds the results; nothing else is opened.' }];

/**
 * Result lines of osquery and Fleet: snapshots, and differential results played in the order of the file. A query whose
 * first result is not in the log tells nothing. Queries that are not known are counted and named in the progress line.
 */
export const osquery: Connector<typeof fileSettings> = {
  id: 'osquery', version: '1', title: 'osquery or Fleet result log',
  summary: 'Reads the state of laptops and servers: disk encryption, firewall, screen lock, system version, local users.',
  guide: [
    '1. Schedule these as snapshot queries (`"snapshot": true`, in Fleet "Snapshot" logging), under these names:',
    '   - `os_version`: `SELECT * FROM os_version`',
    '   - `disk_encryption`: `SELECT d.encrypted FROM mounts m JOIN disk_encryption d ON m.device_alias = d.name WHERE m.path = \'/\'`; on Windows `bitlocker_info`: `SELECT drive_letter, protection_status FROM bitlocker_info`',
    '   - `alf`: `SELECT global_state FROM alf`; on Windows `windows_security_center`',
    '   - `screenlock`: `SELECT enabled, grace_period FROM screenlock`',
    '   - `users`: `SELECT uid, username, shell, directory FROM users`',
    '   - `osquery_info`: `SELECT version FROM osquery_info`',
    '2. Hand in the result log: `/var/log/osquery/osqueryd.snapshots.log`, or the file or bucket to which Fleet writes results.',
    '',
    'Volumes that differ in encryption give "unknown", never a pass.',
  ].join('\n'),
  settings: fileSettings, files: ['file'], secrets: [],
  reads: [
    { entityType: 'host', title: 'Hosts', scopes },
    { entityType: 'account', title: 'Local accounts', scopes },
  ],
  read: (input) => readHandedFile(input, format),
};
