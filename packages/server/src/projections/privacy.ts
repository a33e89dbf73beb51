import type { PoolClient } from 'pg';
import type { Recorded } from '@avouch/ledger/ledger';
import { readRecordFact } from '@avouch/records/versions';
import type { Projection } from '../context.ts';
import { RESTRICTED_CHANNEL } from './requests.ts';
import { sealedIn } from './sealed.ts';

const folds: Readonly<Record<string, (tx: PoolClient, org: string, recorded: Recorded) => Promise<unknown>>> = {
  'datamap.written': (tx, org, recorded) => {
    const { index, entry } = recorded;
    const sealed = sealedIn(recorded);
    if (sealed === undefined) throw new Error(`entry ${index} is a data map without its text`);
    const { version, systems, places, fields } = entry.header;
    return tx.query('insert into data_map (org, version, text, map, note, systems, places, fields, entry) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [org, version, sealed['text'], JSON.stringify(sealed['map']), sealed['note'], systems, places, fields, index]);
  },
  'app_key.issued': async (tx, org, recorded) => {
    const { index, entry } = recorded;
    const sealed = sealedIn(recorded);
    await tx.query('insert into app_key (org, id, name, hash, scopes, since, entry) values ($1, $2, $3, $4, $5, $6, $7)', [org, entry.about, sealed?.['name'], sealed?.['hash'], entry.header['scopes'], entry.captured, index]);
    await tx.query('select pg_notify($1, $2)', [RESTRICTED_CHANNEL, org]);
  },
  'assertion_key.issued': (tx, org, recorded) => {
    const { index, entry } = recorded;
    const sealed = sealedIn(recorded);
    return tx.query('insert into assertion_key (org, id, name, algorithm, public_key, since, entry) values ($1, $2, $3, $4, $5, $6, $7)', [org, entry.about, sealed?.['name'], entry.header['algorithm'], sealed?.['publicKey'] ?? null, entry.captured, index]);
  },
  'assertion_key.ended': (tx, org, { entry }) => tx.query('update assertion_key set ended = $3 where org = $1 and id = $2', [org, entry.about, entry.captured]),
  'app_key.ended': async (tx, org, { entry }) => {
    await tx.query('update app_key set ended = $3 where org = $1 and id = $2', [org, entry.about, entry.captured]);
    await tx.query('select pg_notify($1, $2)', [RESTRICTED_CHANNEL, org]);
  },
};

async function foldCentre(tx: PoolClient, org: string, recorded: Recorded): Promise<void> {
  const version = recorded.entry.header['type'] === 'privacy-centre' ? readRecordFact(recorded, recorded) : undefined;
  if (version === undefined) return;
  const { slug, host, open } = version.value;
  await tx.query(
    `insert into centre (org, slug, host, open, entry) values ($1, $2, $3, $4, $5)
     on conflict (org) do update set slug = excluded.slug, host = excluded.host, open = excluded.open, entry = excluded.entry`, [org, slug, host, open, recorded.index]);
  await tx.query('select pg_notify($1, $2)', [RESTRICTED_CHANNEL, org]);
}

/** The data map, the keys of the company's app, and the names of its privacy centre. */
export const privacy: Projection = {
  name: 'privacy',
  tables: ['data_map', 'app_key', 'assertion_key', 'centre'],
  fold: async (tx, org, recorded) => {
    for (const one of recorded) {
      await folds[one.entry.kind]?.(tx, org, one);
      await foldCentre(tx, org, one);
    }
  },
};
