import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, StartProblem } from './start-problem.ts';

/** The key-encryption key: 32 bytes, never stored in the database, from which each use derives its own. */
export type Kek = { readonly derive: (use: string) => Uint8Array };

/** Where the key comes from: the environment, or a file that is made when it is absent and `make` says so. */
export type KekSource = { readonly value: string } | { readonly file: string; readonly make: boolean };

/** Throws `StartProblem` when there is no such key, or it is not 32 bytes. */
export async function openKek(source: KekSource, random: (bytes: number) => Uint8Array): Promise<Kek> {
  const key = 'value' in source ? parseKey(source.value, 'AVOUCH_KEK') : await readKey(source, random);
  return { derive: (use) => new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), `avouch/${use}/v1`, 32)) };
}

async function readKey({ file, make }: { readonly file: string; readonly make: boolean }, random: (bytes: number) => Uint8Array): Promise<Uint8Array> {
  try {
    if (make) await makeKey(file, random);
    const { mode } = await stat(file);
    if ((mode & 0o077) !== 0) throw new StartProblem(`Others can read the key ${file}: run "chmod 600 ${file}".`);
    return parseKey((await readFile(file, 'utf8')).trim(), file);
  } catch (cause) {
    if (cause instanceof StartProblem) throw cause;
    throw new StartProblem(`The key ${file} cannot be read (${codeOf(cause)}): put it there, for this account to read, since nothing that is encrypted in the database opens without it.`, { cause });
  }
}

/** `wx`: of two processes that start at once, one makes the key and both read it. */
async function makeKey(file: string, random: (bytes: number) => Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600).catch((cause: unknown) => {
    if (codeOf(cause) === 'EEXIST') return undefined;
    throw cause;
  });
  if (handle === undefined) return;
  await handle.writeFile(`${Buffer.from(random(32)).toString('base64')}\n`);
  await handle.sync();
  await handle.close();
}

function parseKey(text: string, where: string): Uint8Array {
  const key = Buffer.from(text, 'base64');
  if (key.length !== 32 || key.toString('base64') !== text) throw new StartProblem(`${where} does not hold a key: 32 random bytes in base64, as "openssl rand -base64 32" prints.`);
  return key;
}

/** AES-256-GCM: nonce ‖ tag ‖ ciphertext. `context` is bound to it and must be given again to open it. */
export function encrypt(key: Uint8Array, context: readonly string[], plain: Uint8Array, random: (bytes: number) => Uint8Array): Uint8Array {
  const nonce = random(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(JSON.stringify(context)));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Undefined when the key or the context is another one, or a byte has changed. */
export function decrypt(key: Uint8Array, context: readonly string[], sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < 28) return undefined;
  const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
  cipher.setAAD(Buffer.from(JSON.stringify(context)));
  cipher.setAuthTag(sealed.subarray(12, 28));
  try {
    return Buffer.concat([cipher.update(sealed.subarray(28)), cipher.final()]);
  } catch {
    // GCM's only way to say that it does not fit.
    return undefined;
  }
}
