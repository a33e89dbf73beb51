import { readFileSync } from 'node:fs';
import pg from 'pg';
import { openTestDatabase } from '@avouch/database/testing';
import { openMemoryStore, type MemoryOptions, type MemoryStore } from '@avouch/connectors/memory-store';
import { openOutside } from '@avouch/connectors/outside';
import { storeConnectorOf } from '@avouch/connectors/stores';
import type { Cell, Store, StoreShape } from '@avouch/connectors/store';
import { parseDataMap, type DataMap } from '../../src/datamap.ts';

type Row = Readonly<Record<string, Cell>>;
export type Tables = Readonly<Record<string, readonly Row[]>>;

const fileOf = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** The shop's data map, from its file. */
export function shopMap(): DataMap {
  const parsed = parseDataMap(fileOf('./avouch.datamap.yaml'), 'avouch.datamap.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults, null, 1));
  return parsed.map;
}

/** Opens a store on a PostgreSQL database. */
export async function storeAt(url: string): Promise<Store> {
  const at = new URL(url);
  const connector = storeConnectorOf('postgres');
  if (connector === undefined) throw new Error('there is no postgres connector');
  const outside = openOutside({ now: () => new Date(), userAgent: 'test', allowPrivate: [], env: {}, file: async () => undefined, signal: new AbortController().signal });
  const opened = await connector.open({ settings: connector.settings.parse({ socket: at.searchParams.get('host') ?? '', database: at.pathname.slice(1), user: at.username }), secrets: {}, outside });
  if (!opened.ok) throw new Error(opened.problem.sentence);
  return opened.value;
}

export type ShopDatabase = { readonly url: string; readonly store: Store; readonly close: () => Promise<void> };

/** A PostgreSQL with the shop in it. */
export async function openShopDatabase(): Promise<ShopDatabase> {
  const { url, close } = await openTestDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(fileOf('./shop.sql'));
  await client.end();
  const store = await storeAt(url);
  return { url, store, close: async () => { await store.close(); await close(); } };
}

/** Everything that stands in a store by the names of its places, in an order that does not depend on it. */
export async function tablesIn(store: Store): Promise<Tables> {
  const shape = await store.shape();
  if (!shape.ok) throw new Error(shape.problem.sentence);
  const tables: Record<string, Row[]> = {};
  const outcome = await store.work('read', async (session) => {
    for (const { place, fields } of shape.value.places) {
      const rows: Row[] = [];
      const read = await session.read({ place, key: [], fields: fields.map(({ name }) => name), where: { op: 'all', of: [] } }, (batch) => { rows.push(...batch.map(({ cells }) => cells)); });
      if (!read.ok) return read;
      tables[place] = rows.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
    }
    return { ok: true, value: null };
  });
  if (!outcome.ok) throw new Error(outcome.problem.sentence);
  return tables;
}

/** The same by the names of the shop's tables. */
export const tablesOf = async (store: Store): Promise<Tables> => Object.fromEntries(Object.entries(await tablesIn(store)).map(([place, rows]) => [place.replace(/^public\./, ''), rows]));

export type ShopCopy = { readonly shape: StoreShape; readonly rows: Tables };

/** The shop as it can be opened in memory. */
export async function copyOf(store: Store): Promise<ShopCopy> {
  const shape = await store.shape();
  if (!shape.ok) throw new Error(shape.problem.sentence);
  return { shape: shape.value, rows: await tablesIn(store) };
}

export const inMemory = ({ shape, rows }: ShopCopy, options: MemoryOptions = {}): MemoryStore => openMemoryStore(shape, rows, options);
