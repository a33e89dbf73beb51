import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import type { StoreRecord } from './stores.ts';

/** What was last seen of a store. */
export type Looks = { readonly drift: Answer<'storeDrift'>; readonly discovery: Answer<'storeDiscovery'> };

const nothing: { readonly [Kind in keyof Looks]: (store: Pick<StoreRecord, 'id' | 'system'>) => Looks[Kind] } = {
  drift: ({ id, system }) => ({ store: id, system, state: 'never', at: null, faults: [], problem: null }),
  discovery: ({ id }) => ({ store: id, state: 'none', at: null, problem: null, text: null, findings: [] }),
};

/** The last look of this kind; one that says so when there was none. */
export async function lookOf<Kind extends keyof Looks>(tx: PoolClient, org: string, store: Pick<StoreRecord, 'id' | 'system'>, kind: Kind): Promise<Looks[Kind]> {
  const { rows } = await tx.query<{ state: Looks[Kind] }>('select state from store_look where org = $1 and store = $2 and kind = $3', [org, store.id, kind]);
  return rows[0]?.state ?? nothing[kind](store);
}

/** Puts a look in place of the one before. */
export async function putLook<Kind extends keyof Looks>(tx: PoolClient, org: string, kind: Kind, look: Looks[Kind]): Promise<void> {
  await tx.query('insert into store_look (org, store, kind, state) values ($1, $2, $3, $4) on conflict (org, store, kind) do update set state = excluded.state', [org, look.store, kind, JSON.stringify(look)]);
}
