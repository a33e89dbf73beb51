import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import { contentTypeOf, evidenceBytesMax } from '@avouch/controls/evidence';
import type { RecordVersion } from '@avouch/records/record-type';
import { currentRecord, newestRecordsOf } from '@avouch/records/store';
import type { Context, Download, Input } from '../context.ts';
import { freshId } from '../collecting/run.ts';
import { findUpload, type Upload } from '../tenancy/uploads.ts';
import { freshUntilOf, type Control } from './controls.ts';
import { formatCursor, parseCursor } from './cursor.ts';
import { loadControls } from './known.ts';
import { sealsOf, type SealOf } from './seals.ts';
import { writeRecord } from './write.ts';

export type EvidenceSummary = Answer<'evidenceFile'>;

/** The record's value was parsed by its schema when it was written. */
export type EvidenceValue = {
  readonly title: string; readonly controls: readonly string[]; readonly heldFrom: string; readonly note?: string; readonly freshDays?: number;
  readonly file?: { readonly id: string; readonly name: string; readonly type: string; readonly bytes: number; readonly sha256: string };
};

/** What was filed, in a version of its record. */
export const evidenceIn = (record: RecordVersion): EvidenceValue => record.value as EvidenceValue;

/** Filed evidence as the contract shows it. */
export function evidenceSummaryOf(record: RecordVersion, controls: readonly Control[], at: string, sealOf: SealOf): EvidenceSummary {
  const { title, controls: ids, file, note, heldFrom } = evidenceIn(record);
  const freshUntil = freshUntilOf(record, controls);
  return {
    id: record.id, title, kind: file === undefined ? 'statement' : 'document', controls: [...ids], heldFrom, captured: record.captured, freshUntil, fresh: freshUntil > at,
    file: file === undefined ? null : { name: file.name, bytes: file.bytes, type: file.type, sha256: file.sha256 }, note: note ?? null, seal: sealOf(record.entry),
  };
}

async function checkOrder({ actor, body }: Input<'evidenceFile'>, context: Context): Promise<Upload | undefined> {
  const now = context.now().toISOString();
  if (body.captured > now) throw new Refusal('invalid', 'The document cannot have been made later than now.', { field: 'captured' });
  if (body.heldFrom > body.captured) throw new Refusal('invalid', 'What a document shows cannot have begun after the document was made.', { field: 'heldFrom' });
  if (body.upload === null && (body.note ?? '').trim() === '') throw new Refusal('invalid', 'Hand in a file, or write a statement.', { field: 'note' });
  const file = await context.tenant(actor.org, async (tx) => {
    const controls = await loadControls(tx, actor.org);
    const unknown = body.controls.find((id) => !controls.some((control) => control.id === id));
    if (unknown !== undefined) throw new Refusal('invalid', `There is no control ${unknown}.`, { field: 'controls' });
    if (body.upload === null) return undefined;
    const upload = await findUpload(tx, actor.org, body.upload);
    if (upload === undefined) throw new Refusal('invalid', 'The file was not handed in: upload it first.', { field: 'upload' });
    return upload;
  });
  if (file !== undefined) await checkDocument(context, actor.org, file);
  return file;
}

/** Refuses what is no document: markup that a browser would run, archives, programs. The whole file is looked at, never its name. */
async function checkDocument(context: Context, org: string, { id, bytes }: Upload): Promise<void> {
  if (bytes > evidenceBytesMax) throw new Refusal('too_large', `Evidence is a document of at most ${evidenceBytesMax / 1_048_576} MiB: file the part that shows it.`, { field: 'upload' });
  const stream = await context.objects.open(org, id);
  if (stream === undefined) throw new Refusal('unavailable', 'The file is gone from the object store: its operator must restore it.');
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  if (contentTypeOf(Buffer.concat(chunks)) !== undefined) return;
  throw new Refusal('invalid', 'This is no document that can be filed: hand in a PDF, a PNG or JPEG image, an office document without macros, or plain text.', { field: 'upload' });
}

/** Files evidence: when it was true, when it was made and when it was filed stay apart, and it supports from its filing on. */
export async function fileEvidence(input: Input<'evidenceFile'>, context: Context): Promise<EvidenceSummary> {
  const { actor, body } = input;
  const file = await checkOrder(input, context);
  const id = freshId(context, 'evd');
  const { title, controls, heldFrom, captured, freshDays, note } = body;
  await writeRecord(context, {
    org: actor.org, actor: actor.member, type: 'evidence', id, expected: undefined, captured, heldFrom,
    value: {
      title, controls, heldFrom, ...(file === undefined ? {} : { file }), ...(note === null || note.trim() === '' ? {} : { note }), ...(freshDays === null ? {} : { freshDays }),
    },
  });
  return context.tenant(actor.org, async (tx) => {
    const record = await needEvidence(tx, actor.org, id);
    const all = await loadControls(tx, actor.org);
    return evidenceSummaryOf(record, all, context.now().toISOString(), await sealsOf(tx, context, actor.org, [record.entry]));
  });
}

async function needEvidence(tx: PoolClient, org: string, id: string): Promise<RecordVersion> {
  const record = await currentRecord(tx, { org, type: 'evidence', id });
  if (record === undefined) throw new Refusal('not_found', 'There is no such evidence.');
  return record;
}

/** The filed document. What comes back is what was filed: the bytes are named by the record, under their own hash. */
export async function evidenceDownload({ actor, params }: Input<'evidenceContent'>, context: Context): Promise<Download> {
  const { file } = evidenceIn(await context.tenant(actor.org, (tx) => needEvidence(tx, actor.org, params.evidence)));
  if (file === undefined) throw new Refusal('not_found', 'This evidence is a statement: it has no document.');
  const bytes = await context.objects.open(actor.org, file.id);
  if (bytes === undefined) throw new Refusal('unavailable', 'The document is gone from the object store: its operator must restore it.');
  return { name: file.name, type: file.type, bytes };
}

/** A page of the filed evidence, newest filing first. */
export async function evidencePage({ actor, query }: Input<'evidence'>, context: Context): Promise<Answer<'evidence'>> {
  return context.tenant(actor.org, async (tx) => {
    const before = query.cursor === undefined ? undefined : Number(parseCursor(query.cursor, 1)[0]);
    const naming = query.control === undefined ? undefined : { field: 'controls', id: query.control };
    const { items, more, total } = await newestRecordsOf(tx, { org: actor.org, type: 'evidence', naming, before, limit: query.limit });
    const controls = await loadControls(tx, actor.org);
    const at = context.now().toISOString();
    const sealOf = await sealsOf(tx, context, actor.org, items.map((record) => record.entry));
    const last = items.at(-1);
    return { items: items.map((record) => evidenceSummaryOf(record, controls, at, sealOf)), next: more && last !== undefined ? formatCursor([last.entry]) : null, total };
  });
}
