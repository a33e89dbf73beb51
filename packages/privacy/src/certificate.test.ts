import { renderHtml, renderPdf } from '@avouch/documents/render';
import { beforeAll, expect, test } from 'vitest';
import { type Certificate, certificateDocument, opensReference, referenceOf, statementOf, verifyCertificate } from './certificate.ts';
import { chance, counts, erased, plan, reference, request, reread, signer } from './certificate/testing/erasure.ts';

let made: Awaited<ReturnType<typeof erased>>;
beforeAll(async () => {
  made = await erased();
});
const verifierKey = signer.verifierKey;
const text = (change: (certificate: Certificate) => unknown = (one) => one): string => JSON.stringify(change(structuredClone(made.certificate)));
const faults = (source: string, trust: Parameters<typeof verifyCertificate>[1] = { verifierKey }): readonly string[] => verifyCertificate(source, trust).findings.filter(({ ok }) => !ok).map(({ what }) => what);
const changed = (change: (statement: Record<string, never> & Certificate['statement']) => void): string => text((one) => {
  change(one.statement as never);
  return one;
});

test('a certificate verifies offline, and for whoever holds the reference also that it is theirs', async () => {
  expect(verifyCertificate(text(), { verifierKey, reference })).toMatchObject({ ok: true, keyGiven: true, closed: expect.any(String) as string });
  expect(verifyCertificate(text(), { verifierKey, reference: ` ${reference.toUpperCase().replaceAll('-', ' ')} ` }).ok).toBe(true);
  expect(faults(text(), { verifierKey, reference: '00000-00000-00000-00000-00000' })).toEqual(['the reference that was given opens it: it is about the request of whoever holds that reference']);
  await expect(`${JSON.stringify(made.certificate, undefined, 2)}\n`).toMatchFileSnapshot('../../../vectors/erasure/certificate.json');
  await expect(`${verifierKey}\n`).toMatchFileSnapshot('../../../vectors/erasure/verifier-key.txt');
  await expect(`${reference}\n`).toMatchFileSnapshot('../../../vectors/erasure/reference.txt');
});

test('it still verifies once everything about the person is forgotten, and names nobody', async () => {
  await made.ledger.forget({ subject: request, actor: 'm1', basis: 'GDPR Art. 17(1)', at: '2026-04-01T00:00:00.000Z' });
  expect(verifyCertificate(text(), { verifierKey, reference }).ok).toBe(true);
  expect(text()).not.toMatch(/ada/i);
  for (const { entry } of made.certificate.entries) expect(Buffer.from(entry, 'base64').toString()).not.toMatch(/ada@|customer\.email/i);
  expect(text()).not.toContain(reference);
});

test('without a key it holds under the key that it names itself, and says that no key was given', () => {
  expect(verifyCertificate(text())).toMatchObject({ ok: true, keyGiven: false });
});

test.each<readonly [string, Parameters<typeof changed>[0]]>([
  ['a count', (one) => void ((one.places[0] as { done: object }).done = { deleted: 2 })],
  ['a reason', (one) => void ((one.places[1]!.kept[0] as { reason: string }).reason = 'Because')],
  ['a place left out', (one) => void (one.places as unknown[]).pop()],
  ['a time', (one) => void ((one.times as { answered: string }).answered = '2026-03-03T00:00:00.000Z')],
  ['a recipient', (one) => void ((one.recipients[0] as { outcome: string }).outcome = 'failed')],
  ['the company', (one) => void ((one as { controller: string }).controller = 'Other Ltd')],
  ['the plan', (one) => void ((one as { plan: string }).plan = 'd'.repeat(64))],
])('%s that was changed afterwards is seen', (_, change) => {
  expect(faults(changed(change))).toContain('the statement is, to the letter, the one that was pinned when the request was closed');
});

test('an entry that is cut out, doubled, put elsewhere or changed is seen', () => {
  const without = (place: number): string => text((one) => ({ ...one, entries: one.entries.filter((_, at) => at !== place) }));
  made.certificate.entries.forEach((_, place) => expect(faults(without(place)), String(place)).not.toEqual([]));
  expect(faults(text((one) => ({ ...one, entries: [...one.entries, one.entries[0]] })))).toEqual(['request.received stands in the ledger']);
  expect(faults(text((one) => ({ ...one, entries: one.entries.toReversed() })))).not.toEqual([]);
  expect(faults(text((one) => ({ ...one, entries: one.entries.map((entry, at) => (at === 3 ? { ...entry, entry: one.entries[4]!.entry } : entry)) })))).not.toEqual([]);
});

test('another key, another log and what is no certificate are said to be so, and nothing is thrown', () => {
  const other = `${signer.name}+1a2b3c4d+AQ==`;
  expect(verifyCertificate(text(), { verifierKey: other }).ok).toBe(false);
  expect(faults(text((one) => ({ ...one, log: 'avouch.example/other' })))).not.toEqual([]);
  for (const source of ['', '{', '[]', '{"statement":{}}', text((one) => ({ ...one, more: 1 })), 'null']) expect(faults(source)).toEqual(['the file is a certificate of erasure']);
});

test('no certificate is stated before the request was approved, read again and answered, or while a row is not explained', () => {
  const input = { request: made.answered, controller: 'Example Shop GmbH', plan, counts, reread };
  for (const request_ of [{ ...made.answered, approval: null }, { ...made.answered, reread: null }, { ...made.answered, answer: null }]) expect(() => statementOf({ ...input, request: request_ })).toThrow(/not identified, approved/);
  expect(() => statementOf({ ...input, reread: { ...reread, clean: false } })).toThrow(/nothing explains/);
  expect(() => statementOf({ ...input, request: { ...made.answered, rights: ['access'] } })).toThrow(/for erasure/);
});

test('it states what was done, kept and why, place by place, and nothing of places that were not touched', () => {
  expect(made.statement.places).toEqual([
    { system: 'shop', place: 'public.customers', title: 'Customer accounts', leftOut: false, done: { deleted: 1 }, kept: [], remaining: {} },
    { system: 'shop', place: 'public.invoices', title: 'Invoices', leftOut: false, done: {}, kept: [{ rows: 2, reason: 'Invoices are kept as the tax code demands', exemption: '17(3)(b)', law: '§ 147 AO', until: '2035-12-31', hold: false }], remaining: { kept: 2 } },
    { system: 'shop', place: 'public.old_logs', title: 'Old logs', leftOut: true, done: {}, kept: [], remaining: {} },
  ]);
  expect(made.statement).toMatchObject({ suppressed: 1, recipients: [{ title: 'Mailer', outcome: 'told' }], attested: [{ title: 'Paper files' }], backups: [{ days: 35 }], reread: { remaining: 2, explained: 2 } });
});

test('a commitment tells nobody whose request it is, and opens with the reference alone', () => {
  const one = referenceOf(request, chance('a'));
  const two = referenceOf(request, chance('b'));
  expect(one.commitment).not.toBe(two.commitment);
  expect(opensReference(one.commitment, request, one.reference)).toBe(true);
  expect(opensReference(one.commitment, request, two.reference)).toBe(false);
  expect(opensReference(one.commitment, `dsr_${'8'.repeat(32)}`, one.reference)).toBe(false);
});

test('people read it as a document: the same bytes each time, as a page and as PDF', async () => {
  const document = certificateDocument(made.statement, { at: '2026-03-04T12:00:00.000Z', entry: 12, log: signer.name });
  const page = new TextDecoder().decode((await renderHtml(document)).bytes);
  for (const told of ['Certificate of erasure', 'Example Shop GmbH', '1 deleted', '§ 147 AO', '2035-12-31', 'left out, by decision', 'Paper files', 'Mailer', '35 days', '--reference']) expect(page).toContain(told);
  const [first, second] = [await renderPdf(document), await renderPdf(document)];
  expect(Buffer.from(first.bytes).equals(Buffer.from(second.bytes))).toBe(true);
  expect(first.warnings).toEqual([]);
});
