import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Context } from '../context.ts';

/** What signs: a secret of both sides, or a key of theirs alone. The algorithm belongs to the key and never to the token. */
export type JwsKey = { readonly algorithm: 'HS256'; readonly secret: string } | { readonly algorithm: 'ES256' | 'EdDSA' | 'RS256'; readonly publicKey: string };
export type Claims = Readonly<Record<string, unknown>>;

const TOKEN_BYTES_MAX = 8000;
/** The longest that a signed word may hold, and how far two clocks may differ. */
export const LIFE_S = 300;
export const SKEW_S = 60;

const jsonIn = (part: string): Claims | undefined => {
  try {
    const read: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Claims) : undefined;
  } catch {
    return undefined;
  }
};

function isSigned(key: JwsKey, input: string, signature: Uint8Array): boolean {
  if (key.algorithm === 'HS256') {
    const own = createHmac('sha256', key.secret).update(input).digest();
    return own.length === signature.length && timingSafeEqual(own, signature);
  }
  const publicKey = createPublicKey(key.publicKey);
  if (key.algorithm === 'EdDSA') return verify(null, Buffer.from(input), publicKey, signature);
  return verify('sha256', Buffer.from(input), key.algorithm === 'ES256' ? { key: publicKey, dsaEncoding: 'ieee-p1363' } : publicKey, signature);
}

/** The algorithm of a public key in PEM form; undefined for one that is not taken, a short RSA key among them. */
export function algorithmOf(pem: string): 'ES256' | 'EdDSA' | 'RS256' | undefined {
  try {
    const key = createPublicKey(pem);
    const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = key;
    if (kind === 'ed25519') return 'EdDSA';
    if (kind === 'ec') return details?.namedCurve === 'prime256v1' ? 'ES256' : undefined;
    return kind === 'rsa' && (details?.modulusLength ?? 0) >= 2048 ? 'RS256' : undefined;
  } catch {
    return undefined;
  }
}

/** The header of a compact JWS (RFC 7515), unverified: for finding the key. */
export const headerOf = (token: string): Claims | undefined => (token.length > TOKEN_BYTES_MAX ? undefined : jsonIn(token.split('.')[0] ?? ''));

/** The claims, unverified: for finding the key by who says that they signed. */
export const claimsOf = (token: string): Claims | undefined => (token.length > TOKEN_BYTES_MAX ? undefined : jsonIn(token.split('.')[1] ?? ''));

/** The claims of a compact JWS that this key signed, for this audience, and that hold at this moment; else a short reason. */
export function readSigned(token: string, key: JwsKey, { audience, now }: { readonly audience: string; readonly now: Date }): Claims | string {
  const [head = '', body = '', signature = '', ...more] = token.split('.');
  const [header, claims] = [headerOf(token), claimsOf(token)];
  if (header === undefined || claims === undefined || more.length > 0) return 'form';
  if (header['alg'] !== key.algorithm || 'crit' in header) return 'algorithm';
  if (!isSigned(key, `${head}.${body}`, Buffer.from(signature, 'base64url'))) return 'signature';
  const { iat, exp, aud, jti } = claims;
  if (typeof iat !== 'number' || typeof exp !== 'number' || typeof jti !== 'string' || jti.length < 16 || jti.length > 200) return 'claims';
  const seconds = now.getTime() / 1000;
  if (aud !== audience) return 'audience';
  if (exp - iat > LIFE_S || exp <= iat) return 'life';
  return iat > seconds + SKEW_S || exp < seconds - SKEW_S ? 'time' : claims;
}

/** Whether a nonce is used for the first time; it is kept until the word that bears it has ended for every clock. */
export async function isFirstUse(context: Context, tx: PoolClient, org: string, use: string, nonce: string, lifeS = LIFE_S + 2 * SKEW_S): Promise<boolean> {
  const now = context.now().getTime();
  await tx.query('delete from used_nonce where org = $1 and until < $2', [org, new Date(now)]);
  const { rowCount } = await tx.query('insert into used_nonce (org, mark, until) values ($1, $2, $3) on conflict do nothing', [org, context.markOf(org, 'nonce', JSON.stringify([use, nonce])), new Date(now + lifeS * 1000)]);
  return rowCount === 1;
}
