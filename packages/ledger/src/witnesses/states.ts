import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** What a witness has seen last of one log: the size and root that it signed for. */
export type Seen = { readonly size: number; readonly root: string };

export type States = {
  readonly read: (origin: string) => Promise<Seen | undefined>;
  /** Durable before it resolves: a witness that forgot could be shown a second history. */
  readonly write: (origin: string, seen: Seen) => Promise<void>;
};

/** A file of three lines a log: origin, size, root. Named by hash, because an origin has slashes. */
const fileOf = (folder: string, origin: string): string =>
  join(folder, `${createHash('sha256').update(origin).digest('hex').slice(0, 32)}.seen`);

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** States in a folder. Throws for a file that is not one it wrote: guessing would be signing blindly. */
export async function openStates(folder: string): Promise<States> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return {
    read: async (origin) => {
      const path = fileOf(folder, origin);
      const text = await readIfThere(path);
      if (text === undefined) return undefined;
      const [name, size = '', root = ''] = text.split('\n');
      const seen = { size: Number(size), root };
      if (name !== origin || text !== textOf(origin, seen)) throw new Error(`${path} is damaged`);
      return seen;
    },
    write: async (origin, seen) => {
      const path = fileOf(folder, origin);
      const handle = await open(`${path}.new`, 'w', 0o600);
      try {
        await handle.writeFile(textOf(origin, seen));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${path}.new`, path);
      await flush(folder);
    },
  };
}

const textOf = (origin: string, { size, root }: Seen): string => `${origin}\n${size}\n${root}\n`;
