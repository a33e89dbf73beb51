import { expect, test } from 'vitest';
import { openMemoryStore, type MemoryStore } from '@avouch/connectors/memory-store';
import type { FieldShape, FieldType, PlaceShape } from '@avouch/connectors/store';
import { parseDataMap, type DataMap, type Identity } from './datamap.ts';
import { planOf, type Correction, type Decision, type Hold, type Plan, type Right, type RightsRule } from './plan.ts';
import { readAgain } from './reread.ts';
import { runPlan, type Deed, type RunInput } from './run.ts';
import { takeSurvey, type Survey } from './survey.ts';

const at = '2026-11-25T12:00:00.000Z';
const field = (name: string, type: FieldType, nullable = true): FieldShape => ({ name, type, native: type, nullable, lengthMax: null, generated: false, comment: null });
const table = (place: string, ...fields: readonly FieldShape[]): PlaceShape => ({ place, kind: 'table', fields: [field('id', 'integer', false), ...fields], key: ['id'], uniques: [], references: [], rows: null, comment: null });

const places = [table('people', field('email', 'text'), field('name', 'text')), table('orders', field('person', 'integer'), field('note', 'text'))];
const mapText = `
version: 1
people: { person: { keys: { id: Number, email: { fold: case, proof: mail } } } }
purposes: { orders: { title: Delivering, basis: contract } }
systems:
  shop:
    engine: memory
    places:
      people: { identifies: 'person by id, email', purposes: orders, none: [id], fields: { email: contact.email, name: name } }
      orders: { owner: person is person.id, purposes: orders, none: [id], fields: { person: identifier, note: content.message } }
  paper: { title: Paper, engine: manual, task: { owner: Office, days: 10, how: Look }, places: { folders: { owner: number is person.id, fields: { number: identifier } } } }
`;

function mapOf(): DataMap {
  const parsed = parseDataMap(mapText, 'map');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.map;
}

const map = mapOf();
const identity: Identity = { 'person.id': ['1'], 'person.email': ['ann@example.com'] };
const shop = (extra: readonly PlaceShape[] = []): MemoryStore => openMemoryStore({ engine: 'memory', version: null, places: [...places, ...extra] }, {
  people: [{ id: 1, email: 'Ann@example.com', name: 'Ann' }, { id: 2, email: 'bob@example.com', name: 'Ann' }],
  orders: [{ id: 1, person: 1, note: 'x' }, { id: 2, person: 2, note: 'x' }],
});

type More = { readonly holds?: readonly Hold[]; readonly decisions?: readonly Decision[]; readonly rules?: readonly RightsRule[]; readonly corrections?: readonly Correction[]; readonly accepted?: readonly string[] };

async function surveyOf(store: MemoryStore, right: Right, { holds = [], decisions = [], rules = [], corrections = [], accepted = [] }: More = {}): Promise<Survey> {
  return takeSurvey({ map, identity, stores: { shop: store }, right, role: 'controller', holds, decisions, rules, corrections, accepted: accepted.map((id) => ({ id, reason: 'looked at' })), at });
}

async function planFor(store: MemoryStore, right: Right, more: More = {}): Promise<Plan> {
  const { rules = [], corrections = [], accepted = [], decisions = [] } = more;
  return planOf({ request: { id: 'r1', right, corrections }, map, survey: await surveyOf(store, right, more), identity: { 'person.id': 1 }, accepted: accepted.map((id) => ({ id, reason: 'looked at' })), rules, decisions, at });
}

const input = (plan: Plan, store: MemoryStore, more: Partial<RunInput> = {}): RunInput => ({
  plan, approved: plan.digest, map, identity, stores: { shop: store }, secret: new Uint8Array(32), holds: [], done: [], record: async () => undefined, signal: new AbortController().signal, at, ...more,
});

test('a plan says place by place what happens and why, with counts, tasks for systems without connector, and a digest that depends on all of it', async () => {
  const plan = await planFor(shop(), 'erasure');
  expect(plan).toMatchObject({
    ready: true, right: 'erasure', tasks: [{ system: 'paper', owner: 'Office', days: 10, places: ['folders'] }],
    places: [{ place: 'people', does: 'change', rows: { own: 1, shared: 0, accessible: 0 }, why: ['1 row is deleted.'], treatment: { rows: 'delete' } }, { place: 'orders', rows: { own: 1 } }],
  });
  expect(plan.digest).toMatch(/^[0-9a-f]{64}$/);
  expect((await planFor(shop(), 'erasure')).digest).toBe(plan.digest);
  expect((await planFor(shop(), 'access')).digest).not.toBe(plan.digest);
  expect(JSON.stringify(plan)).not.toMatch(/ann@|Ann@/);
});

test('a run takes the very plan that was approved, and refuses one that was changed, or whose map has changed', async () => {
  const store = shop();
  const plan = await planFor(store, 'erasure');
  expect(await runPlan(input(plan, store, { approved: '0'.repeat(64) }))).toMatchObject({ status: 'refused', code: 'not-approved' });
  expect(await runPlan(input({ ...plan, at: '2020-01-01T00:00:00.000Z' }, store))).toMatchObject({ status: 'refused', code: 'not-approved' });
  expect(await runPlan(input(plan, store, { map: { ...map, recipients: { x: { title: 'X', role: 'joint' } } } }))).toMatchObject({ status: 'refused', code: 'drifted' });
  expect(store.rows()).toEqual(shop().rows());
});

test('a column that nobody has classified stops a plan until a person accepts it, and stops a run that did not know it', async () => {
  const known = shop();
  const plan = await planFor(known, 'erasure');
  const grown = openMemoryStore({ engine: 'memory', version: null, places: [table('people', field('email', 'text'), field('name', 'text'), field('mood', 'text')), ...places.slice(1)] }, { people: [{ id: 1, email: 'ann@example.com', name: null, mood: 'good' }] });
  expect(await planFor(grown, 'erasure')).toMatchObject({ ready: false, faults: [{ id: 'unclassified-field:shop/people/mood', stops: true, accepted: null }] });
  expect(await planFor(grown, 'erasure', { accepted: ['unclassified-field:shop/people/mood'] })).toMatchObject({ ready: true });
  expect(await runPlan(input(plan, grown))).toMatchObject({ status: 'refused', code: 'drifted' });
  expect(grown.rows()['people']).toHaveLength(1);
});

test('a place that is left out by an accepted fault is neither read nor changed, and becomes a task where a person can do it', async () => {
  const store = shop([table('strange', field('x', 'text'))]);
  const accepted = ['unclassified-place:shop/strange'];
  const plan = await planFor(store, 'erasure', { accepted });
  expect(plan.ready).toBe(true);
  expect(await runPlan(input(plan, store))).toMatchObject({ status: 'done' });
  expect(store.rows()['people']).toHaveLength(1);
});

test('a legal hold keeps what it covers, and one that came after the approval stops the run', async () => {
  const hold: Hold = { id: 'h1', reason: 'A claim is open', places: [{ system: 'shop', place: 'orders' }] };
  const store = shop();
  const held = await planFor(store, 'erasure', { holds: [hold] });
  expect(held.places[1]).toMatchObject({ place: 'orders', does: 'keep', kept: [{ rows: 1, hold: 'h1', reason: 'A claim is open' }] });
  const plain = await planFor(store, 'erasure');
  expect(await runPlan(input(plain, store, { holds: [hold] }))).toMatchObject({ status: 'refused', code: 'drifted' });
  expect(await runPlan(input(plain, store, { holds: [{ ...hold, identity: { 'person.id': ['2'] } }] }))).toMatchObject({ status: 'done' });
  const kept = shop();
  expect(await runPlan(input(held, kept, { holds: [hold] }))).toMatchObject({ status: 'done' });
  expect(kept.rows()['orders']).toEqual(shop().rows()['orders']);
  expect(await readAgain({ plan: held, map, identity, stores: { shop: kept }, secret: new Uint8Array(32), deeds: [], at })).toMatchObject({ clean: true, places: [{}, { place: 'orders', counts: { held: 1 } }] });
});

test('where the law refuses erasure under every basis of a place, its rows are kept with the law as reason, unless a person decides that the right applies', async () => {
  const rules: readonly RightsRule[] = [{ right: 'erasure', basis: '6(1)(b)', applies: 'no', source: 'Art. 17(3)(b)', because: 'A law demands it.' }];
  const plan = await planFor(shop(), 'erasure', { rules });
  expect(plan.places[1]).toMatchObject({ does: 'keep', kept: [{ rows: 1, exemption: '17(3)(b)', law: 'Art. 17(3)(b)', reason: 'A law demands it.' }] });
  const decided = await planFor(shop(), 'erasure', { rules, decisions: [{ system: 'shop', place: 'orders', right: 'erasure', outcome: 'applies', reason: 'Not needed any more' }] });
  expect(decided.places[1]).toMatchObject({ treatment: { rows: 'delete' } });
  const weighed = await planFor(shop(), 'erasure', { rules: [{ ...(rules[0] as RightsRule), applies: 'weigh' }] });
  expect(weighed).toMatchObject({ ready: true, faults: [{ code: 'undecided' }, { code: 'undecided' }] });
  const left = await planFor(shop(), 'erasure', { rules: [{ ...(rules[0] as RightsRule), applies: 'weigh' }], decisions: [{ system: 'shop', place: 'orders', right: 'erasure', outcome: 'applies', reason: 'Not needed any more' }] });
  expect(left).toMatchObject({ faults: [{ code: 'undecided', place: 'people' }], places: [{}, { why: ['1 row is deleted.', 'It was weighed for this request, and the right applies: Not needed any more'] }] });
});

test('a correction changes the wrong value in rows of this person and nowhere else, and a second run has nothing to do', async () => {
  const store = shop();
  const corrections: readonly Correction[] = [{ system: 'shop', place: 'people', field: 'name', from: 'Ann', to: 'Anna' }, { system: 'shop', place: 'people', field: 'email', from: 'Ann@example.com', to: 'anna@example.com' }];
  const plan = await planFor(store, 'rectification', { corrections });
  expect(plan.places[0]).toMatchObject({ does: 'change', why: ['2 rows hold a value that is to be put right.'] });
  expect(JSON.stringify(plan)).not.toMatch(/Anna|anna/);
  const deeds: Deed[] = [];
  const record = async (deed: Deed): Promise<void> => { deeds.push(deed); };
  expect(await runPlan(input(plan, store, { corrections, record }))).toMatchObject({ status: 'done' });
  expect(store.rows()['people']).toEqual([{ id: 1, email: 'anna@example.com', name: 'Anna' }, { id: 2, email: 'bob@example.com', name: 'Ann' }]);
  expect(await readAgain({ plan, map, identity, stores: { shop: store }, secret: new Uint8Array(32), corrections, deeds, at })).toMatchObject({ clean: true });
  expect(await runPlan(input(plan, store, { corrections }))).toMatchObject({ status: 'done', deeds: [{}, { step: 'change:shop', done: 0 }] });
});

test('a step that met a problem is told, is not done, and is done when the run goes on', async () => {
  let broken = true;
  const store = openMemoryStore({ engine: 'memory', version: null, places }, shop().rows(), { fault: ({ op }) => (broken && op === 'change' ? 'lost' : undefined) });
  const plan = await planFor(store, 'erasure');
  const deeds: Deed[] = [];
  const more = { record: async (deed: Deed): Promise<void> => { deeds.push(deed); } };
  expect(await runPlan(input(plan, store, more))).toMatchObject({ status: 'stopped', problems: [{ kind: 'cut-short' }] });
  expect(deeds.map(({ step, problem }) => [step, problem?.kind])).toEqual([['locate:shop', undefined], ['change:shop', 'cut-short']]);
  expect(store.rows()).toEqual(shop().rows());
  broken = false;
  expect(await runPlan(input(plan, store, { ...more, done: [...deeds] }))).toMatchObject({ status: 'done' });
  expect(store.rows()['people']).toEqual([{ id: 2, email: 'bob@example.com', name: 'Ann' }]);
});

test('reading again finds what was left behind and says that it should be gone', async () => {
  const store = shop();
  const plan = await planFor(store, 'erasure');
  expect(await readAgain({ plan, map, identity, stores: { shop: store }, secret: new Uint8Array(32), deeds: [], at })).toMatchObject({
    clean: false, places: [{ place: 'people', counts: { unexplained: 1 }, remainders: [{ key: [1], why: 'unexplained', sentence: 'It should have been deleted, and it is still there.' }] }, { counts: { unexplained: 1 } }],
  });
  expect(await readAgain({ plan, map, identity, stores: {}, secret: new Uint8Array(32), deeds: [], at })).toMatchObject({ clean: false, places: [{ problem: { kind: 'unreachable' } }, { problem: { kind: 'unreachable' } }] });
});
