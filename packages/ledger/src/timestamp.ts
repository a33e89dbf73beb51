import { Integer, OctetString } from 'asn1js';
import { AlgorithmIdentifier, Certificate, ContentInfo, ExtKeyUsage, MessageImprint, SignedData, TimeStampReq, TimeStampResp, TSTInfo } from 'pkijs';
import { sha256 } from '#primitives';
import { equalBytes, parseBase64, utf8 } from './encodings/bytes.ts';
import { formatInstant } from './encodings/instant.ts';
import type { Instant } from './entry.ts';

/** RFC 3161 time stamps over the text of a checkpoint: a third party says that the log stood so at a time. */

const SHA256 = '2.16.840.1.101.3.4.2.1';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const COMMON_NAME = '2.5.4.3';

export type TimestampOptions = {
  /** The authority's address, RFC 3161 over HTTP. */
  readonly url: string;
  readonly fetch: (url: string, init: { method: 'POST'; body: Uint8Array<ArrayBuffer>; headers: { 'content-type': string } }) => Promise<Response>;
  readonly random: (bytes: number) => Uint8Array;
};

/** The token (DER) with the authority's certificates, or why there is none. */
export type TimestampAnswer = { readonly ok: true; readonly token: Uint8Array; readonly at: Instant } | { readonly ok: false; readonly problem: string };

/** `trusted` is whether the chain ends at one of the roots that were given; null when none were. */
export type TimestampVerdict =
  | { readonly ok: true; readonly at: Instant; readonly authority: string; readonly trusted: true | null }
  | { readonly ok: false; readonly problem: string };

const buffer = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

function requestOf(text: string, nonce: Uint8Array): Uint8Array<ArrayBuffer> {
  const messageImprint = new MessageImprint({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256 }),
    hashedMessage: new OctetString({ valueHex: buffer(sha256(utf8(text))) }),
  });
  const request = new TimeStampReq({ version: 1, messageImprint, nonce: new Integer({ valueHex: buffer(nonce) }), certReq: true });
  return new Uint8Array(request.toSchema().toBER());
}

type Token = { readonly signed: SignedData; readonly info: TSTInfo };

/** Throws when the bytes are no time stamp token. */
function tokenOf(content: ContentInfo): Token {
  const signed = new SignedData({ schema: content.content });
  const inner = signed.encapContentInfo.eContent;
  if (signed.encapContentInfo.eContentType !== TST_INFO || inner === undefined) throw new TypeError('not a time stamp token');
  return { signed, info: TSTInfo.fromBER(inner.getValue()) };
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : 'unreadable');

/** Asks an authority to stamp the text. An authority that refuses or answers with something else is a value. */
export async function requestTimestamp(text: string, { url, fetch, random }: TimestampOptions): Promise<TimestampAnswer> {
  // The first byte keeps the integer positive and without a leading zero, so that DER gives it back as it was.
  const nonce = Uint8Array.of(0x40, ...random(15));
  try {
    const response = await fetch(url, { method: 'POST', body: requestOf(text, nonce), headers: { 'content-type': 'application/timestamp-query' } });
    if (!response.ok) return { ok: false, problem: `the time stamp authority answered with status ${response.status}` };
    const { status, timeStampToken } = TimeStampResp.fromBER(await response.arrayBuffer());
    if (status.status > 1 || timeStampToken === undefined) return { ok: false, problem: `the time stamp authority refused with status ${status.status}` };
    const { info } = tokenOf(timeStampToken);
    const isOurs = info.nonce !== undefined && equalBytes(info.nonce.valueBlock.valueHexView, nonce) && isOver(info, text);
    if (!isOurs) return { ok: false, problem: 'the time stamp is for another request' };
    return { ok: true, token: new Uint8Array(timeStampToken.toSchema().toBER()), at: formatInstant(info.genTime) };
  } catch (error) {
    return { ok: false, problem: `the time stamp authority did not answer as RFC 3161 says: ${reason(error)}` };
  }
}

const isOver = ({ messageImprint }: TSTInfo, text: string): boolean =>
  messageImprint.hashAlgorithm.algorithmId === SHA256 &&
  equalBytes(messageImprint.hashedMessage.valueBlock.valueHexView, sha256(utf8(text)));

/** A certificate for time stamping and nothing else, RFC 3161 section 2.3. */
function isForStamping(certificate: Certificate): boolean {
  const usage = certificate.extensions?.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE);
  const purposes = usage?.parsedValue instanceof ExtKeyUsage ? usage.parsedValue.keyPurposes : [];
  return usage?.critical === true && purposes.length === 1 && purposes[0] === TIME_STAMPING;
}

/** Certificates of a PEM text. Throws when one can't be read. */
function certificatesOf(pem: string): Certificate[] {
  const blocks = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g)];
  return blocks.map(([, body = '']) => Certificate.fromBER(buffer(parseBase64(body.replace(/\s/g, '')) ?? new Uint8Array(0))));
}

const nameOf = ({ subject }: Certificate): string => {
  const common = subject.typesAndValues.find(({ type }) => type === COMMON_NAME);
  return String(common?.value.valueBlock.value ?? '');
};

/**
 * Verifies a token over the text, offline, at the time that it states (a certificate that expired since is no fault).
 * `roots` are PEM certificates; without them the signature is checked, and trust is left open. Never throws for a bad
 * token.
 */
export async function verifyTimestamp(text: string, token: Uint8Array, { roots }: { readonly roots?: string } = {}): Promise<TimestampVerdict> {
  try {
    const { signed, info } = tokenOf(ContentInfo.fromBER(buffer(token)));
    if (!isOver(info, text)) return { ok: false, problem: 'the time stamp is over another text' };
    const { signatureVerified, signerCertificate, signerCertificateVerified } = await signed.verify({
      signer: 0,
      data: buffer(utf8(text)),
      checkChain: roots !== undefined,
      trustedCerts: roots === undefined ? [] : certificatesOf(roots),
      checkDate: info.genTime,
      extendedMode: true,
    });
    if (signatureVerified !== true || !signerCertificate) return { ok: false, problem: 'the signature of the time stamp is not good' };
    if (!isForStamping(signerCertificate)) return { ok: false, problem: 'the certificate is not one for time stamping' };
    if (roots !== undefined && signerCertificateVerified !== true) return { ok: false, problem: 'the authority is not trusted' };
    return { ok: true, at: formatInstant(info.genTime), authority: nameOf(signerCertificate), trusted: roots === undefined ? null : true };
  } catch (error) {
    return { ok: false, problem: `the time stamp does not verify: ${reason(error)}` };
  }
}
