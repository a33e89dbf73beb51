import { formatInstant } from './encodings/instant.ts';
import { holdsCommitments, parseEntryBytes } from './entries/leaf.ts';
import type { Entry, Forgotten, Instant, Opening } from './entry.ts';
import { parseCheckpoint } from './notes/checkpoint.ts';
import type { TreeHead } from './notes/checkpoint.ts';
import { isBy, parseNote, verifyLine } from './notes/note.ts';
import type { Note } from './notes/note.ts';
import { isMet, parsePolicy } from './notes/policy.ts';
import type { Policy } from './notes/policy.ts';
import { parseProofFile } from './notes/proof-file.ts';
import { KEY_TYPES, parseVerifierKey } from './notes/verifier-key.ts';
import { opens } from './seal.ts';
import { leafHash } from './trees/hashes.ts';
import { isIncluded } from './trees/proofs.ts';

/** One thing that was looked at, in words that a reader understands. */
export type Finding = { readonly ok: boolean; readonly what: string; readonly detail?: string };

/**
 * What verification says. `ok` is the conjunction of the findings. It speaks of existence, position, time and
 * integrity; never of whether what the entry states is so.
 */
export type Verification = {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly origin?: string;
  readonly index?: number;
  readonly size?: number;
  readonly recorded?: Instant;
  readonly witnesses?: readonly { readonly name: string; readonly at: Instant }[];
};

/** What is shown of a part: its opening, that it was erased, or (null) nothing. */
export type Shown = Opening | Forgotten | null;

export type Claim = {
  /** The entry's canonical bytes. */
  readonly entry: Uint8Array;
  /** The text of its `.tlog-proof` file. */
  readonly proof: string;
  /** Every commitment of the entry, in order. Needed to tie openings to the leaf, unless every part is opened. */
  readonly commitments?: readonly Uint8Array[];
  /** One a part, in order; what `disclose` gives fits. */
  readonly openings?: readonly Shown[];
  /** Refuse a checkpoint with a signature line by a key that the trust doesn't name: nothing would notice a change in it. */
  readonly strict?: boolean;
} & (
  | { /** The log's verifier key. */ readonly verifierKey: string; readonly policy?: never }
  | { /** The auditor's trust file, c2sp.org/tlog-policy. */ readonly policy: string; readonly verifierKey?: never }
);

type Witnessed = { readonly name: string; readonly at: Instant };

function trustOf({ verifierKey, policy }: Claim): Policy | undefined {
  if (policy !== undefined) return parsePolicy(policy);
  const key = parseVerifierKey(verifierKey ?? '');
  return key?.type === KEY_TYPES.ed25519 ? { logs: [key], witnesses: [], groups: [], quorum: 'none' } : undefined;
}

/** Every line by a known key must be good, one must be the log's, and the witnesses must make up the quorum. */
function checkSignatures(note: Note, head: TreeHead, trust: Policy, strict: boolean) {
  const findings: Finding[] = [];
  const witnesses: Witnessed[] = [];
  const cosigners: string[] = [];
  let isByLog = false;
  const known = [...trust.logs.map((key) => ({ id: '', key })), ...trust.witnesses];
  for (const line of note.signatures) {
    const signers = known.filter(({ key }) => isBy(line, key));
    if (signers.length === 0) {
      const what = strict ? 'every signature is by a key that is trusted' : 'a signature by a key that is not known was passed over';
      findings.push({ ok: !strict, what, detail: line.name });
    }
    for (const { id, key } of signers) {
      const signed = verifyLine(note.text, line, key);
      findings.push({ ok: signed !== undefined, what: 'the signature is good', detail: line.name });
      if (signed === undefined) continue;
      if (signed.seconds === undefined) isByLog ||= key.name === head.origin;
      else {
        cosigners.push(id);
        witnesses.push({ name: key.name, at: instantOf(signed.seconds) });
      }
    }
  }
  findings.push({ ok: isByLog, what: 'the log itself signed the checkpoint', detail: head.origin });
  findings.push({ ok: isMet(trust, cosigners), what: 'the witnesses that the trust asks for have cosigned' });
  return { findings, witnesses };
}

/** A witness may sign any second; one beyond what a date holds is shown at the end of time. */
const instantOf = (seconds: number): Instant => formatInstant(new Date(Math.min(seconds * 1000, 253402300799000)));

function checkPart(part: number, shown: Shown, commitment: Uint8Array): Finding {
  if (shown === null) return { ok: true, what: `part ${part} is not shown; its commitment stands` };
  if ('payload' in shown) return { ok: opens(commitment, shown), what: `part ${part} is what was sealed` };
  return { ok: true, what: `part ${part} was erased on ${shown.at}; its commitment stands`, detail: `entry ${shown.entry}` };
}

/** The openings against the commitments, and the commitments against the leaf. */
function checkParts(entry: Entry, { openings, commitments }: Claim): Finding[] {
  if (openings === undefined && commitments === undefined) return [];
  if (commitments === undefined) {
    return [{ ok: openings?.length === 0 && entry.seals === undefined, what: 'the openings come with the commitments of the entry' }];
  }
  const findings: Finding[] = [{ ok: holdsCommitments(entry, commitments), what: 'the commitments are those of the entry' }];
  if (openings === undefined) return findings;
  findings.push({ ok: openings.length === commitments.length, what: 'there is one opening for each commitment' });
  commitments.forEach((commitment, part) => findings.push(checkPart(part, openings[part] ?? null, commitment)));
  return findings;
}

const verdict = (findings: readonly Finding[], about: Omit<Verification, 'ok' | 'findings'> = {}): Verification => ({
  ok: findings.every((finding) => finding.ok),
  findings,
  ...about,
});

/**
 * Whether the entry stands in the log at its place under a checkpoint that is trusted, and whether what is shown of its
 * parts is what was sealed. Synchronous, offline, the same in Node and in a browser; a bad proof is a verdict, never an
 * exception. An erased part is a finding that is ok.
 */
export function verifyProof(claim: Claim): Verification {
  const trust = trustOf(claim);
  if (trust === undefined) return verdict([{ ok: false, what: 'the verifier key or policy is well formed' }]);
  const entry = parseEntryBytes(claim.entry);
  if (entry === undefined) return verdict([{ ok: false, what: 'the entry is canonical' }]);
  const proof = parseProofFile(claim.proof);
  if (proof === undefined) return verdict([{ ok: false, what: 'the proof file is well formed' }]);
  const note = parseNote(proof.checkpoint);
  const head = note === undefined ? undefined : parseCheckpoint(note.text);
  if (note === undefined || head === undefined) return verdict([{ ok: false, what: 'the checkpoint is well formed' }]);
  const signatures = checkSignatures(note, head, trust, claim.strict ?? false);
  const { index, hashes } = proof;
  const { size, root, origin } = head;
  const included = isIncluded({ leaf: leafHash(claim.entry), index, size, proof: hashes, root });
  const findings: Finding[] = [
    { ok: true, what: 'the entry is canonical' },
    ...signatures.findings,
    { ok: included, what: `the entry stands at place ${index} of ${size}` },
    ...checkParts(entry, claim),
  ];
  return verdict(findings, { origin, index, size, recorded: entry.recorded, witnesses: signatures.witnesses });
}
