import { MongoBulkWriteError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import type { Problem } from '../connector.ts';
import { carriedProblem } from '../http/problem.ts';

const give = (kind: Problem['kind'], sentence: string, remedy: string): Problem => ({ kind, sentence, remedy });

const serverProblem = (code: number | string | undefined, where: string): Problem => {
  switch (code) {
    case 13: return give('forbidden', `The user may not do at ${where} what is needed.`, 'Give it the rights that the guide lists.');
    case 18: return give('unauthorised', `${where} does not accept the user and password.`, 'Check user, password and the database that holds the user.');
    case 26: return give('not-found', `${where} has no such collection.`, 'Compare the data map with the live shape.');
    case 50: case 262: return give('timed-out', `${where} took too long for one question.`, 'Make an index on the field that is asked for, or try again when it is less busy.');
    case 112: case 251: case 246: return give('conflict', `${where} ended the work because others changed the same documents.`, 'Run it again.');
    case 121: return give('failed', `A validator of ${where} refuses the change.`, 'Keep or pseudonymise the field that the validator asks for, in place of clearing it.');
    case 11_000: return give('failed', `A unique index of ${where} refuses the change.`, 'Clear that field, or let it be pseudonymised.');
    default: return give('failed', `${where} answered with the error ${/^\w{1,40}$/.test(String(code)) ? String(code) : 'unknown'}.`, 'Look at the log of the database server.');
  }
};

/** What an error of the driver says. Never its own text, which may hold values of documents. */
export const mongoProblem = (error: unknown, where: string): Problem => {
  const carried = carriedProblem(error);
  if (carried !== undefined) return carried;
  if (error instanceof MongoServerSelectionError) {
    const refused = [...error.reason?.servers.values() ?? []].map((server) => carriedProblem(server.error)).find((one) => one !== undefined);
    const code = [...error.reason?.servers.values() ?? []].map((server) => server.error).find((one) => one instanceof MongoServerError)?.code;
    if (refused !== undefined) return refused;
    return code === 18 ? serverProblem(18, where) : give('unreachable', `${where} does not answer, or has no primary.`, 'Check hosts, port, replica set and firewall.');
  }
  if (error instanceof MongoBulkWriteError || error instanceof MongoServerError) return serverProblem(error.code, where);
  if (error instanceof MongoNetworkError) return give('cut-short', `${where} broke the connection off.`, 'Try again; if it stays so, look at the log of the database server.');
  return give('failed', `${where} could not be read or changed.`, 'Look at the log of this server.');
};
