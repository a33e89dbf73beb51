import type { EntityOf } from '@avouch/connectors/entities';
import { checksOver, type Judgement } from './check.ts';
import { dayOf, daysAfter, fail, notApplicable, pass, setting, tlsNumber, unknown, until } from './verdicts.ts';

type DataStore = EntityOf<'dataStore'>;

/** A daily backup may take a while and start late. */
const backupHours = 26;

const tlsOn = setting({ pass: 'The store offers TLS.', fail: 'The store does not offer TLS.', what: 'whether connections can be encrypted' });
const tlsRequired = setting({ pass: 'The store refuses connections from other hosts without TLS.', fail: 'The store accepts connections from other hosts without TLS.', what: 'whether connections must be encrypted' });
const connections = setting({ pass: 'Connections are logged.', fail: 'Connections are not logged.', what: 'whether connections are logged' });
const disconnections = setting({ pass: 'The ends of connections are logged.', fail: 'The ends of connections are not logged.', what: 'whether the ends of connections are logged' });
const schemaChanges = setting({ pass: 'Changes of the schema are logged.', fail: 'Changes of the schema are not logged.', what: 'whether changes of the schema are logged' });
const atRest = setting({ pass: 'The data is encrypted where it lies.', fail: 'The data is not encrypted where it lies.', what: 'whether the data is encrypted where it lies' });
const checksums = setting({ pass: 'Pages carry checksums.', fail: 'Pages carry no checksums.', what: 'whether pages carry checksums' });
const durable = setting({ pass: 'What was confirmed is on disk.', fail: 'What was confirmed can be lost when the power fails.', what: 'whether what was confirmed is on disk' });
const reachable = setting({ want: false, pass: 'The store cannot be reached from the internet.', fail: 'The store can be reached from the internet.', what: 'whether the store can be reached from the internet' });
const archiving = setting({ pass: 'Changes are archived as they happen.', fail: 'Changes are not archived between backups.', what: 'whether changes are archived' });

const socket = notApplicable('The store is reached over a local socket only, never over a network.');
/** Encryption on the way is asked for where there is a way. */
const networked = (judge: (store: DataStore) => Judgement) => (store: DataStore): Judgement => (store.networked === false ? socket : judge(store));

const judgeTlsMinimum = ({ tlsOn: on, tlsMinimum }: DataStore): Judgement => {
  if (on === false) return fail('The store does not offer TLS.');
  const version = tlsMinimum === null || tlsMinimum === undefined ? undefined : tlsNumber(tlsMinimum);
  if (version === undefined) return unknown('the oldest version of TLS that is accepted');
  return version >= 1.2 ? pass(`Nothing older than TLS ${version} is accepted.`) : fail('Versions of TLS older than 1.2 are accepted.');
};

const judgeScheme = ({ passwordScheme }: DataStore): Judgement => {
  if (passwordScheme === null || passwordScheme === undefined) return unknown('how new passwords are kept');
  return /^scram-sha-(256|512)$|^argon2|^scrypt$|^bcrypt$/i.test(passwordScheme) ? pass(`New passwords are kept as ${passwordScheme}.`) : fail(`New passwords are kept as ${passwordScheme}.`);
};

const judgeSupport = ({ endOfLife, version }: DataStore, at: string): Judgement => {
  if (endOfLife === null || endOfLife === undefined) return unknown(version === null ? 'which version runs' : 'until when its version gets security fixes');
  return until(daysAfter(`${endOfLife}T00:00:00.000Z`, 1), at, { pass: `Its version gets security fixes until ${endOfLife}.`, fail: `Its version has had no security fixes since ${endOfLife}.` });
};

const judgeBackup = ({ lastBackupAt }: DataStore, at: string): Judgement => {
  if (lastBackupAt === null || lastBackupAt === undefined) return unknown('when the last backup was made');
  return until(daysAfter(lastBackupAt, backupHours / 24), at, { pass: 'The last backup is less than a day old.', fail: `The last backup was made on ${dayOf(lastBackupAt)}, more than a day ago.` });
};

const local = notApplicable('The store offers no TLS at all, which another check says.');

/** Checks over databases and other stores. */
export const dataStoreChecks = checksOver('dataStore', [
  {
    id: 'data-store.tls', title: 'Connections to the store can be encrypted', why: 'What crosses a network in the clear can be read and altered there.',
    remedy: 'For PostgreSQL set `ssl = on` with a certificate (`ssl_cert_file`, `ssl_key_file`) and reload.', controls: ['CRY-01'], judge: networked((store) => tlsOn(store.tlsOn)),
  },
  {
    id: 'data-store.tls-required', title: 'The store refuses connections in the clear', why: 'Encryption that is merely offered is left out by the first client that is set up wrongly.',
    remedy: 'For PostgreSQL use `hostssl` instead of `host` in `pg_hba.conf` for all addresses but loopback, and reload.', controls: ['CRY-01'],
    judge: networked((store) => (store.tlsOn === false ? local : tlsRequired(store.tlsRequired))),
  },
  {
    id: 'data-store.tls-version', title: 'The store accepts TLS 1.2 or newer only', why: 'Older versions have known weaknesses.',
    remedy: 'For PostgreSQL set `ssl_min_protocol_version = \'TLSv1.2\'` or newer, and reload.', controls: ['CRY-01'], judge: networked(judgeTlsMinimum),
  },
  {
    id: 'data-store.password-scheme', title: 'New passwords are kept by a salted scheme', why: 'A copy of the password table is then not a copy of the passwords.',
    remedy: 'For PostgreSQL set `password_encryption = \'scram-sha-256\'`, reload, and set existing passwords anew.', controls: ['IAM-08'], judge: judgeScheme,
  },
  {
    id: 'data-store.logs-connections', title: 'The store logs who connects', why: 'Without it nobody can say afterwards who was in.',
    remedy: 'For PostgreSQL set `log_connections = on`, reload, and send the log to your central store.', controls: ['LOG-01'], judge: (store) => connections(store.logsConnections),
  },
  {
    id: 'data-store.logs-disconnections', title: 'The store logs when connections end', why: 'How long somebody was in tells a routine from a copy of everything.',
    remedy: 'For PostgreSQL set `log_disconnections = on` and reload.', controls: ['LOG-01'], judge: (store) => disconnections(store.logsDisconnections),
  },
  {
    id: 'data-store.logs-schema-changes', title: 'The store logs changes of its schema', why: 'Rights and tables that change outside the release process are then seen.',
    remedy: 'For PostgreSQL set `log_statement = \'ddl\'` or more, and reload.', controls: ['LOG-01', 'LOG-03'], judge: (store) => schemaChanges(store.logsSchemaChanges),
  },
  {
    id: 'data-store.encrypted-at-rest', title: 'Data is encrypted where it lies', why: 'A stolen disk or a copied volume then tells nothing.',
    remedy: 'Put the data on an encrypted volume (LUKS, or the encryption of your cloud\'s disks) and include backups. Where the store itself cannot tell, file the setting of the volume as evidence.', controls: ['CRY-02'], judge: (store) => atRest(store.encryptedAtRest),
  },
  {
    id: 'data-store.checksums', title: 'Damage to stored data is noticed', why: 'A disk that changes a bit in silence is otherwise found years later, in the backup too.',
    remedy: 'For PostgreSQL run `pg_checksums --enable` while it is stopped, or set up the next cluster with checksums.', controls: ['PIN-06'], judge: (store) => checksums(store.checksums),
  },
  {
    id: 'data-store.durable-writes', title: 'What was confirmed survives a power cut', why: 'An answer that says "saved" must mean it.',
    remedy: 'For PostgreSQL set `fsync = on`, `full_page_writes = on` and `synchronous_commit` to `on` or stronger.', controls: ['PIN-06'], judge: (store) => durable(store.durableWrites),
  },
  {
    id: 'data-store.supported-version', title: 'The store runs a version that gets security fixes', why: 'Flaws that are found after the end of support stay open.',
    remedy: 'Plan the upgrade to a supported major version now; test it on a restored backup first.', controls: ['VUL-02'], judge: judgeSupport,
  },
  {
    id: 'data-store.recent-backup', title: 'The last backup is less than a day old', why: 'What came after the last backup is what a loss costs.',
    remedy: 'Schedule a daily backup to another place and let its failure raise an alert. Where backups are made outside the store, connect that source or file its log as evidence.', controls: ['AVL-02'], judge: judgeBackup,
  },
  {
    id: 'data-store.archiving', title: 'Changes between backups are archived', why: 'The store can then be brought back to any moment, not only to last night.',
    remedy: 'For PostgreSQL set `archive_mode = on` with an archive command to another place, or use the point-in-time recovery of your provider.', controls: ['AVL-02'], judge: (store) => archiving(store.archiving),
  },
  {
    id: 'data-store.not-public', title: 'The store cannot be reached from the internet', why: 'A database that anybody can knock at is found within hours.',
    remedy: 'Bind it to a private address, close its port in the firewall, and reach it through the application or a VPN.', controls: ['NET-06', 'NET-02'], judge: (store) => reachable(store.publiclyReachable),
  },
]);
