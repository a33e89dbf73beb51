import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { parseEntry, type Entry } from '@avouch/ledger/entry';
import { verifyProof, type Finding, type Shown } from '@avouch/ledger/verify';
import { judgeAgain, type Rejudged } from './bundle/again.ts';
import { erasuresIn, type Erasures } from './bundle/erasures.ts';
import { formatArchive, parseArchive, type Files } from './bundle/archive.ts';
import { formatParts, formatRows, parseParts, parseRows, type DisclosedPart, type DisclosedRow } from './bundle/disclosure.ts';
import { formatManifest, parseManifest, type Manifest, type ReadingClaim } from './bundle/manifest.ts';

export type { DisclosedPart, DisclosedRow } from './bundle/disclosure.ts';
export type { Manifest, ReadingClaim } from './bundle/manifest.ts';
export type { Rejudged } from './bundle/again.ts';

/** What a bundle is made of before it is issued. */
export type BundleDraft = {
  readonly package: Manifest['package'];
  readonly origin: string;
  /** tlog-policy with the keys of the log and of the witnesses that cosigned. */
  readonly policy: string;
  /** The package's own files, by path: `report.pdf`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The entries that the bundle discloses, in the order of their places. */
  readonly entries: readonly DisclosedEntry[];
  readonly readings: readonly { readonly claim: ReadingClaim; readonly rows: readonly DisclosedRow[] }[];
};

/** An entry with what is shown of its parts. */
export type DisclosedEntry = { readonly index: number; readonly bytes: Uint8Array; readonly parts: readonly DisclosedPart[] };

const rowsPath = (claim: Pick<ReadingClaim, 'entry'>): string => `readings/${claim.entry}.json`;
const entryFolder = (index: number): string => `entries/${index}`;

/** The manifest of a draft: the payload that `package.issued` seals. */
export function manifestOf(draft: BundleDraft): Uint8Array {
  const files = [...contentOf(draft)];
  return formatManifest({
    v: 1, package: draft.package, origin: draft.origin, policy: draft.policy, entries: draft.entries.map((one) => one.index), readings: draft.readings.map(({ claim }) => claim),
    files: files.map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: bytesToHex(sha256(bytes)) })).sort((a, b) => (a.path < b.path ? -1 : 1)),
  });
}

/** What the manifest covers by digest. Proofs need no digest: they have one spelling, and are signed. */
function contentOf(draft: BundleDraft): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>(draft.files);
  for (const { claim, rows } of draft.readings) files.set(rowsPath(claim), formatRows(rows));
  for (const { index, bytes, parts } of draft.entries) files.set(`${entryFolder(index)}/entry.json`, bytes).set(`${entryFolder(index)}/parts.json`, formatParts(parts));
  return files;
}

/**
 * The bundle: one file whose every byte is either proven or has only one spelling. `issued` is the `package.issued` entry
 * that sealed the manifest; `proofs` holds the proof file of every entry, all under one checkpoint that covers `issued`.
 */
export function composeBundle(draft: BundleDraft, issued: DisclosedEntry, proofs: ReadonlyMap<number, string>): Uint8Array {
  const files = contentOf({ ...draft, entries: [...draft.entries, issued] });
  for (const { index } of [...draft.entries, issued]) files.set(`${entryFolder(index)}/proof.tlog-proof`, new TextEncoder().encode(proofs.get(index) ?? ''));
  files.set('issued.txt', new TextEncoder().encode(`${issued.index}\n`));
  return formatArchive(files);
}

/** What verifying a bundle says: the findings in order, and what judging again gave. Never throws. */
export type BundleVerification = {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly package?: Manifest['package'];
  readonly origin?: string;
  readonly verifierKey?: string;
  readonly size?: number;
  readonly entries: number;
  readonly readings: readonly Rejudged[];
  readonly witnesses: readonly { readonly name: string; readonly at: string }[];
};

/** The reader's own trust; without it the bundle's keys are taken, and the findings say so. */
export type BundleTrust = { readonly verifierKey?: string; readonly policy?: string };

/**
 * Checks a bundle offline: its one spelling, the manifest's seal in the ledger, every file, entry, proof and opening, and
 * that judging the stored readings again gives the stated verdicts. Speaks of integrity, never of whether a criterion is met.
 */
export function verifyBundle(bytes: Uint8Array, trust: BundleTrust = {}): BundleVerification {
  const findings: Finding[] = [];
  const refused = (what: string): BundleVerification => ({ ok: false, findings: [...findings, { ok: false, what }], entries: 0, readings: [], witnesses: [] });
  const files = parseArchive(bytes);
  if (files === undefined) return refused('the file is a bundle in its one spelling');
  const issuedText = new TextDecoder().decode(files.get('issued.txt'));
  const issuedAt = /^(0|[1-9]\d{0,15})\n$/.exec(issuedText)?.[1];
  const parts = parseParts(files.get(`entries/${issuedAt}/parts.json`) ?? new Uint8Array());
  const first = parts?.[0]?.shown;
  const manifest = first !== undefined && first !== null && 'payload' in first ? parseManifest(first.payload) : undefined;
  if (issuedAt === undefined || manifest === undefined) return refused('the bundle names the entry that sealed its manifest');
  findings.push({ ok: true, what: 'the file is a bundle in its one spelling' });
  return verifyContents(files, manifest, Number(issuedAt), trust, findings);
}

function verifyContents(files: Files, manifest: Manifest, issuedAt: number, trust: BundleTrust, findings: Finding[]): BundleVerification {
  // One by one: a bundle may name more than a call can take as arguments.
  const find = (more: readonly Finding[]): void => more.forEach((one) => findings.push(one));
  [checkPaths(files, manifest, issuedAt), checkFiles(files, manifest), trustFindings(manifest, trust)].forEach(find);
  const entries = new Map<number, Entry>();
  const parts = new Map<number, readonly DisclosedPart[]>();
  const checkpoints = new Set<string>();
  let size: number | undefined;
  let witnesses: BundleVerification['witnesses'] = [];
  for (const index of [...manifest.entries, issuedAt]) {
    const checked = checkEntry(files, index, manifest, trust);
    find(checked.findings);
    if (checked.entry !== undefined) entries.set(index, checked.entry);
    parts.set(index, checked.parts);
    checkpoints.add(checked.checkpoint);
    size = checked.size ?? size;
    witnesses = checked.witnesses;
  }
  findings.push({ ok: checkpoints.size === 1, what: 'every proof is under the same checkpoint' });
  findings.push({ ok: entries.get(issuedAt)?.kind === 'package.issued', what: 'the manifest was sealed when the package was issued', detail: `entry ${issuedAt}` });
  const isErased = erasuresIn(entries, (index) => parts.get(index) ?? []);
  find(checkErased(parts, isErased));
  const readings = manifest.readings.map((claim) => {
    const entry = entries.get(claim.entry);
    const rows = parseRows(files.get(rowsPath(claim)) ?? new Uint8Array());
    if (entry === undefined || rows === undefined) return { findings: [{ ok: false, what: `the reading at entry ${claim.entry} is in the bundle` }], result: { source: claim.source, entityType: claim.entityType, rows: 0, judged: 0, erased: 0, agrees: false } };
    return judgeAgain(claim, entry, rows, isErased);
  });
  for (const one of readings) find(one.findings);
  const verifierKey = /^log (\S+)/m.exec(manifest.policy)?.[1];
  return {
    ok: findings.every((one) => one.ok), findings, package: manifest.package, origin: manifest.origin, entries: entries.size, readings: readings.map((one) => one.result), witnesses,
    ...(verifierKey === undefined ? {} : { verifierKey }), ...(size === undefined ? {} : { size }),
  };
}

/** Every part that is said to be erased, whose erasure the bundle does not hold. */
function checkErased(parts: ReadonlyMap<number, readonly DisclosedPart[]>, isErased: Erasures): readonly Finding[] {
  return [...parts].flatMap(([index, list]) => list.flatMap(({ shown }, part) =>
    (shown === null || 'payload' in shown || isErased([index, part], shown) ? [] : [{ ok: false, what: `part ${part} of entry ${index} was erased by an order in the ledger` }])));
}

function checkPaths(files: Files, manifest: Manifest, issuedAt: number): readonly Finding[] {
  const named = new Set(['issued.txt', ...manifest.files.map((one) => one.path)]);
  for (const index of [...manifest.entries, issuedAt]) for (const name of ['entry.json', 'proof.tlog-proof', 'parts.json']) named.add(`${entryFolder(index)}/${name}`);
  const strangers = [...files.keys()].filter((path) => !named.has(path));
  const absent = [...named].filter((path) => !files.has(path));
  return [{ ok: strangers.length === 0 && absent.length === 0, what: 'the bundle holds what its manifest names, no more and no less', ...(strangers.length + absent.length === 0 ? {} : { detail: [...strangers, ...absent].slice(0, 5).join(', ') }) }];
}

function checkFiles(files: Files, manifest: Manifest): readonly Finding[] {
  return manifest.files.map(({ path, bytes, sha256: digest }) => {
    const file = files.get(path);
    return { ok: file !== undefined && file.length === bytes && bytesToHex(sha256(file)) === digest, what: `${path} is as it was issued` };
  });
}

function trustFindings(manifest: Manifest, trust: BundleTrust): readonly Finding[] {
  if (trust.policy !== undefined || trust.verifierKey !== undefined) return [{ ok: true, what: 'the keys are those that you gave' }];
  return [{ ok: true, what: 'the keys are those that the bundle itself names: compare them with what the company gave you by another way', detail: manifest.origin }];
}

function checkEntry(files: Files, index: number, manifest: Manifest, trust: BundleTrust): { findings: readonly Finding[]; entry: Entry | undefined; parts: readonly DisclosedPart[]; checkpoint: string; size: number | undefined; witnesses: BundleVerification['witnesses'] } {
  const folder = entryFolder(index);
  const bytes = files.get(`${folder}/entry.json`) ?? new Uint8Array();
  const proof = new TextDecoder('utf-8', { ignoreBOM: true }).decode(files.get(`${folder}/proof.tlog-proof`));
  const parts = parseParts(files.get(`${folder}/parts.json`) ?? new Uint8Array());
  const claim = { entry: bytes, proof, commitments: (parts ?? []).map((part) => part.commitment), openings: (parts ?? []).map((part): Shown => part.shown) };
  // The bundle's own keys leave no line unchecked; the reader's keys then say whom to believe.
  const own = verifyProof({ ...claim, policy: manifest.policy, strict: true });
  const given = trust.policy !== undefined ? verifyProof({ ...claim, policy: trust.policy }) : trust.verifierKey !== undefined ? verifyProof({ ...claim, verifierKey: trust.verifierKey }) : own;
  const failed = [...own.findings, ...given.findings].filter((one) => !one.ok);
  const ok = parts !== undefined && own.ok && given.ok && own.index === index && own.origin === manifest.origin;
  return {
    findings: ok ? [{ ok, what: `entry ${index} stands in the ledger, unchanged` }] : [{ ok: false, what: `entry ${index} stands in the ledger, unchanged`, detail: failed.map((one) => one.what).slice(0, 3).join('; ') || 'its place or its parts do not fit' }],
    entry: parseEntry(bytes), parts: parts ?? [], checkpoint: proof.slice(proof.indexOf('\n\n') + 2), size: own.size, witnesses: given.witnesses ?? [],
  };
}
