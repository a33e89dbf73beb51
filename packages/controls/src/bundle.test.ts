import { randomBytes } from 'node:crypto';
import { generateSigner } from '@avouch/ledger/keys';
import { openLedger, type Ledger } from '@avouch/ledger/ledger';
import { memoryStorage } from '@avouch/ledger/memory';
import { seal } from '@avouch/ledger/seal';
import type { Shown } from '@avouch/ledger/verify';
import { beforeAll, expect, test } from 'vitest';
import { formatArchive, parseArchive } from './bundle/archive.ts';
import { composeBundle, manifestOf, verifyBundle, type BundleDraft, type DisclosedEntry, type DisclosedPart, type DisclosedRow, type ReadingClaim } from './bundle.ts';
import { judgeEntity } from './judge.ts';
import { composeReading } from './readings.ts';

const origin = 'avouch.example/acme';
const signer = generateSigner(origin, randomBytes);
const at = '2026-11-01T09:00:00.000Z';

const account = (id: string, mfa: boolean | null) => ({
  id, name: `Person ${id}`, kind: 'person' as const, active: true, privileged: false, rights: [], mfa, email: `${id}@example.com`,
  createdAt: null, lastSeenAt: null, expiresAt: null, passwordScheme: null, shared: null,
});
type Account = ReturnType<typeof account>;

/** A small history: one reading of three accounts, of which one person is forgotten, and a bundle over it. */
async function history(): Promise<{ ledger: Ledger; draft: BundleDraft; issue: (draft: BundleDraft) => Promise<Uint8Array> }> {
  const ledger = await openLedger(memoryStorage({ kek: randomBytes(32) }), { origin, signer, now: () => new Date(at), random: randomBytes });
  const entities = [account('ada', true), account('bob', false), account('cyd', null)];
  const reading = { entityType: 'account' as const, query: 'GET /members', captured: at, sourceVersion: null, complete: true as const, entities };
  const receipt = await ledger.append(composeReading({ source: 'source-1', connector: { name: 'github', version: '1' }, reading, live: [], base: null, subjectOf: (id) => `subject-${id}`, actor: 'system', random: randomBytes }));
  await ledger.forget({ subject: 'subject-cyd', actor: 'member-1', basis: 'GDPR Art. 17(1)(b)', at });
  const entry = await disclosed(ledger, receipt.index);
  const rows = entry.parts.slice(1).map((part, n): DisclosedRow => ({ ...part, position: [receipt.index, n + 1] }));
  const claims = claimsOf([entities[0], entities[1]] as Account[], receipt.index);
  const draft: BundleDraft = {
    package: { id: 'package-1', kind: 'type-1', asOf: '2026-11-01', title: 'Type I readiness package' }, origin, policy: `log ${signer.verifierKey}\nquorum none\n`,
    files: new Map([['report.html', new TextEncoder().encode('<p>Prepared by management</p>')]]),
    entries: [entry],
    readings: [{ claim: { entry: receipt.index, source: 'source-1', entityType: 'account', at, rows: 3, claims }, rows }],
  };
  return { ledger, draft, issue: (one) => issue(ledger, one) };
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

let bundle: Uint8Array;
let files: ReadonlyMap<string, Uint8Array>;
let whole: Awaited<ReturnType<typeof history>>;
beforeAll(async () => {
  whole = await history();
  bundle = await whole.issue(whole.draft);
  files = parseArchive(bundle) ?? new Map();
});

test('a bundle verifies offline, and its readings judged again give the stated verdicts', () => {
  const result = verifyBundle(bundle, { verifierKey: signer.verifierKey });
  expect(result.findings.filter((one) => !one.ok)).toEqual([]);
  expect(result.ok).toBe(true);
  expect(result.readings).toEqual([{ source: 'source-1', entityType: 'account', rows: 3, judged: 2, erased: 1, agrees: true }]);
});

test('a forgotten person leaves the bundle valid and their content absent', () => {
  const rows = JSON.parse(Buffer.from(files.get('readings/0.json') ?? []).toString()) as { shown: { payload?: string } }[];
  const contents = rows.map((row) => (row.shown.payload === undefined ? 'erased' : (JSON.parse(Buffer.from(row.shown.payload, 'base64').toString()) as { email: string }).email));
  expect(contents).toEqual(['ada@example.com', 'bob@example.com', 'erased']);
  const everything = [...files.values()].map((content) => Buffer.from(content).toString()).join('\n');
  const base64 = [...everything.matchAll(/[A-Za-z0-9+/]{8,}={0,2}/g)].map(([text]) => Buffer.from(text, 'base64').toString('latin1')).join('\n');
  expect(`${everything}${base64}`).not.toContain('cyd');
});

test('changing any one byte of the file makes it invalid', () => {
  const changed = Uint8Array.from(bundle);
  const accepted: number[] = [];
  for (let n = 0; n < changed.length; n += 1) {
    changed[n] = (changed[n] ?? 0) ^ (1 << (n % 8));
    if (verifyBundle(changed).ok) accepted.push(n);
    changed[n] = bundle[n] ?? 0;
  }
  expect(accepted).toEqual([]);
});

test('changing any one byte of any file inside, with the archive put together again, makes it invalid', () => {
  const accepted: string[] = [];
  for (const [path, content] of files) {
    for (let n = 0; n < content.length; n += 7) {
      const changed = Uint8Array.from(content);
      changed[n] = (changed[n] ?? 0) ^ 1;
      if (verifyBundle(formatArchive(new Map([...files, [path, changed]]))).ok) accepted.push(`${path} ${n}`);
    }
  }
  expect(accepted).toEqual([]);
});

test('a file taken out, put in or swapped makes it invalid', () => {
  for (const path of files.keys()) {
    const without = new Map(files);
    without.delete(path);
    expect(verifyBundle(formatArchive(without)).ok, path).toBe(false);
  }
  expect(verifyBundle(formatArchive(new Map([...files, ['extra.txt', new Uint8Array([1])]]))).ok).toBe(false);
});

test('bytes after the end, and another tool’s archive of the same files, are refused', () => {
  expect(verifyBundle(new Uint8Array([...bundle, 0])).ok).toBe(false);
  expect(verifyBundle(new Uint8Array()).ok).toBe(false);
  expect(verifyBundle(new TextEncoder().encode('PK not a zip')).ok).toBe(false);
});

test('a verdict that does not follow from the readings is found, although everything is signed', async () => {
  const { draft, issue: issueIt } = await history();
  const [reading] = draft.readings;
  if (reading === undefined) throw new Error('the history has a reading');
  const prettier = reading.claim.claims.map((claim) => ({ ...claim, pass: claim.pass + claim.fail, fail: 0, others: claim.others.filter((one) => one.verdict !== 'fail') }));
  const result = verifyBundle(await issueIt({ ...draft, readings: [{ ...reading, claim: { ...reading.claim, claims: prettier } }] }));
  expect(result.ok).toBe(false);
  expect(result.findings.filter((one) => !one.ok).map((one) => one.what)).toEqual(['judging account at source source-1 again gives the verdicts that the package states']);
});

test('a row left out of a reading is found, although everything is signed', async () => {
  const { draft, issue: issueIt } = await history();
  const [reading] = draft.readings;
  if (reading === undefined) throw new Error('the history has a reading');
  const result = verifyBundle(await issueIt({ ...draft, readings: [{ claim: { ...reading.claim, rows: 2 }, rows: reading.rows.slice(0, 2) }] }));
  expect(result.findings.find((one) => !one.ok)?.what).toContain('the rows are all those that the reading');
});

test('a bundle of another ledger does not verify under this ledger’s key', async () => {
  const stranger = generateSigner(origin, randomBytes);
  expect(verifyBundle(bundle, { verifierKey: stranger.verifierKey }).ok).toBe(false);
});

test('the archive’s bytes for the same files are fixed for ever', async () => {
  const archive = formatArchive(new Map([['b.txt', new TextEncoder().encode('two')], ['a/one.json', new TextEncoder().encode('{}')]]));
  const { createHash } = await import('node:crypto');
  expect(createHash('sha256').update(archive).digest('hex')).toMatchInlineSnapshot(`"b6ef3d509c5b374bbebd35783faf2103176dc654029e3e38fae85a3eb0d6c18e"`);
});
