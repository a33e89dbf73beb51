import { createHash, hkdfSync } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AnswerShelf } from '@avouch/privacy/answer';
import { decrypt, encrypt } from '../storage/key-encryption.ts';
import { codeOf } from '../storage/start-problem.ts';

type Needs = { readonly folder: string; readonly org: string; readonly request: string; /** Of the request: it goes with the person's key, and with it whatever lies here. */ readonly secret: Uint8Array; readonly random: (bytes: number) => Uint8Array };

const frame = (sealed: Uint8Array): Uint8Array => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(sealed.length);
  return Buffer.concat([length, sealed]);
};

/** Names become file names of letters, digits and `%._-`, in folders as the slashes have them. */
const isName = (name: string): boolean => /^[A-Za-z0-9%._/-]+$/.test(name) && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/**
 * One folder a request, in which each file is a row of encrypted frames, bound to its place: nobody who reads the disk learns
 * what was found, and nothing opens once the request is forgotten.
 */
export function openShelf({ folder, org, request, secret, random }: Needs): AnswerShelf & { readonly clear: () => Promise<void> } {
  const home = join(folder, createHash('sha256').update(JSON.stringify([org, request])).digest('hex'));
  const key = new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), 'avouch/shelf/v1', 32));
  const pathOf = (name: string): string => {
    if (!isName(name)) throw new RangeError('a name on the shelf is made of letters, digits and %._-/');
    return join(home, `${name}.part`);
  };
  const names = async (prefix: string): Promise<readonly string[]> => {
    const found = await readdir(home, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
      if (codeOf(cause) === 'ENOENT') return [];
      throw cause;
    });
    return found.filter((one) => one.isFile() && one.name.endsWith('.part')).map((one) => join(one.parentPath, one.name).slice(home.length + 1, -'.part'.length)).filter((name) => name.startsWith(prefix)).toSorted();
  };
  return {
    append: async (name, bytes) => {
      const path = pathOf(name);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(path, 'a', 0o600);
      try {
        await file.writeFile(frame(encrypt(key, [org, request, name], bytes, random)));
        await file.sync();
      } finally {
        await file.close();
      }
    },
    remove: async (prefix) => {
      for (const name of await names(prefix)) await rm(pathOf(name), { force: true });
    },
    names,
    async *read(name) {
      // One name holds the rows or one file of one place: what the person gets, they must be able to hold as well.
      const bytes = await readFile(pathOf(name));
      for (let at = 0; at < bytes.length;) {
        const length = bytes.readUInt32BE(at);
        const opened = decrypt(key, [org, request, name], bytes.subarray(at + 4, at + 4 + length));
        if (opened === undefined) throw new Error(`what lies on the shelf under ${name} does not open`);
        yield opened;
        at += 4 + length;
      }
    },
    clear: () => rm(home, { recursive: true, force: true }),
  };
}
