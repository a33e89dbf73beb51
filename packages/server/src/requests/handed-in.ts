import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import type { RequestState } from '@avouch/privacy/request';
import { organisations } from '../consent/webhook.ts';
import type { Context, Download, Task } from '../context.ts';
import { mediaTypeOf } from '../http/media-type.ts';
import { ownFact, type Doing } from './appending.ts';
import { partsOf } from './known.ts';
import { findRequest, needRequest, receivedOf, type Held } from './request.ts';

/** What may be handed in, and by which ending it is given to staff, whatever its sender called it. */
const endings: Readonly<Record<string, string>> = { 'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' };
export const FILE_BYTES_MAX = 5_000_000;
/** So many at once, and so many that lie with one request. */
export const FILES_AT_ONCE = 4;
const FILES_MAX = 10;

export type Purpose = 'proof' | 'document';
type Row = Omit<Answer<'request'>['files'][number], 'seal'> & { readonly entry: number };

const undecided: readonly RequestState['status'][] = ['received', 'identifying', 'paused'];

/** Whether somebody may hand in a file of this purpose now: proof where it was asked for and not decided on, documents while it is open. */
export const mayHandIn = ({ state }: Held, purpose: Purpose): boolean =>
  state.closed === null && state.clock.stopped === null && (purpose === 'document' || (state.identity.asked !== null && undecided.includes(state.status)));

/** What was asked for to be sure who asks, in the words of whoever asked; null when nothing was. */
export async function wantedOf(context: Context, org: string, held: Held): Promise<string | null> {
  if (!mayHandIn(held, 'proof')) return null;
  return (await partsOf<{ readonly wanted?: string }>(context, org, held.id, 'request.identity_asked')).at(-1)?.wanted ?? null;
}

const shelfOf = (context: Context, org: string, request: string, secret: Uint8Array) => context.shelfOf(org, `${request}/handed-in`, secret);

/** The rows of the files of a request, oldest first. */
export async function rowsOf(tx: PoolClient, org: string, request: string): Promise<readonly Row[]> {
  return (await tx.query<Row>('select id, name, purpose, type, bytes::float8 as bytes, at, seen, deleted, entry::float8 as entry from handed_in where org = $1 and request = $2 order by entry', [org, request])).rows;
}

/** The last part of a path, without what a screen or a header would trip over. */
const bareName = (name: string): string => (name.split(/[\\/]/).at(-1) ?? '').replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').trim().slice(0, 150) || 'file';

/** Why a file is not taken; undefined where it is. What it is, its bytes say. */
export const faultIn = (bytes: Uint8Array): 'size' | 'type' | undefined => (bytes.length > FILE_BYTES_MAX ? 'size' : endings[mediaTypeOf(bytes.subarray(0, 4100), '')] === undefined ? 'type' : undefined);

/** Keeps a file under the request's own secret, and records that it came. Refuses with `conflict` when too many lie there, or none is taken any more. */
export async function handIn(context: Context, { org, id, actor }: Doing, purpose: Purpose, { name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): Promise<void> {
  const held = await needRequest(context, org, id);
  const { secret } = await receivedOf(context, org, held);
  const file = `file_${Buffer.from(context.random(12)).toString('hex')}`;
  const shelf = shelfOf(context, org, id, Buffer.from(secret, 'base64'));
  await shelf.append(file, bytes);
  const fact = ownFact(context, { kind: 'document.handed_in', about: id, actor, header: { file, purpose, type: mediaTypeOf(bytes.subarray(0, 4100), ''), bytes: bytes.length }, sealed: { name: bareName(name) }, subject: id });
  try {
    await (await context.ledgerOf(org)).append(fact, {
      guard: async (tx) => {
        const now = await findRequest(tx, org, id);
        const { rows: [row] } = await tx.query<{ count: number }>('select count(*)::int as count from handed_in where org = $1 and request = $2 and deleted is null', [org, id]);
        if (now === undefined || now.forgotten || !mayHandIn(now, purpose) || (row?.count ?? 0) >= FILES_MAX) throw new Refusal('conflict', 'No further file is taken for this request.');
      },
    });
  } catch (cause) {
    await shelf.remove(file);
    throw cause;
  }
}

/** A file for a member of staff to download, noting that it was looked at. */
export async function openHandedIn(context: Context, { org, id, actor }: Doing, file: string): Promise<Download> {
  const held = await needRequest(context, org, id);
  const row = (await context.tenant(org, (tx) => rowsOf(tx, org, id))).find((one) => one.id === file);
  if (row === undefined || row.deleted !== null) throw new Refusal('not_found', 'There is no such file, or it was deleted.');
  const { secret } = await receivedOf(context, org, held);
  if (row.seen === null) await (await context.ledgerOf(org)).append(ownFact(context, { kind: 'document.seen', about: id, actor, header: { file } }));
  const stem = (row.name ?? 'file').replace(/\.[A-Za-z0-9]{1,5}$/, '');
  return { name: `${stem}.${endings[row.type] ?? 'bin'}`, type: row.type, bytes: shelfOf(context, org, id, Buffer.from(secret, 'base64')).read(file) };
}

/** Deletes files of a request: their bytes first, then it is recorded. Doing it again is harmless. */
async function deleteFiles(context: Context, org: string, id: string, which: Purpose | 'all'): Promise<void> {
  const rows = (await context.tenant(org, (tx) => rowsOf(tx, org, id))).filter(({ deleted, purpose }) => deleted === null && (which === 'all' || purpose === which));
  if (rows.length === 0) return;
  // Removing needs no secret: once the person is forgotten there is none.
  const shelf = shelfOf(context, org, id, new Uint8Array(32));
  for (const { id: file } of rows) await shelf.remove(file);
  await (await context.ledgerOf(org)).append(ownFact(context, { kind: 'document.deleted', about: id, actor: 'system', header: { files: rows.map((row) => row.id) } }));
}

/** Deletes proof of identity once it was decided on: what is kept is that it was handed in, and that it was seen. */
export const endProofs: Task = async ({ org = '', request = '' }, context) => {
  const held = await needRequest(context, org, request);
  if (!undecided.includes(held.state.status)) await deleteFiles(context, org, request, 'proof');
};

/** Every hour: what a job left behind, and every file of people who are forgotten. */
export const endHandedIn: Task = async (_payload, context, signal) => {
  for (const org of await organisations(context)) {
    const { rows } = await context.tenant(org, (tx) => tx.query<{ request: string; forgotten: boolean }>(
      `select distinct h.request, q.forgotten from handed_in h join request q on q.org = h.org and q.id = h.request
       where h.org = $1 and h.deleted is null and (q.forgotten or h.purpose = 'proof' and q.status <> all ($2::text[])) order by h.request`, [org, undecided]));
    for (const { request, forgotten } of rows) {
      if (signal.aborted) return;
      await deleteFiles(context, org, request, forgotten ? 'all' : 'proof');
    }
  }
};

/** Deletes every file of a request whose contents are being forgotten. */
export const forgetFiles = (context: Context, org: string, id: string): Promise<void> => deleteFiles(context, org, id, 'all');
