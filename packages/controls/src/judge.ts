import type { EntityType } from '@avouch/connectors/entities';
import { checks, type Check, type Judgement, type Verdict } from './checks.ts';

/** What one check says of an entity. */
export type Judged = { readonly check: string; readonly judgement: Judgement };

/** What one check says of one entity, by its id. */
export type JudgedEntity = Judged & { readonly entity: string };

/** How many subjects have each verdict. */
export type VerdictCounts = { readonly pass: number; readonly fail: number; readonly notApplicable: number; readonly unknown: number };

type Entity = { readonly id: string };

const byType = new Map<EntityType, readonly Check[]>();
for (const check of checks) byType.set(check.entityType, [...(byType.get(check.entityType) ?? []), check]);
const none: readonly Check[] = [];

/**
 * What every check over this type says of one entity at one instant. The entity is one of this type: as a reading gave
 * it, or as an earlier version of Avouch stored it, in which case a field that is missing counts as not told.
 */
export const judgeEntity = (entityType: EntityType, entity: Entity, at: string): readonly Judged[] =>
  (byType.get(entityType) ?? none).map((check) => ({ check: check.id, judgement: check.judge(entity as never, at) }));

/** What changed since the last judging. Nothing else is looked at. */
export type Change = {
  readonly entityType: EntityType;
  /** New or changed entities. */
  readonly put: readonly Entity[];
  /** Ids that a complete reading no longer has; their verdicts end. */
  readonly gone: readonly string[];
  /** Entities with a verdict whose `until` has come. */
  readonly due: readonly Entity[];
  readonly at: string;
};

/** What a change means: verdicts that now hold, from `at`, and entities that have none any more. */
export type Judging = { readonly judged: readonly JudgedEntity[]; readonly ended: readonly string[] };

/** Judges what changed and what came due, once each; the cost follows the change. An entity that is both put and gone has been put. */
export function judgeReading({ entityType, put, gone, due, at }: Change): Judging {
  const changed = new Map<string, Entity>();
  for (const entity of due) changed.set(entity.id, entity);
  for (const id of gone) changed.delete(id);
  for (const entity of put) changed.set(entity.id, entity);
  const over = byType.get(entityType) ?? none;
  const judged: JudgedEntity[] = [];
  for (const entity of changed.values()) {
    for (const { id, judge } of over) judged.push({ entity: entity.id, check: id, judgement: judge(entity as never, at) });
  }
  const present = new Set(put.map(({ id }) => id));
  return { judged, ended: gone.filter((id) => !present.has(id)) };
}

/** Counts verdicts. Nothing is left out: an unknown is counted as unknown. */
export function tallyOf(verdicts: Iterable<Verdict>): VerdictCounts {
  const counts = { pass: 0, fail: 0, 'not-applicable': 0, unknown: 0 };
  for (const verdict of verdicts) counts[verdict] += 1;
  return { pass: counts.pass, fail: counts.fail, notApplicable: counts['not-applicable'], unknown: counts.unknown };
}
