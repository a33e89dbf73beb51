import type { FastifyReply } from 'fastify';
import type { ZodError, ZodType, output } from 'zod';
import { Refusal, refusalStatus } from '@avouch/api/refusal';
import { RecordInvalid } from '@avouch/records/versions';
import type { Context } from '../context.ts';

/** What a caller sends, checked; throws an `invalid` refusal that names the first field at fault. */
export function parse<T extends ZodType>(schema: T, value: unknown, where: string): output<T> {
  const flaw = unwritable(value);
  if (flaw !== undefined) throw new Refusal('invalid', `${flaw === '' ? where : flaw} is not right: it holds a character that no text can hold.`, flaw === '' ? {} : { field: flaw });
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw invalid(read.error, where);
}

/** No record nests as deep as this; what does is meant to break whoever walks it. */
const DEEPEST = 50;

/** The path of a text with a NUL or half a surrogate pair, which neither the ledger nor the database can hold. */
function unwritable(value: unknown, path: readonly string[] = []): string | undefined {
  if (typeof value === 'string') return value.includes('\0') || /[\uD800-\uDFFF]/u.test(value) ? path.join('.') : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (path.length > DEEPEST) throw new Refusal('invalid', `${path[0] ?? 'It'} is not right: it is nested too deeply.`, path[0] === undefined ? {} : { field: path[0] });
  for (const [key, held] of Object.entries(value)) {
    const flaw = unwritable(key, path) ?? unwritable(held, [...path, key]);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

function invalid(error: ZodError, where: string): Refusal {
  const first = error.issues[0];
  if (first?.code === 'unrecognized_keys') {
    const key = [...first.path, first.keys[0] ?? ''].join('.');
    return new Refusal('invalid', `${key} is not known here: leave it out.`, { field: key });
  }
  const field = first?.path.join('.') ?? '';
  const rest = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : '';
  return new Refusal('invalid', `${field === '' ? where : field} is not right: ${lowerFirst(first?.message ?? 'it cannot be read')}${rest}.`, field === '' ? {} : { field });
}

const lowerFirst = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);

/** The refusal that an error stands for; undefined for what is a bug or an outage. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof RecordInvalid) {
    const first = error.issues[0];
    const field = first === undefined || first.path === '' ? undefined : `value.${first.path}`;
    return new Refusal('invalid', `${field ?? 'The record'} is not right: ${first?.message ?? 'its type does not allow it'}.`, field === undefined ? {} : { field });
  }
  if (!(error instanceof Error)) return undefined;
  if (/^Connection terminated|^timeout exceeded when trying to connect/.test(error.message)) return databaseAway(error);
  if (!('code' in error)) return undefined;
  if (error.name === 'AppendError') return appendRefusal(String(error.code), error);
  return httpRefusal(String(error.code), error);
}

function appendRefusal(code: string, cause: Error): Refusal | undefined {
  if (code === 'forgotten') return new Refusal('conflict', 'This is about somebody who was forgotten: it cannot be written again.', { cause });
  if (code === 'too_large') return new Refusal('too_large', 'The public part of this fact is over 2 KiB: shorten it.', { cause });
  if (code === 'unknown') return new Refusal('unavailable', 'The database did not say whether this was kept: look before trying again.', { cause });
  if (code === 'closed') return new Refusal('unavailable', 'The server is closing: try again in a moment.', { cause });
  return undefined;
}

function httpRefusal(code: string, cause: Error): Refusal | undefined {
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refusal('too_large', 'The request is larger than this route takes.', { cause });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Refusal('invalid', 'The content type is not one that this route takes.', { cause });
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY' || code === 'FST_ERR_CTP_INVALID_JSON_BODY') return new Refusal('invalid', 'The body is no JSON.', { cause });
  if ('statusCode' in cause && cause.statusCode === 400) return new Refusal('invalid', 'The request cannot be read.', { cause });
  if (code === '53100' || code === 'ENOSPC') return new Refusal('unavailable', 'The server’s disk is full: nothing was kept. Its operator must free some space.', { cause });
  if (['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53300'].includes(code)) return databaseAway(cause);
  return undefined;
}

const databaseAway = (cause: Error): Refusal => new Refusal('unavailable', 'The database does not answer: try again in a moment.', { cause });

/** What a caller is told, by the one table of codes. */
const told = ({ code, message, field }: Refusal): Told => ({ status: refusalStatus[code], body: { code, message, ...(field === undefined ? {} : { field }) } });

export type Told = { readonly status: number; readonly body: Readonly<Record<string, string>> };

/** Sends a refusal. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, body } = told(refusal);
  return reply.status(status).type('application/json').send(body);
}

/** What a caller is told of whatever was thrown; what is not their doing stands in the log, a bug under the request's id. */
export function answerTo(error: unknown, request: { readonly id: string; readonly route: string }, { log }: Pick<Context, 'log'>): Told {
  const refusal = refusalOf(error);
  if (refusal !== undefined) {
    if (refusal.code === 'unavailable') log('error', refusal.message, { request: request.id, cause: String(refusal.cause) });
    return told(refusal);
  }
  log('error', 'A request failed.', { request: request.id, route: request.route, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  return { status: 500, body: { code: 'failed', message: `Something failed in the server; its log says what, under ${request.id}.`, request: request.id } };
}
