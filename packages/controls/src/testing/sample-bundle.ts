import { randomBytes } from 'node:crypto';
import { generateSigner, type Signer } from '@avouch/ledger/keys';
import { openLedger, type Ledger } from '@avouch/ledger/ledger';
import { memoryStorage } from '@avouch/ledger/memory';
import { seal } from '@avouch/ledger/seal';
import type { Shown } from '@avouch/ledger/verify';
import { composeBundle, manifestOf, type BundleDraft, type DisclosedEntry, type DisclosedPart, type DisclosedRow, type ReadingClaim } from '../bundle.ts';
import { judgeEntity } from '../judge.ts';
import { composeReading } from '../readings.ts';

/** The name of the sample's log. */
export const origin = 'avouch.example/acme';
const at = '2026-11-01T09:00:00.000Z';

const account = (id: string, mfa: boolean | null) => ({
  id, name: `Person ${id}`, kind: 'person' as const, active: true, privileged: false, rights: [], mfa, email: `${id}@example.com`,
  createdAt: null, lastSeenAt: null, expiresAt: null, passwordScheme: null, shared: null,
});
type Account = ReturnType<typeof account>;

/** A log with one reading, what a bundle over it says, and the deed that issues such a bundle. */
export type Sample = { readonly ledger: Ledger; readonly signer: Signer; readonly draft: BundleDraft; readonly issue: (draft: BundleDraft) => Promise<Uint8Array> };

/** A small history: one reading of three accounts, of which one person is forgotten, and a bundle over it. Each call makes its own key. */
export async function sampleHistory(): Promise<Sample> {
  const signer = generateSigner(origin, randomBytes);
  const ledger = await openLedger(memoryStorage({ kek: randomBytes(32) }), { origin, signer, now: () => new Date(at), random: randomBytes });
  const entities = [account('ada', true), account('bob', false), account('cydonia', null)];
  const reading = { entityType: 'account' as const, query: 'GET /members', captured: at, sourceVersion: null, complete: true as const, entities };
  const receipt = await ledger.append(composeReading({ source: 'source-1', connector: { name: 'github', version: '1' }, reading, live: [], base: null, subjectOf: (id) => `subject-${entities.findIndex((one) => one.id === id) + 1}`, actor: 'system', random: randomBytes }));
  const erasure = await ledger.forget({ subject: 'subject-3', actor: 'member-1', basis: 'GDPR Art. 17(1)(b)', at });
  const entry = await disclosed(ledger, receipt.index);
  const rows = entry.parts.slice(1).map((part, n): DisclosedRow => ({ ...part, position: [receipt.index, n + 1] }));
  const claims = claimsOf([entities[0], entities[1]] as Account[], receipt.index);
  const draft: BundleDraft = {
    package: { id: 'package-1', kind: 'type-1', asOf: '2026-11-01', title: 'Type I readiness package' }, origin, policy: `log ${signer.verifierKey}\nquorum none\n`,
    files: new Map([['report.html', new TextEncoder().encode('<p>Prepared by management</p>')]]),
    entries: [entry, await disclosed(ledger, erasure.index)],
    readings: [{ claim: { entry: receipt.index, source: 'source-1', entityType: 'account', at, rows: 3, claims }, rows }],
  };
  return { ledger, signer, draft, issue: (one) => issue(ledger, one) };
}

function claimsOf(entities: readonly Account[], entry: number): ReadingClaim['claims'] {
  const claims = new Map<string, ReadingClaim['claims'][number]>();
  entities.forEach((entity, n) => {
    for (const { check, judgement } of judgeEntity('account', entity, at)) {
      const claim = claims.get(check) ?? { check, pass: 0, fail: 0, notApplicable: 0, unknown: 0, others: [] };
      claim[judgement.verdict === 'not-applicable' ? 'notApplicable' : judgement.verdict] += 1;
      if (judgement.verdict !== 'pass') claim.others.push({ row: [entry, n + 1], verdict: judgement.verdict });
      claims.set(check, claim);
    }
  });
  return [...claims.values()];
}

async function disclosed(ledger: Ledger, index: number): Promise<DisclosedEntry> {
  const kept = await ledger.read(index);
  const parts = (await ledger.disclose(index)).map((part, n): DisclosedPart => {
    const shown: Shown = part.forgotten ? { forgotten: true, at: part.at, entry: part.entry } : { payload: part.payload, blind: part.blind };
    return { commitment: kept?.commitments[n] ?? new Uint8Array(), shown };
  });
  return { index, bytes: kept?.bytes ?? new Uint8Array(), parts };
}

async function issue(ledger: Ledger, draft: BundleDraft): Promise<Uint8Array> {
  const part = seal(manifestOf(draft), null, randomBytes);
  const receipt = await ledger.append({ kind: 'package.issued', about: draft.package.id, actor: 'system', captured: at, origin: { name: 'avouch', version: '1' }, header: {}, parts: [part] });
  const issued = await disclosed(ledger, receipt.index);
  const proofs = new Map<number, string>();
  for (const { index } of [...draft.entries, issued]) proofs.set(index, await ledger.proof(index));
  return composeBundle(draft, issued, proofs);
}
