import type { PoolClient } from 'pg';
import type { Check, Verdict } from '@avouch/controls/checks';
import type { Moment } from './entities.ts';
import { eachStep, insertRows } from './rows.ts';

/** Verdicts in the order in which they are shown: what fails first. A verdict's rank is its place. */
export const ranked: readonly Verdict[] = ['fail', 'unknown', 'pass', 'not-applicable'];

/** An entity that is to be judged. */
export type Judged = { readonly id: string; readonly subject: string | null; readonly body: unknown };

/** By how much the counts of each check change, by rank. */
export type Deltas = ReadonlyMap<string, readonly number[]>;

type Standing = { readonly check_id: string; readonly entity_id: string; readonly rank: number; readonly reason: string; readonly turns_at: string | null };

const columns = { check_id: 'text', source: 'text', entity_id: 'text', from_at: 'text', rank: 'smallint', reason: 'text', turns_at: 'text', idx: 'bigint', subject: 'text' };
const pair = (check: string, entity: string): string => `${check}\n${entity}`;

/** What stands of these entities under these checks. */
async function standingOf(tx: PoolClient, org: string, source: string, checks: readonly string[], ids: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
  if (ids.length === 0 || checks.length === 0) return new Map();
  const { rows } = await tx.query<Standing>(
    `select check_id, entity_id, rank, reason, turns_at from verdict
     where org = $1 and source = $2 and check_id = any($3::text[]) and entity_id = any($4::text[]) and until_at is null`, [org, source, checks, ids]);
  return new Map(rows.map((row) => [pair(row.check_id, row.entity_id), row]));
}

const countedIn = () => {
  const deltas = new Map<string, number[]>();
  const count = (check: string, rank: number, by: number): void => {
    const counts = deltas.get(check) ?? [0, 0, 0, 0];
    counts[rank] = (counts[rank] ?? 0) + by;
    deltas.set(check, counts);
  };
  return { deltas, count };
};

/** Ends verdict intervals. One that began at the same instant never was. */
async function end(tx: PoolClient, org: string, { source, at }: Moment, pairs: readonly { readonly check_id: string; readonly entity_id: string }[]): Promise<void> {
  const scope = 'v.org = $1 and v.source = $3 and v.check_id = r.check_id and v.entity_id = r.entity_id and v.until_at is null';
  for (const statement of [
    (set: string) => `delete from verdict v using ${set} where ${scope} and v.from_at >= $4`,
    (set: string) => `update verdict v set until_at = $4 from ${set} where ${scope}`,
  ]) await eachStep(tx, org, { check_id: 'text', entity_id: 'text' }, pairs, statement, { more: [source, at] });
}

/** Judges the entities under the checks, and gives intervals to what changed. Gone entities are judged no more. */
export async function judge(tx: PoolClient, org: string, moment: Moment, checks: readonly Check[], seen: readonly Judged[], gone: readonly string[]): Promise<Deltas> {
  const ids = [...seen.map(({ id }) => id), ...gone];
  const standing = await standingOf(tx, org, moment.source, checks.map(({ id }) => id), ids);
  const { deltas, count } = countedIn();
  const ended: Standing[] = [];
  const begun: Record<string, unknown>[] = [];
  const close = (row: Standing | undefined): void => {
    if (row === undefined) return;
    ended.push(row);
    count(row.check_id, row.rank, -1);
  };
  for (const check of checks) {
    for (const id of gone) close(standing.get(pair(check.id, id)));
    for (const { id, subject, body } of seen) {
      // The body was parsed by its entity type's schema when it was read.
      const { verdict, reason, until } = check.judge(body as never, moment.at);
      const [rank, turns] = [ranked.indexOf(verdict), until ?? null];
      const before = standing.get(pair(check.id, id));
      if (before?.rank === rank && before.reason === reason && before.turns_at === turns) continue;
      close(before);
      count(check.id, rank, 1);
      begun.push({ check_id: check.id, source: moment.source, entity_id: id, from_at: moment.at, rank, reason, turns_at: turns, idx: moment.entry, subject });
    }
  }
  await end(tx, org, moment, ended);
  await insertRows(tx, 'verdict', columns, org, begun);
  return deltas;
}

/** The entities whose verdict time alone has changed by now. */
export async function turnedBy(tx: PoolClient, org: string, moment: Moment, checks: readonly string[]): Promise<readonly Judged[]> {
  if (checks.length === 0) return [];
  const { rows } = await tx.query<Judged>(
    `select e.entity_id as id, e.subject, e.body from entity e
     where e.org = $1 and e.source = $2 and e.entity_type = $5 and e.until_at is null and e.body is not null and e.entity_id in (
       select v.entity_id from verdict v where v.org = $1 and v.source = $2 and v.check_id = any($3::text[]) and v.turns_at <= $4 and v.until_at is null)
     order by e.entity_id`,
    [org, moment.source, checks, moment.at, moment.entityType]);
  return rows;
}

/** Drops every verdict on the subject, and says which checks at which sources had one. */
export async function forgetVerdicts(tx: PoolClient, org: string, subject: string): Promise<readonly { readonly check: string; readonly source: string }[]> {
  const { rows } = await tx.query<{ check: string; source: string }>(
    `with gone as (delete from verdict where org = $1 and subject = $2 returning check_id, source)
     select distinct check_id as check, source from gone order by 1, 2`, [org, subject]);
  return rows;
}
