import type { PoolClient } from 'pg';
import type { Check } from '@avouch/controls/checks';
import type { Recorded } from '@avouch/ledger/ledger';
import type { RecordVersion } from '@avouch/records/record-type';
import { readRecordFact } from '@avouch/records/versions';
import type { Projection } from '../context.ts';
import { cover, typesOf, uncover } from './coverage.ts';
import { beginEntities, endEntities, forgetEntities, type Moment } from './entities.ts';
import { emptiedBy } from './forgotten.ts';
import { seenIn, type Seen } from './seen.ts';
import { endTallies, newestOf, recount, tally } from './tallies.ts';
import { forgetVerdicts, judge, turnedBy, type Judged } from './verdicts.ts';

type Fold = { readonly tx: PoolClient; readonly org: string; readonly checksOf: (entityType: string) => readonly Check[]; readonly typeOf: (check: string) => string | undefined };

/** All that stands of one entity type. */
async function livingOf({ tx, org }: Fold, { source, entityType }: Moment): Promise<readonly Judged[]> {
  const { rows } = await tx.query<Judged>(
    `select entity_id as id, subject, body from entity
     where org = $1 and source = $2 and entity_type = $3 and until_at is null and body is not null order by entity_id`, [org, source, entityType]);
  return rows;
}

async function foldSeen(fold: Fold, seen: Seen): Promise<void> {
  const { tx, org } = fold;
  const { at, broke, first } = await cover(tx, org, seen.said);
  const moment: Moment = { source: seen.said.source, entityType: seen.said.entityType, at, entry: seen.said.entry };
  const checks = fold.checksOf(moment.entityType);
  const ids = checks.map(({ id }) => id);
  if (seen.said.state !== 'complete') {
    if (broke) await endTallies(tx, org, moment.source, ids, at);
    return;
  }
  const ended = await endEntities(tx, org, moment, seen.gone);
  await beginEntities(tx, org, moment, seen.entities);
  const newest = await newestOf(tx, org, moment.source, ids);
  const fresh = first ? [] : checks.filter(({ id }) => !newest.has(id));
  const known = checks.filter((check) => !fresh.includes(check));
  const changed = seen.entities.filter(({ body }) => body !== null);
  const put = new Set(seen.entities.map(({ id }) => id));
  const gone = ended.filter((id) => !put.has(id));
  const touched = new Set([...put, ...gone]);
  const turned = (await turnedBy(tx, org, moment, known.map(({ id }) => id))).filter(({ id }) => !touched.has(id));
  const deltas = new Map(await judge(tx, org, moment, known, [...changed, ...turned], gone));
  // A check that came with a newer version has never looked at what did not change since.
  if (fresh.length > 0) for (const [check, counts] of await judge(tx, org, moment, fresh, await livingOf(fold, moment), gone)) deltas.set(check, counts);
  await tally(tx, org, moment, newest, ids, deltas);
}

async function foldSource(fold: Fold, version: RecordVersion): Promise<void> {
  const { tx, org } = fold;
  const [source, at] = [version.id, version.captured];
  for (const entityType of await typesOf(tx, org, source)) {
    const checks = fold.checksOf(entityType).map(({ id }) => id);
    if (version.ended) {
      await endTallies(tx, org, source, checks, at);
      await endVerdicts(tx, org, source, checks, at);
      await endEverything(tx, org, source, entityType, at);
      await uncover(tx, org, source, entityType, at);
    } else if (version.value['paused'] === true) {
      const reason = `Switched off: ${String(version.value['pausedReason'] ?? '')}`;
      const { broke, at: from } = await cover(tx, org, { state: 'paused', reason, source, entityType, at, entry: version.entry });
      if (broke) await endTallies(tx, org, source, checks, from);
    }
  }
}

async function endVerdicts(tx: PoolClient, org: string, source: string, checks: readonly string[], at: string): Promise<void> {
  const key = [org, source, checks, at];
  await tx.query('delete from verdict where org = $1 and source = $2 and check_id = any($3::text[]) and until_at is null and from_at >= $4', key);
  await tx.query('update verdict set until_at = $4 where org = $1 and source = $2 and check_id = any($3::text[]) and until_at is null', key);
}

async function endEverything(tx: PoolClient, org: string, source: string, entityType: string, at: string): Promise<void> {
  const key = [org, source, entityType, at];
  await tx.query('delete from entity where org = $1 and source = $2 and entity_type = $3 and until_at is null and from_at >= $4', key);
  await tx.query('update entity set until_at = $4 where org = $1 and source = $2 and entity_type = $3 and until_at is null', key);
}

async function foldForgotten(fold: Fold, recorded: Recorded): Promise<void> {
  const { tx, org } = fold;
  await forgetEntities(tx, org, emptiedBy(recorded));
  for (const { check, source } of await forgetVerdicts(tx, org, recorded.entry.about)) {
    const entityType = fold.typeOf(check);
    if (entityType !== undefined) await recount(tx, org, { source, entityType }, check);
  }
}

async function foldOne(fold: Fold, recorded: Recorded): Promise<void> {
  if (recorded.entry.kind === 'subject.forgotten') return foldForgotten(fold, recorded);
  const version = recorded.entry.header['type'] === 'source' ? readRecordFact(recorded, recorded) : undefined;
  if (version !== undefined) return foldSource(fold, version);
  const seen = seenIn(recorded);
  if (seen !== undefined) await foldSeen(fold, seen);
}

/**
 * What the readings of sources make: when each was read whole, what it held, how that was judged, and how many stood how.
 * Facts are taken one by one, so that the rows do not depend on which facts happened to share a transaction.
 */
export function openReadings(checks: readonly Check[]): Projection {
  const byType = new Map<string, readonly Check[]>();
  for (const check of checks) byType.set(check.entityType, [...(byType.get(check.entityType) ?? []), check]);
  const types = new Map<string, string>(checks.map((check) => [check.id, check.entityType]));
  return {
    name: 'readings',
    tables: ['coverage', 'reading', 'entity', 'verdict', 'tally'],
    fold: async (tx, org, recorded) => {
      const fold: Fold = { tx, org, checksOf: (type) => byType.get(type) ?? [], typeOf: (check) => types.get(check) };
      for (const one of recorded) await foldOne(fold, one);
    },
  };
}
