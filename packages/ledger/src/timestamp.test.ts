import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestTimestamp, verifyTimestamp } from './timestamp.ts';
import { chance } from './testing/facts.ts';

/** A local time stamp authority made with the openssl command. */
const CONFIG = `
[tsa]
default_tsa = here
[here]
serial = $ENV::HERE/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[stamping]
extendedKeyUsage = critical,timeStamping
[web]
extendedKeyUsage = critical,serverAuth
`;

let folder: string;
const openssl = (...words: string[]) =>
  execFileSync('openssl', words, { cwd: folder, env: { ...process.env, HERE: folder, OPENSSL_CONF: join(folder, 'tsa.cnf') }, stdio: 'pipe' });

function makeRoot(name: string): void {
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', `/CN=${name}`, '-days', '3650', '-extensions', 'root', '-config', 'tsa.cnf');
}

function makeSigner(name: string, extension: string): void {
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`, '-config', 'tsa.cnf');
  openssl('x509', '-req', '-in', `${name}.csr`, '-CA', 'root.pem', '-CAkey', 'root.key', '-set_serial', '7', '-out', `${name}.pem`, '-days', '3650', '-extfile', 'tsa.cnf', '-extensions', extension);
}

/** What a server of RFC 3161 over HTTP does with a request. */
const authority = (signer: string) => async (_url: string, { body }: { body: Uint8Array }) => {
  await writeFile(join(folder, 'request.tsq'), body);
  openssl('ts', '-reply', '-queryfile', 'request.tsq', '-signer', `${signer}.pem`, '-inkey', `${signer}.key`, '-chain', 'root.pem', '-out', 'reply.tsr', '-config', 'tsa.cnf');
  return new Response(await readFile(join(folder, 'reply.tsr')));
};

const TEXT = 'avouch.example/log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n';
const stamp = (signer = 'Stamps', text = TEXT) =>
  requestTimestamp(text, { url: 'http://authority.example', fetch: authority(signer), random: chance('nonce') });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'avouch-tsa-'));
  await writeFile(join(folder, 'tsa.cnf'), CONFIG);
  await writeFile(join(folder, 'serial'), '01\n');
  makeRoot('root');
  makeRoot('stranger');
  makeSigner('Stamps', 'stamping');
});
afterAll(() => rm(folder, { recursive: true }));

test('a checkpoint that a local authority stamped verifies offline under its root', async () => {
  const answer = await stamp();
  if (!answer.ok) throw new Error(answer.problem);
  const roots = await readFile(join(folder, 'root.pem'), 'utf8');
  expect(await verifyTimestamp(TEXT, answer.token, { roots })).toEqual({ ok: true, at: answer.at, authority: 'Stamps', trusted: true });
  expect(await verifyTimestamp(TEXT, answer.token)).toMatchObject({ ok: true, trusted: null });
});

test('a stamp over another text, or under another root, does not verify', async () => {
  const answer = await stamp();
  if (!answer.ok) throw new Error(answer.problem);
  const roots = await readFile(join(folder, 'stranger.pem'), 'utf8');
  expect(await verifyTimestamp(`${TEXT} `, answer.token)).toMatchObject({ ok: false });
  expect(await verifyTimestamp(TEXT, answer.token, { roots })).toMatchObject({ ok: false });
});

test('no byte of the stated time or of the signature can be changed', async () => {
  const answer = await stamp();
  if (!answer.ok) throw new Error(answer.problem);
  const roots = await readFile(join(folder, 'root.pem'), 'utf8');
  const time = Buffer.from(answer.token).indexOf(Buffer.from(answer.at.replace(/[-:T]|\.000/g, '').replace('Z', 'Z')));
  expect(time).toBeGreaterThan(0);
  for (const at of [time + 3, time + 13, answer.token.length - 1, answer.token.length - 200]) {
    const changed = Uint8Array.from(answer.token);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(await verifyTimestamp(TEXT, changed, { roots }), `byte ${at}`).toMatchObject({ ok: false });
  }
});

test('an authority that refuses, breaks off or answers for another request is a problem in words', async () => {
  const ask = (fetch: Parameters<typeof requestTimestamp>[1]['fetch']) =>
    requestTimestamp(TEXT, { url: 'http://authority.example', fetch, random: chance('other') });
  expect(await ask(async () => new Response('no', { status: 503 }))).toMatchObject({ ok: false });
  expect(await ask(async () => new Response('<html>'))).toMatchObject({ ok: false });
  expect(await ask(async () => Promise.reject(new Error('connection refused')))).toMatchObject({ ok: false });
  await stamp();
  const stale = await readFile(join(folder, 'reply.tsr'));
  expect(await ask(async () => new Response(stale))).toMatchObject({ ok: false, problem: 'the time stamp is for another request' });
});
