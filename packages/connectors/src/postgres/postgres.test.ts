import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbedded, type Embedded } from '@avouch/database/embedded';
import { openTestDatabase, type TestDatabase } from '@avouch/database/testing';
import type { Reading } from '../connector.ts';
import type { EntityOf, EntityType } from '../entities.ts';
import { openOutside } from '../outside.ts';
import { readAll } from '../outside/read-all.ts';
import { openTestAuthority, type TestAuthority } from '../outside/testing.ts';
import { postgres } from './postgres.ts';
import { endOfLifeOf } from './versions.ts';

const now = new Date('2026-02-01T00:00:00Z');
const read = async (settings: Record<string, unknown>, password?: string, allowPrivate = ['127.0.0.0/8', '::1']) => {
  const outside = openOutside({ now: () => now, userAgent: 'test', allowPrivate, env: {}, file: async () => undefined, signal: new AbortController().signal, lookUp: async () => ['::1', tcp] });
  const readings = await readAll(postgres, { settings: postgres.settings.parse(settings), secrets: password === undefined ? {} : { password }, outside, progress: () => undefined });
  await outside.close();
  return readings;
};
const entities = <T extends EntityType>(readings: readonly Reading[], type: T): readonly EntityOf<T>[] => {
  const reading = readings.find((found) => found.entityType === type);
  if (reading?.complete !== true) throw new Error(reading?.problem.sentence ?? 'no reading');
  return reading.entities as readonly EntityOf<T>[];
};
/** The kind of the one problem that all readings have. */
const problem = (readings: readonly Reading[]): string => {
  const all = new Set(readings.map((reading) => (reading.complete ? 'complete' : `${reading.problem.kind}: ${reading.problem.sentence}`)));
  expect(all.size).toBe(1);
  return [...all].join();
};
const run = async (url: string, ...statements: readonly string[]) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try { for (const statement of statements) await client.query(statement); } finally { await client.end(); }
};

// An address of this test run's own, since the port of the server is fixed; only Linux has more than one of loopback.
const tcp = process.platform === 'linux' ? `127.77.${(process.pid >> 8) & 255}.${(process.pid & 255) || 1}` : '127.0.0.1';

describe('PostgreSQL at a local socket', () => {
  let database: TestDatabase;
  let at: { socket: string; database: string; user: string };
  beforeAll(async () => {
    database = await openTestDatabase();
    const url = new URL(database.url);
    at = { socket: url.searchParams.get('host') ?? '', database: url.pathname.slice(1), user: url.username };
    await run(database.url,
      'create schema app', 'create table app.plain (n int)', 'create table app.walled (n int)', 'alter table app.walled enable row level security', 'alter table app.walled force row level security',
      'grant select, insert on app.plain to public', 'insert into app.plain select generate_series(1, 1000)', 'analyze app.plain',
      "drop role if exists sample_reader, sample_admin, sample_group", "create role sample_group createrole", "create role sample_reader login password 'x' valid until '2030-01-01 00:00:00Z'",
      "create role sample_admin login bypassrls valid until '2020-01-01 00:00:00Z'", 'grant pg_read_all_data to sample_group', 'grant sample_group to sample_admin');
  });
  afterAll(async () => {
    await run(database.url, 'drop role sample_reader, sample_admin, sample_group');
    await database.close();
  });

  it('gives the server with its settings, and null for what PostgreSQL does not know', async () => {
    const readings = await read(at);
    expect(entities(readings, 'dataStore')).toMatchObject([{
      engine: 'PostgreSQL', version: expect.stringMatching(/^18\./), endOfLife: '2030-11-14', tlsOn: false, tlsRequired: false, tlsMinimum: 'TLSv1.2', passwordScheme: 'scram-sha-256', logsDisconnections: false,
      logsSchemaChanges: false, encryptedAtRest: null, checksums: true, publiclyReachable: false, networked: false, lastBackupAt: null, lastArchivedAt: null, archiving: false, durableWrites: false,
    }]);
    expect(readings[0]?.sourceVersion).toMatch(/^PostgreSQL 18\./);
    expect(readings[0]?.query).toContain('pg_settings');
  });

  it('gives every role that can sign in, with its rights, its end and how its password is kept', async () => {
    const roles = entities(await read(at), 'account');
    expect(roles.map((role) => role.name)).not.toContain('sample_group');
    expect(roles.find((role) => role.name === 'sample_reader')).toMatchObject({ privileged: false, active: true, rights: [], expiresAt: '2030-01-01T00:00:00.000Z', passwordScheme: 'scram-sha-256' });
    expect(roles.find((role) => role.name === 'sample_admin')).toMatchObject({ privileged: true, active: false, rights: ['bypassrls', 'member of pg_read_all_data', 'member of sample_group'], passwordScheme: 'none' });
    expect(roles.find((role) => role.name === at.user)).toMatchObject({ privileged: true, rights: expect.arrayContaining(['superuser']) });
    expect(JSON.stringify(roles)).not.toContain('SCRAM-SHA-256$');
  });

  it('gives tables with row security, public rights and size', async () => {
    expect(entities(await read(at), 'table').map(({ name, rowSecurity, rowSecurityForced, publicRights, rowEstimate }) => ({ name, rowSecurity, rowSecurityForced, publicRights, rowEstimate }))).toEqual([
      { name: 'app.plain', rowSecurity: false, rowSecurityForced: false, publicRights: ['INSERT', 'SELECT'], rowEstimate: 1000 },
      { name: 'app.walled', rowSecurity: true, rowSecurityForced: true, publicRights: [], rowEstimate: null },
    ]);
  });

  it('leaves unknown what a role of least privilege may not see, and still reads the rest', async () => {
    const readings = await read({ ...at, user: 'sample_reader' });
    expect(entities(readings, 'account').every((role) => role.passwordScheme === null)).toBe(true);
    expect(entities(readings, 'dataStore')).toMatchObject([{ durableWrites: false, version: expect.stringMatching(/^18/) }]);
  });

  it('has a clear problem for a database, a role or a socket that is not there', async () => {
    expect(problem(await read({ ...at, database: 'nowhere' }))).toMatch(/^not-found: .* has no database nowhere\.$/);
    expect(problem(await read({ ...at, user: 'nobody_such' }))).toMatch(/^unauthorised: /);
    expect(problem(await read({ ...at, socket: '/nowhere' }))).toMatch(/^not-found: There is no socket at /);
  });
});

describe('PostgreSQL over the network', () => {
  let folder: string;
  let authority: TestAuthority;
  let server: Embedded;
  const loadedAt = async () => {
    const client = new pg.Client({ connectionString: server.url() });
    await client.connect();
    const { rows } = await client.query<{ at: string }>('select pg_conf_load_time()::text as at');
    await client.end();
    return rows[0]?.at;
  };
  const rules = async (...lines: readonly string[]) => {
    writeFileSync(join(server.folder, 'pg_hba.conf'), ['local all all trust', ...lines, ''].join('\n'));
    const before = await loadedAt();
    await run(server.url(), 'select pg_reload_conf()');
    // A connection that knows the new time comes from a server that has loaded everything.
    while ((await loadedAt()) === before);
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'avouch-postgres-test-'));
    chmodSync(folder, 0o711);
    authority = openTestAuthority();
    server = await openEmbedded({ folder: join(folder, 'cluster'), settings: { listen_addresses: tcp, fsync: 'off' } });
    const { uid, gid } = statSync(server.folder);
    const { key, cert } = authority.issue(['DNS:db.example']);
    for (const [name, text] of [['server.key', key], ['server.crt', cert]] as const) {
      writeFileSync(join(server.folder, name), text, { mode: 0o600 });
      chownSync(join(server.folder, name), uid, gid);
    }
    await run(server.url(), "create role reader login password 'right'", "alter system set ssl = on", "alter system set log_connections = 'on'", "alter system set log_statement = 'ddl'",
      "grant pg_monitor to reader", "grant select on pg_hba_file_rules to reader", "grant execute on function pg_hba_file_rules() to reader");
    await rules('hostssl all all 0.0.0.0/0 scram-sha-256');
  });
  afterAll(async () => {
    await server.close();
    authority.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const at = { host: 'localhost', user: 'reader', tls: 'require' };

  it('is read over TLS by a role of least privilege, and tells whether TLS is required', async () => {
    expect(entities(await read(at, 'right'), 'dataStore')).toMatchObject([{ tlsOn: true, tlsRequired: true, networked: true, logsConnections: true, logsSchemaChanges: true }]);
    await rules('hostssl all all 0.0.0.0/0 scram-sha-256', 'host all all 10.0.0.0/8 scram-sha-256');
    expect(entities(await read(at, 'right'), 'dataStore')).toMatchObject([{ tlsRequired: false }]);
    await rules('hostssl all all 0.0.0.0/0 scram-sha-256', 'host all all 10.0.0.0/8 reject');
    expect(entities(await read(at, 'right'), 'dataStore')).toMatchObject([{ tlsRequired: true }]);
  });

  it('has one clear sentence for a wrong password and for none', async () => {
    expect(problem(await read(at, 'wrong'))).toMatch(/^unauthorised: .* does not accept the password of the role reader\.$/);
    expect(problem(await read(at))).toMatch(/^unauthorised: .* asks for a password of the role reader, and none is given\.$/);
  });

  it('checks the certificate by authority and name when it is asked to', async () => {
    const verified = { ...at, tls: 'verify', certificateAuthority: authority.certificate };
    expect(entities(await read({ ...verified, host: 'db.example' }, 'right', ['db.example']), 'dataStore')).toHaveLength(1);
    expect(problem(await read(verified, 'right'))).toMatch(/^failed: The certificate of .* is for another name\.$/);
    expect(problem(await read({ ...at, tls: 'verify' }, 'right'))).toMatch(/^failed: The certificate of .* was not issued by an authority that is trusted here\.$/);
  });

  it('says so when the server wants TLS and gets none, or has none and should', async () => {
    expect(problem(await read({ ...at, tls: 'off' }, 'right'))).toMatch(/^unauthorised: .* over TLS only/);
    await run(server.url(), 'alter system set ssl = off');
    await rules('host all all 0.0.0.0/0 scram-sha-256');
    expect(problem(await read(at, 'right'))).toMatch(/^unsupported: .* offers no TLS\.$/);
    expect(entities(await read({ ...at, tls: 'off' }, 'right'), 'dataStore')).toMatchObject([{ tlsOn: false, tlsRequired: false }]);
  });
});

describe('what is no PostgreSQL', () => {
  const listen = async (greet: (socket: import('node:net').Socket) => void) => {
    const other = createServer(greet);
    await new Promise<void>((ready) => { other.listen(0, '127.0.0.1', ready); });
    return { port: (other.address() as AddressInfo).port, close: () => { other.close(); } };
  };
  const at = { host: '127.0.0.1', user: 'reader', tls: 'off' };

  it('has one clear sentence: a closed port, a private address, a broken connection, another protocol, silence', async () => {
    const closed = await listen(() => undefined);
    closed.close();
    expect(problem(await read({ ...at, port: closed.port }))).toMatch(/^unreachable: .* refused the connection/);
    expect(problem(await read(at, undefined, []))).toMatch(/^refused-address: /);
    const breaking = await listen((socket) => { socket.destroy(); });
    expect(problem(await read({ ...at, port: breaking.port }))).toMatch(/^cut-short: /);
    breaking.close();
    const web = await listen((socket) => { socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'); });
    expect(problem(await read({ ...at, tls: 'require', port: web.port }))).toMatch(/^malformed: .* does not speak PostgreSQL\.$/);
    web.close();
    const silent = await listen(() => undefined);
    expect(problem(await read({ ...at, port: silent.port, timeoutS: 1 }))).toMatch(/^timed-out: .* did not answer within 1 seconds\.$/);
    silent.close();
  });
});

describe('the end of life of a version', () => {
  it('is known by major version, and null for a version that is not in the list', () => {
    expect([endOfLifeOf('16.4 (Debian 16.4-1)'), endOfLifeOf('9.6.24'), endOfLifeOf('18beta1'), endOfLifeOf('99.1')]).toEqual(['2028-11-09', '2021-11-11', '2030-11-14', null]);
  });
});
