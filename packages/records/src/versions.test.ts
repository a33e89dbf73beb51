import { randomBytes } from 'node:crypto';
import type { Disclosed, Entry, Fact } from '@avouch/ledger/entry';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { recordTypeOf, recordTypes } from './record-types.ts';
import { readRecordFact, type RecordDraft, recordFact, RecordInvalid } from './versions.ts';

const at = '2026-03-01T09:00:00.000Z';
const draft = (more: Partial<RecordDraft>): Fact => recordFact({
  type: 'person', id: 'p1', version: 1, value: { name: 'Ada Example', email: 'ada@example.org', role: 'Engineer' }, actor: 'm1', captured: at, heldFrom: at, subject: 's1',
  random: (bytes) => randomBytes(bytes), ...more,
});
const entryOf = (fact: Fact): Entry => {
  const { parts: _parts, ...stated } = fact;
  return { v: 1, ...stated, recorded: '2026-03-01T09:00:01.000Z' };
};
const disclosed = (fact: Fact, forgotten: readonly number[] = []): readonly Disclosed[] => fact.parts.map((part, place) =>
  (forgotten.includes(place) ? { forgotten: true, subject: part.subject, at, entry: 9 } : { forgotten: false, subject: part.subject, payload: part.payload, blind: part.blind }));
const issuesOf = (more: Partial<RecordDraft>): readonly string[] => {
  try {
    draft(more);
  } catch (error) {
    if (error instanceof RecordInvalid) return error.issues.map(({ path }) => path);
    throw error;
  }
  return [];
};

test('what names a person is sealed apart, under that person, and never stands in the entry', () => {
  const fact = draft({ previous: 4, version: 2 });
  expect(fact.parts.map(({ subject }) => subject)).toEqual([null, 's1']);
  expect(new TextDecoder().decode(fact.parts[0]?.payload)).toBe('{"kind":"employee","role":"Engineer"}');
  expect(JSON.stringify({ ...fact, parts: [] })).not.toMatch(/ada/i);
  expect(fact.header).toEqual({ type: 'person', version: 2, previous: 4, personal: true });
});

test('a version is read back with its three times, its place and its value', () => {
  const fact = draft({ heldFrom: '2026-02-01T00:00:00.000Z' });
  expect(readRecordFact({ index: 7, entry: entryOf(fact) }, disclosed(fact))).toEqual({
    type: 'person', id: 'p1', version: 1, value: { name: 'Ada Example', email: 'ada@example.org', role: 'Engineer', kind: 'employee' }, ended: false, forgotten: false, actor: 'm1',
    heldFrom: '2026-02-01T00:00:00.000Z', captured: at, recorded: '2026-03-01T09:00:01.000Z', entry: 7,
  });
});

test('once forgotten, the personal fields are absent and the rest stays, from a disclosure and from a replay alike', () => {
  const fact = draft({});
  const expected = { forgotten: true, value: { role: 'Engineer', kind: 'employee' } };
  expect(readRecordFact({ index: 7, entry: entryOf(fact) }, disclosed(fact, [1]))).toMatchObject(expected);
  const replayed = { fact: { parts: fact.parts.slice(0, 1) }, forgotten: [1] };
  expect(readRecordFact({ index: 7, entry: entryOf(fact) }, replayed)).toMatchObject(expected);
});

test('a record that ends says so, and another kind of entry is no record', () => {
  const fact = draft({ ended: true });
  expect(readRecordFact({ index: 1, entry: entryOf(fact) }, disclosed(fact))?.ended).toBe(true);
  expect(readRecordFact({ index: 1, entry: { ...entryOf(fact), kind: 'reading.taken' } }, disclosed(fact))).toBeUndefined();
});

test('a value that its type does not allow is refused with the path of each wrong field', () => {
  expect(issuesOf({ value: { name: '', role: 'x', shoeSize: 4 } })).toEqual(expect.arrayContaining(['name', '']));
  expect(issuesOf({ value: { name: 'A', role: 'x', email: 'nobody' } })).toEqual(['email']);
  expect(issuesOf({ type: 'nothing' })).toEqual(['']);
  expect(issuesOf({ heldFrom: '2027-01-01T00:00:00.000Z' })).toEqual(['heldFrom']);
  expect(issuesOf({ type: 'vendor', value: { name: 'V', services: ['x'], subserviceOrganisation: true } })).toEqual(['method']);
  expect(issuesOf({ type: 'system', value: { name: 'S', purpose: 'P', components: [{ id: 'c', kind: 'software', name: '' }] } })).toEqual(['components.0.name']);
  expect(issuesOf({ type: 'evidence', value: { title: 'E', controls: ['GOV-01'], heldFrom: at } })).toEqual(['file']);
});

test('a control is left out only with a reason and an approver, and is not applicable only with a day of review', () => {
  const control = (value: Readonly<Record<string, unknown>>) => issuesOf({ type: 'control', id: 'PHY-01', value: { title: 'Office', reference: 'PHY-01', ...value } });
  expect(control({})).toEqual([]);
  expect(control({ decision: 'excluded' })).toEqual(['reason', 'approver']);
  expect(control({ decision: 'not-applicable', reason: 'No office.', approver: 'm1' })).toEqual(['reviewOn']);
  expect(issuesOf({ type: 'control', value: { title: 'Ours' } })).toEqual(['statement', 'criteria']);
});

test('a person without a subject is a mistake of ours', () => {
  const { subject: _subject, ...rest } = { subject: undefined, type: 'person', id: 'p', version: 1, value: { name: 'A', role: 'x' }, actor: 'm', captured: at, heldFrom: at, random: (bytes: number) => randomBytes(bytes) };
  expect(() => recordFact(rest)).toThrow(RangeError);
});

test('every record type names fields that its schema has, and can be shown as JSON Schema', () => {
  expect(new Set(recordTypes.map(({ id }) => id)).size).toBe(recordTypes.length);
  for (const type of recordTypes) {
    expect(recordTypeOf(type.id)).toBe(type);
    const fields = Object.keys(type.schema.shape);
    for (const field of [type.label, ...type.columns, ...type.personal, ...Object.keys(type.relations)]) expect(fields, `${type.id}.${field}`).toContain(field);
    for (const { to } of Object.values(type.relations)) expect(recordTypeOf(to)).toBeDefined();
    expect(type.columns).toContain(type.label);
    expect(z.toJSONSchema(type.schema, { io: 'input' }).properties).toBeDefined();
  }
});
