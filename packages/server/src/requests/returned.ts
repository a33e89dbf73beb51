import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import type { Cell, Condition, Store } from '@avouch/connectors/store';
import type { DataMap, Identity, KeyName } from '@avouch/privacy/datamap';
import type { Context } from '../context.ts';
import { sealsOf } from '../standing/seals.ts';
import { appendTo, ownFact } from './appending.ts';
import { needCentre, type CentreSettings } from './centre-record.ts';
import { takeIn } from './intake.ts';
import { entriesOf } from './request.ts';
import { identifying, markIn, type IdentifyingPlace } from './suppression.ts';
import { plain } from './survey.ts';
import { enqueueWork } from './work-order.ts';

/**
 * Somebody erased who was found again. `whole` when a row links several keys and all are those that were erased: a restored backup.
 * A row with the old address alone, or with a new number, may be somebody who came again by their own will, or an import: a person decides.
 */
type Returned = { readonly erasure: string; readonly whole: boolean; readonly identity: Identity };
type Value = readonly [key: KeyName, value: string, mark: string];
type Scan = { readonly context: Context; readonly org: string; readonly map: DataMap };

const everything: Condition = { op: 'all', of: [] };
const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : JSON.stringify(cell));

/** Of a thousand rows it is asked at once which of their marks are known, and from which erasure. */
async function watched(tx: PoolClient, org: string, marks: readonly Value[]): Promise<ReadonlyMap<string, readonly { readonly request: string; readonly finds: boolean }[]>> {
  const { rows } = await tx.query<{ name: string; request: string; finds: boolean }>(
    `select distinct s.key_name || ' ' || s.mark as name, s.request, s.finds from suppressed s join unnest($2::text[], $3::text[]) as r(key_name, mark) using (key_name, mark) where s.org = $1 order by 2`, [org, marks.map(([key]) => key), marks.map(([, , mark]) => mark)]);
  const known = new Map<string, { request: string; finds: boolean }[]>();
  for (const { name, ...one } of rows) known.set(name, [...(known.get(name) ?? []), one]);
  return known;
}

/** Who a row is, of those who are watched for. */
function returnedIn(row: readonly Value[], known: Awaited<ReturnType<typeof watched>>): Returned | undefined {
  const of = ([key, , mark]: Value) => known.get(`${key} ${mark}`) ?? [];
  const found = [...new Set(row.flatMap((value) => of(value).filter(({ finds }) => finds).map(({ request }) => request)))];
  const [first] = found;
  if (first === undefined) return undefined;
  const full = found.find((request) => row.every((value) => of(value).some((one) => one.request === request)));
  const theirs = row.filter((value) => of(value).some(({ request }) => request === (full ?? first)));
  return { erasure: full ?? first, whole: full !== undefined && row.length > 1, identity: Object.fromEntries(theirs.map(([key, value]) => [key, [value]])) };
}

/** Who of those watched for stands in a place; or the sentence that says why nobody knows. */
async function foundIn({ context, org, map }: Scan, store: Store, { place, fields }: IdentifyingPlace, key: readonly string[]): Promise<{ readonly found: readonly Returned[] } | { readonly problem: string }> {
  const found: Returned[] = [];
  const read = await store.work('read', (session) => session.read({ place, key, fields: Object.values(fields), where: everything }, async (rows) => {
    const values = rows.map(({ cells }) => Object.entries(fields).flatMap(([name, field]): Value[] => {
      const cell = cells[field];
      return cell === null || cell === undefined ? [] : [[name, textOf(cell), markIn(context, org, map, name, textOf(cell))]];
    }));
    const known = await context.tenant(org, (tx) => watched(tx, org, values.flat()));
    found.push(...values.flatMap((row) => returnedIn(row, known) ?? []));
  }));
  return read.ok ? { found } : { problem: `${read.problem.sentence} ${read.problem.remedy}` };
}

/** Each person once, with all rows of theirs. */
function together(found: readonly Returned[]): readonly Returned[] {
  const people = new Map<string, Returned>();
  for (const one of found) {
    const name = `${one.erasure} ${one.whole}`;
    const before = people.get(name)?.identity ?? {};
    const identity = Object.fromEntries([...new Set([...Object.keys(before), ...Object.keys(one.identity)])].map((key) => [key, [...new Set([...(before[key] ?? []), ...(one.identity[key] ?? [])])].toSorted()]));
    people.set(name, { ...one, identity });
  }
  // Who came back whole is erased with all that these values lead to: nobody need be asked of it once more.
  const covered = (one: Returned): boolean => {
    const whole = people.get(`${one.erasure} true`);
    return !one.whole && whole !== undefined && Object.entries(one.identity).every(([key, values]) => values.every((value) => whole.identity[key]?.includes(value) === true));
  };
  return [...people.values()].filter((one) => !covered(one));
}

/** What a scan did: how many came back, how many of them are erased again at once, and how many wait for a person. It names nobody. */
export type Scanned = { readonly found: number; readonly again: number; readonly asked: number; readonly settled: number; readonly problems: readonly string[] };

/** Looks through every place that identifies people. Whoever came back whole is erased again, as approved before; of all others a person decides, once. */
export async function scanForReturned(context: Context, org: string, run: string, map: DataMap, stores: Readonly<Record<string, Store>>): Promise<Scanned> {
  const problems: string[] = [];
  const all: Returned[] = [];
  const settings = await context.tenant(org, (tx) => needCentre(tx, org));
  const places = identifying(map);
  for (const place of places) {
    const store = stores[place.system];
    const shape = store === undefined ? undefined : await store.shape();
    const key = shape?.ok === true ? shape.value.places.find((one) => one.place === place.place)?.key : undefined;
    if (store === undefined || key === undefined) {
      problems.push(`${place.system}/${place.place} could not be looked through.`);
      continue;
    }
    const looked = await foundIn({ context, org, map }, store, place, key);
    if ('problem' in looked) problems.push(looked.problem);
    else all.push(...looked.found);
  }
  const counts = { again: 0, asked: 0, settled: 0 };
  const people = together(all);
  for (const one of people) counts[await takeUp({ context, org, map }, settings, one)] += 1;
  const scanned = { found: people.length, ...counts, problems };
  const written = await context.tenant(org, (tx) => entriesOf(tx, org, run, 'suppression.scanned'));
  if (written.length === 0) await (await context.ledgerOf(org)).append(ownFact(context, { kind: 'suppression.scanned', about: run, actor: 'system', header: { places: places.length, found: scanned.found, ...counts, problems: problems.length }, sealed: plain({ problems }) }));
  return scanned;
}

/** Takes in the erasure of somebody who came back, unless it is under way, or a person decided that they may stay. */
async function takeUp({ context, org, map }: Scan, settings: CentreSettings, { whole, identity }: Returned): Promise<'again' | 'asked' | 'settled'> {
  const marks = Object.entries(identity).flatMap(([key, values]) => values.map((value) => markIn(context, org, map, key, value))).toSorted();
  const mark = context.markOf(org, 'duplicate', JSON.stringify(['returned', whole, marks]));
  const { rows: [known] } = await context.tenant(org, (tx) => tx.query<{ id: string; stopped: boolean }>(`select id, stopped from request where org = $1 and mark = $2 and (not stopped or state -> 'answer' = 'null') order by stopped, first_entry desc limit 1`, [org, mark]));
  if (known !== undefined) return known.stopped ? 'settled' : whole ? 'again' : 'asked';
  const { id } = await takeIn(context, settings, {
    org, actor: 'system', rights: ['erasure'], channel: 'hand', role: 'controller', by: 'self', language: settings.languages[0] ?? 'en', received: context.now().toISOString(), mark,
    stated: { name: null, mail: null, statement: whole ? 'Erased before, and found again as they were: by a restored backup.' : 'Known by what somebody who was erased was known by, in a row that is new: an import, or a customer who came again by their own will. Approve the plan if they are to be erased again; take the request back if they may stay.', corrections: [], agent: null },
  });
  const doing = { org, id, actor: 'system' };
  await appendTo(context, doing, {
    kind: 'request.identified', header: { by: 'known', keys: Object.values(identity).flat().length, authority: null }, sealed: plain({ keys: identity, reason: 'Among those whose return is watched for.', again: whole }),
    also: (tx) => enqueueWork(context, tx, doing, 'survey'),
  });
  return whole ? 'again' : 'asked';
}

/** How many people are watched for, and what the last scan found. */
export async function suppressionOf(tx: PoolClient, context: Context, org: string): Promise<Answer<'suppression'>> {
  const { rows: [people] } = await tx.query<{ n: number }>('select count(distinct request)::int as n from suppressed where org = $1 and finds', [org]);
  const { rows } = await tx.query<{ id: string; state: string; at: string; scheduled: boolean; lines: Partial<Scanned> }>(`select id, state, at, scheduled, lines from upkeep_run where org = $1 and kind = 'suppression' order by at desc limit 20`, [org]);
  const [last] = rows;
  const ended = rows.find(({ state }) => state === 'done');
  const [entry] = ended === undefined ? [] : await entriesOf(tx, org, ended.id, 'suppression.scanned');
  const seal = await sealsOf(tx, context, org, entry === undefined ? [] : [entry]);
  return {
    people: people?.n ?? 0, scanned: ended?.at ?? null, scheduled: ended?.scheduled ?? null, found: ended?.lines.found ?? null, again: ended?.lines.again ?? null, asked: ended?.lines.asked ?? null,
    problems: [...((last?.state === 'failed' ? last : ended)?.lines.problems ?? [])], running: last?.state === 'working', seal: entry === undefined ? null : seal(entry),
  };
}
