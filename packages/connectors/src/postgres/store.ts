import type { EntityOf } from '../entities.ts';
import type { Ask } from './connection.ts';
import { endOfLifeOf } from './versions.ts';

type Settings = ReadonlyMap<string, string>;

const names = [
  'server_version', 'ssl', 'ssl_min_protocol_version', 'password_encryption', 'log_connections', 'log_disconnections', 'log_statement', 'data_checksums', 'fsync', 'full_page_writes',
  'archive_mode', 'archive_command', 'archive_library', 'listen_addresses', 'pgaudit.log', 'pg_tde.wal_encrypt', 'default_table_access_method', 'data_encryption_version',
];
export const settingsQuery = 'select name, setting from pg_catalog.pg_settings where name = any ($1)';
const hbaQuery = "select type, address, auth_method, error is not null as wrong from pg_catalog.pg_hba_file_rules where type like 'host%' or error is not null";
const hbaRightQuery = "select pg_catalog.has_table_privilege('pg_catalog.pg_hba_file_rules', 'select') and pg_catalog.has_function_privilege('pg_catalog.pg_hba_file_rules()', 'execute') as may";
const archiverQuery = "select to_char(last_archived_time at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') as at from pg_catalog.pg_stat_archiver";

const isOn = (value: string | undefined): boolean | null => (value === undefined ? null : value === 'on');
const not = (value: boolean | null): boolean | null => (value === null ? null : !value);

/** From PostgreSQL 18 on a list of aspects, before that on or off. */
const logsConnections = (value: string | undefined): boolean | null =>
  value === undefined ? null : value.split(',').some((aspect) => ['on', 'true', 'yes', '1', 'all', 'receipt', 'authentication', 'authorization'].includes(aspect.trim()));

const logsSchemaChanges = (settings: Settings): boolean | null => {
  const audited = (settings.get('pgaudit.log') ?? '').split(',').map((part) => part.trim().toLowerCase());
  if (audited.includes('ddl') || (audited.includes('all') && !audited.includes('-ddl'))) return true;
  const logged = settings.get('log_statement');
  return logged === undefined ? null : logged !== 'none';
};

const archiving = (settings: Settings): boolean | null => {
  const mode = settings.get('archive_mode');
  if (mode === undefined || mode === 'off') return mode === undefined ? null : false;
  const how = [settings.get('archive_command'), settings.get('archive_library')];
  return how.some((value) => value !== undefined && value !== '' && value !== '(disabled)') ? true : how.includes(undefined) ? null : false;
};

/** Stock PostgreSQL cannot encrypt its files, and the disk below it does not show: only a build that says so is known. */
const encryptedAtRest = (settings: Settings): true | null =>
  (settings.get('pg_tde.wal_encrypt') === 'on' && settings.get('default_table_access_method') === 'tde_heap') || Number(settings.get('data_encryption_version') ?? 0) > 0 ? true : null;

const listensBeyond = (listen: string | undefined): boolean | null =>
  listen === undefined ? null : listen.split(',').map((part) => part.trim()).some((address) => address !== '' && !['localhost', '127.0.0.1', '::1'].includes(address));

type Rule = { readonly type: string; readonly address: string | null; readonly auth_method: string; readonly wrong: boolean };
const loopback = new Set(['127.0.0.1', '::1', 'localhost', 'samehost']);

/** True when every rule that lets somebody in from another machine asks for TLS. */
const tlsRequired = (rules: readonly Rule[] | null, settings: Settings): boolean | null => {
  if (settings.get('ssl') === 'off') return false;
  if (rules === null || rules.some((rule) => rule.wrong)) return null;
  return rules.filter((rule) => rule.auth_method !== 'reject' && !loopback.has(rule.address ?? '')).every((rule) => rule.type === 'hostssl' || rule.type === 'hostgssenc');
};

/** Reads the server itself. `id` and `name` are those of the database that was connected to. */
export const readStore = async (ask: Ask, id: string, name: string): Promise<EntityOf<'dataStore'>> => {
  const settings: Settings = new Map((await ask<{ name: string; setting: string }>(settingsQuery, [names])).map((row) => [row.name, row.setting]));
  const [right] = await ask<{ may: boolean }>(hbaRightQuery);
  const rules = right?.may === true ? await ask<Rule>(hbaQuery) : null;
  const [archiver] = await ask<{ at: string | null }>(archiverQuery);
  const version = settings.get('server_version');
  const fsync = isOn(settings.get('fsync'));
  const pages = isOn(settings.get('full_page_writes'));
  const listen = settings.get('listen_addresses');
  return {
    id, name, engine: 'PostgreSQL', version: version ?? null, endOfLife: version === undefined ? null : endOfLifeOf(version),
    tlsOn: isOn(settings.get('ssl')), tlsRequired: tlsRequired(rules, settings), tlsMinimum: settings.get('ssl_min_protocol_version') ?? null,
    passwordScheme: settings.get('password_encryption') ?? null, logsConnections: logsConnections(settings.get('log_connections')),
    logsDisconnections: isOn(settings.get('log_disconnections')), logsSchemaChanges: logsSchemaChanges(settings), encryptedAtRest: encryptedAtRest(settings),
    checksums: isOn(settings.get('data_checksums')),
    // A server that listens on loopback alone cannot be reached from elsewhere; whether one that listens can, the network decides.
    publiclyReachable: listensBeyond(listen) === false ? false : null,
    lastBackupAt: null, archiving: archiving(settings), lastArchivedAt: archiver?.at ?? null,
    durableWrites: fsync === null || pages === null ? null : fsync && pages, networked: not(listen === undefined ? null : listen.trim() === ''),
  };
};
