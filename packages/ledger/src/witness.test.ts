import { mkdtemp, rm, writeFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generateSigner, openSigner } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { memoryStorage } from './memory.ts';
import { formatSubmission } from './witnesses/requests.ts';
import { parseBase64 } from './encodings/bytes.ts';
import { chance, clock, factOf, kek, ledgerOn, logSigner, ORIGIN } from './testing/facts.ts';
import { policy, witnessSigner } from './testing/proved.ts';
import { verifyProof } from './verify.ts';
import { openWitness, submitCheckpoint } from './witness.ts';
import type { Witness } from './witness.ts';

let folder: string;
let witness: Witness;
let ledger: Ledger<never>;
const open = () => openWitness({ folder, signer: witnessSigner, logs: [logSigner.verifierKey], now: clock('2026-02-01T00:00:00.000Z').now });
const ledgerOf = async (count: number, label: string) => {
  const made = await ledgerOn(memoryStorage({ kek }), { witnesses: [witnessSigner.verifierKey], random: chance(label) });
  for (let n = 0; n < count; n++) await made.append(factOf(n, { kind: `reading.${label}` }));
  return made as Ledger<never>;
};
const bodyOf = async (old: number, size: number, log: Ledger<never> = ledger) =>
  formatSubmission({ old, proof: (await log.consistency(old, size)).map((hash) => parseBase64(hash) ?? new Uint8Array()), checkpoint: await log.checkpoint() });
const statusOf = async (body: string) => (await witness.addCheckpoint(body)).status;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'avouch-witness-'));
  witness = await open();
  ledger = await ledgerOf(3, 'taken');
});
afterEach(() => rm(folder, { recursive: true }));

describe('a witness', () => {
  test('cosigns a log from nothing, and its growth, and remembers over a restart', async () => {
    expect(await statusOf(await bodyOf(0, 3))).toBe(200);
    await ledger.append(factOf(3));
    await ledger.append(factOf(4));
    witness = await open();
    expect(await statusOf(await bodyOf(3, 5))).toBe(200);
    expect(await statusOf(await bodyOf(5, 5))).toBe(200);
  });

  test('answers 409 with the size that it has seen when the old size is another', async () => {
    await witness.addCheckpoint(await bodyOf(0, 3));
    expect(await witness.addCheckpoint(await bodyOf(0, 3))).toEqual({ status: 409, type: 'text/x.tlog.size', body: '3\n' });
    expect(await witness.addCheckpoint(await bodyOf(2, 3))).toMatchObject({ status: 409, body: '3\n' });
  });

  test('never signs a second history: 422 for another root, a bad proof, or a proof from nothing', async () => {
    await witness.addCheckpoint(await bodyOf(0, 3));
    const fork = await ledgerOf(3, 'forked');
    expect(await statusOf(await bodyOf(3, 3, fork))).toBe(422);
    await fork.append(factOf(3));
    expect(await statusOf(await bodyOf(3, 4, fork))).toBe(422);
    const other = openSigner(chance('second log')(32), 'second.example/log');
    witness = await openWitness({ folder, signer: witnessSigner, logs: [logSigner.verifierKey, other.verifierKey], now: clock('2026-02-01T00:00:00.000Z').now });
    const second = (await ledgerOn(memoryStorage({ kek }), { origin: other.name, signer: other })) as Ledger<never>;
    await second.append(factOf(1));
    expect(await statusOf(formatSubmission({ old: 0, proof: [new Uint8Array(32)], checkpoint: await second.checkpoint() }))).toBe(422);
  });

  test('answers 400 to what is malformed or shrinks, 404 to a log it does not know, 403 to one that did not sign', async () => {
    const good = await bodyOf(0, 3);
    for (const body of ['', 'old 0\n', good.replace('old 0', 'old 00'), good.replace('old 0', 'old 4'), good.replace('old 0', 'old -1')]) {
      expect(await statusOf(body), body.slice(0, 20)).toBe(400);
    }
    expect(await statusOf(good.replace(ORIGIN, 'unknown.example/log'))).toBe(404);
    expect(await statusOf(good.replace('\n3\n', '\n4\n'))).toBe(403);
    const impostor = { ...generateSigner(ORIGIN, chance('impostor')) };
    const forged = (await ledgerOn(memoryStorage({ kek }), { signer: impostor })) as Ledger<never>;
    expect(await statusOf(await bodyOf(0, 0, forged))).toBe(403);
  });

  test('signs one of two histories that arrive at the same moment', async () => {
    const fork = await ledgerOf(3, 'forked');
    const [left, right] = [await bodyOf(0, 3), await bodyOf(0, 3, fork)];
    const statuses = await Promise.all([statusOf(left), statusOf(right)]);
    expect(statuses.sort()).toEqual([200, 409]);
  });

  test('signs nothing while its memory is damaged', async () => {
    await witness.addCheckpoint(await bodyOf(0, 3));
    const [file = ''] = await readdir(folder);
    await writeFile(join(folder, file), `${ORIGIN}\n2\n`);
    await expect(witness.addCheckpoint(await bodyOf(3, 3))).rejects.toThrow('damaged');
  });
});

test('a ledger shows its checkpoint over HTTP, keeps the cosignature, and its proofs satisfy the policy', async () => {
  const { url, close } = await witness.serve(0);
  try {
    expect(await submitCheckpoint({ ledger, url, fetch })).toEqual({ ok: true, size: 3 });
    await ledger.append(factOf(3));
    expect(await submitCheckpoint({ ledger, url, fetch })).toEqual({ ok: true, size: 4 });
    const entry = (await ledger.read(2))?.bytes ?? new Uint8Array();
    const verdict = verifyProof({ entry, proof: await ledger.proof(2), policy, strict: true });
    expect(verdict).toMatchObject({ ok: true, size: 4, witnesses: [{ name: 'witness.example/auditor' }] });
    const fork = await ledgerOf(5, 'forked');
    expect(await submitCheckpoint({ ledger: fork, url, fetch })).toMatchObject({ ok: false, status: 422 });
    expect((await fetch(`${url}/other`)).status).toBe(404);
    expect((await fetch(`${url}/add-checkpoint`, { method: 'POST', body: 'x'.repeat(100_000) })).status).toBe(400);
  } finally {
    await close();
  }
  expect(await submitCheckpoint({ ledger, url, fetch })).toMatchObject({ ok: false, status: null });
});

test('a ledger takes no cosignature by a stranger, over another text, or changed on the way', async () => {
  const line = (await witness.addCheckpoint(await bodyOf(0, 3))).body;
  const stranger = await ledgerOn(memoryStorage({ kek }));
  await stranger.append(factOf(1));
  await expect(stranger.cosign(line)).rejects.toMatchObject({ code: 'invalid' });
  await expect(ledger.cosign('nonsense')).rejects.toMatchObject({ code: 'invalid' });
  const middle = line.length - 20;
  const changed = line.slice(0, middle) + (line[middle] === 'A' ? 'B' : 'A') + line.slice(middle + 1);
  await expect(ledger.cosign(changed)).rejects.toMatchObject({ code: 'invalid' });
  await ledger.cosign(line);
  await ledger.cosign(line);
  expect((await ledger.checkpoint()).split('\n').filter((text) => text.startsWith('— ')).length).toBe(2);
});
