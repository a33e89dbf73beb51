import type { SecretStore } from '../context.ts';
import type { Tenant } from '../tenancy/tenant.ts';
import { decrypt, encrypt, type Kek } from './key-encryption.ts';

/**
 * Secrets in the table `secret`, each set under its organisation and owner: a row that is moved to another of either does
 * not open. Reading an owner without secrets gives none.
 */
export function openSecretStore(tenant: Tenant, kek: Kek, random: (bytes: number) => Uint8Array): SecretStore {
  const key = kek.derive('secrets');
  return {
    put: async (tx, org, owner, values) => {
      if (Object.keys(values).length === 0) return void (await tx.query('delete from secret where org = $1 and owner = $2', [org, owner]));
      const sealed = encrypt(key, [org, owner], Buffer.from(JSON.stringify(values)), random);
      await tx.query('insert into secret (org, owner, sealed) values ($1, $2, $3) on conflict (org, owner) do update set sealed = excluded.sealed', [org, owner, sealed]);
    },
    read: async (org, owner) => {
      const { rows } = await tenant(org, (tx) => tx.query<{ sealed: Buffer }>('select sealed from secret where org = $1 and owner = $2', [org, owner]));
      const sealed = rows[0]?.sealed;
      if (sealed === undefined) return {};
      const plain = decrypt(key, [org, owner], sealed);
      if (plain === undefined) throw new Error(`the secrets of ${owner} do not open under this key-encryption key`);
      return JSON.parse(Buffer.from(plain).toString('utf8')) as Readonly<Record<string, string>>;
    },
  };
}
