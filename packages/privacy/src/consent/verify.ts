import { z } from 'zod';
import { canonicalJson, parseEntry, type Json } from '@avouch/ledger/entry';
import { verifyProof, type Finding, type Shown } from '@avouch/ledger/verify';
import { CHOSEN, parseChosen, type Chosen } from './fact.ts';
import { noticeHash, type NoticeDocument } from './notice.ts';
import { consentRecordOf, receiptIdOf, type ConsentReceipt } from './receipt.ts';

/** What verification of a receipt says. `keyGiven` is false when it holds under the key that it names itself, which anybody can make. */
export type ReceiptVerification = {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly keyGiven: boolean;
  readonly chosen?: Chosen;
  readonly log?: string;
  readonly index?: number;
  readonly recorded?: string;
  readonly erased?: { readonly at: string; readonly entry: number };
};

const file = z.strictObject({
  schema_version: z.literal('ISO/IEC TS 27560'), receipt_id: z.string(),
  record: z.record(z.string(), z.unknown()).nullable(), notice: z.record(z.string(), z.unknown()).nullable(),
  proof: z.strictObject({
    log: z.string(), index: z.number().int().min(0), recorded: z.string(), entry: z.base64(), commitment: z.base64(),
    opening: z.union([z.strictObject({ payload: z.base64(), blind: z.base64() }), z.strictObject({ erased: z.strictObject({ at: z.string(), entry: z.number().int() }) })]),
    tlog_proof: z.string().nullable(), verifier_key: z.string().nullable(),
  }),
  complete: z.string().optional(),
});

const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const same = (a: unknown, b: unknown): boolean => canonicalJson(a as Json) === canonicalJson(b as Json);

/** The findings about what the receipt says, beyond that its entry stands in the log. */
function contentFindings(receipt: ConsentReceipt, chosen: Chosen | undefined, headerNotice: unknown): readonly Finding[] {
  const { record, notice, proof } = receipt;
  if (chosen === undefined) return [{ ok: record === null && notice === null, what: 'what was erased is not stated again' }];
  if (record === null || notice === null) return [{ ok: false, what: 'the receipt has its record and its notice' }];
  return [
    { ok: hashes(notice, chosen) && headerNotice === chosen.notice.hash, what: 'the notice is, to the letter, the one that the answer names', detail: chosen.notice.hash },
    { ok: saysTheSame(record, chosen, notice, proof.recorded), what: 'the record says what was sealed, and nothing else' },
  ];
}

// A document that somebody wrote may lack what these read: then it is not the one that was published.
function hashes(notice: NoticeDocument, chosen: Chosen): boolean {
  try {
    return noticeHash(notice) === chosen.notice.hash;
  } catch {
    return false;
  }
}
function saysTheSame(record: ConsentReceipt['record'], chosen: Chosen, notice: NoticeDocument, recorded: string): boolean {
  try {
    return same(record, consentRecordOf(chosen, notice, recorded));
  } catch {
    return false;
  }
}

function openedBy({ opening }: ConsentReceipt['proof']): Chosen | undefined | 'wrong' {
  if ('erased' in opening) return undefined;
  try {
    return parseChosen(bytesOf(opening.payload));
  } catch {
    return 'wrong';
  }
}

const failed = (what: string, keyGiven: boolean, detail?: string): ReceiptVerification => ({ ok: false, keyGiven, findings: [{ ok: false, what, ...(detail === undefined ? {} : { detail }) }] });

/**
 * Whether a receipt holds: its entry stands in the log under a signed checkpoint, the answer is what was sealed there, the
 * notice is the one that the answer names, and the record says just that. Offline; a bad receipt is a verdict, never an
 * exception. It says nothing about who sat before the browser.
 */
export function verifyReceipt(text: string, trust: { readonly verifierKey?: string; readonly policy?: string } = {}): ReceiptVerification {
  const keyGiven = trust.verifierKey !== undefined || trust.policy !== undefined;
  const receipt = readReceipt(text);
  if (receipt === undefined) return failed('the file is a consent receipt', keyGiven);
  const { proof } = receipt;
  if (proof.tlog_proof === null) return failed('the receipt has its proof', keyGiven, 'complete' in receipt ? `this is the reply of the first second: fetch the whole file from ${String(receipt.complete)}` : 'it was cut out');
  const chosen = openedBy(proof);
  if (chosen === 'wrong') return failed('what was sealed is an answer', keyGiven);
  const { opening } = proof;
  const shown: Shown = 'erased' in opening ? { forgotten: true, ...opening.erased } : { payload: bytesOf(opening.payload), blind: bytesOf(opening.blind) };
  const bytes = bytesOf(proof.entry);
  const claim = { entry: bytes, proof: proof.tlog_proof, commitments: [bytesOf(proof.commitment)], openings: [shown], strict: trust.policy === undefined };
  const held = verifyProof(trust.policy === undefined ? { ...claim, verifierKey: trust.verifierKey ?? proof.verifier_key ?? '' } : { ...claim, policy: trust.policy });
  const entry = parseEntry(bytes);
  const about: readonly Finding[] = [
    { ok: entry?.kind === CHOSEN && (chosen === undefined || entry.about === chosen.site), what: 'the entry is an answer to a consent notice' },
    { ok: receipt.receipt_id === receiptIdOf(proof.log, proof.index) && held.origin === proof.log && held.index === proof.index && held.recorded === proof.recorded, what: 'the receipt names the place and the time of that entry' },
    { ok: trust.verifierKey === undefined || proof.verifier_key === null || proof.verifier_key === trust.verifierKey, what: 'the receipt names the key that was given' },
    ...contentFindings(receipt, chosen, entry?.header['notice']),
  ];
  const findings = [...held.findings, ...about];
  return {
    ok: findings.every((one) => one.ok), keyGiven, findings, log: proof.log, index: proof.index, recorded: proof.recorded,
    ...(chosen === undefined ? {} : { chosen }), ...('erased' in opening ? { erased: opening.erased } : {}),
  };
}

function readReceipt(text: string): (ConsentReceipt & { readonly complete?: string }) | undefined {
  try {
    return file.safeParse(JSON.parse(text)).data as (ConsentReceipt & { readonly complete?: string }) | undefined;
  } catch {
    return undefined; // not JSON
  }
}
