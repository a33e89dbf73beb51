import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import type { Problem } from '@avouch/connectors/connector';
import type { DataMap } from '@avouch/privacy/datamap';
import { planRetention, runRetention, type OverduePlace, type RetentionPlan } from '@avouch/privacy/retention';
import type { Deed } from '@avouch/privacy/run';
import type { Context } from '../context.ts';
import { sealsOf } from '../standing/seals.ts';
import { ownFact } from './appending.ts';
import { holdsOn, partsOf } from './known.ts';
import { entriesOf } from './request.ts';
import { plain } from './survey.ts';
import type { OpenStores } from './stores.ts';

/** What a run of retention leaves behind to be shown. It names nobody. */
export type Retained = { readonly places: readonly OverduePlace[]; readonly done: Readonly<Record<string, number>>; readonly problems: readonly string[] };

/** How a run came about: a dry run only counts, and one that the clock began has go only what the data map lets go by itself. */
export type Retaining = { readonly dry: boolean; readonly scheduled: boolean };

const ROWS_MAX = 10_000;

/** What went in each place, by `system/place`. */
function doneIn(deeds: readonly Deed[]): Record<string, number> {
  const done: Record<string, number> = {};
  for (const deed of deeds) {
    for (const [place, counts] of Object.entries(deed.counts ?? {})) done[`${deed.system}/${place}`] = (done[`${deed.system}/${place}`] ?? 0) + (counts['deleted'] ?? 0) + (counts['emptied'] ?? 0);
  }
  return done;
}

/** What a run did, once in the ledger: counts, days and reasons of places, which name nobody. It stays when the keys of the rows are forgotten. */
async function recordRan(context: Context, org: string, run: string, { scheduled }: Retaining, plan: RetentionPlan, retained: Retained): Promise<void> {
  const written = await context.tenant(org, (tx) => entriesOf(tx, org, run, 'retention.ran'));
  if (written.length > 0) return;
  const places = plan.places.filter(({ schedule, overdue }) => schedule !== null && overdue !== 0).map(({ system, place, before, overdue, held, schedule }) => ({ system, place, before, overdue, held, reason: schedule?.reason ?? '', done: retained.done[`${system}/${place}`] ?? 0 }));
  await (await context.ledgerOf(org)).append(ownFact(context, {
    kind: 'retention.ran', about: run, actor: 'system', sealed: plain({ places, problems: retained.problems }),
    header: { by: scheduled ? 'schedule' : 'person', map: plan.map, plan: plan.digest, places: places.length, held: places.reduce((sum, { held }) => sum + (held ?? 0), 0), done: Object.values(retained.done).reduce((sum, count) => sum + count, 0), problems: retained.problems.length },
  }));
}

/** Counts what is overdue and, unless it is a dry run, has it go. A run that broke off goes on from its steps. */
export async function retain(context: Context, org: string, run: string, how: Retaining, map: DataMap, { stores }: OpenStores, signal: AbortSignal): Promise<Retained> {
  const at = context.now().toISOString();
  const holds = await holdsOn(context, org, at.slice(0, 10));
  const plan = await planRetention({ map, stores, holds, at });
  if (how.dry) return { places: plan.places, done: {}, problems: [] };
  const ledger = await context.ledgerOf(org);
  const outcome = await runRetention({
    map, stores, holds, at, plan, approved: plan.digest, rowsMax: ROWS_MAX, automaticOnly: how.scheduled, signal, secret: Buffer.from(context.markOf(org, 'retention', 'pseudonyms'), 'base64url'),
    done: (await partsOf<{ readonly deed: Deed }>(context, org, run, 'retention.step')).map(({ deed }) => deed),
    record: async (deed) => {
      await ledger.append(ownFact(context, {
        kind: 'retention.step', about: run, actor: 'system', header: { step: deed.step, system: deed.system, place: deed.place, planned: deed.planned, done: deed.done, problem: deed.problem?.kind ?? null }, sealed: plain({ deed }), subject: run,
      }));
    },
  });
  signal.throwIfAborted();
  const problems = outcome.status === 'done' ? outcome.left : outcome.status === 'refused' ? [outcome.sentence] : outcome.problems.map(({ sentence, remedy }) => `${sentence} ${remedy}`);
  const retained: Retained = { places: plan.places, done: doneIn('deeds' in outcome ? outcome.deeds : []), problems };
  await recordRan(context, org, run, how, plan, retained);
  // The steps hold the keys of rows that are gone: they have served.
  if (outcome.status === 'done' && outcome.deeds.length > 0) await ledger.forget({ subject: run, actor: 'system', basis: 'GDPR Art. 5(1)(e)', at: context.now().toISOString() });
  return retained;
}

const shown = (problem: Problem | null): { kind: string; sentence: string; remedy: string } | null => (problem === null ? null : { kind: problem.kind, sentence: problem.sentence, remedy: problem.remedy });

type Row = { readonly id: string; readonly at: string; readonly dry: boolean; readonly scheduled: boolean; readonly state: 'working' | 'done' | 'failed'; readonly lines: Partial<Retained> };

/** The schedules with what was overdue at the last look, and the runs, newest first. */
export async function retentionOf(tx: PoolClient, context: Context, org: string, map: DataMap | undefined): Promise<Answer<'retention'>> {
  const { rows } = await tx.query<Row>(`select id, at, dry, scheduled, state, lines from upkeep_run where org = $1 and kind = 'retention' order by at desc limit 50`, [org]);
  const { rows: ran } = await tx.query<{ about: string; idx: number }>(`select about, idx::float8 as idx from entry where org = $1 and about = any($2::text[]) and kind = 'retention.ran'`, [org, rows.map(({ id }) => id)]);
  const seal = await sealsOf(tx, context, org, ran.map(({ idx }) => idx));
  const entryOf = new Map(ran.map(({ about, idx }) => [about, idx]));
  const last = rows.find(({ state }) => state === 'done');
  const items = Object.entries(map?.systems ?? {}).flatMap(([system, { places }]) => Object.entries(places).flatMap(([place, { title, retention }]) => {
    if (retention === undefined) return [];
    const seen = last?.lines.places?.find((one) => one.system === system && one.place === place);
    return [{ system, place, title, after: retention.after, period: retention.period, does: retention.action, reason: retention.reason, automatic: retention.start === 'automatic', overdue: seen?.overdue ?? null, held: seen?.held ?? null, at: seen === undefined ? null : (last?.at ?? null), problem: shown(seen?.problem ?? null) }];
  }));
  const runs = rows.map(({ id, at, dry, scheduled, state, lines }) => ({
    id, at, dry, scheduled, state, seal: entryOf.has(id) ? seal(entryOf.get(id) ?? 0) : null, problems: [...(lines.problems ?? [])],
    lines: (lines.places ?? []).filter(({ schedule }) => schedule !== null).map(({ system, place, overdue, problem }) => ({ system, place, planned: overdue, done: dry ? null : (lines.done?.[`${system}/${place}`] ?? 0), problem: shown(problem) })),
  }));
  return { items, runs };
}
