import type { EntityOf, EntityType } from '@avouch/connectors/entities';
import type { Verdict } from '../check.ts';

/** The instant at which the tables are judged. */
export const now = '2026-06-01T12:00:00.000Z';

/** Some days before or after that instant. */
export const days = (count: number): string => new Date(Date.parse(now) + count * 86_400_000).toISOString();

type Rows<T extends EntityType> = { readonly [verdict in Verdict]?: readonly Partial<EntityOf<T>>[] };

/** For each check over a type, entities with the verdict that each must get. */
export type Table = {
  readonly entityType: EntityType;
  readonly checks: { readonly [check: string]: { readonly [verdict in Verdict]?: readonly { readonly differs: string; readonly entity: { readonly id: string } }[] } };
};

/** A table whose entities are told by what differs from `base`, in which the source tells everything. */
export const tableOf = <T extends EntityType>(entityType: T, base: EntityOf<T>, checks: { readonly [check: string]: Rows<T> }): Table => ({
  entityType,
  checks: Object.fromEntries(Object.entries(checks).map(([check, rows]) => [check, Object.fromEntries(Object.entries(rows).map(([verdict, partials]) =>
    [verdict, partials.map((partial) => ({ differs: JSON.stringify(partial), entity: { ...base, ...partial } }))]))])),
});
