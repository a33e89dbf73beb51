import { randomBytes } from 'node:crypto';
import { generateSigner } from '@avouch/ledger/keys';
import { zipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import { formatArchive, parseArchive } from './bundle/archive.ts';
import { verifyBundle, type BundleDraft, type ReadingClaim } from './bundle.ts';
import { origin, sampleHistory, type Sample } from './testing/sample-bundle.ts';

let bundle: Uint8Array;
let files: ReadonlyMap<string, Uint8Array>;
let whole: Sample;
beforeAll(async () => {
  whole = await sampleHistory();
  bundle = await whole.issue(whole.draft);
  files = parseArchive(bundle) ?? new Map();
});

test('a bundle verifies offline, and its readings judged again give the stated verdicts', () => {
  const result = verifyBundle(bundle, { verifierKey: whole.signer.verifierKey });
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
  expect(`${everything}${base64}`).not.toContain('cydonia');
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
  const { draft, issue: issueIt } = await sampleHistory();
  const [reading] = draft.readings;
  if (reading === undefined) throw new Error('the history has a reading');
  const prettier = reading.claim.claims.map((claim) => ({ ...claim, pass: claim.pass + claim.fail, fail: 0, others: claim.others.filter((one) => one.verdict !== 'fail') }));
  const result = verifyBundle(await issueIt({ ...draft, readings: [{ ...reading, claim: { ...reading.claim, claims: prettier } }] }));
  expect(result.ok).toBe(false);
  expect(result.findings.filter((one) => !one.ok).map((one) => one.what)).toEqual(['judging account at source source-1 again gives the verdicts that the package states']);
});

test('a row left out of a reading is found, although everything is signed', async () => {
  const { draft, issue: issueIt } = await sampleHistory();
  const [reading] = draft.readings;
  if (reading === undefined) throw new Error('the history has a reading');
  const result = verifyBundle(await issueIt({ ...draft, readings: [{ claim: { ...reading.claim, rows: 2 }, rows: reading.rows.slice(0, 2) }] }));
  expect(result.findings.find((one) => !one.ok)?.what).toContain('the rows are all those that the reading');
});

const forged = async (change: (reading: BundleDraft['readings'][number]) => BundleDraft['readings'][number]) => {
  const { draft, issue: issueIt } = await sampleHistory();
  const [reading] = draft.readings;
  if (reading === undefined) throw new Error('the history has a reading');
  return verifyBundle(await issueIt({ ...draft, readings: [change(reading)] }));
};
const failuresOf = (result: ReturnType<typeof verifyBundle>) => result.findings.filter((one) => !one.ok).map((one) => one.what);
/** The claims without a row: what hiding it would state. */
const without = (claims: ReadingClaim['claims'], part: number): ReadingClaim['claims'] => claims.map((claim) => {
  const held = claim.others.find(({ row }) => row[1] === part)?.verdict ?? 'pass';
  const field = held === 'not-applicable' ? 'notApplicable' : held;
  return { ...claim, [field]: claim[field] - 1, others: claim.others.filter(({ row }) => row[1] !== part) };
}).filter(({ pass, fail, notApplicable, unknown }) => pass + fail + notApplicable + unknown > 0);

test('a row that is hidden, or said to be erased by an entry that did not erase it, is found, although everything is signed', async () => {
  const what = 'each row of account at source source-1 is shown, or was erased by an order in the ledger';
  for (const shown of [null, { forgotten: true as const, at: '2026-11-01T09:00:00.000Z', entry: 1 }, { forgotten: true as const, at: '2026-11-01T09:00:00.000Z', entry: 7 }]) {
    const result = await forged(({ claim, rows }) => ({ claim: { ...claim, claims: without(claim.claims, 2) }, rows: rows.map((row, n) => (n === 1 ? { ...row, shown } : row)) }));
    expect(failuresOf(result)).toEqual([what]);
  }
});

test('a check that is left out behind another that is named twice is found, although everything is signed', async () => {
  const result = await forged(({ claim, rows }) => ({ rows, claim: { ...claim, claims: [...claim.claims.slice(0, -1), ...claim.claims.slice(0, 1)] } }));
  expect(failuresOf(result)).toEqual(['judging account at source source-1 again gives the verdicts that the package states']);
});

test('a bundle of kinds, files and entries without end is refused and not thrown', async () => {
  expect((await forged(({ claim, rows }) => ({ rows, claim: { ...claim, entityType: 'constructor' } }))).ok).toBe(false);
  const { draft, issue: issueIt } = await sampleHistory();
  const many = new Map(Array.from({ length: 150_000 }, (_, n) => [`f/${n}.txt`, new Uint8Array()] as const));
  const parsed = parseArchive(await issueIt({ ...draft, files: many }));
  const few = formatArchive(new Map([...parsed ?? []].filter(([path]) => !path.startsWith('f/'))));
  expect(verifyBundle(few).ok).toBe(false);
});

test('an archive that unpacks to more than itself is refused before it is unpacked', () => {
  const bomb = zipSync({ 'a.txt': new Uint8Array(50_000_000) }, { level: 9 });
  const start = process.memoryUsage().arrayBuffers;
  expect(parseArchive(bomb)).toBeUndefined();
  expect(process.memoryUsage().arrayBuffers - start).toBeLessThan(10_000_000);
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
