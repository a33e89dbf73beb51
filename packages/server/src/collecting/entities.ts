import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import { formatCursor, parseCursor } from '../standing/cursor.ts';

type Wanted = { readonly source: string; readonly entityType: string; readonly limit: number; readonly cursor?: string | undefined; readonly asOf?: string | undefined };
type Row = { readonly entity_id: string; readonly name: string | null; readonly body: Record<string, unknown> | null; readonly from_at: string; readonly until_at: string | null; readonly idx: number };

/** The statement of a page: what stands, or what stood at `$6`, after the entity `$4`. */
export const entityPage = (asOf: boolean): string =>
  `select entity_id, name, body, from_at, until_at, idx::float8 as idx from entity
   where org = $1 and source = $2 and entity_type = $3 and entity_id > $4 and body is not null
     and ${asOf ? 'from_at <= $6 and (until_at is null or until_at > $6)' : 'until_at is null'}
   order by entity_id limit $5`;

/** A page of what a source held, in the order of ids. Entities of forgotten people are not among them. */
export async function entitiesOf(tx: PoolClient, org: string, { source, entityType, limit, cursor, asOf }: Wanted): Promise<Answer<'entities'>> {
  const after = cursor === undefined ? '' : String(parseCursor(cursor, 1)[0]);
  const { rows } = await tx.query<Row>({
    name: asOf === undefined ? 'entity-page' : 'entity-page-as-of', text: entityPage(asOf !== undefined),
    values: [org, source, entityType, after, limit + 1, ...(asOf === undefined ? [] : [asOf])],
  });
  const items = rows.slice(0, limit).map((row) => ({
    id: row.entity_id, name: row.name ?? row.entity_id, entityType, body: row.body ?? {}, from: row.from_at, to: row.until_at, entry: row.idx,
  }));
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? formatCursor([last.id]) : null, total: null };
}
