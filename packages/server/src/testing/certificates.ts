import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A certificate with its key, both as PEM. */
export type Issued = { readonly key: string; readonly certificate: string };
type Authority = { readonly name: string; readonly key: KeyObject; readonly certificate: string };
type Times = { readonly from: Date; readonly until: Date };

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? Buffer.from([body.length]) : body.length < 256 ? Buffer.from([0x81, body.length]) : Buffer.from([0x82, body.length >> 8, body.length & 255]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
};
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const yes = der(0x01, Buffer.from([255]));
const nameOf = (name: string): Buffer => sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))));
const timeOf = (at: Date): Buffer => der(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]|\.\d+/g, '')}`));
/** ecdsa-with-SHA256. */
const algorithm = sequence(oid('2a8648ce3d040302'));
let serial = 1;

function issue(name: string, key: KeyObject, issuer: { readonly name: string; readonly key: KeyObject }, { from, until }: Times, authority: boolean): string {
  serial += 1;
  const constraints = sequence(oid('551d13'), yes, der(0x04, sequence(...(authority ? [yes] : []))));
  const names = sequence(oid('551d11'), der(0x04, sequence(der(0x82, Buffer.from(name)))));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), der(0x02, Buffer.from([serial])), algorithm, nameOf(issuer.name), sequence(timeOf(from), timeOf(until)), nameOf(name),
    createPublicKey(key).export({ type: 'spki', format: 'der' }), der(0xa3, sequence(constraints, ...(authority ? [] : [names]))));
  const whole = sequence(body, algorithm, der(0x03, Buffer.from([0]), sign('sha256', body, issuer.key)));
  return `-----BEGIN CERTIFICATE-----\n${(whole.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;
}

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const standing = (): Times => ({ from: new Date(Date.now() - 86_400_000), until: new Date(Date.now() + 365 * 86_400_000) });

export type TestAuthority = { readonly certificate: string; readonly issue: (host: string, times?: Times) => Issued; readonly selfSigned: (host: string) => Issued; /** One below this one. */ readonly below: (name: string) => TestAuthority };

/** An authority of the tests' own, which issues certificates for host names. */
export function openAuthority(name = 'Test Authority', above?: { readonly name: string; readonly key: KeyObject }): TestAuthority {
  const key = newKey();
  const own: Authority = { name, key, certificate: issue(name, key, above ?? { name, key }, standing(), true) };
  return {
    certificate: own.certificate,
    below: (other) => openAuthority(other, own),
    issue: (host, times = standing()) => {
      const made = newKey();
      return { key: pemOf(made), certificate: issue(host, made, own, times, false) };
    },
    selfSigned: (host) => {
      const made = newKey();
      return { key: pemOf(made), certificate: issue(host, made, { name: host, key: made }, standing(), false) };
    },
  };
}
