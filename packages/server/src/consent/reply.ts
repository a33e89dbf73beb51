import { Refusal } from '@avouch/api/refusal';
import { canonicalJson, type Fact, type Receipt, type SealedPart } from '@avouch/ledger/entry';
import { rootOf } from '@avouch/ledger/merkle';
import { readChosen, CHOSEN, type Chosen } from '@avouch/privacy/choices';
import type { NoticeDocument } from '@avouch/privacy/notices';
import { consentRecordOf, receiptIdOf, type ConsentReceipt } from '@avouch/privacy/receipts';
import type { Context } from '../context.ts';
import type { Site, Sites } from './site.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** An answer that was just taken. */
export type Taken = { readonly chosen: Chosen; readonly fact: Fact & { readonly parts: readonly [SealedPart] }; readonly receipt: Receipt };

/** Where the holder of the pseudonym fetches the whole receipt. */
export const completeAt = (here: string, site: Site, { id, subject }: Pick<Chosen, 'id' | 'subject'>): string => `${here}/api/consents/${site.key}/receipts/${id}?subject=${subject}`;

/**
 * The reply to an answer, as JSON: its record, the entry, and the opening of what was sealed, so that the holder can show what the
 * log commits to from this moment on. The proof follows with the next checkpoint, at `complete`: waiting for it would take a second.
 * Put together from texts, since it is written for every answer of every visitor.
 */
export function replyText(here: string, site: Site, document: NoticeDocument, { chosen, fact, receipt }: Taken): string {
  const [part] = fact.parts;
  const { log, index, recorded } = receipt;
  return `{"schema_version":"ISO/IEC TS 27560","receipt_id":${quoted(receiptIdOf(log, index))},"record":${recordText(chosen, document, recorded)},"notice":null,`
    + `"proof":{"log":${quoted(log)},"index":${index},"recorded":"${recorded}","entry":"${Buffer.from(entryText(fact, recorded)).toString('base64')}","commitment":"${base64(part.commitment)}",`
    + `"opening":{"payload":"${base64(part.payload)}","blind":"${base64(part.blind)}"},"tlog_proof":null,"verifier_key":null},`
    + `"complete":${quoted(completeAt(here, site, chosen))}}`;
}

const quoted = (text: string): string => JSON.stringify(text);

/** The entry of an answer as the ledger printed it: a test compares the leaves. */
function entryText({ kind, about, actor, captured, origin, header, parts: [part] }: Taken['fact'], recorded: string): string {
  return `{"about":${quoted(about)},"actor":${quoted(actor)},"captured":"${captured}","header":${canonicalJson(header)},"kind":"${kind}","origin":${canonicalJson(origin)},`
    + `"recorded":"${recorded}","seals":{"count":1,"root":"${base64(rootOf([part.commitment]))}"},"v":1}`;
}

/** Where a record differs between those who answered alike. No text of a notice holds a NUL: none is taken for one of these. */
const slots = { id: '\0i', subject: '\0s', at: '\0a', recorded: '\0r' };
const SLOT = /\\u0000([isar])/;
/** So many kinds of answers a notice: beyond them, which only somebody who plays with places reaches, all are forgotten. */
const ALIKE_MAX = 500;
const records = new WeakMap<NoticeDocument, Map<string, readonly string[]>>();

/** The record's text: what all share who answered alike is made once. */
function recordText(chosen: Chosen, document: NoticeDocument, recorded: string): string {
  const held = records.get(document);
  const known = held ?? new Map<string, readonly string[]>();
  if (held === undefined) records.set(document, known);
  let alike = `${chosen.method} ${chosen.regime} ${chosen.signal} ${chosen.place} ${chosen.country} ${chosen.marks.join(' ')}\n${chosen.variant === null ? '' : quoted(chosen.variant)}\n${chosen.notice.hash}`;
  for (const id of Object.keys(chosen.answers)) alike += `\n${id} ${chosen.states[id]}`;
  let pieces = known.get(alike);
  if (pieces === undefined) {
    if (known.size >= ALIKE_MAX) known.clear();
    const { id, subject, at } = slots;
    pieces = JSON.stringify(consentRecordOf({ ...chosen, id, subject, at }, document, slots.recorded)).split(SLOT);
    known.set(alike, pieces);
  }
  const filled = { i: chosen.id, s: chosen.subject, a: chosen.at, r: recorded };
  let text = pieces[0] ?? '';
  for (let at = 1; at < pieces.length; at += 2) text += filled[pieces[at] as keyof typeof filled] + (pieces[at + 1] ?? '');
  return text;
}

/** The whole receipt of an entry, with its proof; of somebody who was forgotten, what is left. Undefined when the entry is no answer. */
export async function wholeReceipt(org: string, index: number, sites: Sites, context: Context): Promise<ConsentReceipt | undefined> {
  const ledger = await context.ledgerOf(org);
  const kept = await ledger.read(index);
  if (kept?.entry.kind !== CHOSEN) return undefined;
  const [part] = await ledger.disclose(index);
  const [commitment] = kept.commitments;
  if (part === undefined || commitment === undefined) throw new Error(`entry ${index} is an answer without its part`);
  const chosen = readChosen([part]);
  const document = chosen === undefined ? undefined : await sites.document(await sites.of(`${org}.${chosen.site}`, context), chosen.notice.hash, context);
  if (chosen !== undefined && document === undefined) throw new Error(`the notice of entry ${index} was never published`);
  const { rows } = await context.tenant(org, (tx) => tx.query<{ key: string }>('select verifier_key as key from log_key where org = $1', [org]));
  return {
    schema_version: 'ISO/IEC TS 27560', receipt_id: receiptIdOf(ledger.origin, index),
    record: chosen === undefined || document === undefined ? null : consentRecordOf(chosen, document, kept.entry.recorded), notice: document ?? null,
    proof: {
      log: ledger.origin, index, recorded: kept.entry.recorded, entry: base64(kept.bytes), commitment: base64(commitment),
      opening: part.forgotten ? { erased: { at: part.at, entry: part.entry } } : { payload: base64(part.payload), blind: base64(part.blind) },
      tlog_proof: await ledger.proof(index), verifier_key: rows[0]?.key ?? null,
    },
  };
}

/** A receipt as a file to keep. */
export const receiptFile = (receipt: ConsentReceipt | undefined): { readonly name: string; readonly type: string; readonly bytes: Uint8Array } => {
  if (receipt === undefined) throw new Refusal('not_found', 'There is no such receipt.');
  return { name: `receipt-${receipt.proof.index}.json`, type: 'application/json', bytes: Buffer.from(`${JSON.stringify(receipt, undefined, 2)}\n`) };
};
