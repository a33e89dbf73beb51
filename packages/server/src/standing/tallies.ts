import type { PoolClient } from 'pg';
import type { Coverage, Tally } from '@avouch/controls/status';
import type { Answer } from '@avouch/api/client';
import type { Look } from './looks.ts';

export type Counts = Answer<'check'>['counts'];

/** A tally with what it was before it ended, if it has. */
type Row = { readonly check_id: string; readonly source: string; readonly from_at: string; readonly until_at: string | null; readonly pass: number; readonly fail: number; readonly not_applicable: number; readonly unknown: number };

const tallyIn = (row: Row): Tally => ({
  check: row.check_id, source: row.source, from: row.from_at, ...(row.until_at === null ? {} : { to: row.until_at }),
  pass: row.pass, fail: row.fail, notApplicable: row.not_applicable, unknown: row.unknown,
});

/** The tallies that touch a stretch of time, and of each check and source the last one before it: what was last known. */
export async function talliesBetween(tx: PoolClient, org: string, from: string, to: string): Promise<readonly Tally[]> {
  const columns = 'check_id, source, from_at, until_at, pass, fail, not_applicable, unknown';
  const { rows } = await tx.query<Row>({
    name: 'tallies-between', values: [org, from, to],
    text: `select ${columns} from tally where org = $1 and until_at is null and from_at <= $3
      union all select ${columns} from tally where org = $1 and until_at > $2 and from_at <= $3
      union all select ${columns} from (select distinct on (check_id, source) ${columns} from tally
        where org = $1 and until_at <= $2 order by check_id, source, from_at desc) as before
      order by check_id, source, from_at`,
  });
  return rows.map(tallyIn);
}

type Span = { readonly source: string; readonly entity_type: string; readonly state: string; readonly from_at: string; readonly last_at: string; readonly reason: string | null; readonly ended_at: string | null };

/** What each source said of each entity type in a stretch of time, and the last time before it that it was read whole. */
export async function coverageBetween(tx: PoolClient, org: string, from: string, to: string): Promise<readonly Coverage[]> {
  const columns = 'source, entity_type, state, from_at, last_at, reason';
  const { rows } = await tx.query<Span>({
    name: 'coverage-between', values: [org, from, to],
    text: `select c.*, s.captured as ended_at from (select ${columns} from coverage where org = $1 and until_at is null and from_at <= $3
      union all select ${columns} from coverage where org = $1 and until_at > $2 and from_at <= $3
      union all select ${columns} from (select distinct on (source, entity_type) ${columns} from coverage
        where org = $1 and until_at <= $2 and state = 'complete' order by source, entity_type, from_at desc) as before) as c
      left join record_version s on s.org = $1 and s.type = 'source' and s.id = c.source and s.ended and s.superseded is null and s.captured <= $3
      order by source, entity_type, from_at`,
  });
  return rows.map((row) => ({
    source: row.source, entityType: row.entity_type, complete: row.state === 'complete', from: row.from_at, last: row.last_at < to ? row.last_at : to,
    ...(row.reason === null ? {} : { reason: row.reason }), ...(row.ended_at === null ? {} : { ended: row.ended_at }),
  }));
}

const nothing: Counts = { pass: 0, fail: 0, notApplicable: 0, unknown: 0 };

/**
 * How many subjects of a check stood how at an instant, over all sources. Those of a source that was not known then are
 * counted as unknown, however they stood before.
 */
export function countsAt(tallies: readonly Tally[], looks: readonly Look[], check: { readonly id: string; readonly entityType: string }, at: string): Counts {
  let counts = nothing;
  for (const look of looks) {
    if (look.entity_type !== check.entityType) continue;
    const tally = tallies.findLast((one) => one.check === check.id && one.source === look.source && one.from <= at);
    if (tally === undefined) continue;
    const { pass, fail, notApplicable, unknown } = tally;
    const known = look.unknownFor === undefined;
    counts = known ? { pass: counts.pass + pass, fail: counts.fail + fail, notApplicable: counts.notApplicable + notApplicable, unknown: counts.unknown + unknown }
      : { ...counts, unknown: counts.unknown + pass + fail + notApplicable + unknown };
  }
  return counts;
}

/** The sum of counts. */
export const sumOf = (all: readonly Counts[]): Counts => all.reduce((sum, one) => ({
  pass: sum.pass + one.pass, fail: sum.fail + one.fail, notApplicable: sum.notApplicable + one.notApplicable, unknown: sum.unknown + one.unknown,
}), nothing);
