import type { Connector, Reading } from '../connector.ts';
import { failedReading, wholeReading, type Look } from '../outside/reading.ts';
import { withPostgres } from './connection.ts';
import { readRoles, readTables, rolesQuery, tablesQuery } from './roles.ts';
import { postgresSettings as settings } from './settings.ts';
import { readStore, settingsQuery } from './store.ts';

const guide = `Avouch reads catalogues and settings, never the rows of your tables, in a read-only transaction.

\`\`\`sql
create role avouch_reader login password '…' connection limit 2;
grant pg_monitor to avouch_reader;               -- settings and statistics
grant connect on database your_database to avouch_reader;
\`\`\`

Without more, two things stay unknown. Give them if you want them known; both as superuser:

\`\`\`sql
grant select on pg_hba_file_rules to avouch_reader;          -- whether TLS is required
grant execute on function pg_hba_file_rules() to avouch_reader;
\`\`\`

How passwords are kept is visible to superusers only: Avouch does not ask for that right, and uses it when it is there. PostgreSQL does not know when its last backup was; connect the backup tool for that.`;

const reads = [
  { entityType: 'dataStore', title: 'The server and its settings', scopes: [{ name: 'pg_monitor', why: 'to see every setting and the archiver' }, { name: 'select on pg_hba_file_rules', why: 'to see whether TLS is required; optional' }] },
  { entityType: 'account', title: 'Roles that can sign in', scopes: [{ name: 'connect', why: 'to list roles and their rights' }] },
  { entityType: 'table', title: 'Tables', scopes: [{ name: 'connect', why: 'to see row security and public rights of tables, never their rows' }] },
] as const;

/** A PostgreSQL server and one of its databases. */
export const postgres: Connector<typeof settings> = {
  id: 'postgres', version: '1.0.0', title: 'PostgreSQL', summary: 'Reads version, encryption, logging, roles and row security of a PostgreSQL server.', guide, settings,
  secrets: [{ key: 'password', title: 'Password of the role', optional: true, sentTo: ['host', 'port', 'socket', 'tls', 'certificateAuthority'] }], reads,
  read: async function* ({ settings: given, secrets, outside, progress }): AsyncGenerator<Reading> {
    const at = outside.now();
    const place = given.socket === undefined ? `${given.host}:${given.port}` : `${given.socket}:${given.port}`;
    const store = `${place}/${given.database}`;
    const found = await withPostgres(outside, given, secrets['password'], async (ask) => {
      const dataStore = await readStore(ask, store, `${given.database} at ${place}`);
      progress({ entityType: 'dataStore', done: 1, total: 1 });
      const accounts = await readRoles(ask, store, at);
      progress({ entityType: 'account', done: accounts.length, total: accounts.length });
      const tables = await readTables(ask, store);
      progress({ entityType: 'table', done: tables.length, total: tables.length });
      return { dataStore, accounts, tables };
    });
    const version = found.ok ? found.value.dataStore.version : null;
    const look = (query: string): Look => ({ captured: at.toISOString(), query, sourceVersion: version === null ? null : `PostgreSQL ${version}` });
    if (!found.ok) {
      yield failedReading('dataStore', look(settingsQuery), found.problem);
      yield failedReading('account', look(rolesQuery), found.problem);
      yield failedReading('table', look(tablesQuery), found.problem);
      return;
    }
    yield wholeReading('dataStore', look(settingsQuery), [found.value.dataStore]);
    yield wholeReading('account', look(rolesQuery), found.value.accounts);
    yield wholeReading('table', look(tablesQuery), found.value.tables);
  },
};
