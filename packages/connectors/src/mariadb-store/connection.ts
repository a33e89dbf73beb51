import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import mysql from 'mysql2';
import type { Outside, Problem } from '../connector.ts';
import { overAddresses } from '../http/each-address.ts';
import { codeOf, connectionProblem, problemOf, type Outcome } from '../http/problem.ts';

/** Where a MariaDB or MySQL server is and as whom it is asked. With `socket`, the host is not used. */
export type Target = {
  readonly host: string; readonly port: number; readonly database: string; readonly user: string; readonly tls: 'verify' | 'require' | 'off';
  readonly socket?: string | undefined; readonly certificateAuthority?: string | undefined; readonly timeoutS: number; readonly statementTimeoutS: number;
};

/** A row as the texts that the server sends. */
export type TextRow = readonly (string | null)[];

/** A connection on which everything is asked as text and comes as text. Rejects with the server's error. */
export type Connection = {
  readonly ask: (sql: string) => Promise<readonly TextRow[]>;
  /** How many rows a statement found. */
  readonly tell: (sql: string) => Promise<number>;
  /** Gives the rows one by one, without holding them all; nothing else can be asked meanwhile. */
  readonly stream: (sql: string) => AsyncIterable<TextRow>;
  readonly close: () => Promise<void>;
  readonly broken: () => boolean;
};

const numberOf = (error: unknown): number => {
  const value: unknown = error !== null && typeof error === 'object' ? Reflect.get(error, 'errno') : undefined;
  return typeof value === 'number' ? value : 0;
};

/** Whether another try can come out otherwise: deadlock, a lock that was waited for, a row that changed since the snapshot. */
export const cameBetween = (error: unknown): boolean => [1213, 1205, 1020].includes(numberOf(error));

/** The numbers of errors that say that a table or column is not there. */
export const isLost = (error: unknown): boolean => [1146, 1054].includes(numberOf(error));

const give = (kind: Problem['kind'], sentence: string, remedy: string): Problem => ({ kind, sentence, remedy });

const rowProblem = (number: number, target: Target): Problem | undefined => {
  switch (number) {
    case 1451: return give('failed', 'The database refused the change: other rows still point at a row that is to go.', 'Compare the data map with the references of the tables.');
    case 1452: return give('failed', 'The database refused the change: a row would point at another that is not there.', 'Compare the data map with the references of the tables.');
    case 1062: return give('failed', 'The database refused the change: a value that must stand once would stand twice.', 'Compare the data map with the unique keys of the table.');
    case 1048: case 1364: return give('failed', 'The database refused the change: a column may not be empty.', 'Change the data map, so that this field is given another value.');
    case 1264: case 1265: case 1292: case 1366: case 1406: case 4025: case 3819: return give('failed', 'The database refused a value that does not fit into its column.', 'Compare the data map with the types, lengths and checks of the columns.');
    case 1213: case 1020: return give('conflict', 'Others changed the same rows each time in between.', 'Try again when the database is less busy.');
    case 1205: return give('timed-out', 'Others hold rows that are needed here.', 'Try again when the database is less busy.');
    case 1969: case 3024: return give('timed-out', `The database took longer than ${target.statementTimeoutS} seconds for one statement.`, 'Give the columns that the data map goes by an index, or try again when the database is less busy.');
    case 1290: case 1792: case 1836: return give('forbidden', 'The database only lets itself be read.', 'Give the address of the primary server, which takes changes.');
    case 1146: case 1054: return give('not-found', 'A table or column that is needed is not there.', 'Compare the data map with the database.');
    case 1142: case 1143: case 1227: case 1370: return give('forbidden', `The account ${target.user} may not read or change a table that is needed.`, 'Give it the rights that the guide of this system names.');
    case 1153: return give('too-large', 'A statement was larger than the server takes.', 'Raise max_allowed_packet at the server to 64 MB.');
    default: return undefined;
  }
};

/** The one sentence for whatever a connection or a statement ended with. The server's own text is not repeated: it holds values. */
export const mariadbProblem = (error: unknown, target: Target): Problem => {
  const where = target.socket ?? `${target.host}:${target.port}`;
  const number = numberOf(error);
  const known = rowProblem(number, target);
  if (known !== undefined) return known;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : '';
  if (number === 1045 || number === 1698) return give('unauthorised', `${where} does not let the account ${target.user} in with this password.`, 'Correct the account or its password in the settings of this system.');
  if (number === 1044) return give('forbidden', `The account ${target.user} may not use the database ${target.database} at ${where}.`, 'Give it the rights that the guide of this system names.');
  if (number === 1049) return give('not-found', `${where} has no database ${target.database}.`, 'Correct the name of the database in the settings.');
  if (number === 1040 || number === 1203 || number === 1226) return give('failed', `${where} has no free connection.`, 'Try again later, or allow more connections.');
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT') return give('unsupported', `${where} offers no TLS.`, 'Turn TLS on at the server; only if the network between is trusted, turn it off in the settings.');
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ISSUER|ERR_TLS/.test(code)) return give('failed', `The certificate of ${where} is not one that is trusted here for this name.`, 'Correct the certificate, or give the certificate of its authority in the settings.');
  if (code === 'PROTOCOL_CONNECTION_LOST' || /closed state|Connection lost/i.test(message)) return give('cut-short', `${where} broke the connection off before its answer was whole.`, 'Try again; if it stays so, look at the log of the server.');
  return number >= 1000 ? give('failed', `${where} answered with the error ${number}.`, 'Look at the log of the database server.') : connectionProblem(error, where, target.timeoutS * 1000);
};

const reading = {
  rowsAsArray: true,
  // Everything as text: what a value is, the shape of the table says.
  typeCast: (field: { readonly string: () => string | null }) => field.string(),
} as const;

const wrapped = (raw: mysql.Connection): Connection => {
  let broken = false;
  let streaming: Readable | undefined;
  // The driver tells a lost connection to whoever gave a callback, and to nobody who reads a stream: that would wait for ever.
  const lost = (error: Error): void => {
    broken = true;
    streaming?.destroy(error);
  };
  raw.on('error', lost);
  raw.on('end', () => { lost(Object.assign(new Error('Connection lost'), { code: 'PROTOCOL_CONNECTION_LOST' })); });
  return {
    ask: (sql) => new Promise((give, fail) => { raw.query({ sql, ...reading }, (error, rows) => { if (error === null) give(rows as unknown as readonly TextRow[]); else fail(error); }); }),
    tell: (sql) => new Promise((give, fail) => { raw.query<mysql.ResultSetHeader>(sql, (error, header) => { if (error === null) give(header.affectedRows); else fail(error); }); }),
    stream: (sql) => {
      const stream = raw.query({ sql, ...reading }).stream({ highWaterMark: 1000 });
      streaming = stream;
      stream.once('close', () => { if (streaming === stream) streaming = undefined; });
      return stream as AsyncIterable<TextRow>;
    },
    close: () => new Promise((done) => {
      if (broken) raw.destroy();
      if (broken) done();
      else raw.end(() => { done(); });
    }),
    broken: () => broken,
  };
};

const opened = (address: string, target: Target, password: string | undefined): Promise<mysql.Connection> => new Promise((give, fail) => {
  const raw = mysql.createConnection({
    // The name is for the certificate; the way there is the address that was resolved and allowed.
    host: target.host, port: target.port, user: target.user, password: password ?? '', database: target.database, charset: 'UTF8MB4_GENERAL_CI', connectTimeout: target.timeoutS * 1000, multipleStatements: false, flags: ['-LOCAL_FILES'],
    stream: () => (target.socket === undefined ? connect({ host: address, port: target.port }) : connect(target.socket)),
    ...(target.socket !== undefined || target.tls === 'off' ? {} : {
      ssl: { rejectUnauthorized: target.tls === 'verify', verifyIdentity: target.tls === 'verify', minVersion: 'TLSv1.2', ...(target.certificateAuthority === undefined ? {} : { ca: [...rootCertificates, target.certificateAuthority] }) },
    }),
  });
  // A connection that breaks also rejects the question under way, and there it is answered for.
  raw.on('error', () => undefined);
  raw.connect((error) => { if (error === null) give(raw); else { raw.destroy(); fail(error); } });
});

/** Connects to the first address that answers, with one form for every value: UTC, UTF-8, and refusal of what does not fit. */
export const openConnection = async (outside: Outside, target: Target, password: string | undefined): Promise<Outcome<Connection>> => {
  const found = target.socket === undefined ? await outside.addresses.resolve(target.host) : { ok: true as const, addresses: [target.socket] };
  if (!found.ok) return found;
  if (outside.signal.aborted) return problemOf('cut-short', 'The work was stopped.', 'Start it again.');
  try {
    const raw = await overAddresses(found.addresses, (address) => opened(address, target, password));
    outside.signal.addEventListener('abort', () => { raw.destroy(); }, { once: true });
    const connection = wrapped(raw);
    await connection.tell(`set session time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO', innodb_lock_wait_timeout = 10, foreign_key_checks = 1, unique_checks = 1`);
    return { ok: true, value: connection };
  } catch (error) {
    return { ok: false, problem: mariadbProblem(error, target) };
  }
};
