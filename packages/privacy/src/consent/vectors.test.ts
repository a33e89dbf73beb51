import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { generateSigner } from '@avouch/ledger/keys';
import { openLedger } from '@avouch/ledger/ledger';
import { memoryStorage } from '@avouch/ledger/memory';
import { chosenFact, readChosen } from '../choices.ts';
import { consentRecordOf, receiptIdOf, verifyReceipt, type ConsentReceipt } from '../receipts.ts';
import { chosenOf, shown } from './testing/shop.ts';

/** The same bytes in every run: these are vectors, not secrets. */
function counted(): (bytes: number) => Uint8Array {
  let drawn = 0;
  return (bytes) => new Uint8Array(Buffer.concat(Array.from({ length: Math.ceil(bytes / 32) }, () => createHash('sha256').update(`vector ${drawn++}`).digest())).subarray(0, bytes));
}

const log = 'avouch.example/org_vector';

test('the vectors of receipts are what this code writes, and verify', async () => {
  const random = counted();
  const signer = generateSigner(log, random);
  const ledger = await openLedger(memoryStorage({ kek: random(32) }), { origin: log, signer, now: () => new Date('2026-06-01T10:00:01.000Z'), random, checkpointEveryMs: 0 });
  const take = (key: string, id: string) => ledger.append(chosenFact({ chosen: chosenOf({ id: id.repeat(32) }), key, actor: 'visitor', captured: '2026-06-01T10:00:01.000Z', random }));
  const [kept, gone] = [await take('visitor_kept', 'a'), await take('visitor_gone', 'b')];
  await ledger.forget({ subject: 'visitor_gone', actor: 'owner', basis: 'GDPR Art. 17(1)(b)', at: '2026-07-01T00:00:00.000Z' });
  const receiptOf = async (index: number): Promise<ConsentReceipt> => {
    const { bytes, commitments, entry } = await ledger.read(index) ?? (() => { throw new Error('no entry'); })();
    const [part] = await ledger.disclose(index);
    if (part === undefined) throw new Error('no part');
    const chosen = readChosen([part]);
    const base64 = (of: Uint8Array): string => Buffer.from(of).toString('base64');
    return {
      schema_version: 'ISO/IEC TS 27560', receipt_id: receiptIdOf(log, index), record: chosen === undefined ? null : consentRecordOf(chosen, shown, entry.recorded), notice: chosen === undefined ? null : shown,
      proof: {
        log, index, recorded: entry.recorded, entry: base64(bytes), commitment: base64(commitments[0] ?? new Uint8Array(0)), opening: part.forgotten ? { erased: { at: part.at, entry: part.entry } } : { payload: base64(part.payload), blind: base64(part.blind) },
        tlog_proof: await ledger.proof(index), verifier_key: signer.verifierKey,
      },
    };
  };
  for (const [name, index] of [['given', kept.index], ['erased', gone.index]] as const) {
    const text = `${JSON.stringify(await receiptOf(index), undefined, 2)}\n`;
    expect(verifyReceipt(text, { verifierKey: signer.verifierKey }).ok).toBe(true);
    await expect(text).toMatchFileSnapshot(`../../../../vectors/consent/${name}.json`);
  }
  await expect(`${signer.verifierKey}\n`).toMatchFileSnapshot('../../../../vectors/consent/verifier-key.txt');
});
