import { entityKinds, type EntityType } from '@avouch/connectors/entities';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkOf, checks } from './checks.ts';
import { judgeEntity } from './judge.ts';

const instants = fc.date({ min: new Date('2024-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }).map((date) => date.toISOString());

/** Entities of a schema of ours: unions, literals and formats only as far as entity types use them. */
const arbitraryOf = (schema: z.core.JSONSchema.BaseSchema): fc.Arbitrary<unknown> => {
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => arbitraryOf(one as z.core.JSONSchema.BaseSchema)));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.format === 'date-time') return instants;
  if (schema.format === 'date') return instants.map((instant) => instant.slice(0, 10));
  switch (schema.type) {
    case 'null': return fc.constant(null);
    case 'boolean': return fc.boolean();
    case 'integer': case 'number': return fc.oneof(fc.nat(100), fc.constantFrom(5432, 23, 31_536_000));
    case 'array': return fc.array(arbitraryOf(schema.items as z.core.JSONSchema.BaseSchema), { maxLength: 3 });
    case 'object': return fc.record(Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, one]) => [key, arbitraryOf(one as z.core.JSONSchema.BaseSchema)])));
    default: return fc.oneof(fc.constantFrom('md5', 'scram-sha-256', 'TLSv1.2', 'read', 'admin', '', 'https://a.example', 'mfa', 'log'), fc.string({ minLength: 1, maxLength: 8 }));
  }
};
const entities = (type: EntityType): fc.Arbitrary<{ readonly id: string }> => arbitraryOf(z.toJSONSchema(entityKinds[type].schema) as z.core.JSONSchema.BaseSchema) as fc.Arbitrary<{ readonly id: string }>;
const types = (Object.keys(entityKinds) as EntityType[]).filter((type) => checks.some((check) => check.entityType === type));

test('there are many checks, each with an id of its own and all that a reader needs', () => {
  expect(checks.length).toBeGreaterThanOrEqual(45);
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  for (const check of checks) {
    expect(check.id).toMatch(/^[a-z-]+\.[a-z-]+[a-z0-9-]*$/);
    expect(check.title).toMatch(/^[A-Z]/);
    expect(check.why).toMatch(/\.$/);
    expect(check.remedy.length).toBeGreaterThan(30);
    expect(check.controls.length).toBeGreaterThan(0);
    expect(checkOf(check.id)).toBe(check);
  }
  expect(checkOf('no.such')).toBeUndefined();
});

test.each(types)('%s: the same entity at the same instant gives the same judgement, in one sentence without an address', (type) => {
  fc.assert(fc.property(entities(type), instants, (entity, at) => {
    const judged = judgeEntity(type, entity, at);
    expect(judgeEntity(type, structuredClone(entity), at)).toEqual(judged);
    for (const { judgement } of judged) {
      expect(['pass', 'fail', 'not-applicable', 'unknown']).toContain(judgement.verdict);
      expect(judgement.reason).toMatch(/\.$/);
    }
  }));
});

test.each(types)('%s: a judgement changes at the instant that it names, and at no other', (type) => {
  fc.assert(fc.property(entities(type), instants, instants, (entity, one, other) => {
    const [at, later] = [one, other].sort() as [string, string];
    const judged = judgeEntity(type, entity, at);
    const now = new Map(judgeEntity(type, entity, later).map(({ check, judgement }) => [check, judgement]));
    for (const { check, judgement } of judged) {
      if (judgement.until === undefined || later < judgement.until) expect(now.get(check)).toEqual(judgement);
      else expect(judgeEntity(type, entity, judgement.until).find((two) => two.check === check)?.judgement).not.toEqual(judgement);
    }
  }));
});

test.each(types)('%s: where the source tells nothing, nothing passes', (type) => {
  fc.assert(fc.property(entities(type), instants, (entity, at) => {
    const properties = (z.toJSONSchema(entityKinds[type].schema) as z.core.JSONSchema.BaseSchema).properties ?? {};
    const nullable = Object.keys(properties).filter((key) => JSON.stringify(properties[key]).includes('"null"'));
    if (nullable.length === 0) return;
    const silent = { ...entity, ...Object.fromEntries(nullable.map((key) => [key, null])) };
    const missing = Object.fromEntries(Object.entries(entity).filter(([key]) => !nullable.includes(key))) as { readonly id: string };
    const told = new Set(['repository.visibility', 'change.checks-passed', 'change.not-direct', 'listener.no-inner-service', 'listener.no-clear-service', 'vulnerability.severe-fixed', 'vulnerability.medium-fixed', 'vulnerability.no-open-secret']);
    for (const { check, judgement } of [...judgeEntity(type, silent, at), ...judgeEntity(type, missing, at)]) {
      if (!told.has(check) && !check.startsWith('finding.')) expect(judgement.verdict, check).not.toBe('pass');
    }
  }));
});
