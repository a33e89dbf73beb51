import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, type Json } from '@avouch/ledger/entry';
import { rootOf } from '@avouch/ledger/merkle';
import { chosenFact, type Chosen } from '@avouch/privacy/choices';
import type { NoticeDocument } from '@avouch/privacy/notices';
import { consentRecordOf } from '@avouch/privacy/receipts';
import { replyText } from './reply.ts';
import type { Site } from './site.ts';

const site: Site = { org: 'org_1', id: 'shop', key: 'org_1.shop', value: { name: 'Shop' } as Site['value'], ended: false, current: undefined };
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((one) => !one.includes('\0'));

const documents: fc.Arbitrary<NoticeDocument> = fc.record({
  controller: fc.record({ name: text, address: text }), notice: fc.record({ id: fc.constant('shop'), version: fc.constant('1') }), language: fc.constantFrom('en', 'de'), dir: fc.constant('ltr' as const),
  purposes: fc.array(fc.record({ id: fc.constantFrom('statistics', 'media'), required: fc.constant(false), name: text, text }), { maxLength: 2 }),
  vendors: fc.array(fc.record({ id: fc.constant('counter'), name: text, purpose: fc.constant('statistics'), cookies: fc.constant({ _c: 30 }), hosts: fc.constant([]), storage: fc.constant([]) }), { maxLength: 1 }),
  regimes: fc.constant({}), months: fc.constant(6), doNotTrack: fc.constant(false), variants: fc.constant([]), texts: fc.record({ back: text }),
}) as unknown as fc.Arbitrary<NoticeDocument>;

const id = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 });
const answered = fc.dictionary(fc.constantFrom('statistics', 'media', 'counter'), fc.constantFrom('ConsentGiven' as const, 'ConsentRefused' as const, 'ConsentWithdrawn' as const));
const choices: fc.Arbitrary<Chosen> = fc.record({
  v: fc.constant(1 as const), id, subject: id, site: fc.constant('shop'), previous: fc.constant(''), notice: fc.constant({ version: '1', hash: 'ab' }), language: fc.constant('en'), variant: fc.option(text),
  states: answered, method: fc.constantFrom('accept', 'save'), signal: fc.constantFrom(null, 'gpc'), place: fc.constantFrom(null, 'DE', 'FR'), country: fc.constantFrom(null, 'DE'), regime: fc.constantFrom('opt-in', 'opt-out'),
  at: fc.constantFrom('2026-06-01T10:00:00.000Z', '2026-06-02T10:00:00.000Z'), marks: fc.subarray(['late', 'place']),
}).map((chosen) => ({ ...chosen, answers: Object.fromEntries(Object.entries(chosen.states).map(([key, state]) => [key, state === 'ConsentGiven'])) })) as unknown as fc.Arbitrary<Chosen>;

test('the reply that is put together from texts says what was recorded of this answer, and nothing of another that was alike', () => {
  fc.assert(fc.property(documents, fc.array(choices, { minLength: 1, maxLength: 8 }), (document, all) => {
    for (const [index, chosen] of all.entries()) {
      const fact = chosenFact({ chosen, key: `visitor_${index}`, actor: 'visitor', captured: '2026-06-03T10:00:00.000Z', random: (bytes) => new Uint8Array(randomBytes(bytes)) });
      const [part] = fact.parts;
      const recorded = `2026-06-03T10:00:00.00${index}Z`;
      const { parts: _parts, ...stated } = fact;
      const entry = canonicalJson({ ...stated, recorded, seals: { count: 1, root: base64(rootOf([part.commitment])) }, v: 1 } as unknown as Json);
      const reply: unknown = JSON.parse(replyText('https://avouch.example', site, document, { chosen, fact, receipt: { log: 'avouch/org_1', index, recorded, leaf: '' } }));
      expect(reply).toEqual(JSON.parse(JSON.stringify({
        schema_version: 'ISO/IEC TS 27560', receipt_id: `avouch/org_1#${index}`, record: consentRecordOf(chosen, document, recorded), notice: null,
        proof: {
          log: 'avouch/org_1', index, recorded, entry: Buffer.from(entry).toString('base64'), commitment: base64(part.commitment),
          opening: { payload: base64(part.payload), blind: base64(part.blind) }, tlog_proof: null, verifier_key: null,
        },
        complete: `https://avouch.example/api/consents/org_1.shop/receipts/${chosen.id}?subject=${chosen.subject}`,
      })));
    }
  }));
});
