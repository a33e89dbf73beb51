import type { Store } from '@avouch/connectors/store';
import type { DataMap, Identity, KeyName } from '@avouch/privacy/datamap';
import { requestFact } from '@avouch/privacy/request';
import type { Context } from '../context.ts';
import type { Doing } from './appending.ts';

/** A value as its key compares it. */
const folded = (map: DataMap, key: KeyName, value: string): string => {
  const [people = '', name = ''] = key.split('.');
  return map.people[people]?.keys[name]?.fold === 'case' ? value.toLowerCase() : value;
};

/** The keyed hash by which a value is watched for. */
export const markIn = (context: Context, org: string, map: DataMap, key: KeyName, value: string): string => context.markOf(org, 'suppression', JSON.stringify([key, folded(map, key, value)]));

/** Whether a value still stands in a row that identifies people: a number that an empty shell keeps names nobody who came back. */
async function remains(map: DataMap, stores: Stores, key: KeyName, value: string): Promise<boolean> {
  for (const { system, place, fields } of identifying(map)) {
    const [field, store] = [fields[key], stores[system]];
    if (field === undefined || store === undefined) continue;
    const [people = '', name = ''] = key.split('.');
    const fold = map.people[people]?.keys[name]?.fold;
    const counted = await store.work('read', (session) => session.count(place, { op: 'in', fields: [field], tuples: [[value]], ...(fold === undefined ? {} : { fold }) }));
    if (!counted.ok || counted.value > 0) return true;
  }
  return false;
}

/** Watches for the return of an erased person: keyed hashes of what identified them, sealed, and good without the person's own key. */
export async function suppress(context: Context, { org, id, actor }: Doing, map: DataMap, stores: Stores, identity: Identity): Promise<void> {
  const about = `${id}:suppression`;
  const standing = await context.tenant(org, (tx) => tx.query('select from suppressed where org = $1 and request = $2', [org, about]));
  if (standing.rowCount !== 0) return;
  // What an emptied row still holds names nobody who came back; beside another value it tells that a row is the old one.
  const [keys, beside]: [Record<string, string[]>, Record<string, string[]>] = [{}, {}];
  for (const [key, values] of Object.entries(identity)) {
    for (const value of values) ((await remains(map, stores, key, value) ? beside : keys)[key] ??= []).push(markIn(context, org, map, key, value));
  }
  await (await context.ledgerOf(org)).append(requestFact({
    kind: 'suppression.written', about, header: { request: id, keys: Object.values(keys).flat().length }, sealed: { keys, beside }, subject: about, actor, captured: context.now().toISOString(), random: context.random,
  }));
}

type Stores = Readonly<Record<string, Store>>;

/** A place of which each row is somebody, with its fields by identity key. */
export type IdentifyingPlace = { readonly system: string; readonly place: string; readonly fields: Readonly<Record<KeyName, string>> };

/** Every place of the map of which each row is somebody. */
export const identifying = (map: DataMap): readonly IdentifyingPlace[] => Object.entries(map.systems).flatMap(([system, { places }]) => Object.entries(places).flatMap(([place, { identifies }]): IdentifyingPlace[] => {
  if (identifies === undefined) return [];
  return [{ system, place, fields: Object.fromEntries(Object.entries(identifies.keys).map(([key, field]) => [key.includes('.') ? key : `${identifies.people}.${key}`, field])) }];
}));

