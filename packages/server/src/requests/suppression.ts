import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import type { Cell, Condition, Store } from '@avouch/connectors/store';
import type { DataMap, Identity, KeyName } from '@avouch/privacy/datamap';
import { requestFact } from '@avouch/privacy/request';
import type { Context } from '../context.ts';
import { appendTo, type Doing } from './appending.ts';
import { needCentre } from './centre-record.ts';
import { takeIn } from './intake.ts';
import { plain } from './survey.ts';
import { enqueueWork } from './work-order.ts';

/** A value as its key compares it. */
const folded = (map: DataMap, key: KeyName, value: string): string => {
  const [people = '', name = ''] = key.split('.');
  return map.people[people]?.keys[name]?.fold === 'case' ? value.toLowerCase() : value;
};

const markIn = (context: Context, org: string, map: DataMap, key: KeyName, value: string): string => context.markOf(org, 'suppression', JSON.stringify([key, folded(map, key, value)]));

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
  const keys: Record<string, string[]> = {};
  for (const [key, values] of Object.entries(identity)) {
    for (const value of values) {
      if (!(await remains(map, stores, key, value))) (keys[key] ??= []).push(markIn(context, org, map, key, value));
    }
  }
  await (await context.ledgerOf(org)).append(requestFact({
    kind: 'suppression.written', about, header: { request: id, keys: Object.values(keys).flat().length }, sealed: { keys }, subject: about, actor, captured: context.now().toISOString(), random: context.random,
  }));
}

type Stores = Readonly<Record<string, Store>>;
type Place = { readonly system: string; readonly place: string; readonly fields: Readonly<Record<KeyName, string>> };

const identifying = (map: DataMap): readonly Place[] => Object.entries(map.systems).flatMap(([system, { places }]) => Object.entries(places).flatMap(([place, { identifies }]): Place[] => {
  if (identifies === undefined) return [];
  return [{ system, place, fields: Object.fromEntries(Object.entries(identifies.keys).map(([key, field]) => [key.includes('.') ? key : `${identifies.people}.${key}`, field])) }];
}));

/** Of a thousand rows it is asked at once whether one of their marks is watched for. */
async function watched(tx: PoolClient, org: string, marks: readonly (readonly [key: KeyName, mark: string])[]): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ name: string }>(
    `select distinct s.key_name || ' ' || s.mark as name from suppressed s join unnest($2::text[], $3::text[]) as r(key_name, mark) using (key_name, mark) where s.org = $1`, [org, marks.map(([key]) => key), marks.map(([, mark]) => mark)]);
  return new Set(rows.map(({ name }) => name));
}

const everything: Condition = { op: 'all', of: [] };

type Scan = { readonly context: Context; readonly org: string; readonly map: DataMap };

/** Who of those watched for stands in a place; or the sentence that says why nobody knows. */
async function foundIn({ context, org, map }: Scan, store: Store, { place, fields }: Place, key: readonly string[]): Promise<{ readonly found: readonly Identity[] } | { readonly problem: string }> {
  const found: Identity[] = [];
  const read = await store.work('read', (session) => session.read({ place, key, fields: Object.values(fields), where: everything }, async (rows) => {
    const values = rows.map(({ cells }) => Object.entries(fields).flatMap(([name, field]): [KeyName, string][] => (cells[field] === null || cells[field] === undefined ? [] : [[name, textOf(cells[field])]])));
    const marks = values.flatMap((row) => row.map(([name, value]): [KeyName, string] => [name, markIn(context, org, map, name, value)]));
    const known = await context.tenant(org, (tx) => watched(tx, org, marks));
    for (const row of values) {
      const theirs = row.filter(([name, value]) => known.has(`${name} ${markIn(context, org, map, name, value)}`));
      if (theirs.length > 0) found.push(Object.fromEntries(theirs.map(([name, value]) => [name, [value]])));
    }
  }));
  return read.ok ? { found } : { problem: `${read.problem.sentence} ${read.problem.remedy}` };
}

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : JSON.stringify(cell));

export type Scanned = { readonly found: number; readonly problems: readonly string[] };

/** Looks through every place that identifies people, and has whoever came back erased again: approved when they were erased first. */
export async function scanForReturned(context: Context, org: string, map: DataMap, stores: Readonly<Record<string, Store>>): Promise<Scanned> {
  const problems: string[] = [];
  let count = 0;
  const settings = await context.tenant(org, (tx) => needCentre(tx, org));
  for (const place of identifying(map)) {
    const store = stores[place.system];
    const shape = store === undefined ? undefined : await store.shape();
    const key = shape?.ok === true ? shape.value.places.find((one) => one.place === place.place)?.key : undefined;
    if (store === undefined || key === undefined) {
      problems.push(`${place.system}/${place.place} could not be looked through.`);
      continue;
    }
    const looked = await foundIn({ context, org, map }, store, place, key);
    if ('problem' in looked) problems.push(looked.problem);
    else {
      for (const identity of looked.found) await eraseAgain(context, org, settings, identity);
      count += looked.found.length;
    }
  }
  return { found: count, problems };
}

async function eraseAgain(context: Context, org: string, settings: Awaited<ReturnType<typeof needCentre>>, keys: Identity): Promise<void> {
  const { id } = await takeIn(context, settings, {
    org, actor: 'system', right: 'erasure', channel: 'hand', role: 'controller', by: 'self', language: settings.languages[0] ?? 'en', received: context.now().toISOString(),
    stated: { name: null, mail: null, statement: 'Erased before, and found again: by an import or a restored backup.', corrections: [], agent: null, files: [] },
  });
  const doing = { org, id, actor: 'system' };
  await appendTo(context, doing, {
    kind: 'request.identified', header: { by: 'known', keys: Object.values(keys).flat().length, authority: null }, sealed: plain({ keys, reason: 'Among those whose return is watched for.', again: true }),
    also: (tx) => enqueueWork(context, tx, doing, 'survey'),
  });
}

/** How many people are watched for, and what the last scan found. */
export async function suppressionOf(tx: PoolClient, org: string): Promise<Answer<'suppression'>> {
  const { rows: [people] } = await tx.query<{ n: number }>('select count(distinct request)::int as n from suppressed where org = $1', [org]);
  const { rows: [last] } = await tx.query<{ state: string; at: string; lines: Partial<Scanned> }>(`select state, at, lines from upkeep_run where org = $1 and kind = 'suppression' order by at desc limit 1`, [org]);
  return { people: people?.n ?? 0, scanned: last === undefined || last.state !== 'done' ? null : last.at, found: last?.lines.found ?? null, problems: [...(last?.lines.problems ?? [])], running: last?.state === 'working' };
}
