import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import type { Outcome, Store, StoreConnector } from '@avouch/connectors/store';
import type { DataMap } from '@avouch/privacy/datamap';
import type { RecordVersion } from '@avouch/records/record-type';
import { currentRecord } from '@avouch/records/store';
import { allRecords } from '../collecting/source.ts';
import type { Context } from '../context.ts';

/** A connected store as its record has it. */
export type StoreRecord = {
  readonly id: string;
  readonly version: RecordVersion;
  readonly connector: string;
  readonly system: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly perSecondMax: number | null;
};

/** The record's value was parsed by its schema when it was written. */
const storeIn = (version: RecordVersion): StoreRecord => ({ id: version.id, version, ...(version.value as Omit<StoreRecord, 'id' | 'version'>) });

/** Under which name the secrets of a store are kept. */
export const storeSecrets = (id: string): string => `store:${id}`;

/** All connected stores in the order of their names. */
export const allStores = async (tx: PoolClient, org: string): Promise<readonly StoreRecord[]> => (await allRecords(tx, org, 'store')).map(storeIn);

/** The store, or the refusal that says that there is none. */
export async function needStore(tx: PoolClient, org: string, id: string): Promise<StoreRecord> {
  const version = await currentRecord(tx, { org, type: 'store', id });
  if (version === undefined || version.ended) throw new Refusal('not_found', 'There is no such store.');
  return storeIn(version);
}

/** The connector of this id among those of the process. */
export const storeConnectorIn = (context: Context, id: string): StoreConnector | undefined => context.storeConnectors.find((connector) => connector.id === id);

export type Opening = Pick<StoreRecord, 'connector' | 'system' | 'name' | 'settings' | 'perSecondMax'> & { readonly secrets: Readonly<Record<string, string>> };

/** Opens a store under these settings. Whatever stands in the way is a problem, with what to do about it. */
export async function openStore(context: Context, org: string, opening: Opening, map: DataMap | undefined, signal: AbortSignal): Promise<Outcome<Store>> {
  const connector = storeConnectorIn(context, opening.connector);
  if (connector === undefined) return { ok: false, problem: { kind: 'unsupported', sentence: `This version of Avouch has no connector called ${opening.connector}.`, remedy: 'Update Avouch, or connect the store anew.' } };
  const settings = connector.settings.safeParse(opening.settings);
  if (!settings.success) return { ok: false, problem: { kind: 'unsupported', sentence: `The settings of ${opening.name} do not fit this version of ${connector.title}.`, remedy: 'Open the store, look at its settings, and save them.' } };
  const patterns = Object.fromEntries(Object.entries(map?.systems[opening.system]?.places ?? {}).flatMap(([place, { pattern }]) => (pattern === undefined ? [] : [[place, pattern]])));
  return connector.open({
    settings: settings.data, secrets: opening.secrets, outside: context.outside(org, signal), patterns,
    ...(opening.perSecondMax === null ? {} : { perSecondMax: opening.perSecondMax }),
  });
}

/** The open stores of an organisation by the system of the data map, and why the others are not. */
export type OpenStores = { readonly stores: Readonly<Record<string, Store>>; readonly problems: readonly { readonly system: string; readonly sentence: string }[] };

/** Opens every connected store of the data map, does the work, and closes them again, whatever came of it. */
export async function withStores<T>(context: Context, org: string, map: DataMap, signal: AbortSignal, work: (open: OpenStores) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const records = (await context.tenant(org, (tx) => allStores(tx, org))).filter(({ system }) => map.systems[system] !== undefined);
  const stores: Record<string, Store> = {};
  const problems: { system: string; sentence: string }[] = [];
  try {
    for (const record of records) {
      const secrets = await context.secrets.read(org, storeSecrets(record.id));
      const opened = await openStore(context, org, { ...record, secrets }, map, AbortSignal.any([signal, over.signal]));
      if (opened.ok) stores[record.system] = opened.value;
      else problems.push({ system: record.system, sentence: `${opened.problem.sentence} ${opened.problem.remedy}` });
    }
    return await work({ stores, problems });
  } finally {
    await Promise.allSettled(Object.values(stores).map((store) => store.close()));
    over.abort();
  }
}
