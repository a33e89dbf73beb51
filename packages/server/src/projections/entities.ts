import type { PoolClient } from 'pg';
import { eachStep, insertRows } from './rows.ts';

/** A part of an entry. */
export type Place = { readonly index: number; readonly part: number };

/** An entity that a reading saw for the first time, or saw changed. A forgotten one has neither name nor body. */
export type SeenEntity = {
  readonly id: string; readonly part: number; readonly commitment: string | null; readonly subject: string | null;
  readonly name: string | null; readonly body: unknown;
};

/** One entity type of a source at the instant of a reading. */
export type Moment = { readonly source: string; readonly entityType: string; readonly at: string; readonly entry: number };

const columns = {
  source: 'text', entity_type: 'text', entity_id: 'text', from_at: 'text', idx: 'bigint', part: 'integer', commitment: 'bytea', subject: 'text', name: 'text', body: 'jsonb',
};

const places = (list: readonly Place[]) => list.map(({ index, part }) => ({ idx: index, part, id: forgottenName(index, part) }));
const placeColumns = { idx: 'bigint', part: 'integer', id: 'text' };

/** Ends the rows that lie at these places, and gives their ids. One that began at the same instant never was. */
export async function endEntities(tx: PoolClient, org: string, { at }: Moment, gone: readonly Place[]): Promise<readonly string[]> {
  const ids: string[] = [];
  const collect = async (statement: (set: string) => string): Promise<void> => {
    const ended = await eachStep<{ id: string }>(tx, org, placeColumns, places(gone), statement, { more: [at] });
    for (const { id } of ended) ids.push(id);
  };
  const scope = 'e.org = $1 and e.idx = r.idx and e.part = r.part and e.until_at is null';
  await collect((set) => `delete from entity e using ${set} where ${scope} and e.from_at >= $3 returning e.entity_id as id`);
  await collect((set) => `update entity e set until_at = $3 from ${set} where ${scope} returning e.entity_id as id`);
  return ids;
}

/** Begins what these entities are from now on. */
export const beginEntities = (tx: PoolClient, org: string, moment: Moment, seen: readonly SeenEntity[]): Promise<void> =>
  insertRows(tx, 'entity', columns, org, seen.map(({ id, part, commitment, subject, name, body }) => ({
    source: moment.source, entity_type: moment.entityType, entity_id: id, from_at: moment.at, idx: moment.entry,
    part, commitment, subject, name, body,
  })));

/** Where forgotten parts lie, and what the rows about them are called from then on: nothing in it comes from the person. */
export const forgottenName = (entry: number, part: number): string => `~${entry}.${part}`;

/** Leaves of the forgotten parts only their places. */
export async function forgetEntities(tx: PoolClient, org: string, emptied: readonly Place[]): Promise<void> {
  await eachStep(tx, org, placeColumns, places(emptied),
    (set) => `update entity e set entity_id = r.id, commitment = null, subject = null, name = null, body = null
      from ${set} where e.org = $1 and e.idx = r.idx and e.part = r.part`);
}

/** The subjects under which these entities were sealed before, so that the same entity keeps its own. */
export async function subjectsOf(tx: PoolClient, org: string, place: { readonly source: string; readonly entityType: string }, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await tx.query<{ entity_id: string; subject: string }>(
    `select distinct on (entity_id) entity_id, subject from entity
     where org = $1 and source = $2 and entity_type = $3 and entity_id = any($4::text[]) and subject is not null order by entity_id, from_at desc`,
    [org, place.source, place.entityType, ids]);
  return new Map(rows.map((row) => [row.entity_id, row.subject]));
}
