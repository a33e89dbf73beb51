import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decrypt, encrypt, openKek } from './key-encryption.ts';
import { openFolderStore } from './objects.ts';

const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));
let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'avouch-storage-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* chunks(...parts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}
const read = async (bytes: AsyncIterable<Uint8Array> | undefined): Promise<string | undefined> => {
  if (bytes === undefined) return undefined;
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts).toString();
};
const files = async (): Promise<readonly string[]> => (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

describe('the object store', () => {
  test('gives back what it was given, with its size and hash', async () => {
    const store = openFolderStore(folder, random);
    expect(await store.put('o', 'k', chunks('ab', 'c'), 10)).toEqual({ bytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' });
    expect([await read(await store.open('o', 'k')), await store.size('o', 'k')]).toEqual(['abc', 3]);
    expect([await store.open('o', 'other'), await store.size('other', 'k')]).toEqual([undefined, undefined]);
    await store.remove('o', 'k');
    expect(await store.open('o', 'k')).toBeUndefined();
  });

  test('lets no chosen name reach the file system, and nobody else read', async () => {
    const store = openFolderStore(folder, random);
    await store.put('../../etc', '../passwd\u0000', chunks('x'), 10);
    const [file = ''] = await files();
    expect(file).toMatch(/\/[0-9a-f]{2}\/[0-9a-f]{64}$/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('keeps nothing of what is too large or breaks off, and leaves what was there', async () => {
    const store = openFolderStore(folder, random);
    await store.put('o', 'k', chunks('old'), 10);
    await expect(store.put('o', 'k', chunks('12345', '678901'), 10)).rejects.toMatchObject({ code: 'too_large' });
    await expect(store.put('o', 'k', (async function* () { yield Buffer.from('new'); throw new Error('the line broke'); })(), 10)).rejects.toThrow('the line broke');
    expect(await read(await store.open('o', 'k'))).toBe('old');
    expect(await files()).toHaveLength(1);
  });
});

describe('the key-encryption key', () => {
  test('is made once, for nobody else to read, and is the same afterwards', async () => {
    const file = join(folder, 'keys', 'kek');
    const [one, two] = await Promise.all([openKek({ file, make: true }, random), openKek({ file, make: true }, random)]);
    expect(Buffer.from(one.derive('a')).equals(two.derive('a'))).toBe(true);
    expect(Buffer.from(one.derive('a')).equals(one.derive('b'))).toBe(false);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'keys'))).mode & 0o777).toBe(0o700);
    const text = (await readFile(file, 'utf8')).trim();
    expect(Buffer.from((await openKek({ value: text }, random)).derive('a')).equals(one.derive('a'))).toBe(true);
  });

  test('in a file that others can read, that is not there or that holds no key is refused in one sentence', async () => {
    const file = join(folder, 'kek');
    await expect(openKek({ file, make: false }, random)).rejects.toThrow(/cannot be read \(ENOENT\)/);
    await writeFile(file, 'short', { mode: 0o600 });
    await expect(openKek({ file, make: false }, random)).rejects.toThrow(/does not hold a key: 32 random bytes in base64/);
    await chmod(file, 0o644);
    await expect(openKek({ file, make: false }, random)).rejects.toThrow(`run "chmod 600 ${file}"`);
  });

  test('opens what it sealed in the same context alone, and no byte may change', () => {
    const key = random(32);
    const sealed = encrypt(key, ['org', 'owner'], Buffer.from('secret'), random);
    expect(Buffer.from(decrypt(key, ['org', 'owner'], sealed) ?? []).toString()).toBe('secret');
    expect(decrypt(key, ['orgowner'], sealed)).toBeUndefined();
    expect(decrypt(random(32), ['org', 'owner'], sealed)).toBeUndefined();
    expect(decrypt(key, ['org', 'owner'], sealed.subarray(0, 20))).toBeUndefined();
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(decrypt(key, ['org', 'owner'], changed), String(at)).toBeUndefined();
    }
  });
});
