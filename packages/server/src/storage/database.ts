import { openEmbedded, DatabaseProblem, type Embedded } from '@avouch/database/embedded';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { migrate, readMigrations } from './migrations.ts';
import { codeOf, StartProblem } from './start-problem.ts';

/** The role that everything but migrations runs as: it owns nothing and row security binds it. */
export const APP_ROLE = 'avouch_app';

export type DatabaseOptions = {
  /** A PostgreSQL of the operator's own; the embedded one when absent. */
  readonly url?: string;
  /** Where the embedded cluster lives. */
  readonly folder: string;
  readonly say: (sentence: string) => void;
};

export type Database = {
  readonly pool: pg.Pool;
  /** Sees the schema `identity` first; for sign-in alone. */
  readonly identity: pg.Pool;
  readonly version: string;
  readonly close: () => Promise<void>;
};

type Place = { readonly owner: string; readonly app: string; readonly login: boolean; readonly close: () => Promise<void> };

/**
 * Opens the database, migrates it, and gives pools that row security binds. `url` may log in as a superuser or a role with
 * CREATEROLE (which makes `avouch_app` and works as it), as a member of an `avouch_app` that somebody made, or as a plain
 * owner of the database (which FORCE ROW LEVEL SECURITY binds as well). Throws `StartProblem`.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const place = options.url === undefined ? await embeddedPlace(options) : { owner: options.url, app: options.url, login: false, close: async () => undefined };
  try {
    const { role, version } = await prepare(place, options.say);
    // Statements go out without waiting for the answer to the one in front: what is sent together costs one round trip.
    const open = (settings: string, max: number): pg.Pool => {
      const pool = new pg.Pool({ connectionString: withSettings(place.app, settings), max, application_name: 'avouch', idleTimeoutMillis: 30_000, pipeline: true });
      // A connection that the server drops is replaced at the next use, and a query on it fails by itself; unheard, the event
      // would end the process.
      pool.on('error', (error) => options.say(`An idle database connection broke: ${error.message}`));
      pool.on('connect', (client) => void client.on('error', () => undefined));
      return pool;
    };
    const setRole = role === undefined || place.login ? '' : `-c role=${role} `;
    const pool = open(setRole.trim(), 20);
    const identity = open(`${setRole}-c search_path=identity`, 5);
    return { pool, identity, version, close: async () => { await Promise.all([pool.end(), identity.end()]); await place.close(); } };
  } catch (cause) {
    await place.close();
    throw cause;
  }
}

async function embeddedPlace({ folder, say }: DatabaseOptions): Promise<Place> {
  let cluster: Embedded;
  try {
    cluster = await openEmbedded({ folder, say });
  } catch (cause) {
    if (cause instanceof DatabaseProblem) throw new StartProblem(cause.message, { cause });
    throw cause;
  }
  const client = await connect(cluster.url());
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'avouch'");
    if (rowCount === 0) await client.query('create database avouch');
  } finally {
    await client.end();
  }
  return { owner: cluster.url('avouch'), app: cluster.url('avouch', APP_ROLE), login: true, close: cluster.close };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'avouch migrations', connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const why = cause instanceof Error && cause.message !== '' ? cause.message : codeOf(cause);
    throw new StartProblem(`The database does not let Avouch in (${why}): check that it runs and that DATABASE_URL is right.`, { cause });
  }
}

async function prepare(place: Place, say: (sentence: string) => void): Promise<{ role: string | undefined; version: string }> {
  const client = await connect(place.owner);
  try {
    const { rows } = await client.query<{ number: number; version: string }>("select current_setting('server_version_num')::int as number, current_setting('server_version') as version");
    const version = rows[0]?.version ?? 'unknown';
    if ((rows[0]?.number ?? 0) < 150_000) throw new StartProblem(`The database is PostgreSQL ${version}, and Avouch needs 15 or later: use a newer server, or leave DATABASE_URL out.`);
    const role = await prepareRole(client, place.login);
    const done = await migrate(client, await readMigrations());
    if (done.length > 0) say(`Brought the database forward: ${done.join(', ')}.`);
    await prepareQueue(place.owner, client);
    if (role !== undefined) await grant(client, role);
    else say(`The database role may not create roles: Avouch runs as the tables’ owner, which row security binds as well. Stronger: create role ${APP_ROLE} and grant it to this login.`);
    return { role, version };
  } finally {
    await client.end();
  }
}

type Rights = { readonly name: string; readonly rolsuper: boolean; readonly rolcreaterole: boolean; readonly rolbypassrls: boolean };

/** The role to work as; undefined when this login is bound by row security itself and may become nobody else. */
async function prepareRole(client: pg.Client, login: boolean): Promise<string | undefined> {
  const rightsOf = async (name: string): Promise<Rights | undefined> =>
    (await client.query<Rights>('select rolname as name, rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname = $1', [name])).rows[0];
  const self = (await client.query<{ name: string }>('select current_user as name')).rows[0]?.name ?? '';
  const own = await rightsOf(self);
  const mayCreate = own?.rolsuper === true || own?.rolcreaterole === true;
  if ((await rightsOf(APP_ROLE)) === undefined && mayCreate) {
    await client.query(`create role ${APP_ROLE} ${login ? 'login' : 'nologin'}`).catch((cause: unknown) => {
      // Another database of the same cluster makes the same role at the same moment.
      if (!['42710', '23505'].includes(codeOf(cause))) throw cause;
    });
  }
  const app = await rightsOf(APP_ROLE);
  if (app !== undefined && (app.rolsuper || app.rolbypassrls)) throw new StartProblem(`The role ${APP_ROLE} may pass row security by: run "alter role ${APP_ROLE} nosuperuser nobypassrls".`);
  if (app !== undefined && (own?.rolsuper === true || (await becomes(client, self)))) return APP_ROLE;
  if (own?.rolsuper === true || own?.rolbypassrls === true) throw new StartProblem(`The login ${self} of DATABASE_URL passes row security by and may not become ${APP_ROLE}: create role ${APP_ROLE} and grant it to ${self}, or use a plain login.`);
  return undefined;
}

async function becomes(client: pg.Client, self: string): Promise<boolean> {
  const trySet = async (): Promise<boolean> => client.query(`set role ${APP_ROLE}`).then(() => client.query('reset role')).then(() => true, () => false);
  if (await trySet()) return true;
  await client.query(`grant ${APP_ROLE} to ${pg.escapeIdentifier(self)}`).catch(() => undefined);
  return trySet();
}

async function prepareQueue(url: string, client: pg.Client): Promise<void> {
  await client.query("select pg_advisory_lock(hashtext('avouch migrations'))");
  try {
    await runMigrations({ connectionString: url });
  } finally {
    await client.query("select pg_advisory_unlock(hashtext('avouch migrations'))");
  }
}

/** The queue's tables have row security without a policy: whoever is not their owner would see no job at all. */
const QUEUE_POLICIES = `
do $$ declare t record; begin
  for t in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'graphile_worker' and c.relkind = 'r' and c.relrowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'avouch_app')
  loop
    execute format('create policy avouch_app on graphile_worker.%I to ${APP_ROLE} using (true) with check (true)', t.relname);
  end loop;
end $$`;

async function grant(client: pg.Client, role: string): Promise<void> {
  await client.query('begin');
  await client.query("select pg_advisory_xact_lock(hashtext('avouch migrations'))");
  for (const schema of ['public', 'identity', 'graphile_worker']) {
    await client.query(`grant usage on schema ${schema} to ${role}`);
    await client.query(`grant select, insert, update, delete on all tables in schema ${schema} to ${role}`);
    await client.query(`grant usage, select on all sequences in schema ${schema} to ${role}`);
    await client.query(`grant execute on all functions in schema ${schema} to ${role}`);
  }
  await client.query(`revoke insert, update, delete on public.migration from ${role}`);
  await client.query(QUEUE_POLICIES);
  await client.query('commit');
}

/** Adds settings that hold from the first statement of every connection. */
function withSettings(url: string, settings: string): string {
  if (settings === '') return url;
  const parsed = new URL(url);
  const given = parsed.searchParams.get('options');
  parsed.searchParams.set('options', given === null ? settings : `${given} ${settings}`);
  return parsed.href;
}
