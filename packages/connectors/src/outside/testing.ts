import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate authority for tests, made by openssl in a folder of its own. */
export type TestAuthority = {
  readonly certificate: string;
  /** A certificate for names such as `DNS:localhost`; `from` and `to` in openssl's form `YYMMDDHHMMSSZ`. */
  readonly issue: (names: readonly string[], from?: string, to?: string) => { readonly key: string; readonly cert: string };
  readonly close: () => void;
};

const configuration = `[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
unique_subject = no
copy_extensions = none
[any]
commonName = supplied
[req]
distinguished_name = dn
[dn]
[v3_ca]
basicConstraints = critical, CA:TRUE
keyUsage = keyCertSign, cRLSign
`;

/** Makes an authority whose certificate is valid for a month. */
export const openTestAuthority = (): TestAuthority => {
  const folder = mkdtempSync(join(tmpdir(), 'avouch-authority-'));
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const openssl = (...args: readonly string[]): void => { execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' }); };
  writeFileSync(join(folder, 'openssl.cnf'), configuration);
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(join(folder, 'serial'), '1000\n');
  // RSA, because the versions of TLS before 1.2 that tests offer agree on it everywhere.
  openssl('req', '-x509', '-config', 'openssl.cnf', '-extensions', 'v3_ca', '-newkey', 'rsa:2048', '-sha256', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test authority', '-days', '30');
  let count = 0;
  return {
    certificate: read('ca.pem'),
    issue: (names, from = '240101000000Z', to = '491231235959Z') => {
      count += 1;
      const at = (end: string): string => `leaf${count}.${end}`;
      writeFileSync(join(folder, at('ext')), `subjectAltName = ${names.join(', ')}\nbasicConstraints = CA:FALSE\n`);
      openssl('req', '-new', '-config', 'openssl.cnf', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('key'), '-out', at('csr'), '-subj', '/CN=Test');
      openssl('ca', '-batch', '-notext', '-config', 'openssl.cnf', '-keyfile', 'ca.key', '-cert', 'ca.pem', '-in', at('csr'), '-out', at('pem'), '-extfile', at('ext'), '-startdate', from, '-enddate', to);
      return { key: read(at('key')), cert: read(at('pem')) };
    },
    close: () => { rmSync(folder, { recursive: true, force: true }); },
  };
};
