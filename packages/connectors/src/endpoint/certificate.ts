import type { TLSSocket } from 'node:tls';
import type { EntityOf } from '../entities.ts';
import { codeOf } from '../http/problem.ts';
import { openTls, type Place } from './connection.ts';

type Facts = Pick<EntityOf<'endpoint'>, 'tlsVersion' | 'oldTlsAccepted' | 'certificateValid' | 'certificateProblem' | 'certificateNotAfter' | 'certificateIssuer'>;

const instantOf = (text: string | undefined): string | null => {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
};

/** Why a certificate is not accepted, in words. The code is OpenSSL's or Node's. */
const reasonOf = (code: string, socket: TLSSocket, host: string): string => {
  const certificate = socket.getPeerCertificate();
  switch (code) {
    case 'CERT_HAS_EXPIRED': return `It expired on ${instantOf(certificate.valid_to)?.slice(0, 10) ?? 'an unknown day'}.`;
    case 'CERT_NOT_YET_VALID': return `It is valid only from ${instantOf(certificate.valid_from)?.slice(0, 10) ?? 'an unknown day'}.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID': return `It is not for the name ${host}.`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT': return 'It is signed by itself.';
    case 'SELF_SIGNED_CERT_IN_CHAIN': return 'Its authority is not trusted.';
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE': case 'UNABLE_TO_GET_ISSUER_CERT': case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY': return 'Its chain is incomplete, or its authority is not trusted.';
    case 'CERT_REVOKED': return 'It is revoked.';
    default: return `It is not accepted (${code}).`;
  }
};

// Level 0, because at the usual level OpenSSL itself would not offer these versions, and their refusal would prove nothing.
const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;

/** Whether a failed handshake was the other side's refusal, and not ours or the network's. */
const isRefusal = (error: unknown): boolean => {
  const code = codeOf(error);
  return code === 'ECONNRESET' || /ALERT|EPROTO|UNSUPPORTED_PROTOCOL|WRONG_VERSION/.test(code);
};

const acceptsOld = async (place: Place): Promise<boolean | null> => {
  try {
    (await openTls(place, old)).destroy();
    return true;
  } catch (error) {
    return isRefusal(error) ? false : null;
  }
};

/** Opens a TLS connection in any version that the server has: one that speaks nothing newer than TLS 1.1 still has a certificate to read. */
export const openTlsOfAnyVersion = async (place: Place): Promise<TLSSocket> => {
  try {
    return await openTls(place);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    try {
      return await openTls(place, old);
    } catch {
      throw error;
    }
  }
};

/** Reads what the handshake shows: version, old versions, and the certificate with why it does not hold. Rejects when there is no TLS. */
export const readTls = async (place: Place): Promise<Facts> => {
  const socket = await openTlsOfAnyVersion(place);
  const certificate = socket.getPeerCertificate();
  const raw: unknown = socket.authorizationError;
  const code = raw instanceof Error ? codeOf(raw) || raw.message : typeof raw === 'string' ? raw : '';
  const issuer = [certificate.issuer?.O, certificate.issuer?.CN].flat().filter((part) => part !== undefined).join(', ');
  const facts = {
    tlsVersion: socket.getProtocol(), certificateValid: socket.authorized, certificateProblem: socket.authorized ? null : reasonOf(code, socket, place.host),
    certificateNotAfter: instantOf(certificate.valid_to), certificateIssuer: issuer === '' ? null : issuer,
  };
  socket.destroy();
  return { ...facts, oldTlsAccepted: await acceptsOld(place) };
};
