import { timingSafeEqual } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Kek } from '../storage/key-encryption.ts';
import { codeOf, StartProblem } from '../storage/start-problem.ts';

/** Who runs the server and reads its data folder: the actor of the command line on the same machine. */
export const OPERATOR = { id: 'operator', name: 'Operator of this server' } as const;

/** Tells the operator by a token that only the account of the server can read. */
export type Operator = {
  readonly is: (authorization: string | undefined) => boolean;
  /** Writes the token where the command line looks for it. Throws `StartProblem` when the folder cannot be written. */
  readonly writeToken: (file: string) => Promise<void>;
};

/** The token follows from the key-encryption key, so every process on one database knows the same. */
export function openOperator(kek: Kek): Operator {
  const token = Buffer.from(Buffer.from(kek.derive('operator')).toString('base64url'));
  return {
    is: (authorization) => {
      const given = Buffer.from(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '');
      return given.length === token.length && timingSafeEqual(given, token);
    },
    writeToken: async (file) => {
      try {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        await writeFile(file, `${token.toString()}\n`, { mode: 0o600 });
        // The mode above is that of a new file; one that was copied here may stand open.
        await chmod(file, 0o600);
      } catch (cause) {
        throw new StartProblem(`The operator's token cannot be written to ${file} (${codeOf(cause)}): give this account the right to it, or free some disk space.`, { cause });
      }
    },
  };
}
