import type { PoolClient } from 'pg';

/** A stretch of time in which one entity type of a source was read whole, could not be read, or was switched off. */
export type Stretch =
  | { readonly state: 'complete'; readonly count: number }
  | { readonly state: 'problem'; readonly reason: string; readonly problem: unknown }
  | { readonly state: 'paused'; readonly reason: string };

/** What a reading, or a switch, says of one entity type of a source at an instant. */
export type Said = Stretch & { readonly source: string; readonly entityType: string; readonly at: string; readonly entry: number };

type Live = { readonly from_at: string; readonly last_at: string; readonly state: Stretch['state']; readonly reason: string | null };

/** Complete readings further apart than this do not make one stretch: nobody looked in between. */
const quietHoursMax = 24;

const hoursBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 3_600_000;

/** What stands of one entity type of a source; undefined when it was never read. */
async function liveStretch(tx: PoolClient, org: string, source: string, entityType: string): Promise<Live | undefined> {
  const { rows } = await tx.query<Live>({
    name: 'coverage-live', values: [org, source, entityType],
    text: 'select from_at, last_at, state, reason from coverage where org = $1 and source = $2 and entity_type = $3 and until_at is null',
  });
  return rows[0];
}

const continues = (live: Live, said: Said): boolean => {
  if (live.state !== said.state) return false;
  if (said.state === 'complete') return hoursBetween(live.last_at, said.at) <= quietHoursMax;
  return live.reason === said.reason;
};

/** The instant that counts: time never runs back within a source. `broke` when it was whole until now; `first` when nobody looked before. */
export type Covered = { readonly at: string; readonly broke: boolean; readonly first: boolean };

/** Writes down what was said. A later look that says the same only moves `last_at`; another one begins a new stretch. */
export async function cover(tx: PoolClient, org: string, said: Said): Promise<Covered> {
  const live = await liveStretch(tx, org, said.source, said.entityType);
  const at = live !== undefined && said.at < live.last_at ? live.last_at : said.at;
  const covered = { at, broke: said.state !== 'complete' && live?.state === 'complete', first: live === undefined };
  const key = [org, said.source, said.entityType];
  if (said.state !== 'paused') {
    await tx.query({
      name: 'reading-insert', values: [...key, at, said.entry, said.state === 'complete', said.state === 'complete' ? said.count : null],
      text: 'insert into reading (org, source, entity_type, at, idx, complete, count) values ($1, $2, $3, $4, $5, $6, $7)',
    });
  }
  if (live !== undefined && continues(live, { ...said, at })) {
    await tx.query({
      name: 'coverage-extend', values: [...key, at, said.entry],
      text: 'update coverage set last_at = $4, last_idx = $5 where org = $1 and source = $2 and entity_type = $3 and until_at is null',
    });
    return covered;
  }
  // A stretch of no length never was: what follows takes its place.
  if (live?.from_at === at) await tx.query('delete from coverage where org = $1 and source = $2 and entity_type = $3 and until_at is null', key);
  else if (live !== undefined) await tx.query('update coverage set until_at = $4 where org = $1 and source = $2 and entity_type = $3 and until_at is null', [...key, at]);
  await tx.query(
    `insert into coverage (org, source, entity_type, from_at, state, last_at, reason, problem, first_idx, last_idx)
     values ($1, $2, $3, $4, $5, $4, $6, $7, $8, $8)`,
    [...key, at, said.state, said.state === 'complete' ? null : said.reason, said.state === 'problem' ? JSON.stringify(said.problem) : null, said.entry],
  );
  return covered;
}

/** Ends the stretch that stands: the source is connected no more. */
export async function uncover(tx: PoolClient, org: string, source: string, entityType: string, at: string): Promise<void> {
  const key = [org, source, entityType, at];
  await tx.query('delete from coverage where org = $1 and source = $2 and entity_type = $3 and until_at is null and from_at >= $4', key);
  await tx.query('update coverage set until_at = $4 where org = $1 and source = $2 and entity_type = $3 and until_at is null', key);
}

/** The entity types of a source that were read at least once. */
export async function typesOf(tx: PoolClient, org: string, source: string): Promise<readonly string[]> {
  const { rows } = await tx.query<{ entity_type: string }>(
    'select entity_type from coverage where org = $1 and source = $2 and until_at is null order by entity_type', [org, source]);
  return rows.map((row) => row.entity_type);
}
