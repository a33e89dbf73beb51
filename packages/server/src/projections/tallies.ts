import type { PoolClient } from 'pg';
import { insertRows } from './rows.ts';
import type { Deltas } from './verdicts.ts';

/** Counts by rank: fail, unknown, pass, not applicable. */
type Counts = readonly number[];
/** A tally as it stands in its table. */
export type TallyRow = { readonly check_id: string; readonly from_at: string; readonly until_at: string | null } & Named;
type Named = { readonly fail: number; readonly unknown: number; readonly pass: number; readonly not_applicable: number };

const columns = { check_id: 'text', source: 'text', from_at: 'text', until_at: 'text', fail: 'integer', unknown: 'integer', pass: 'integer', not_applicable: 'integer' };
const countsOf = (row: Named): Counts => [row.fail, row.unknown, row.pass, row.not_applicable];
const namedOf = (counts: Counts): Named => ({ fail: counts[0] ?? 0, unknown: counts[1] ?? 0, pass: counts[2] ?? 0, not_applicable: counts[3] ?? 0 });
const none: Counts = [0, 0, 0, 0];
const sum = (left: Counts, right: Counts): Counts => left.map((count, rank) => count + (right[rank] ?? 0));
const isZero = (counts: Counts): boolean => counts.every((count) => count === 0);

/** The newest interval of each check at a source, ended or not. */
export async function newestOf(tx: PoolClient, org: string, source: string, checks: readonly string[]): Promise<ReadonlyMap<string, TallyRow>> {
  const { rows } = await tx.query<TallyRow>({
    name: 'tally-newest', values: [org, source, checks],
    text: `select t.* from unnest($3::text[]) as c (id), lateral (
      select check_id, from_at, until_at, fail, unknown, pass, not_applicable from tally
      where org = $1 and source = $2 and check_id = c.id order by from_at desc limit 1) as t`,
  });
  return new Map(rows.map((row) => [row.check_id, row]));
}

/** Ends the tallies of these checks at a source: from here on nobody knows. */
export async function endTallies(tx: PoolClient, org: string, source: string, checks: readonly string[], at: string): Promise<void> {
  const key = [org, source, checks, at];
  await tx.query('delete from tally where org = $1 and source = $2 and check_id = any($3::text[]) and until_at is null and from_at >= $4', key);
  await tx.query('update tally set until_at = $4 where org = $1 and source = $2 and check_id = any($3::text[]) and until_at is null', key);
}

/** Brings the tallies of these checks to what a complete reading changed. Each has an interval from then on, be it of zeros. */
export async function tally(tx: PoolClient, org: string, place: { readonly source: string; readonly at: string }, newest: ReadonlyMap<string, TallyRow>, checks: readonly string[], deltas: Deltas): Promise<void> {
  const changed = checks.filter((check) => {
    const row = newest.get(check);
    return row === undefined || row.until_at !== null || !isZero(deltas.get(check) ?? none);
  });
  if (changed.length === 0) return;
  await endTallies(tx, org, place.source, changed, place.at);
  await insertRows(tx, 'tally', columns, org, changed.map((check) => {
    const row = newest.get(check);
    const counts = sum(row === undefined ? none : countsOf(row), deltas.get(check) ?? none);
    return { check_id: check, source: place.source, from_at: place.at, until_at: null, ...namedOf(counts) };
  }));
}

type Net = { readonly at: string } & Named;
type Span = { readonly from_at: string; readonly until_at: string | null };

/** The stretches in which the source was read whole, adjoining ones as one. */
async function wholeSpans(tx: PoolClient, org: string, source: string, entityType: string): Promise<readonly Span[]> {
  const { rows } = await tx.query<Span>(
    `select from_at, until_at from coverage where org = $1 and source = $2 and entity_type = $3 and state = 'complete' order by from_at`, [org, source, entityType]);
  const spans: Span[] = [];
  for (const row of rows) {
    const last = spans.at(-1);
    if (last?.until_at === row.from_at) spans[spans.length - 1] = { from_at: last.from_at, until_at: row.until_at };
    else spans.push(row);
  }
  return spans;
}

/** What the remaining verdict intervals change at each instant. */
async function netChanges(tx: PoolClient, org: string, source: string, check: string): Promise<readonly Net[]> {
  const { rows } = await tx.query<Net>(
    `with change as (
       select from_at as at, rank, 1 as by from verdict where org = $1 and source = $2 and check_id = $3
       union all select until_at, rank, -1 from verdict where org = $1 and source = $2 and check_id = $3 and until_at is not null
     ) select at, coalesce(sum(by) filter (where rank = 0), 0)::int as fail, coalesce(sum(by) filter (where rank = 1), 0)::int as unknown,
         coalesce(sum(by) filter (where rank = 2), 0)::int as pass, coalesce(sum(by) filter (where rank = 3), 0)::int as not_applicable
       from change group by at order by at`, [org, source, check]);
  return rows;
}

/**
 * Counts again from the verdict intervals that are left, as if those of a forgotten subject had never been: the rows are
 * the ones that a rebuild gives, which cannot judge what it cannot open.
 */
export async function recount(tx: PoolClient, org: string, place: { readonly source: string; readonly entityType: string }, check: string): Promise<void> {
  const spans = await wholeSpans(tx, org, place.source, place.entityType);
  const changes = await netChanges(tx, org, place.source, check);
  const rows: Record<string, unknown>[] = [];
  let counts = none;
  let next = 0;
  for (const { from_at: from, until_at: until } of spans) {
    const begins: { at: string; counts: Counts }[] = [];
    for (; next < changes.length && (changes[next] as Net).at <= from; next++) counts = sum(counts, countsOf(changes[next] as Net));
    begins.push({ at: from, counts });
    for (; next < changes.length && (until === null || (changes[next] as Net).at < until); next++) {
      const net = countsOf(changes[next] as Net);
      if (isZero(net)) continue;
      counts = sum(counts, net);
      begins.push({ at: (changes[next] as Net).at, counts });
    }
    begins.forEach((begin, place_) => rows.push({
      check_id: check, source: place.source, from_at: begin.at, until_at: begins[place_ + 1]?.at ?? until, ...namedOf(begin.counts),
    }));
  }
  await tx.query('delete from tally where org = $1 and source = $2 and check_id = $3', [org, place.source, check]);
  await insertRows(tx, 'tally', columns, org, rows);
}
