import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import type { Check, Verdict } from '@avouch/controls/checks';
import type { Context } from '../context.ts';
import { ranked } from '../projections/verdicts.ts';
import { formatCursor, parseCursor } from './cursor.ts';
import type { Look } from './looks.ts';
import { sealsOf } from './seals.ts';

type Judged = Answer<'checkSubjects'>['items'][number];
type Row = { readonly source: string; readonly entity_id: string; readonly name: string | null; readonly rank: number; readonly reason: string; readonly from_at: string; readonly idx: number };

/** A stretch of the list: the subjects of one rank at sources that are known, or all subjects at those that are not. */
export type Segment = { readonly shown: Verdict; readonly rank: number | null };

/** Failing first; then what nobody knows, because the source does not tell, or because it was not read. */
const segments: readonly Segment[] = [
  { shown: 'fail', rank: 0 }, { shown: 'unknown', rank: 1 }, { shown: 'unknown', rank: null }, { shown: 'pass', rank: 2 }, { shown: 'not-applicable', rank: 3 },
];

/**
 * The statement of a page of one segment: `$3` the sources, `$4` the instant, `$5`, `$6` the row before the page, `$7` its length. In
 * the order of an index, so that a page costs its rows.
 */
export const subjectPage = ({ rank }: Segment, asOf: boolean): string => {
  const standing = (row: string): string => (asOf ? `${row}.from_at <= $4 and (${row}.until_at is null or ${row}.until_at > $4)` : `${row}.until_at is null and $4::text is not null`);
  return `select v.source, v.entity_id, v.rank, v.reason, v.from_at, v.idx::float8 as idx,
      (select e.name from entity e where e.org = v.org and e.source = v.source and e.entity_type = $8 and e.entity_id = v.entity_id and ${standing('e')} limit 1) as name
    from verdict v where v.org = $1 and v.check_id = $2 ${rank === null ? '' : `and v.rank = ${rank}`} and v.source = any($3::text[])
      and (v.source, v.entity_id) > ($5, $6) and ${standing('v')}
    order by v.source, v.entity_id limit $7`;
};

type Wanted = { readonly check: Check; readonly at: string; readonly asOf: boolean; readonly limit: number; readonly cursor?: string | undefined; readonly verdict?: Verdict | undefined };
type Found = { readonly segment: Segment; readonly row: Row };

async function pageOf(tx: PoolClient, org: string, looks: readonly Look[], { check, at, asOf, limit, cursor, verdict }: Wanted): Promise<readonly Found[]> {
  const [first, source, entity] = cursor === undefined ? [0, '', ''] : parseCursor(cursor, 3);
  const found: Found[] = [];
  for (const [place, segment] of segments.entries()) {
    if (place < Number(first) || found.length > limit || (verdict !== undefined && segment.shown !== verdict)) continue;
    const sources = looks.filter((look) => (look.unknownFor !== undefined) === (segment.rank === null)).map((look) => look.source);
    if (sources.length === 0) continue;
    const after = place === first ? [source, entity] : ['', ''];
    const { rows } = await tx.query<Row>(subjectPage(segment, asOf), [org, check.id, sources, at, ...after, limit + 1 - found.length, check.entityType]);
    for (const row of rows) found.push({ segment, row });
  }
  return found;
}

function judgedOf({ segment, row }: Found, look: Look): Omit<Judged, 'seal'> & { readonly entry: number } {
  const subject = { entity: row.entity_id, name: row.name ?? row.entity_id, source: row.source, sourceName: look.sourceName };
  if (segment.rank !== null) return { ...subject, verdict: segment.shown, reason: row.reason, since: row.from_at, entry: row.idx };
  const known = `Last known: ${ranked[row.rank] ?? 'unknown'} on ${(look.last_complete ?? row.from_at).slice(0, 10)} (${row.reason})`;
  return { ...subject, verdict: 'unknown', reason: `${look.unknownFor ?? ''} ${known}`, since: look.unknownSince, entry: look.idx };
}

/** A page of the subjects of a check, failing first. `looks` are those of the check's entity type. */
export async function subjectsOf(tx: PoolClient, context: Context, org: string, looks: readonly Look[], wanted: Wanted): Promise<{ readonly items: Judged[]; readonly next: string | null }> {
  const found = await pageOf(tx, org, looks, wanted);
  const page = found.slice(0, wanted.limit);
  const bySource = new Map(looks.map((look) => [look.source, look]));
  const judged = page.flatMap((one) => {
    const look = bySource.get(one.row.source);
    return look === undefined ? [] : [judgedOf(one, look)];
  });
  const sealOf = await sealsOf(tx, context, org, judged.map(({ entry }) => entry));
  const last = page.at(-1);
  return {
    items: judged.map(({ entry, ...rest }) => ({ ...rest, seal: sealOf(entry) })),
    next: found.length > wanted.limit && last !== undefined ? formatCursor([segments.indexOf(last.segment), last.row.source, last.row.entity_id]) : null,
  };
}
