import { z } from 'zod';
import { parseEntry, type Entry } from '@avouch/ledger/entry';
import { type Finding, verifyProof } from '@avouch/ledger/verify';
import { followRequest } from '../request/fold.ts';
import type { RequestState } from '../request/state.ts';
import { opensReference } from './reference.ts';
import { type CertificateStatement, statementDigest } from './statement.ts';

/** One entry of the ledger that a certificate rests on: its canonical bytes in base64 and the text of its `.tlog-proof`. */
export type CertificateProof = { readonly entry: string; readonly proof: string };

/** A certificate as a file: the statement, the entries from the receipt to the closing in the order of the ledger, and the log that they stand in. */
export type Certificate = { readonly statement: CertificateStatement; readonly log: string; /** The key that the log names as its own: a reader compares it with one from elsewhere. */ readonly verifierKey: string; readonly entries: readonly CertificateProof[] };

/** What verification says. `keyGiven` is false when it holds under the key that it names itself, which anybody can make. */
export type CertificateVerification = { readonly ok: boolean; readonly findings: readonly Finding[]; readonly keyGiven: boolean; readonly statement?: CertificateStatement; readonly closed?: string };

const count = z.int().min(0);
const text = z.string().max(5000);
const counts = z.record(z.string().max(100), count);
const file = z.strictObject({
  statement: z.strictObject({
    v: z.literal(1), kind: z.literal('avouch/erasure-certificate'), request: text, reference: z.base64(), right: z.literal('erasure'), controller: text, jurisdiction: text,
    times: z.strictObject({ received: text, due: text, identified: text, approved: text, reread: text, answered: text }),
    map: text, plan: text,
    places: z.array(z.strictObject({
      system: text, place: text, title: text, leftOut: z.boolean(), done: counts, remaining: counts,
      kept: z.array(z.strictObject({ rows: count, reason: text, exemption: text.nullable(), law: text.nullable(), until: text.nullable(), hold: z.boolean() })),
    })),
    attested: z.array(z.strictObject({ system: text, title: text })), reread: z.strictObject({ places: count, remaining: count, explained: count }),
    recipients: z.array(z.strictObject({ recipient: text, title: text, by: text, outcome: text, at: text })), suppressed: count.nullable(),
    backups: z.array(z.strictObject({ system: text, days: z.number(), note: text.nullable() })),
  }),
  log: text, verifierKey: text,
  entries: z.array(z.strictObject({ entry: z.base64(), proof: z.string().max(100_000) })).min(1).max(5000),
});

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

/** The certificate in this text, or undefined when it is none. */
export function parseCertificate(source: string): Certificate | undefined {
  try {
    return file.safeParse(JSON.parse(source)).data;
  } catch {
    return undefined; // not JSON
  }
}

type Trust = { readonly verifierKey?: string; readonly policy?: string };

/** Each entry against its proof, and what they tell together. */
function entriesOf({ entries, log, verifierKey, statement }: Certificate, trust: Trust): { readonly findings: readonly Finding[]; readonly request: RequestState | undefined } {
  const findings: Finding[] = [];
  let request: RequestState | undefined;
  let last = -1;
  for (const { entry: base64, proof } of entries) {
    const bytes = bytesOf(base64);
    const claim = { entry: bytes, proof, strict: trust.policy === undefined };
    const held = verifyProof(trust.policy === undefined ? { ...claim, verifierKey: trust.verifierKey ?? verifierKey } : { ...claim, policy: trust.policy });
    const entry: Entry | undefined = parseEntry(bytes);
    const index = held.index ?? last;
    const what = `${entry?.kind ?? 'an entry'} stands in the ledger`;
    const fault = held.findings.find(({ ok }) => !ok);
    const inOrder = held.origin === log && index > last;
    findings.push({ ok: held.ok && inOrder, what, detail: fault?.what ?? (inOrder ? `entry ${index}, ${held.recorded ?? ''}` : 'not in this ledger, or out of order') });
    if (entry !== undefined && held.ok) request = followRequest(statement.request, request, { index, entry });
    last = index;
  }
  return { findings, request };
}

/** Whether the statement says what the entries say, as far as they tell it. */
function agreements(statement: CertificateStatement, request: RequestState): readonly Finding[] {
  const { times } = statement;
  const { identity, approval, answer, reread, received, clock, plan } = request;
  const same = (mine: unknown, theirs: unknown): boolean => JSON.stringify(mine) === JSON.stringify(theirs);
  return [
    { ok: request.irregular.length === 0 && request.status === 'closed' && answer !== null, what: 'the entries tell a request that was identified, approved, carried out, read again, answered and closed, in this order' },
    { ok: request.certificate === statementDigest(statement), what: 'the statement is, to the letter, the one that was pinned when the request was closed' },
    { ok: request.rights.includes('erasure') && received.reference === statement.reference && received.jurisdiction === statement.jurisdiction, what: 'the request was for erasure, under this reference' },
    { ok: same([times.received, times.due, times.identified, times.approved, times.reread, times.answered], [received.at, clock.due, identity.proven?.at, approval?.at, reread?.at, answer?.at]), what: 'its times are those of the entries' },
    { ok: plan?.digest === statement.plan, what: 'what was approved is the plan that it names' },
    { ok: same(statement.reread, reread === null ? null : { places: reread.places, remaining: reread.remaining, explained: reread.explained }) && reread?.unexplained === 0 && reread.problems === 0, what: 'every source was read again, and each row that was still there is explained' },
    { ok: same(statement.recipients.map(({ recipient, by, outcome, at }) => [recipient, by, outcome, at]), request.told.map(({ recipient, by, outcome, at }) => [recipient, by, outcome, at])) && statement.suppressed === request.suppressed, what: 'who was told, and what is watched for, is what the entries say' },
  ];
}

/**
 * Whether a certificate of erasure holds: each entry stands in the log under a signed checkpoint, together they tell a request that
 * was carried out and read again, and the statement is the one that the closing entry pins. With the person's reference it also
 * says whether it is theirs. Offline; a bad file is a verdict, never an exception. That the rows are gone is the company's
 * statement: no proof can show what is not there.
 */
export function verifyCertificate(source: string, trust: Trust & { readonly reference?: string } = {}): CertificateVerification {
  const keyGiven = trust.verifierKey !== undefined || trust.policy !== undefined;
  const certificate = parseCertificate(source);
  if (certificate === undefined) return { ok: false, keyGiven, findings: [{ ok: false, what: 'the file is a certificate of erasure' }] };
  const { statement } = certificate;
  const { findings: stood, request } = entriesOf(certificate, trust);
  const findings: readonly Finding[] = [
    ...stood,
    ...(request === undefined ? [{ ok: false, what: 'the entries tell of the request that it names' }] : agreements(statement, request)),
    ...(trust.reference === undefined ? [] : [{ ok: opensReference(statement.reference, statement.request, trust.reference), what: 'the reference that was given opens it: it is about the request of whoever holds that reference' }]),
  ];
  return { ok: findings.every(({ ok }) => ok), keyGiven, findings, statement, ...(request?.closed ? { closed: request.closed } : {}) };
}
