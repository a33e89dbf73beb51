import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import type { ReadPromise } from '@avouch/connectors/connector';
import type { Context } from '../context.ts';
import { sealsOf, type SealOf } from '../standing/seals.ts';
import { isOver, type CollectState } from './run.ts';
import { connectorIn } from './settings.ts';
import { channelOf, type Source } from './source.ts';

/** A source as the contract shows it. */
export type SourceSummary = Answer<'source'>;
type ReadState = SourceSummary['reads'][number];

/** How one entity type of a source stood at an instant. */
export type ReadStanding = {
  readonly source: string; readonly entity_type: string; readonly state: 'complete' | 'problem' | 'paused';
  readonly from_at: string; readonly at: string; readonly reason: string | null;
  readonly problem: { readonly kind: string; readonly sentence: string; readonly remedy: string } | null;
  readonly count: number | null; readonly idx: number; readonly last_complete: string | null; readonly last_complete_idx: number | null;
};

/** How every read stood at an instant: one row an entity type that was read by then, with the last look and the last whole one. */
export async function readStandings(tx: PoolClient, org: string, at: string): Promise<readonly ReadStanding[]> {
  const { rows } = await tx.query<ReadStanding>({
    name: 'read-standings', values: [org, at],
    text: `select c.source, c.entity_type, c.state, c.from_at, c.reason, c.problem, w.at as last_complete, w.idx::float8 as last_complete_idx,
        case when c.state = 'paused' then c.from_at else l.at end as at,
        (case when c.state = 'paused' then c.first_idx else l.idx end)::float8 as idx,
        case when c.state = 'complete' then l.count end as count
      from coverage c
      left join lateral (select r.at, r.idx, r.count from reading r where r.org = c.org and r.source = c.source and r.entity_type = c.entity_type
        and r.at <= $2 order by r.at desc, r.idx desc limit 1) l on true
      left join lateral (select r.at, r.idx from reading r where r.org = c.org and r.source = c.source and r.entity_type = c.entity_type
        and r.at <= $2 and r.complete order by r.at desc, r.idx desc limit 1) w on true
      where c.org = $1 and c.from_at <= $2 and (c.until_at is null or c.until_at > $2)
      order by c.source, c.entity_type`,
  });
  return rows;
}

/** Which of these sources are being read, or wait for it. A state that is old is left from a process that died. */
async function runningOf(tx: PoolClient, context: Context, org: string, sources: readonly string[]): Promise<ReadonlySet<string>> {
  const oldest = new Date(context.now().getTime() - 15 * 60_000).toISOString();
  const { rows } = await tx.query<{ state: CollectState }>('select state from progress where org = $1 and channel = any($2::text[])', [org, sources.map(channelOf)]);
  return new Set(rows.filter(({ state }) => !isOver(state) && state.at >= oldest).map(({ state }) => state.source));
}

const switchedOff = (source: Source): NonNullable<ReadState['problem']> =>
  ({ kind: 'paused', sentence: `Switched off: ${source.pausedReason ?? 'no reason was given'}`, remedy: 'Switch the source on again.' });

function readStateOf(source: Source, { entityType, title }: ReadPromise, standing: ReadStanding | undefined, sealOf: SealOf): ReadState {
  if (standing === undefined) {
    return { entityType, title, state: source.paused ? 'problem' : 'never', count: null, at: null, lastComplete: null, problem: source.paused ? switchedOff(source) : null, seal: null };
  }
  const problem = standing.state === 'paused' ? { kind: 'paused', sentence: standing.reason ?? '', remedy: 'Switch the source on again.' } : standing.problem;
  return {
    entityType, title, state: standing.state === 'complete' ? 'complete' : 'problem', count: standing.count, at: standing.at, lastComplete: standing.last_complete,
    problem: standing.state === 'complete' ? null : problem, seal: sealOf(standing.idx),
  };
}

/** The sources as they stand, or stood: three queries however many there are. */
export async function summariesOf(tx: PoolClient, context: Context, org: string, sources: readonly Source[], asOf?: string): Promise<SourceSummary[]> {
  const standings = await readStandings(tx, org, asOf ?? context.now().toISOString());
  const sealOf = await sealsOf(tx, context, org, [...standings.map(({ idx }) => idx), ...sources.map(({ version }) => version.entry)]);
  const running = asOf === undefined ? await runningOf(tx, context, org, sources.map(({ id }) => id)) : new Set<string>();
  const byPlace = new Map(standings.map((standing) => [`${standing.source}\n${standing.entity_type}`, standing]));
  return sources.map((source) => {
    const connector = connectorIn(context, source.connector);
    return {
      id: source.id, name: source.name, connector: source.connector, connectorTitle: connector?.title ?? source.connector, settings: { ...source.settings },
      paused: source.paused, pausedReason: source.pausedReason, everyMinutes: source.everyMinutes, running: running.has(source.id),
      reads: (connector?.reads ?? []).map((read) => readStateOf(source, read, byPlace.get(`${source.id}\n${read.entityType}`), sealOf)),
      version: source.version.version, seal: sealOf(source.version.entry),
    };
  });
}
