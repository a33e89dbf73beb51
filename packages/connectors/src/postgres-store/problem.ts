import type { Problem } from '../connector.ts';
import { postgresProblem, type Target } from '../postgres/connection.ts';

const textIn = (error: unknown, name: string): string | undefined => {
  const value: unknown = error !== null && typeof error === 'object' ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** PostgreSQL's code of an error: `40001`. */
export const stateOf = (error: unknown): string => textIn(error, 'code') ?? '';

/** Whether another try can come out otherwise, since others came between. */
export const cameBetween = (error: unknown): boolean => ['40001', '40P01'].includes(stateOf(error));

/**
 * What a failed statement means for rows of a table. Names of tables, columns and rules are told; PostgreSQL's own text is not,
 * since it holds values.
 */
export const rowProblem = (error: unknown, target: Target): Problem => {
  const state = stateOf(error);
  const give = (kind: Problem['kind'], sentence: string, remedy: string): Problem => ({ kind, sentence, remedy });
  const [schema, table, column, rule] = ['schema', 'table', 'column', 'constraint'].map((name) => textIn(error, name));
  const place = table === undefined ? 'The database' : `The table ${schema === undefined ? '' : `${schema}.`}${table}`;
  if (state === '23502') return give('failed', `${place} refused the change: ${column ?? 'a column'} may not be empty.`, 'Change the data map, so that this field is given another value.');
  if (state.startsWith('23')) return give('failed', `${place} refused the change: its rule ${rule ?? 'for this'} does not hold.`, 'Compare the data map with the references of the table.');
  if (state.startsWith('22') || state === '42804') return give('failed', `${place} refused a value that does not fit${column === undefined ? '' : ` into ${column}`}.`, 'Compare the data map with the type and length of the column.');
  if (state === '40001' || state === '40P01') return give('conflict', 'Others changed the same rows each time in between.', 'Try again when the database is less busy.');
  if (state === '55P03') return give('timed-out', 'Others hold rows that are needed here.', 'Try again when the database is less busy.');
  if (state === '25006') return give('forbidden', 'The database only lets itself be read.', 'Give the address of the primary server, which takes changes.');
  if (state === '42P01' || state === '42703') return give('not-found', 'A table or column that is needed is not there.', 'Compare the data map with the database. If a trigger needs it, give its schema under “Search path” in the settings of this system.');
  if (state === '42883') return give('failed', 'The database does not find a function or operator that is needed.', 'If a trigger needs it, give its schema under “Search path” in the settings of this system.');
  if (state === '42501' && /row-level security/.test(textIn(error, 'message') ?? '')) {
    return give('forbidden', `Row security would hide rows from the role ${target.user}.`, 'Give the role BYPASSRLS, or a policy that lets it see every row and is not enforced on it.');
  }
  if (state === '42501') return give('forbidden', `The role ${target.user} may not read or change a table that is needed.`, 'Give it the rights that the guide of this system names.');
  return postgresProblem(error, target);
};
