import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { openAuthority } from '../testing/certificates.ts';
import { certificatesIn, isSignedBy, signatureOver, signersOf, type Trust } from './certificates.ts';

const root = openAuthority('Root');
const middle = root.below('Middle');
const issued = middle.issue('processor.example');
const now = new Date();
const trust = (more: Partial<Trust> = {}): Trust => ({ domain: 'processor.example', trust: 'chained', certificate: root.certificate, ...more });
const offered = (...pems: readonly string[]): readonly X509Certificate[] => pems.flatMap((pem) => certificatesIn(pem));
const past = { from: new Date('2020-01-01T00:00:00Z'), until: new Date('2021-01-01T00:00:00Z') };

test('a certificate counts when it is for the domain, holds now, and leads over others to one that is recorded', () => {
  expect(signersOf(trust(), offered(issued.certificate, middle.certificate), now)).toHaveLength(1);
  expect(signersOf(trust({ certificate: middle.certificate }), offered(issued.certificate), now)).toHaveLength(1);
  expect(signersOf(trust(), offered(issued.certificate), now)).toEqual([]);
  expect(signersOf(trust({ domain: 'another.example' }), offered(issued.certificate, middle.certificate), now)).toEqual([]);
  expect(signersOf(trust({ certificate: openAuthority('Root').certificate }), offered(issued.certificate, middle.certificate), now)).toEqual([]);
  expect(signersOf(trust(), offered(root.issue('processor.example', past).certificate), now)).toEqual([]);
  expect(signersOf(trust(), offered(root.selfSigned('processor.example').certificate), now)).toEqual([]);
  expect(signersOf(trust(), [], now)).toEqual([]);
});

test('whoever holds a certificate for a host is no authority for other hosts', () => {
  const host = root.issue('elsewhere.example');
  expect(new X509Certificate(host.certificate).ca).toBe(false);
  expect(signersOf(trust({ certificate: host.certificate }), offered(issued.certificate, middle.certificate, host.certificate), now)).toEqual([]);
});

test('a pinned certificate counts as itself alone, as long as it holds', () => {
  const renewed = middle.issue('processor.example');
  expect(signersOf(trust({ trust: 'pinned', certificate: issued.certificate + renewed.certificate }), offered(root.certificate), now)).toHaveLength(2);
  expect(signersOf(trust({ trust: 'pinned', certificate: root.issue('processor.example', past).certificate }), [], now)).toEqual([]);
});

test('a signature is over exactly the bytes, by the key of the certificate, and anything else is none', () => {
  const body = Buffer.from('{"request_status":"completed"}');
  const signers = offered(issued.certificate);
  const signature = signatureOver(body, issued.key);
  expect(isSignedBy(body, signature, signers)).toBe(true);
  expect(isSignedBy(body, `${signature.slice(0, 30)}\n ${signature.slice(30)}`, signers)).toBe(true);
  expect(isSignedBy(Buffer.from('{"request_status": "completed"}'), signature, signers)).toBe(false);
  expect(isSignedBy(body, signatureOver(body, middle.issue('processor.example').key), signers)).toBe(false);
  for (const wrong of ['', 'none', '####', signature.slice(4)]) expect(isSignedBy(body, wrong, signers)).toBe(false);
  expect(isSignedBy(body, signature, [])).toBe(false);
});

test('a text without a certificate, or with a broken one, is refused', () => {
  for (const text of ['', 'text', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----']) expect(() => certificatesIn(text)).toThrow(/PEM/);
});
