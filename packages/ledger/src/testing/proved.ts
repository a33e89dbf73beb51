import type { Kept } from '../entry.ts';
import { openSigner } from '../keys.ts';
import { memoryStorage } from '../memory.ts';
import { seal } from '../seal.ts';
import { cosignText, formatSignatureLine, parseNote } from '../notes/note.ts';
import type { Shown } from '../verify.ts';
import { chance, factOf, kek, ledgerOn, logSigner } from './facts.ts';

/** An entry with two sealed parts, proved under a checkpoint that a witness cosigned. */
export type Proved = {
  readonly entry: Uint8Array;
  readonly proof: string;
  readonly verifierKey: string;
  readonly commitments: readonly Uint8Array[];
  readonly openings: readonly Shown[];
};

export const witnessSigner = openSigner(chance('witness')(32), 'witness.example/auditor', 'witness');

/** POSIX seconds at which the witness signs. */
export const WITNESSED = 1769904000;

export const policy = `log ${logSigner.verifierKey}\nwitness auditor ${witnessSigner.verifierKey}\nquorum auditor\n`;

/** The place of the proved entry in a log of 11. */
export const PLACE = 6;

export async function proved(): Promise<Proved> {
  const ledger = await ledgerOn(memoryStorage({ kek }), { witnesses: [witnessSigner.verifierKey] });
  for (let n = 0; n < 11; n++) {
    const parts = n === PLACE ? [seal({ name: 'Ada' }, 'person-1', chance('ada')), seal({ count: 3 }, null, chance('count'))] : [];
    await ledger.append({ ...factOf(n), parts });
  }
  const text = parseNote(await ledger.checkpoint())?.text ?? '';
  await ledger.cosign(formatSignatureLine(cosignText(text, witnessSigner, WITNESSED)));
  const { bytes, commitments } = (await ledger.read(PLACE)) as Kept;
  return { entry: bytes, proof: await ledger.proof(PLACE), verifierKey: logSigner.verifierKey, commitments, openings: await ledger.disclose(PLACE) };
}
