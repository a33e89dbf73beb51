import type { EntityOf, EntityType } from '@avouch/connectors/entities';
import { entityKinds } from '@avouch/connectors/entities';
import { describe, expect, test } from 'vitest';
import { checks, type Verdict } from '../checks.ts';

/** The instant at which the tables are judged. */
export const now = '2026-06-01T12:00:00.000Z';

/** Some days before or after that instant. */
export const days = (count: number): string => new Date(Date.parse(now) + count * 86_400_000).toISOString();

type Rows<T extends EntityType> = { readonly [verdict in Verdict]?: readonly Partial<EntityOf<T>>[] };

/**
 * Runs a table of entities, each told by what differs from `base`, in which the source tells everything. Each check over
 * the type must have rows that pass, that fail, and that do not apply or are not known.
 */
export const judgeTable = <T extends EntityType>(entityType: T, base: EntityOf<T>, table: { readonly [check: string]: Rows<T> }): void => {
  const over = checks.filter((check) => check.entityType === entityType);
  test('each check over it is in the table', () => expect(Object.keys(table).sort()).toEqual(over.map(({ id }) => id).sort()));
  for (const check of over) {
    const rows = table[check.id] ?? {};
    describe(`${check.id}: ${check.title.toLowerCase()}`, () => {
      test('has rows that pass, that fail, and that are neither', () => {
        expect(rows.pass?.length).toBeGreaterThan(0);
        expect(rows.fail?.length).toBeGreaterThan(0);
        expect((rows['not-applicable']?.length ?? 0) + (rows.unknown?.length ?? 0)).toBeGreaterThan(0);
      });
      for (const [verdict, partials] of Object.entries(rows)) {
        test.each(partials.map((partial) => [JSON.stringify(partial), partial] as const))(`${verdict}: %s`, (_, partial) => {
          const entity = { ...base, ...partial };
          expect(entityKinds[entityType].schema.safeParse(entity).error).toBeUndefined();
          const judgement = check.judge(entity as never, now);
          expect(judgement.verdict, judgement.reason).toBe(verdict);
          expect(judgement.reason).toMatch(/^[A-Z0-9].*\.$/);
        });
      }
    });
  }
};
