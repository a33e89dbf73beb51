import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import type { Json, JsonObject } from '@avouch/ledger/entry';
import { parseDataMap, type DataMap, type DataMapFault } from '@avouch/privacy/datamap';
import type { Context } from '../context.ts';
import { ownFact } from './appending.ts';

/** One version of the data map as it was written. */
export type MapVersion = { readonly version: number; readonly note: string; readonly systems: number; readonly places: number; readonly fields: number; readonly entry: number };
export type WrittenMap = MapVersion & { readonly text: string; readonly map: DataMap };

const FILE = 'avouch.datamap.yaml';

/** All versions, newest first, without their text. */
export async function mapVersions(tx: PoolClient, org: string): Promise<readonly MapVersion[]> {
  const { rows } = await tx.query<MapVersion>('select version, note, systems, places, fields, entry::float8 as entry from data_map where org = $1 order by version desc', [org]);
  return rows;
}

/** The version asked for, or the newest; undefined when there is none. */
export async function findMap(tx: PoolClient, org: string, version?: number): Promise<WrittenMap | undefined> {
  const { rows } = await tx.query<WrittenMap>(
    'select version, note, systems, places, fields, entry::float8 as entry, text, map from data_map where org = $1 and ($2::int is null or version = $2) order by version desc limit 1', [org, version ?? null]);
  return rows[0];
}

/** The newest data map, or the refusal that says that there is none. */
export async function needMap(tx: PoolClient, org: string): Promise<WrittenMap> {
  const found = await findMap(tx, org);
  if (found === undefined) throw new Refusal('conflict', 'There is no data map yet: write one first. It says where data of people lies, and whose it is.');
  return found;
}

/** What is wrong with a data map; nothing when it can be written. */
export function faultsIn(text: string): readonly DataMapFault[] {
  const parsed = parseDataMap(text, FILE);
  return parsed.ok ? [] : parsed.faults;
}

type Order = { readonly org: string; readonly actor: string; readonly text: string; readonly note: string; readonly expected: number };

/** Writes the next version. Refuses when somebody wrote another meanwhile; a map with faults is for `faultsIn` to find first. */
export async function writeMap(context: Context, { org, actor, text, note, expected }: Order): Promise<WrittenMap> {
  const parsed = parseDataMap(text, FILE);
  if (!parsed.ok) throw new Refusal('invalid', parsed.faults[0]?.reason ?? 'The data map cannot be read.', { field: 'text' });
  const systems = Object.values(parsed.map.systems);
  const places = systems.flatMap((system) => Object.values(system.places));
  const header: JsonObject = { version: expected + 1, systems: systems.length, places: places.length, fields: places.reduce((sum, place) => sum + Object.keys(place.fields).length, 0) };
  // By way of JSON, so that what is left out is not there.
  const map = JSON.parse(JSON.stringify(parsed.map)) as Json;
  await (await context.ledgerOf(org)).append(ownFact(context, { kind: 'datamap.written', about: 'datamap', actor, header, sealed: { text, note, map } }), {
    guard: async (tx) => {
      const newest = await findMap(tx, org);
      if ((newest?.version ?? 0) !== expected) throw new Refusal('conflict', `Somebody else wrote version ${newest?.version ?? 0} of the data map meanwhile: read it, then write again.`, { field: 'expected' });
    },
  });
  return context.tenant(org, async (tx) => {
    const written = await findMap(tx, org, expected + 1);
    if (written === undefined) throw new Error('the data map that was written is not there');
    return written;
  });
}
