import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Refusal } from '@avouch/api/refusal';
import type { ObjectStore } from '../context.ts';
import { codeOf } from './start-problem.ts';

/**
 * Objects as files below one folder. A file's name is a hash of organisation and key, so that no name that somebody chose
 * reaches the file system. A file is there whole or not at all: written aside, flushed, renamed, and the folder flushed.
 */
export function openFolderStore(folder: string, random: (bytes: number) => Uint8Array): ObjectStore {
  const pathOf = (org: string, key: string): string => {
    const name = createHash('sha256').update(JSON.stringify([org, key])).digest('hex');
    return join(folder, name.slice(0, 2), name);
  };
  return {
    put: async (org, key, bytes, bytesMax) => {
      const path = pathOf(org, key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const aside = `${path}.${Buffer.from(random(6)).toString('hex')}.part`;
      try {
        const written = await write(aside, bytes, bytesMax);
        await rename(aside, path);
        await flushFolder(dirname(path));
        return written;
      } catch (cause) {
        await rm(aside, { force: true });
        if (codeOf(cause) === 'ENOSPC') throw new Refusal('unavailable', 'The server’s disk is full: nothing was kept. Its operator must free some space.', { cause });
        throw cause;
      }
    },
    open: async (org, key) => ((await sizeOf(pathOf(org, key))) === undefined ? undefined : createReadStream(pathOf(org, key))),
    size: (org, key) => sizeOf(pathOf(org, key)),
    remove: (org, key) => rm(pathOf(org, key), { force: true }),
  };
}

async function write(path: string, bytes: AsyncIterable<Uint8Array>, bytesMax: number): Promise<{ bytes: number; sha256: string }> {
  const file = await open(path, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let count = 0;
    for await (const chunk of bytes) {
      count += chunk.length;
      if (count > bytesMax) throw tooLarge(bytesMax);
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
    return { bytes: count, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

/** The refusal of a file beyond the limit, in megabytes. */
export const tooLarge = (bytesMax: number): Refusal =>
  new Refusal('too_large', `The file is larger than ${Math.floor(bytesMax / 1_000_000)} MB, the most that this server takes: split it, or have the limit raised.`);

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw cause;
  }
}
