import type { PoolClient } from 'pg';
import type { Fact, JsonObject } from '@avouch/ledger/entry';
import { seal } from '@avouch/ledger/seal';
import type { Projection } from '../context.ts';

/** A file that was handed in; its bytes lie in the object store under the same id. */
export type Upload = { readonly id: string; readonly name: string; readonly bytes: number; readonly type: string; readonly sha256: string };

/** The files that were handed in. */
export const uploads: Projection = {
  name: 'uploads',
  tables: ['upload'],
  fold: async (tx, org, recorded) => {
    for (const { index, entry, fact } of recorded) {
      if (entry.kind !== 'upload.received') continue;
      const { name, sha256 } = JSON.parse(Buffer.from(fact.parts[0]?.payload ?? []).toString('utf8')) as { name: string; sha256: string };
      await tx.query(
        'insert into upload (org, id, name, bytes, type, sha256, actor, created_at, entry) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
        [org, entry.about, name, entry.header['bytes'], entry.header['type'], sha256, entry.actor, entry.recorded, index],
      );
    }
  },
};

/** The fact that a file came in. Its name and hash are sealed: either may say whose it is. */
export function received(upload: Upload, by: { readonly actor: string; readonly at: Date; readonly version: string }, random: (bytes: number) => Uint8Array): Fact {
  const { id, name, bytes, type, sha256 } = upload;
  const header: JsonObject = { bytes, type };
  return {
    kind: 'upload.received', about: id, actor: by.actor, captured: by.at.toISOString(), origin: { name: 'server', version: by.version }, header,
    parts: [seal({ name, sha256 }, null, random)],
  };
}

/** One upload of the organisation. */
export async function findUpload(tx: PoolClient, org: string, id: string): Promise<Upload | undefined> {
  const { rows } = await tx.query<Upload>('select id, name, bytes::float8 as bytes, type, sha256 from upload where org = $1 and id = $2', [org, id]);
  return rows[0];
}
