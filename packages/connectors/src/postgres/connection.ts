import { isIP } from 'node:net';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import pg from 'pg';
import type { Outside, Problem } from '../connector.ts';
import { overAddresses } from '../http/each-address.ts';
import { codeOf, connectionProblem, problemOf, type Outcome } from '../http/problem.ts';

/** Where a database is and as whom it is read. With `socket`, the host is not used. */
export type Target = {
  readonly host: string; readonly port: number; readonly database: string; readonly user: string;
  readonly tls: 'verify' | 'require' | 'off'; readonly socket?: string | undefined; readonly certificateAuthority?: string | undefined;
  readonly timeoutS: number;
  /** Seconds that one question may take; 15 when absent. */
  readonly questionS?: number;
};

/** Asks one SQL question. Rejects with PostgreSQL's error. */
export type Ask = <Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** The server ends a question that takes longer; this process gives up a little later, when the server does not even say so. */
const questionS = (target: Target): number => target.questionS ?? 15;
const queryS = (target: Target): number => questionS(target) + 5;

const give = (kind: Problem['kind'], sentence: string, remedy: string): Problem => ({ kind, sentence, remedy });

/** What PostgreSQL's error codes mean here. Its own text is not repeated: it may hold values out of the database. */
const stateProblem = (code: string, message: string, target: Target, where: string): Problem | undefined => {
  switch (code) {
    case '28P01': return give('unauthorised', `${where} does not accept the password of the role ${target.user}.`, 'Correct the role or its password in the settings of this source.');
    case '28000': return /no encryption|SSL off/.test(message)
      ? give('unauthorised', `${where} lets the role ${target.user} in over TLS only, or not from this server.`, 'Turn TLS on in the settings, or add a line for this server to pg_hba.conf.')
      : give('unauthorised', `${where} does not let the role ${target.user} in from this server.`, 'Check the role, and add a line for this server to pg_hba.conf.');
    case '3D000': return give('not-found', `${where} has no database ${target.database}.`, 'Correct the name of the database in the settings.');
    case '53300': return give('failed', `${where} has no free connection.`, 'Try again later, or raise max_connections.');
    case '57P03': case '57P01': case '57P02': return give('unreachable', `${where} is starting up or shutting down.`, 'Try again when it runs.');
    case '57014': return give('timed-out', `${where} took longer than ${questionS(target)} seconds for one question.`, 'Read it again when it is less busy.');
    case '42501': return give('forbidden', `The role ${target.user} may not read what is needed at ${where}.`, 'Give it the rights that the guide of this source names.');
    default: return /^[0-9A-Z]{5}$/.test(code) ? give('failed', `${where} answered with the error ${code}.`, 'Look at the log of the database server.') : undefined;
  }
};

const tlsProblem = (code: string, message: string, where: string): Problem | undefined => {
  if (message.includes('does not support SSL')) return give('unsupported', `${where} offers no TLS.`, 'Turn TLS on at the server; only if the network between is trusted, turn it off in the settings.');
  if (message.includes('establishing an SSL connection')) return give('malformed', `${where} does not speak PostgreSQL.`, 'Check host and port.');
  if (code === 'CERT_HAS_EXPIRED') return give('failed', `The certificate of ${where} has expired.`, 'Renew the certificate of the database server.');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return give('failed', `The certificate of ${where} is for another name.`, 'Use the name that the certificate holds, or correct the certificate.');
  if (/SELF_SIGNED|UNABLE_TO_|ISSUER/.test(code)) return give('failed', `The certificate of ${where} was not issued by an authority that is trusted here.`, 'Give the certificate of its authority in the settings.');
  return /^ERR_SSL|EPROTO|^ERR_TLS/.test(code) ? give('failed', `${where} and this server agree on no way to encrypt.`, 'Allow TLS 1.2 or later at the database server.') : undefined;
};

/** The one sentence for whatever a connection or a question to PostgreSQL ended with. */
export const postgresProblem = (error: unknown, target: Target): Problem => {
  const where = target.socket === undefined ? `${target.host}:${target.port}` : join(target.socket, `.s.PGSQL.${target.port}`);
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : '';
  if (/client password must be/.test(message)) return give('unauthorised', `${where} asks for a password of the role ${target.user}, and none is given.`, 'Give the password in the settings of this source.');
  if (/timeout/i.test(message) && code === '') return give('timed-out', `${where} did not answer within ${/query/i.test(message) ? queryS(target) : target.timeoutS} seconds.`, 'Check host, port and firewall, and that the server is up.');
  if (/terminated unexpectedly|terminating connection|not queryable|client was closed/i.test(message)) return give('cut-short', `${where} broke the connection off.`, 'Check that a PostgreSQL server answers there, and look at its log.');
  return stateProblem(code, message, target, where) ?? tlsProblem(code, message, where) ?? connectionProblem(error, where, target.timeoutS * 1000);
};

const addressesOf = async (outside: Outside, target: Target): Promise<Outcome<readonly string[]>> => {
  if (target.socket !== undefined) return { ok: true, value: [target.socket] };
  const found = await outside.addresses.resolve(target.host);
  return found.ok ? { ok: true, value: found.addresses } : found;
};

const connected = async (address: string, target: Target, password: string | undefined, signal: AbortSignal): Promise<pg.Client> => {
  const ca = target.certificateAuthority === undefined ? {} : { ca: [...rootCertificates, target.certificateAuthority] };
  const client = new pg.Client({
    host: address, port: target.port, database: target.database, user: target.user, application_name: 'avouch',
    // A function keeps the driver from taking a password out of the environment or a file when none is given.
    password: () => password ?? '',
    ssl: target.socket !== undefined || target.tls === 'off' ? false : { ...(isIP(target.host) === 0 ? { servername: target.host } : {}), rejectUnauthorized: target.tls === 'verify', ...ca },
    connectionTimeoutMillis: target.timeoutS * 1000, query_timeout: queryS(target) * 1000,
  });
  // A connection that breaks also rejects the question under way, and there it is answered for.
  client.on('error', () => undefined);
  const stop = (): void => { void client.end(); };
  signal.addEventListener('abort', stop, { once: true });
  client.once('end', () => { signal.removeEventListener('abort', stop); });
  try {
    await client.connect();
    return client;
  } catch (error) {
    signal.removeEventListener('abort', stop);
    throw error;
  }
};

/** What is left to say when the caller stopped it. */
export const stopped = problemOf('cut-short', 'The read was stopped.', 'Start it again.');

/** Connects to the first address that answers. The caller ends the connection; what it asks rejects with PostgreSQL's error. */
export const openPostgres = async (outside: Outside, target: Target, password: string | undefined): Promise<Outcome<pg.Client>> => {
  const addresses = await addressesOf(outside, target);
  if (!addresses.ok) return addresses;
  if (outside.signal.aborted) return stopped;
  try {
    return { ok: true, value: await overAddresses(addresses.value, (address) => connected(address, target, password, outside.signal)) };
  } catch (error) {
    return outside.signal.aborted ? stopped : { ok: false, problem: postgresProblem(error, target) };
  }
};

/**
 * Connects, asks within one read-only transaction that sees one moment, and closes. What `questions` throws becomes a problem.
 */
export const withPostgres = async <T>(outside: Outside, target: Target, password: string | undefined, questions: (ask: Ask) => Promise<T>): Promise<Outcome<T>> => {
  const opened = await openPostgres(outside, target, password);
  if (!opened.ok) return opened;
  const client = opened.value;
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    await client.query(`set local statement_timeout = ${questionS(target) * 1000}; set local search_path = pg_catalog; set local row_security = off`);
    const value = await questions(async (sql, values) => (await client.query({ text: sql, values: [...(values ?? [])] })).rows);
    await client.query('rollback');
    return { ok: true, value };
  } catch (error) {
    return outside.signal.aborted ? stopped : { ok: false, problem: postgresProblem(error, target) };
  } finally {
    // What broke has its problem already; ending it again can only say the same.
    await client.end().catch(() => undefined);
  }
};
