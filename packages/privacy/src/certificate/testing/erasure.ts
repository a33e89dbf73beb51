import { createHash } from 'node:crypto';
import type { Fact } from '@avouch/ledger/entry';
import { openSigner } from '@avouch/ledger/keys';
import { type Ledger, openLedger } from '@avouch/ledger/ledger';
import { memoryStorage } from '@avouch/ledger/memory';
import { type Certificate, type CertificateStatement, referenceOf, statementDigest, statementOf } from '../../certificate.ts';
import type { Plan } from '../../plan.ts';
import { concerns, followRequest, type RequestDraft, requestFact, type RequestKind, type RequestState } from '../../request.ts';
import type { Reread } from '../../reread.ts';

/** Bytes that are the same on every run and never repeat. */
export const chance = (label: string): ((bytes: number) => Uint8Array) => {
  let count = 0;
  return (bytes) => {
    const pieces: Buffer[] = [];
    for (let have = 0; have < bytes; have += 32) pieces.push(createHash('sha256').update(`${label}/${count++}`).digest());
    return Uint8Array.from(Buffer.concat(pieces).subarray(0, bytes));
  };
};

export const request = `dsr_${'7'.repeat(32)}`;
export const signer = openSigner(chance('log')(32), 'avouch.example/org_vector');
const digest = 'c'.repeat(64);
const { reference, commitment } = referenceOf(request, chance('reference'));
export { reference };

const place = { system: 'shop', place: 'public.customers', title: 'Customer accounts', engine: 'postgres', rows: { own: 1, shared: 0, accessible: 0 }, why: [], treatment: null, dispositions: null, fields: [], rules: [] } as const;

export const plan: Plan = {
  v: 1, request, right: 'erasure', role: 'controller', at: '2026-03-03T10:00:00.000Z', map: 'b'.repeat(64), identity: { 'customer.email': 1 },
  places: [
    { ...place, does: 'change', kept: [] },
    { ...place, place: 'public.invoices', title: 'Invoices', does: 'keep', kept: [{ rows: 2, reason: 'Invoices are kept as the tax code demands', exemption: '17(3)(b)', law: '§ 147 AO', until: { first: '2034-12-31', last: '2035-12-31', open: 0 }, hold: null }] },
    { ...place, place: 'public.pages', title: 'Pages', does: 'nothing', kept: [] },
    { ...place, place: 'public.old_logs', title: 'Old logs', does: 'left-out', kept: [] },
  ],
  tasks: [{ system: 'paper', title: 'Paper files', owner: 'm2', days: 7, how: 'Look in the cabinet', places: [] }], recipients: [{ id: 'mailer', title: 'Mailer', role: 'processor', told: { by: 'opendsr', to: 'https://mailer.example' }, categories: ['contact.email'] }],
  backups: [{ system: 'shop', days: 35, note: 'they cannot be searched' }], faults: [], ready: true, digest,
};
export const reread: Reread = { at: '2026-03-04T09:30:00.000Z', clean: true, places: [{ system: 'shop', place: 'public.invoices', counts: { kept: 2 }, accessible: 0, remainders: [], problem: null }] };
export const counts = { 'shop/public.customers': { deleted: 1 } };

/** One erasure from its receipt to its closing on a ledger of its own, and its certificate. */
export async function erased(): Promise<{ readonly ledger: Ledger; readonly certificate: Certificate; readonly statement: CertificateStatement; readonly answered: RequestState }> {
  let ms = Date.parse('2026-03-02T09:00:00.000Z');
  const random = chance('ledger');
  const ledger = await openLedger(memoryStorage({ kek: chance('kek')(32) }), { origin: signer.name, signer, now: () => new Date(ms), random, checkpointEveryMs: 0 });
  let state: RequestState | undefined;
  const indexes: number[] = [];
  const put = async <Kind extends RequestKind>(kind: Kind, header: RequestDraft<Kind>['header'], hours: number, more: Partial<RequestDraft<Kind>> = {}): Promise<void> => {
    ms += hours * 3_600_000;
    const fact: Fact = requestFact({ kind, about: request, header, actor: 'm1', captured: new Date(ms).toISOString(), random, ...more });
    const { index } = await ledger.append(fact);
    const kept = await ledger.read(index);
    if (kept === undefined || !concerns(kept.entry).includes(request)) throw new Error('the fact did not reach its request');
    indexes.push(index);
    state = followRequest(request, state, { index, entry: kept.entry });
  };
  const standing = (): RequestState => {
    if (state === undefined) throw new Error('nothing was received');
    return state;
  };
  await put('request.received', { channel: 'centre', rights: ['erasure'], role: 'controller', by: 'self', language: 'en', jurisdiction: 'DE', zone: 'Europe/Berlin', day: '2026-03-02', raw: '2026-04-02', due: '2026-04-02', calendar: 'DE@1', extendBy: '2026-04-02', reference: commitment }, 0, { sealed: { mail: 'ada@example.org', reference } });
  await put('request.identified', { by: 'mail', keys: 1, authority: null }, 1, { sealed: { 'customer.email': ['ada@example.org'] } });
  await put('request.surveyed', { systems: 2, places: 3, rows: 3, problems: 0, doubts: 0 }, 1);
  await put('request.planned', { version: 1, digest, places: 2, changes: 1, rows: { deleted: 1, kept: 2 }, tasks: 1, approval: 'person' }, 20);
  await put('request.approved', { version: 1, digest, by: 'person' }, 1);
  await put('request.step', { version: 1, step: 'erase:shop', system: 'shop', place: null, does: 'change', planned: 1, done: 1, problem: null }, 1);
  await put('request.step', { version: 1, step: 'attest:paper', system: 'paper', place: null, does: 'attest', planned: 0, done: 0, problem: null }, 24);
  await put('request.ran', { version: 1, steps: 2 }, 0);
  await put('suppression.written', { request, keys: 1 }, 0, { about: 'suppression' });
  await put('request.reread', { places: 3, remaining: 2, explained: 2, unexplained: 0, problems: 0 }, 1);
  await put('recipient.told', { request, recipient: 'mailer', of: 'erasure', by: 'opendsr', outcome: 'told' }, 0, { about: 'told-1' });
  await put('request.answered', { to: 'person', grounds: [{ right: 'erasure', ground: '17(3)(b)' }], delivery: 'link', places: 2, rows: 3, leftOut: 0 }, 1);
  const answered = standing();
  const statement = statementOf({ request: answered, controller: 'Example Shop GmbH', plan, counts, reread });
  await put('request.closed', { certificate: statementDigest(statement) }, 1);
  const entries = [];
  for (const index of indexes) entries.push({ entry: Buffer.from((await ledger.read(index))?.bytes ?? []).toString('base64'), proof: await ledger.proof(index) });
  return { ledger, statement, answered, certificate: { statement, log: signer.name, verifierKey: signer.verifierKey, entries } };
}
