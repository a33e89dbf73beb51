import { createHash, timingSafeEqual } from 'node:crypto';
import type { Pool } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import { decrypt, encrypt, type Kek } from '../storage/key-encryption.ts';
import { StartProblem } from '../storage/start-problem.ts';

/** This installation: whether its first run is done, and the one-time token for it. */
export type Instance = {
  readonly id: string;
  readonly isSetUp: () => Promise<boolean>;
  /** A new token for the first run, which takes the place of an earlier one; undefined once the first run is done. */
  readonly offerSetup: () => Promise<string | undefined>;
  /**
   * Does the first run once: `work` runs for the right token, and no second time after it resolved. Throws a refusal for
   * a wrong token, and while another first run is under way.
   */
  readonly setUp: <T>(token: string, work: () => Promise<T>) => Promise<T>;
};

type Row = { readonly id: string; readonly key_check: Buffer; readonly setup_token: Buffer | null; readonly setup_done: Date | null };
type Needs = { readonly pool: Pool; readonly kek: Kek; readonly now: () => Date; readonly random: (bytes: number) => Uint8Array };

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const wrong = (): Refusal => new Refusal('forbidden', 'The setup token is not the one that the start command printed last: start Avouch again to get another.');

/** Opens the installation, and makes it when there is none. Throws `StartProblem` when the key-encryption key is another one. */
export async function openInstance({ pool, kek, now, random }: Needs): Promise<Instance> {
  const key = kek.derive('instance');
  const fresh = Buffer.from(random(12)).toString('hex');
  await pool.query('insert into instance (id, key_check) values ($1, $2) on conflict do nothing', [fresh, encrypt(key, [fresh], Buffer.from('avouch'), random)]);
  const read = async (): Promise<Row> => {
    const { rows } = await pool.query<Row>('select id, key_check, setup_token, setup_done from instance');
    if (rows[0] === undefined) throw new Error('the row of this installation is missing');
    return rows[0];
  };
  const { id, key_check: check } = await read();
  if (decrypt(key, [id], check) === undefined) throw new StartProblem('The key-encryption key is not the one that this database was made with: give AVOUCH_KEK or AVOUCH_KEY_FILE of that time, or restore data/keys from a backup.');
  return {
    id,
    isSetUp: async () => (await read()).setup_done !== null,
    offerSetup: async () => {
      if ((await read()).setup_done !== null) return undefined;
      const token = Buffer.from(random(24)).toString('base64url');
      await pool.query('update instance set setup_token = $1 where setup_done is null', [hashOf(token)]);
      return token;
    },
    setUp: async (token, work) => {
      const row = await read();
      if (row.setup_done !== null) throw new Refusal('conflict', 'The first run is done already: sign in.');
      if (row.setup_token === null || !timingSafeEqual(row.setup_token, hashOf(token))) throw wrong();
      // Somebody who died in the middle must not keep the door shut for ever.
      const { rowCount } = await pool.query(
        "update instance set setup_claimed = $1 where setup_done is null and setup_token = $2 and (setup_claimed is null or setup_claimed < $1::timestamptz - interval '2 minutes')",
        [now(), row.setup_token],
      );
      if (rowCount !== 1) throw new Refusal('conflict', 'Another first run is under way: wait for it, then sign in.');
      try {
        const answer = await work();
        await pool.query('update instance set setup_done = $1, setup_token = null, setup_claimed = null', [now()]);
        return answer;
      } catch (cause) {
        await pool.query('update instance set setup_claimed = null');
        throw cause;
      }
    },
  };
}
