import type { Reading } from '@avouch/connectors/connector';
import { entityKinds } from '@avouch/connectors/entities';
import type { Fact, JsonObject, SealedPart } from '@avouch/ledger/entry';
import { rootOf } from '@avouch/ledger/merkle';
import { seal } from '@avouch/ledger/seal';
import { base64Of, comparePositions, jsonOf, type Position, sameJson } from './rows.ts';

/**
 * An entity as it stands after the last complete reading: the part of the log that holds it. `entity` is null once its
 * person was forgotten: it has no content to be the same as, so the next reading always replaces it.
 */
export type LiveRow = { readonly position: Position; readonly commitment: Uint8Array; readonly id: string; readonly entity: unknown };

export type ReadingDraft = {
  readonly source: string;
  readonly connector: { readonly name: string; readonly version: string };
  readonly reading: Reading;
  /** The rows that stand for this source and entity type, in any order. */
  readonly live: readonly LiveRow[];
  /** The entry of the last complete reading of this source and entity type, null when there is none. */
  readonly base: number | null;
  /** The opaque subject under which an entity of a personal type is sealed; a keyed pseudonym of its id, never a plain hash. */
  readonly subjectOf: (entityId: string) => string;
  readonly actor: string;
  readonly random: (bytes: number) => Uint8Array;
};

type Change = { readonly put: readonly { readonly id: string; readonly entity: unknown }[]; readonly kept: readonly LiveRow[]; readonly gone: readonly LiveRow[] };

/** What differs between what stands and what was read. */
const changeOf = (entities: readonly { readonly id: string }[], live: readonly LiveRow[]): Change => {
  const rows = new Map<string, LiveRow>();
  // A forgotten row has no id of its own any more, so it is matched by nothing.
  for (const row of live) if (row.entity !== null && row.entity !== undefined) rows.set(row.id, row);
  const stays = new Set<LiveRow>();
  const put: { id: string; entity: unknown }[] = [];
  for (const entity of entities) {
    const row = rows.get(entity.id);
    if (row !== undefined && sameJson(row.entity, entity)) stays.add(row);
    else put.push({ id: entity.id, entity });
  }
  const ordered = [...live].sort((a, b) => comparePositions(a.position, b.position));
  return { put, kept: ordered.filter((row) => stays.has(row)), gone: ordered.filter((row) => !stays.has(row)) };
};

const windowOf = (reading: Reading): JsonObject => (reading.window === undefined ? {} : { window: { from: reading.window.from, to: reading.window.to } });

/** The header and the parts of a reading that saw everything. */
const whole = (draft: ReadingDraft, entities: readonly { readonly id: string }[]): Pick<Fact, 'header' | 'parts'> => {
  const { reading, live, base, subjectOf, random } = draft;
  if (new Set(entities.map(({ id }) => id)).size !== entities.length) throw new RangeError('the ids of a reading are unique');
  const { put, kept, gone } = changeOf(entities, live);
  const { personal } = entityKinds[reading.entityType];
  const rows: readonly SealedPart[] = put.map(({ id, entity }) => seal(jsonOf(entity), personal ? subjectOf(id) : null, random));
  const root = rootOf([...kept.map(({ commitment }) => commitment), ...rows.map(({ commitment }) => commitment)]);
  const about = { query: reading.query, sourceVersion: reading.sourceVersion, gone: gone.map(({ position }) => [position[0], position[1]]) };
  return {
    header: {
      entityType: reading.entityType, complete: true, count: entities.length, put: put.length, gone: gone.length,
      root: base64Of(root), base, problem: null, ...windowOf(reading),
    },
    parts: [seal(about, null, random), ...rows],
  };
};

/**
 * The fact of one reading. It holds what changed since the last complete one, and a root over the commitments of every
 * row that now stands, so that its cost follows the change and it stays checkable after a person was forgotten. A
 * reading with a problem changes nothing that stands and carries the problem alone. Throws RangeError for an id that
 * comes twice.
 */
export function composeReading(draft: ReadingDraft): Fact {
  const { source, connector, reading, base, actor, random } = draft;
  const told = reading.complete ? whole(draft, reading.entities) : {
    header: { entityType: reading.entityType, complete: false, count: null, put: 0, gone: 0, root: null, base, problem: reading.problem.kind, ...windowOf(reading) },
    parts: [seal(jsonOf({ query: reading.query, sourceVersion: reading.sourceVersion, gone: [], problem: reading.problem }), null, random)],
  };
  return { kind: 'reading.taken', about: source, actor, captured: reading.captured, origin: { name: connector.name, version: connector.version }, ...told };
}
