import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson, type Json } from '@avouch/ledger/entry';
import { generateSigner } from '@avouch/ledger/keys';
import { openLedger, type Ledger } from '@avouch/ledger/ledger';
import { memoryStorage } from '@avouch/ledger/memory';
import { chosenFact, chosenIn, readChosen, type Chosen } from '../choices.ts';
import { consentRecordOf, receiptIdOf, verifyReceipt, type ConsentReceipt } from '../receipts.ts';
import { chosenOf, documentOf, shown } from './testing/shop.ts';

const log = 'avouch.example/org_1';
const signer = generateSigner(log, randomBytes);
let ledger: Ledger;
let receipt: ConsentReceipt;
let index: number;

async function receiptAt(at: number, notice: typeof shown | null): Promise<ConsentReceipt> {
  const kept = await ledger.read(at);
  const [part] = await ledger.disclose(at);
  if (kept === undefined || part === undefined) throw new Error('no such entry');
  const chosen = readChosen([part]);
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  return {
    schema_version: 'ISO/IEC TS 27560', receipt_id: receiptIdOf(log, at),
    record: chosen === undefined || notice === null ? null : consentRecordOf(chosen, notice, kept.entry.recorded), notice: chosen === undefined ? null : notice,
    proof: {
      log, index: at, recorded: kept.entry.recorded, entry: base64(kept.bytes), commitment: base64(kept.commitments[0] ?? new Uint8Array(0)),
      opening: part.forgotten ? { erased: { at: part.at, entry: part.entry } } : { payload: base64(part.payload), blind: base64(part.blind) },
      tlog_proof: await ledger.proof(at), verifier_key: signer.verifierKey,
    },
  };
}

beforeAll(async () => {
  ledger = await openLedger(memoryStorage({ kek: randomBytes(32) }), { origin: log, signer, now: () => new Date('2026-06-01T10:00:01.000Z'), random: randomBytes, checkpointEveryMs: 0 });
  const fact = chosenFact({ chosen: chosenOf(), key: 'visitor_1', actor: 'visitor', captured: '2026-06-01T10:00:01.000Z', random: randomBytes });
  ({ index } = await ledger.append(fact));
  receipt = await receiptAt(index, shown);
});

const verify = (one: unknown, verifierKey: string | undefined = signer.verifierKey): ReturnType<typeof verifyReceipt> => verifyReceipt(JSON.stringify(one), verifierKey === undefined ? {} : { verifierKey });
const faults = (one: unknown): readonly string[] => verify(one).findings.filter(({ ok }) => !ok).map(({ what }) => what);

describe('a receipt', () => {
  test('verifies offline under the log’s key, and says whether that key was given', () => {
    expect(verify(receipt)).toMatchObject({ ok: true, keyGiven: true, index, log, chosen: { answers: { statistics: true, media: false } } });
    expect(verifyReceipt(JSON.stringify(receipt))).toMatchObject({ ok: true, keyGiven: false });
    expect(verify(receipt, generateSigner(log, randomBytes).verifierKey).ok).toBe(false);
  });
  test('holds what ISO/IEC TS 27560 names', () => {
    expect(receipt.record).toMatchObject({
      record_id: chosenOf().id, pii_principal_id: chosenOf().subject, party_identification: [{ party_name: 'Tea Ltd', party_role: 'pii_controller' }],
      pii_processing: [{ privacy_notice: 'https://tea.example/privacy', language: 'en', jurisdiction: 'DE', purposes: [{ purpose: 'statistics', state: 'ConsentGiven' }, { purpose: 'media', state: 'ConsentRefused' }], recipient_third_parties: [{ party: 'counter', storage_days: { _c: 400 } }] }],
      event: [{ event_state: 'ConsentGiven', validity_duration: 'P12M', stated_time: '2026-06-01T10:00:00.000Z', event_time: '2026-06-01T10:00:01.000Z' }],
    });
  });
  test('fails when anything in it is changed, taken away or added', () => {
    const leaves = (value: unknown, path: readonly string[] = []): (readonly string[])[] => (typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, held]) => leaves(held, [...path, key])) : [path]);
    const changed = (path: readonly string[], to: (held: unknown) => unknown): unknown => {
      const copy = structuredClone(receipt) as unknown as Record<string, unknown>;
      const last = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, copy);
      last[path.at(-1) ?? ''] = to(last[path.at(-1) ?? '']);
      return copy;
    };
    const paths = leaves(receipt);
    expect(paths.length).toBeGreaterThan(60);
    for (const path of paths) {
      expect(verify(changed(path, (held) => (typeof held === 'string' ? `${held.slice(0, -1)}${held.endsWith('A') ? 'B' : 'A'}` : typeof held === 'boolean' ? !held : 7))).ok, path.join('.')).toBe(false);
      expect(verify(changed(path, () => undefined)).ok, `without ${path.join('.')}`).toBe(false);
    }
    expect(verify({ ...receipt, note: 'agreed to everything' }).ok).toBe(false);
    expect(verify({ ...receipt, record: { ...receipt.record, note: 'agreed to everything' } }).ok).toBe(false);
  });
  test('does not pass with another notice than the one that was shown', () => {
    const other = documentOf({ site: { months: 60 } });
    expect(faults({ ...receipt, notice: other, record: consentRecordOf(chosenOf(), other, receipt.proof.recorded) })).toEqual(['the notice is, to the letter, the one that the answer names']);
  });
  test('says where the proof is to be had while there is none', () => {
    const early = { ...receipt, proof: { ...receipt.proof, tlog_proof: null }, complete: 'https://a.example/receipt' };
    expect(verify(early).findings).toEqual([{ ok: false, what: 'the receipt has its proof', detail: 'this is the reply of the first second: fetch the whole file from https://a.example/receipt' }]);
  });
  test.each(['', '{}', 'null', '[1]', '{"schema_version":"ISO/IEC TS 27560"}'])('is none when it is %j', (text) => expect(verifyReceipt(text).ok).toBe(false));
  test('of somebody who was forgotten says that it existed and was erased, and one kept from before still verifies', async () => {
    await ledger.forget({ subject: 'visitor_1', actor: 'owner', basis: 'GDPR Art. 17(1)(b)', at: '2026-07-01T00:00:00.000Z' });
    const erased = verify(await receiptAt(index, null));
    expect(erased).toMatchObject({ ok: true, erased: { entry: index + 1 } });
    expect('chosen' in erased).toBe(false);
    expect(verify(receipt).ok).toBe(true);
  });
});

test('an answer to sealed parts is read back, or is gone', () => {
  const chosen: Chosen = chosenOf();
  const { parts: [part] } = chosenFact({ chosen, key: 'k', actor: 'visitor', captured: '2026-06-01T10:00:01.000Z', random: randomBytes });
  expect(readChosen([{ forgotten: false, subject: 'k', payload: part.payload, blind: part.blind }])).toEqual(chosen);
  expect(readChosen([{ forgotten: true, subject: 'k', at: '2026-06-01T10:00:01.000Z', entry: 3 }])).toBeUndefined();
});

test('an answer is sealed as its canonical JSON, whatever its texts', () => {
  const odd = ['"', '\\', '\u0001', 'é', '😀'].join('');
  for (const chosen of [chosenOf(), { ...chosenOf(), variant: odd, place: null, country: 'DE', signal: 'gpc' as const, language: odd, marks: ['late' as const, 'place' as const], answers: { z: true, a: false, [odd]: true } }]) {
    const [part] = chosenFact({ chosen, key: 'visitor_2', actor: 'visitor', captured: '2026-06-01T10:00:01.000Z', random: randomBytes }).parts;
    expect(Buffer.from(part.payload).toString()).toBe(canonicalJson(chosen as Json));
    // As it was drawn up, and as it is read from what was kept.
    expect([chosenIn(part), chosenIn({ payload: Uint8Array.from(part.payload) })]).toEqual([chosen, chosen]);
  }
});
