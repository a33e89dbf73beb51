import { createHmac, randomBytes } from 'node:crypto';
import type { Reading } from '@avouch/connectors/connector';
import type { EntityOf } from '@avouch/connectors/entities';
import { canonicalJson, type Disclosed, type Entry, type Fact } from '@avouch/ledger/entry';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeReading, foldReading, type LiveRow, type ReadingFact, readReading, type ReadingState } from './readings.ts';

type Account = EntityOf<'account'>;

const account = (id: string, mfa: boolean | null = true): Account => ({
  id, name: `Person ${id}`, kind: 'person', active: true, privileged: false, rights: ['read'], mfa, email: `${id}@example.org`,
  createdAt: '2025-01-01T00:00:00.000Z', lastSeenAt: '2026-01-01T00:00:00.000Z', expiresAt: null, passwordScheme: null, shared: false,
});
const look = (at = 0) => ({ entityType: 'account' as const, query: 'GET /members', captured: new Date(Date.UTC(2026, 0, 1, at)).toISOString(), sourceVersion: '1.0' });
const whole = (entities: readonly Account[], at = 0): Reading => ({ ...look(at), complete: true, entities });
const failed = (at = 0): Reading => ({ ...look(at), complete: false, problem: { kind: 'rate-limited', sentence: 'The source allows no more.', remedy: 'Wait.' } });
const random = (bytes: number): Uint8Array => randomBytes(bytes);
const subjectOf = (id: string): string => createHmac('sha256', 'key').update(id).digest('hex').slice(0, 20);

type Log = { readonly state: ReadingState; readonly base: number | null; readonly facts: readonly Fact[]; readonly findings: readonly string[] };
const start: Log = { state: new Map(), base: null, facts: [], findings: [] };

const entryOf = (fact: Fact): Entry => {
  const { parts: _parts, ...stated } = fact;
  return { v: 1, ...stated, recorded: fact.captured };
};
const factOf = (index: number, fact: Fact, forgotten: readonly number[] = []): ReadingFact => {
  const disclosed: readonly Disclosed[] = fact.parts.map((part, place) =>
    (forgotten.includes(place) ? { forgotten: true, subject: part.subject, at: fact.captured, entry: 99 } : { forgotten: false, subject: part.subject, payload: part.payload, blind: part.blind }));
  const read = readReading({ index, entry: entryOf(fact) }, fact.parts.map(({ commitment }) => commitment), disclosed);
  if (read === undefined) throw new Error('a reading');
  return read;
};
const liveOf = (log: Log): readonly LiveRow[] => [...(log.state.get('source/account')?.rows.values() ?? [])].map((row) => ({ ...row, id: row.id ?? '' }));
const compose = (log: Log, reading: Reading): Fact =>
  composeReading({ source: 'source', connector: { name: 'github', version: '1' }, reading, live: liveOf(log), base: log.base, subjectOf, actor: 'system', random });
const take = (log: Log, reading: Reading): Log => {
  const fact = compose(log, reading);
  const { state, findings } = foldReading(log.state, factOf(log.facts.length, fact));
  return { state, base: reading.complete ? log.facts.length : log.base, facts: [...log.facts, fact], findings: [...log.findings, ...findings.map(({ what }) => what)] };
};
const standing = (log: Log): readonly unknown[] => liveOf(log).map(({ entity }) => entity).sort((a, b) => ((a as Account).id < (b as Account).id ? -1 : 1));

describe('a reading', () => {
  test('keeps what changed, each person sealed under a subject of their own', () => {
    const log = take(take(start, whole([account('a'), account('b'), account('c')])), whole([account('a'), account('b', false)], 1));
    const [, second] = log.facts;
    expect(second?.header).toMatchObject({ entityType: 'account', complete: true, count: 2, put: 1, gone: 2, base: 0, problem: null });
    expect(second?.parts.map(({ subject }) => subject)).toEqual([null, subjectOf('b')]);
    expect(canonicalJson(second?.header ?? {})).not.toMatch(/example|Person/);
    expect(log.findings).toEqual([]);
    expect(standing(log)).toEqual([account('a'), account('b', false)]);
  });
  test('that finds nothing changed holds its query alone', () => {
    const log = take(take(start, whole([account('a')])), whole([{ ...account('a') }], 1));
    expect(log.facts[1]?.parts).toHaveLength(1);
    expect(log.facts[1]?.header).toMatchObject({ put: 0, gone: 0, count: 1, root: log.facts[0]?.header['root'] });
  });
  test('with a problem carries no entity and leaves what stands as it was', () => {
    const before = take(start, whole([account('a')]));
    const after = take(before, failed(1));
    expect(after.facts[1]?.header).toMatchObject({ complete: false, count: null, root: null, problem: 'rate-limited' });
    expect(after.facts[1]?.parts).toHaveLength(1);
    expect(after.state).toBe(before.state);
    expect(factOf(1, after.facts[1] as Fact)).toMatchObject({ complete: false, problem: { remedy: 'Wait.' } });
    expect(take(after, whole([account('a')], 2)).findings).toEqual([]);
  });
  test('of an empty source is complete and says so', () => {
    const log = take(take(start, whole([account('a')])), whole([], 1));
    expect(log.facts[1]?.header).toMatchObject({ complete: true, count: 0, gone: 1, root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' });
    expect(log.findings).toEqual([]);
  });
  test('with one id twice is refused', () => {
    expect(() => compose(start, whole([account('a'), account('a', false)]))).toThrow(RangeError);
  });
});

describe('after a person was forgotten', () => {
  test('the log is still checked whole, from the commitments alone', () => {
    const log = take(take(start, whole([account('a'), account('b')])), whole([account('a'), account('b'), account('c')], 1));
    let state: ReadingState = new Map();
    log.facts.forEach((fact, index) => {
      const folded = foldReading(state, factOf(index, fact, index === 0 ? [2] : []));
      expect(folded.findings).toEqual([]);
      state = folded.state;
    });
    const rows = [...(state.get('source/account')?.rows.values() ?? [])];
    expect(rows.map(({ id }) => id)).toEqual(['a', null, 'c']);
  });
  test('the next reading removes the empty row, and what is read again is a new one', () => {
    const log = take(start, whole([account('a'), account('b')]));
    const live = liveOf(log).map((row) => (row.id === 'b' ? { ...row, id: '', entity: null } : row));
    const fact = composeReading({ source: 'source', connector: { name: 'github', version: '1' }, reading: whole([account('a')], 1), live, base: 0, subjectOf, actor: 'system', random });
    expect(fact.header).toMatchObject({ count: 1, put: 0, gone: 1 });
    expect(foldReading(log.state, factOf(1, fact)).findings).toEqual([]);
  });
});

describe('a reading that does not follow from those before it is found', () => {
  const log = take(start, whole([account('a'), account('b')]));
  const next = factOf(1, compose(log, whole([account('a'), account('c')], 1))) as ReadingFact & { complete: true };
  const found = (changed: Partial<ReadingFact & { complete: true }>): readonly string[] => foldReading(log.state, { ...next, ...changed } as ReadingFact).findings.map(({ what }) => what);
  test.each([
    ['another base', { base: 7 }, ['base']],
    ['a count that is too high', { count: 3 }, ['count']],
    ['a root of something else', { root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' }, ['root']],
    ['a removed row that never stood', { gone: [[0, 9] as const] }, ['gone', 'count', 'root']],
    ['a row left out', { put: [] }, ['count', 'root']],
  ])('%s', (_, changed, what) => expect(found(changed)).toEqual(what));
  test('nothing at all when it does', () => expect(found({})).toEqual([]));
  test('a stated count that its parts do not have is refused', () => {
    const fact = compose(log, whole([account('a')], 1));
    expect(() => factOf(1, { ...fact, header: { ...fact.header, put: 5 } })).toThrow(RangeError);
  });
});

test('whatever a source goes through, what stands is what was last read whole, and every root is right', () => {
  const entities = fc.uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), mfa: fc.constantFrom(true, false, null) }), { selector: ({ id }) => id });
  fc.assert(fc.property(fc.array(fc.option(entities, { freq: 4 }), { maxLength: 12 }), (history) => {
    const log = history.reduce<Log>((before, one, at) => take(before, one === null ? failed(at) : whole(one.map(({ id, mfa }) => account(id, mfa)), at)), start);
    const last = history.findLast((one) => one !== null) ?? [];
    expect(log.findings).toEqual([]);
    expect(standing(log)).toEqual(last.map(({ id, mfa }) => account(id, mfa)).sort((a, b) => (a.id < b.id ? -1 : 1)));
  }));
});

test('a year of hourly reads, 0.1 % changed a day, takes at most 2 % of the bytes of storing each', () => {
  const size = 250;
  const entities = Array.from({ length: size }, (_, at) => account(`person-${at}`));
  const bytesOf = (fact: Fact): number => canonicalJson(entryOf(fact) as never).length + fact.parts.reduce((sum, { payload, blind, commitment }) => sum + payload.length + blind.length + commitment.length, 0);
  const eachMs = compose(start, whole(entities));
  let live: readonly LiveRow[] = [];
  let [kept, changed] = [0, 0];
  for (let at = 0; at < 365 * 24; at += 1) {
    if (at % 96 === 95) entities[changed] = account(`person-${changed}`, changed++ % 2 === 0);
    const fact = composeReading({ source: 'source', connector: { name: 'github', version: '1' }, reading: whole(entities, at), live, base: at === 0 ? null : at - 1, subjectOf, actor: 'system', random });
    kept += bytesOf(fact);
    const fresh = fact.parts.slice(1).map((part, place) => {
      const entity = JSON.parse(new TextDecoder().decode(part.payload)) as Account;
      return { position: [at, place + 1] as const, commitment: part.commitment, id: entity.id, entity };
    });
    const replaced = new Set(fresh.map(({ id }) => id));
    if (fresh.length > 0) live = [...live.filter(({ id }) => !replaced.has(id)), ...fresh];
  }
  expect(changed).toBe(91);
  expect(kept / (bytesOf(eachMs) * 365 * 24)).toBeLessThanOrEqual(0.02);
});
