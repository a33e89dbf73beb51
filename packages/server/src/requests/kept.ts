import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import { canonicalJson, type Fact } from '@avouch/ledger/entry';
import type { DataMap, Identity } from '@avouch/privacy/datamap';
import { endKept, keptIn, type EndedKept, type KeptRows } from '@avouch/privacy/kept';
import { rightsRules } from '@avouch/privacy/rights';
import type { Deed } from '@avouch/privacy/run';
import type { Context } from '../context.ts';
import { sealsOf } from '../standing/seals.ts';
import { ownFact, type Doing } from './appending.ts';
import { holdsOn } from './known.ts';
import { partOf } from './request.ts';
import type { OpenStores } from './stores.ts';
import { plain } from './survey.ts';

type KeptPart = { readonly kept: KeptRows; readonly secret: string };

/** What a look at kept rows found, over all of their places. It names nobody. */
export type KeptLook = { readonly gone: number; readonly ended: number; readonly kept: number; readonly held: number; readonly others: number; readonly shells: number; readonly problem: string | null; readonly why: readonly string[] };

const rowsIn = (kept: KeptRows): number => new Set(kept.later.filter(({ shell }) => shell !== true).flatMap(({ place, keys }) => keys.map((key) => JSON.stringify([place, key])))).size;

/**
 * What an erasure keeps until a day, one fact a system, each sealed under a subject of its own: it outlives the request, and is destroyed
 * when nothing is left to end.
 */
export function keptFacts(context: Context, { id, actor }: Doing, deeds: readonly Deed[], identity: Identity, secret: Uint8Array): readonly Fact[] {
  return keptIn(deeds, identity).map((kept) => ownFact(context, {
    kind: 'kept.written', about: `${id}:kept:${kept.system}`, actor, header: { request: id, system: kept.system, rows: rowsIn(kept), until: kept.until },
    sealed: plain({ kept, secret: Buffer.from(secret).toString('base64') }), subject: `${id}:kept:${kept.system}`,
  }));
}

type Row = { readonly id: string; readonly request: string; readonly system: string; readonly rows: number; readonly until: string; readonly next: string | null; readonly look: KeptLook | null; readonly forgotten: boolean; readonly entry: number; readonly looked: number | null };
const COLUMNS = 'id, request, system, rows, until, next, look, forgotten, entry::float8 as entry, looked::float8 as looked';

/** What is kept after erasures and until when; of all, or of one request. What is over comes last. */
export async function keptOf(tx: PoolClient, context: Context, org: string, request?: string): Promise<Answer<'kept'>['items']> {
  const { rows } = await tx.query<Row>(`select ${COLUMNS} from kept_rows where org = $1 and ($2::text is null or request = $2) order by next is null, next, id limit 1000`, [org, request ?? null]);
  const seal = await sealsOf(tx, context, org, rows.flatMap(({ entry, looked }) => (looked === null ? [entry] : [entry, looked])));
  return rows.map(({ id, request: of, system, rows: count, until, next, look, entry, looked }) => ({
    id, request: of, system, rows: count, until, next, gone: (look?.gone ?? 0) + (look?.ended ?? 0), kept: look?.kept ?? null, held: look?.held ?? null, others: look?.others ?? null, why: [...(look?.why ?? [])], problem: look?.problem ?? null, seal: seal(looked ?? entry),
  }));
}

/** What of it is to be looked at on a day: a ground has ended, or all has and the key is not destroyed yet. */
export async function keptDue(tx: PoolClient, org: string, today: string): Promise<readonly Row[]> {
  const { rows } = await tx.query<Row>(`select ${COLUMNS} from kept_rows where org = $1 and not forgotten and (next is null or next < $2) order by id`, [org, today]);
  return rows;
}

const sum = (ended: EndedKept): KeptLook => {
  const of = (name: 'gone' | 'ended' | 'kept' | 'held' | 'others' | 'shells'): number => ended.places.reduce((count, place) => count + place[name], 0);
  return {
    gone: of('gone'), ended: of('ended'), kept: of('kept'), held: of('held'), others: of('others'), shells: of('shells'),
    problem: ended.problem === null ? null : `${ended.problem.sentence} ${ended.problem.remedy}`, why: [...new Set(ended.places.flatMap(({ why }) => why))],
  };
};

type Look = { readonly context: Context; readonly org: string; readonly map: DataMap; readonly open: OpenStores; readonly signal: AbortSignal };

/** Ends what is due of one: judged anew, carried out, read again, recorded. Nothing is recorded a second time while nothing changes. */
async function endOne({ context, org, map, open }: Look, row: Row): Promise<KeptLook> {
  const at = context.now().toISOString();
  const part = (await partOf(context, org, row.entry)) as unknown as KeptPart | undefined;
  const before = row.look;
  if (part === undefined || row.next === null) return before ?? sum({ places: [], next: null, problem: null });
  const ended = await endKept({ kept: part.kept, map, stores: open.stores, holds: await holdsOn(context, org, at.slice(0, 10)), rules: rightsRules, secret: Buffer.from(part.secret, 'base64'), at });
  const look = ended.problem === null ? sum(ended) : { ...(before ?? sum(ended)), problem: sum(ended).problem };
  const stands = before !== null && canonicalJson(plain(before)) === canonicalJson(plain(look)) && ended.next !== null;
  if (stands || (ended.problem !== null && before?.problem === look.problem)) return look;
  const { why, problem, ...counts } = look;
  await (await context.ledgerOf(org)).append(ownFact(context, {
    kind: 'kept.looked', about: row.id, actor: 'system', sealed: plain({ why, problem, places: ended.places }),
    header: { request: row.request, system: row.system, day: at.slice(0, 10), ...counts, next: ended.problem === null ? ended.next : row.next, problem: ended.problem?.kind ?? null },
  }));
  return look;
}

/** Ends what erasures have kept, where the ground is over, and destroys what was needed for it as soon as nothing is left. */
export async function endAllKept(look: Look): Promise<{ readonly looked: number; readonly gone: number; readonly problems: readonly string[] }> {
  const { context, org, signal } = look;
  const today = context.now().toISOString().slice(0, 10);
  const due = await context.tenant(org, (tx) => keptDue(tx, org, today));
  const problems: string[] = [];
  let gone = 0;
  for (const row of due) {
    signal.throwIfAborted();
    const found = await endOne(look, row);
    gone += found.gone + found.ended - (row.look?.gone ?? 0) - (row.look?.ended ?? 0);
    if (found.problem !== null) problems.push(found.problem);
    const { rows: [left] } = await context.tenant(org, (tx) => tx.query<{ next: string | null }>('select next from kept_rows where org = $1 and id = $2', [org, row.id]));
    if (left?.next === null) await (await context.ledgerOf(org)).forget({ subject: row.id, actor: 'system', basis: 'GDPR Art. 5(1)(e)', at: context.now().toISOString() });
  }
  return { looked: due.length, gone, problems };
}
