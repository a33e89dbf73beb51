import type { Pool, PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import { generateSigner, openSigner } from '@avouch/ledger/keys';
import { openLedger, type Fold, type Ledger, type Recorded } from '@avouch/ledger/ledger';
import { postgresStorage } from '@avouch/ledger/postgres';
import type { Projection } from '../context.ts';
import { decrypt, encrypt, type Kek } from '../storage/key-encryption.ts';
import type { Tenant } from './tenant.ts';

/** The logs of all organisations: one open ledger each in this process. */
export type Ledgers = {
  /** Throws a `not_found` refusal for an organisation without a log. */
  readonly of: (org: string) => Promise<Ledger<PoolClient>>;
  /** Makes the signing key of a new organisation, whose log is named `<instance>/<org>` for ever. */
  readonly found: (org: string) => Promise<void>;
  /** Signs a checkpoint of each log that has grown since; gives the organisations. */
  readonly sign: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

export type LedgersNeeds = {
  readonly pool: Pool;
  readonly tenant: Tenant;
  readonly kek: Kek;
  readonly instance: string;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  readonly projections: readonly Projection[];
  /** Verifier keys of the witnesses whose cosignatures are taken. */
  readonly witnesses: readonly string[];
};

/** The tree size that a checkpoint states: its second line. */
const sizeIn = (checkpoint: string): number => Number(checkpoint.split('\n')[1]);

/** What visitors answer comes by the million. No projection looks at it but those that fold by themselves. */
const isOfConsent = ({ entry }: Recorded): boolean => entry.kind.startsWith('consent.');

/** Every projection in its order, for one organisation; those that know no other's rows are not waited for before the end. */
export const foldOf = (projections: readonly Projection[], org: string): Fold<PoolClient> => async (tx, recorded) => {
  const others = recorded.filter((one) => !isOfConsent(one));
  const under: Promise<void>[] = [];
  try {
    for (const projection of projections) {
      if (projection.byItself === true) under.push(projection.fold(tx, org, recorded));
      else if (others.length > 0) await projection.fold(tx, org, others);
    }
  } finally {
    // To the end of each, also when one fails: none may still ask when the transaction is over.
    await Promise.allSettled(under);
  }
  await Promise.all(under);
};

/** Opens the logs; each is opened when it is first asked for. */
export function openLedgers(needs: LedgersNeeds): Ledgers {
  const { pool, tenant, kek, instance, random } = needs;
  const signing = kek.derive('signing');
  const open = new Map<string, Promise<Ledger<PoolClient>>>();
  const grown = new Set<string>();
  const opened = async (org: string): Promise<Ledger<PoolClient>> => {
    const { rows } = await tenant(org, (tx) => tx.query<{ origin: string; sealed: Buffer }>('select origin, sealed from log_key where org = $1', [org]));
    const row = rows[0];
    if (row === undefined) throw new Refusal('not_found', 'There is no such organisation.');
    const seed = decrypt(signing, [org, row.origin], row.sealed);
    if (seed === undefined) throw new Error(`the signing key of ${org} does not open under this key-encryption key`);
    const fold = foldOf(needs.projections, org);
    return openLedger<PoolClient>(postgresStorage({ pool, org, kek: kek.derive('ledger') }), {
      origin: row.origin, signer: openSigner(seed, row.origin), now: needs.now, random, witnesses: needs.witnesses,
      fold: async (tx, recorded) => {
        await fold(tx, recorded);
        grown.add(org);
      },
    });
  };
  const of = (org: string): Promise<Ledger<PoolClient>> => {
    const before = open.get(org);
    if (before !== undefined) return before;
    const opening = opened(org);
    open.set(org, opening);
    // What failed once may do next time: the database may have been away.
    opening.catch(() => open.delete(org));
    return opening;
  };
  return {
    of,
    found: async (org) => {
      const origin = `${instance}/${org}`;
      const { seed, verifierKey } = generateSigner(origin, random);
      await tenant(org, (tx) => tx.query('insert into log_key (org, origin, verifier_key, sealed) values ($1, $2, $3, $4)', [org, origin, verifierKey, encrypt(signing, [org, origin], seed, random)]));
    },
    sign: async () => {
      const orgs = [...grown];
      grown.clear();
      for (const org of orgs) {
        try {
          const ledger = await of(org);
          // At most one a second is signed: what came too soon after the last one waits for the next round.
          if (sizeIn(await ledger.checkpoint()) < (await ledger.size())) grown.add(org);
        } catch (cause) {
          grown.add(org);
          throw cause;
        }
      }
      return orgs;
    },
    close: async () => {
      await Promise.all([...open.values()].map(async (opening) => (await opening).close()));
    },
  };
}
