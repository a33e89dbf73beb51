import { createPrivateKey, sign, verify, X509Certificate } from 'node:crypto';
import { Refusal } from '@avouch/api/refusal';

/** Whose signature counts for a recipient: one of these very certificates, or one for its domain that these certify. */
export type Trust = { readonly domain: string; readonly trust: 'pinned' | 'chained'; readonly certificate: string };

const CHAIN_MAX = 6;

/** The certificates of a PEM text, in its order; refuses a text that holds none or a broken one. */
export function certificatesIn(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    const found = blocks.map((block) => new X509Certificate(block));
    if (found.length === 0) throw new Error('there is none');
    return found;
  } catch (cause) {
    throw new Refusal('invalid', 'This is no certificate in PEM form: it begins with -----BEGIN CERTIFICATE-----.', { field: 'settings.certificate', cause });
  }
}

/** Whether a certificate holds at this moment. */
export const holds = (certificate: X509Certificate, at: Date): boolean => Date.parse(certificate.validFrom) <= at.getTime() && at.getTime() < Date.parse(certificate.validTo);

/** OpenDSR 2.0 part 4.1: certificates are issued by an authority; one that signs itself is not taken. */
export const isSelfSigned = (certificate: X509Certificate): boolean => certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate, at: Date): boolean => issuer.ca && holds(issuer, at) && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

function leadsTo(certificate: X509Certificate, above: readonly X509Certificate[], anchors: readonly X509Certificate[], at: Date, depth = 0): boolean {
  if (depth > CHAIN_MAX) return false;
  if (anchors.some((anchor) => isIssuedBy(certificate, anchor, at))) return true;
  return above.some((one) => isIssuedBy(certificate, one, at) && leadsTo(one, above.filter((other) => other !== one), anchors, at, depth + 1));
}

/** The certificates under which a recipient may sign now. `presented` is what the recipient offers: the signing one first, then those above it. */
export function signersOf({ domain, trust, certificate }: Trust, presented: readonly X509Certificate[], at: Date): readonly X509Certificate[] {
  const recorded = certificatesIn(certificate);
  if (trust === 'pinned') return recorded.filter((one) => holds(one, at));
  const [leaf, ...above] = presented;
  if (leaf === undefined || !holds(leaf, at) || leaf.checkHost(domain) === undefined) return [];
  return leadsTo(leaf, above, recorded, at) ? [leaf] : [];
}

/** OpenDSR 2.0: base64 of a signature of the SHA-256 of the body, RSA or ECDSA as the key is. */
export const signatureOver = (body: string | Uint8Array, key: string): string => sign('sha256', Buffer.from(body), createPrivateKey(key)).toString('base64');

/** Whether one of these certificates signed exactly these bytes; false for everything that is no signature. */
export function isSignedBy(body: Uint8Array, signature: string, signers: readonly X509Certificate[]): boolean {
  const bytes = Buffer.from(signature.replace(/\s/g, ''), 'base64');
  return signers.some((one) => ['rsa', 'ec'].includes(one.publicKey.asymmetricKeyType ?? '') && verify('sha256', body, one.publicKey, bytes));
}

/** What a person checks a certificate by. */
export const certificateShown = (certificate: X509Certificate): { readonly subject: string; readonly issuer: string; readonly until: string; readonly fingerprint: string } => ({
  subject: certificate.subject.replaceAll('\n', ', '), issuer: certificate.issuer.replaceAll('\n', ', '), until: new Date(certificate.validTo).toISOString(), fingerprint: certificate.fingerprint256,
});

/** Refuses a key and certificate with which nobody could verify our answers. */
export function checkSigning(certificate: string, key: string, domain: string, at: Date): void {
  const [leaf] = certificatesIn(certificate);
  if (leaf === undefined) throw new Error('a parsed text holds a certificate');
  const field = { field: 'settings.certificate' };
  if (!holds(leaf, at)) throw new Refusal('invalid', `This certificate holds from ${leaf.validFrom} to ${leaf.validTo}: give one that holds now.`, field);
  if (leaf.checkHost(domain) === undefined) throw new Refusal('invalid', `This certificate is not for ${domain}: controllers compare the two.`, field);
  if (isSelfSigned(leaf)) throw new Refusal('invalid', 'This certificate signs itself: OpenDSR takes only one that an authority issued.', field);
  let privateKey;
  try {
    privateKey = createPrivateKey(key);
  } catch (cause) {
    throw new Refusal('invalid', 'This is no private key in PEM form without a passphrase.', { field: 'key', cause });
  }
  if (!['rsa', 'ec'].includes(privateKey.asymmetricKeyType ?? '')) throw new Refusal('invalid', 'The key must be RSA or ECDSA: OpenDSR signs by FIPS 186-4.', { field: 'key' });
  if (!leaf.checkPrivateKey(privateKey)) throw new Refusal('invalid', 'This key is not the one of the certificate.', { field: 'key' });
}
