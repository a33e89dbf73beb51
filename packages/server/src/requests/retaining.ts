import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import type { Problem } from '@avouch/connectors/connector';
import type { DataMap } from '@avouch/privacy/datamap';
import { planRetention, runRetention, type OverduePlace } from '@avouch/privacy/retention';
import type { Deed } from '@avouch/privacy/run';
import type { Context } from '../context.ts';
import { ownFact } from './appending.ts';
import { holdsOn, partsOf } from './known.ts';
import { plain } from './survey.ts';
import type { OpenStores } from './stores.ts';

/** What a run of retention leaves behind to be shown. It names nobody. */
export type Retained = { readonly places: readonly OverduePlace[]; readonly done: Readonly<Record<string, number>>; readonly problems: readonly string[] };

const ROWS_MAX = 10_000;

/** Counts what is overdue and, unless it is a dry run, has it go. A run that broke off goes on from its steps. */
export async function retain(context: Context, org: string, run: string, dry: boolean, map: DataMap, { stores }: OpenStores, signal: AbortSignal): Promise<Retained> {
  const at = context.now().toISOString();
  const holds = await holdsOn(context, org, at.slice(0, 10));
  const plan = await planRetention({ map, stores, holds, at });
  if (dry) return { places: plan.places, done: {}, problems: [] };
  const ledger = await context.ledgerOf(org);
  const outcome = await runRetention({
    map, stores, holds, at, plan, approved: plan.digest, rowsMax: ROWS_MAX, signal, secret: Buffer.from(context.markOf(org, 'retention', 'pseudonyms'), 'base64url'),
    done: (await partsOf<{ readonly deed: Deed }>(context, org, run, 'retention.step')).map(({ deed }) => deed),
    record: async (deed) => {
      await ledger.append(ownFact(context, {
        kind: 'retention.step', about: run, actor: 'system', header: { step: deed.step, system: deed.system, place: deed.place, planned: deed.planned, done: deed.done, problem: deed.problem?.kind ?? null }, sealed: plain({ deed }), subject: run,
      }));
    },
  });
  signal.throwIfAborted();
  const done: Record<string, number> = {};
  for (const deed of 'deeds' in outcome ? outcome.deeds : []) {
    for (const [place, counts] of Object.entries(deed.counts ?? {})) done[`${deed.system}/${place}`] = (done[`${deed.system}/${place}`] ?? 0) + Object.values(counts).reduce((sum, count) => sum + count, 0);
  }
  const problems = outcome.status === 'done' ? outcome.left : outcome.status === 'refused' ? [outcome.sentence] : outcome.problems.map(({ sentence, remedy }) => `${sentence} ${remedy}`);
  // The steps hold the keys of rows that are gone: they have served.
  if (outcome.status === 'done' && outcome.deeds.length > 0) await ledger.forget({ subject: run, actor: 'system', basis: 'GDPR Art. 5(1)(e)', at: context.now().toISOString() });
  return { places: plan.places, done, problems };
}

const shown = (problem: Problem | null): { kind: string; sentence: string; remedy: string } | null => (problem === null ? null : { kind: problem.kind, sentence: problem.sentence, remedy: problem.remedy });

type Row = { readonly id: string; readonly at: string; readonly dry: boolean; readonly state: 'working' | 'done' | 'failed'; readonly lines: Partial<Retained> };

/** The schedules with what was overdue at the last look, and the runs, newest first. */
export async function retentionOf(tx: PoolClient, org: string, map: DataMap | undefined): Promise<Answer<'retention'>> {
  const { rows } = await tx.query<Row>(`select id, at, dry, state, lines from upkeep_run where org = $1 and kind = 'retention' order by at desc limit 50`, [org]);
  const last = rows.find(({ state }) => state === 'done');
  const items = Object.entries(map?.systems ?? {}).flatMap(([system, { places }]) => Object.entries(places).flatMap(([place, { title, retention }]) => {
    if (retention === undefined) return [];
    const seen = last?.lines.places?.find((one) => one.system === system && one.place === place);
    return [{ system, place, title, after: retention.after, period: retention.period, does: retention.action, reason: retention.reason, overdue: seen?.overdue ?? null, held: seen?.held ?? null, at: seen === undefined ? null : (last?.at ?? null), problem: shown(seen?.problem ?? null) }];
  }));
  const runs = rows.map(({ id, at, dry, state, lines }) => ({
    id, at, dry, state, seal: null,
    lines: (lines.places ?? []).filter(({ schedule }) => schedule !== null).map(({ system, place, overdue, problem }) => ({ system, place, planned: overdue, done: dry ? null : (lines.done?.[`${system}/${place}`] ?? 0), problem: shown(problem) })),
  }));
  return { items, runs };
}
