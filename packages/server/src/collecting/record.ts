import type { PoolClient } from 'pg';
import type { Reading } from '@avouch/connectors/connector';
import { entityKinds } from '@avouch/connectors/entities';
import { composeReading, type LiveRow } from '@avouch/controls/readings';
import type { Context } from '../context.ts';
import { subjectsOf } from '../projections/entities.ts';
import { freshId } from './run.ts';
import { findSource, type Source } from './source.ts';

/** Something else was recorded of the source while a reading was composed: nothing was appended. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** The source was switched off, changed or disconnected while it was read: what was read is not recorded. */
export class SourceChanged extends Error {
  override readonly name = 'SourceChanged';
}

type Place = { readonly source: string; readonly entityType: string };
type Standing = { readonly live: readonly LiveRow[]; readonly base: number | null; readonly last: number | null };
type Row = { readonly idx: number; readonly part: number; readonly commitment: Buffer | null; readonly entity_id: string; readonly body: unknown };

/** The newest reading of one entity type, complete or not; null when there is none. */
async function lastReading(tx: PoolClient, org: string, { source, entityType }: Place): Promise<number | null> {
  const { rows } = await tx.query<{ last: number }>(
    'select last_idx::float8 as last from coverage where org = $1 and source = $2 and entity_type = $3 order by from_at desc limit 1', [org, source, entityType]);
  return rows[0]?.last ?? null;
}

async function standingOf(tx: PoolClient, org: string, place: Place): Promise<Standing> {
  const key = [org, place.source, place.entityType];
  const base = await tx.query<{ base: number }>(
    `select last_idx::float8 as base from coverage where org = $1 and source = $2 and entity_type = $3 and state = 'complete' order by from_at desc limit 1`, key);
  const { rows } = await tx.query<Row>(
    `select idx::float8 as idx, part, commitment, entity_id, body from entity
     where org = $1 and source = $2 and entity_type = $3 and until_at is null`, key);
  return {
    live: rows.map(({ idx, part, commitment, entity_id, body }) => ({ position: [idx, part], commitment: commitment ?? new Uint8Array(), id: entity_id, entity: body })),
    base: base.rows[0]?.base ?? null,
    last: await lastReading(tx, org, place),
  };
}

type Order = { readonly org: string; readonly source: Source; readonly connector: { readonly name: string; readonly version: string }; readonly reading: Reading };

async function appendOnce(context: Context, { org, source, connector, reading }: Order): Promise<{ readonly entry: number; readonly changed: number }> {
  const place: Place = { source: source.id, entityType: reading.entityType };
  const personal = entityKinds[reading.entityType].personal && reading.complete;
  const { standing, subjects } = await context.tenant(org, async (tx) => ({
    standing: await standingOf(tx, org, place),
    subjects: personal ? await subjectsOf(tx, org, place, reading.entities.map(({ id }) => id)) : new Map<string, string>(),
  }));
  const fact = composeReading({
    source: source.id, connector, reading, live: standing.live, base: standing.base, actor: 'system', random: context.random,
    subjectOf: (id) => subjects.get(id) ?? freshId(context, 's'),
  });
  const ledger = await context.ledgerOf(org);
  const receipt = await ledger.append(fact, {
    guard: async (tx) => {
      const now = await findSource(tx, org, source.id);
      if (now === undefined || now.paused || now.version.version !== source.version.version) throw new SourceChanged('the source is not the one that was read');
      if ((await lastReading(tx, org, place)) !== standing.last) throw new Overtaken('another reading came first');
    },
  });
  return { entry: receipt.index, changed: reading.complete ? Number(fact.header['put']) + Number(fact.header['gone']) : 0 };
}

/**
 * Appends one reading as the change since the last, under a guard that the rows which it was compared with still stand. Throws
 * `SourceChanged` when the source is no longer the one that was read.
 */
export async function recordReading(context: Context, order: Order): Promise<{ readonly entry: number; readonly changed: number }> {
  for (let tries = 1; ; tries++) {
    try {
      return await appendOnce(context, order);
    } catch (error) {
      // Two runs of one source at a time are rare: the lock of a run keeps them apart as long as its connection lives.
      if (!(error instanceof Overtaken) || tries === 5) throw error;
    }
  }
}
