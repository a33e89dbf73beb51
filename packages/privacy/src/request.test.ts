import { randomBytes } from 'node:crypto';
import type { Entry, Fact, JsonObject } from '@avouch/ledger/entry';
import { RecordInvalid } from '@avouch/records/versions';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concerns, followRequest, obstacleTo, requestFact, type RequestHeader, type RequestKind, type RequestState, clockStandingOf } from './request.ts';

const id = `dsr_${'a'.repeat(32)}`;
const other = `dsr_${'b'.repeat(32)}`;
const at = '2026-03-02T09:00:00.000Z';
const received: RequestHeader<'request.received'> = {
  channel: 'centre', rights: ['erasure'], role: 'controller', by: 'self', language: 'de', jurisdiction: 'DE', zone: 'Europe/Berlin', day: '2026-03-02', raw: '2026-04-02', due: '2026-04-02',
  calendar: 'DE@1', extendBy: '2026-04-02', reference: 'c2VhbA==',
};
const rows = { read: 3, deleted: 2, emptied: 1, kept: 0 };
const digest = 'd'.repeat(64);
const plan = (version: number, changes: number, approval = 'person'): Some => ['request.planned', { version, digest, places: 2, changes, rows, tasks: 0, approval }];
const approved = (version: number, by = 'person'): Some => ['request.approved', { version, digest, by }];
const ran = (version: number, steps: number): Some => ['request.ran', { version, steps }];
const step = (name: string, problem: string | null = null, version = 1) => ({ version, step: name, system: 'shop', place: 'public.orders', does: 'change', planned: 1, done: problem === null ? 1 : 0, problem });

type Some = readonly [kind: RequestKind, header: JsonObject, about?: string];
const entryOf = ([kind, header, about]: Some): Entry => ({ v: 1, kind, about: about ?? id, actor: 'm1', captured: at, recorded: at, origin: { name: 'requests', version: '1' }, header });
const foldAll = (facts: readonly Some[], before?: RequestState, from = 0): RequestState | undefined =>
  facts.reduce<RequestState | undefined>((state, fact, place) => followRequest(id, state, { index: from + place, entry: entryOf(fact) }), before);
const folded = (facts: readonly Some[]): RequestState => {
  const state = foldAll(facts);
  if (state === undefined) throw new Error('nothing was received');
  return state;
};

const begun: readonly Some[] = [['request.received', received], ['request.identified', { by: 'mail', keys: 1, authority: null }]];
const planned: readonly Some[] = [...begun, ['request.surveyed', { systems: 1, places: 2, rows: 3, problems: 0, doubts: 0 }], plan(1, 2)];
const running: readonly Some[] = [...planned, approved(1)];
const steps: readonly Some[] = [['request.step', step('s1')], ['request.step', step('s2')], ran(1, 2)];
const reread = (unexplained: number): Some => ['request.reread', { places: 2, remaining: unexplained, explained: 0, unexplained, problems: 0 }];
const answered = (grounds: readonly { right: string; ground: string }[] = [], to = 'person'): Some => ['request.answered', { to, grounds, delivery: 'link', places: 2, rows: 3, leftOut: 1 }];

test('a request goes from its receipt over proof, survey, plan, approval, steps and a second reading to its answer', () => {
  const whole: readonly Some[] = [...running, ...steps, reread(0), answered(), ['request.closed', {}]];
  expect(whole.map((_, last) => folded(whole.slice(0, last + 1)).status)).toEqual([
    'received', 'surveying', 'surveying', 'awaiting_approval', 'running', 'running', 'running', 'rereading', 'answering', 'answered', 'closed',
  ]);
  expect(folded(whole)).toMatchObject({ irregular: [], approval: { actor: 'm1', version: 1 }, clock: { stopped: at } });
});

test('a step with a problem is not done, however often it is told; the same step done later is', () => {
  const stuck: readonly Some[] = [...running, ['request.step', step('s1')], ['request.step', step('s2', 'timeout')], ['request.step', step('s2', 'timeout')]];
  expect(folded(stuck).status).toBe('running');
  expect(folded([...stuck, ran(1, 2)])).toMatchObject({ status: 'running', irregular: [{ why: 'a step met a problem and is not done' }] });
  expect(folded([...stuck, ['request.step', step('s2')], ran(1, 2)])).toMatchObject({ status: 'rereading', steps: [{ step: 's1', problem: null }, { step: 's2', problem: null }] });
});

test('what only reads goes to its answer without a second reading', () => {
  const reads: readonly Some[] = [...begun, planned[2]!, plan(1, 0, 'rule'), approved(1, 'rule'), ['request.step', step('s1')], ran(1, 1)];
  expect(folded(reads).status).toBe('answering');
});

test('a second reading that finds what nothing explains holds the answer back until a new plan ran', () => {
  const faulty: readonly Some[] = [...running, ...steps, reread(1)];
  expect(folded([...faulty, answered()])).toMatchObject({ status: 'rereading', answer: null, irregular: [{ kind: 'request.answered' }] });
  expect(folded([...faulty, plan(2, 1), approved(2), ['request.step', step('s1', null, 2)], ran(2, 1), reread(0)]).status).toBe('answering');
});

test('an answer that refuses a part says so', () => {
  expect(folded([...running, ...steps, reread(0), answered([{ right: 'erasure', ground: '17(3)(b)' }])])).toMatchObject({ status: 'partly_refused', refused: [{ ground: '17(3)(b)' }] });
});

test.each<readonly [string, readonly Some[], RequestKind, JsonObject, RegExp]>([
  ['nothing comes before its receipt', [], ...plan(1, 0, 'rule').slice(0, 2) as [RequestKind, JsonObject], /no such request/],
  ['nobody unproven gets a survey', begun.slice(0, 1), 'request.surveyed', { systems: 1, places: 1, rows: 1, problems: 0, doubts: 0 }, /received/],
  ['nothing runs that no one approved', planned, 'request.step', step('s1'), /awaiting approval/],
  ['a rule cannot approve what needs a person', planned, 'request.approved', { version: 1, digest, by: 'rule' }, /needs a person/],
  ['a plan that was replaced cannot be approved', planned, 'request.approved', { version: 1, digest: 'e'.repeat(64), by: 'person' }, /another plan/],
  ['a run is not over before all its steps are', [...running, ['request.step', step('s1')]], 'request.ran', { version: 1, steps: 2 }, /1 of 2 steps/],
  ['no second extension', [...begun, ['request.extended', { reason: 'number', raw: '2026-06-02', due: '2026-06-02', calendar: 'DE@1' }]], 'request.extended', { reason: 'number', raw: '2026-06-02', due: '2026-06-02', calendar: 'DE@1' }, /already/],
  ['what was carried out cannot be refused', running, 'request.refused', { grounds: [{ right: 'erasure', ground: '17(3)(b)' }] }, /running/],
  ['a controller forwards to nobody', begun, 'request.forwarded', { to: 'c1' }, /forwarded/],
  ['an agent shows authority first', [['request.received', { ...received, by: 'agent' }]], 'request.identified', { by: 'mail', keys: 1, authority: false }, /authority/],
])('%s', (_, facts, kind, header, why) => {
  expect(obstacleTo(foldAll(facts), kind, header as never)).toMatch(why);
  const before = foldAll(facts);
  if (before !== undefined) expect(foldAll([[kind, header]], before, 50)).toMatchObject({ status: before.status, irregular: [{ kind }] });
});

test('as processor we forward to the company and do not answer the person', () => {
  const forwarded: readonly Some[] = [['request.received', { ...received, role: 'processor' }], ['request.forwarded', { to: 'customer-7' }]];
  expect(folded(forwarded)).toMatchObject({ status: 'forwarded', forwarded: { to: 'customer-7' } });
  const instructed: readonly Some[] = [['request.received', { ...received, role: 'processor' }], ...running.slice(1), ...steps, reread(0)];
  expect(obstacleTo(foldAll(instructed), 'request.answered', answered()[1] as never)).toMatch(/company that we work for/);
  expect(folded([...instructed, answered([], 'controller')]).status).toBe('answered');
});

test('a pause is recorded and the deadline that it gives stands in the fact that ends it', () => {
  const paused: readonly Some[] = [['request.received', received], ['request.identity_asked', { reason: 'doubt', by: 'document' }], ['request.paused', { ground: 'identity', day: '2026-03-04' }]];
  expect(clockStandingOf(folded(paused), '2026-05-01')).toEqual({ clock: 'paused', late: false, daysLeft: 29 });
  const resumed = folded([...paused, ['request.resumed', { day: '2026-03-14', days: 10, raw: '2026-04-12', due: '2026-04-13', calendar: 'DE@1', extendBy: '2026-04-13' }]]);
  expect(resumed).toMatchObject({ status: 'identifying', clock: { due: '2026-04-13', pausedSince: null, pauses: [{ ground: 'identity', from: '2026-03-04', to: '2026-03-14' }] } });
  expect(clockStandingOf(resumed, '2026-04-14')).toEqual({ clock: 'running', late: true, daysLeft: -1 });
});

test('a duplicate closes into the first request, which gathers its rights', () => {
  const join: Some = ['request.joined', { into: id, rights: ['access'] }, other];
  expect(folded([...begun, join])).toMatchObject({ status: 'surveying', joined: [other], rights: ['erasure', 'access'] });
  const duplicate = [entryOf(['request.received', received, other]), entryOf(join)].reduce<RequestState | undefined>((state, entry, index) => followRequest(other, state, { index, entry }), undefined);
  expect(duplicate).toMatchObject({ status: 'closed', joinedInto: id });
  expect(concerns(entryOf(join))).toEqual([other, id]);
});

test('a header of another form changes nothing, and neither does a fact about another request', () => {
  expect(folded([...begun, ['request.planned', { version: 'x' }]])).toMatchObject({ status: 'surveying', irregular: [{ why: 'its header is not of this form' }] });
  expect(followRequest(id, undefined, { index: 0, entry: entryOf(['request.received', received, other]) })).toBeUndefined();
});

const anyFact = fc.constantFrom<Some>(
  ...running, ['request.step', step('s1')], ['request.step', step('s2')], ['request.step', step('s2', 'timeout')], ['request.step', step('s1', null, 2)], reread(0), reread(2), answered(), answered([{ right: 'erasure', ground: '12(5)' }]),
  ['request.closed', {}], ['request.withdrawn', {}], ['request.refused', { grounds: [{ right: 'erasure', ground: '12(5)' }] }], ['request.paused', { ground: 'identity', day: '2026-03-04' }],
  ['request.resumed', { day: '2026-03-14', days: 10, raw: '2026-04-12', due: '2026-04-13', calendar: 'DE@1', extendBy: '2026-04-13' }], ['request.identity_asked', { reason: 'doubt', by: 'document' }],
  ['request.extended', { reason: 'number', raw: '2026-06-02', due: '2026-06-02', calendar: 'DE@1' }], plan(2, 0, 'rule'), approved(2, 'rule'), ran(1, 2), ran(2, 1),
  ['recipient.told', { request: id, recipient: 'r1', of: 'erasure', by: 'webhook', outcome: 'told' }, 'told-1'], ['request.joined', { into: id, rights: ['access'] }, other],
);
const history = fc.array(anyFact, { maxLength: 40 }).map((facts): readonly Some[] => [begun[0]!, ...facts]);

test('entries that are folded again change nothing, wherever the fold was cut and started again', () => {
  fc.assert(fc.property(history, fc.nat(), (facts, seed) => {
    const cut = seed % facts.length;
    const whole = foldAll(facts);
    const half = foldAll(facts.slice(0, cut));
    expect(foldAll(facts, half)).toEqual(whole);
    expect(foldAll(facts, whole)).toEqual(whole);
  }));
});

test('in whatever order facts come, nothing runs unapproved, nothing is answered unread, and what ended stays so', () => {
  const ended = new Set(['answered', 'partly_refused', 'refused', 'withdrawn', 'closed']);
  fc.assert(fc.property(history, (facts) => {
    let state: RequestState | undefined;
    facts.forEach((fact, index) => {
      const next = followRequest(id, state, { index, entry: entryOf(fact) });
      if (next === undefined) throw new Error('a received request is there');
      if (next.status === 'running') expect(next.approval?.version).toBe(next.plan?.version);
      if (next.answer !== null && (next.plan?.changes ?? 0) > 0) expect(next.reread?.unexplained).toBe(0);
      if (state !== undefined && ended.has(state.status)) expect([state.status, 'closed']).toContain(next.status);
      if (state?.clock.stopped) expect(next.clock.stopped).toBe(state.clock.stopped);
      state = next;
    });
  }), { numRuns: 500 });
});

test('in whatever order the steps of a plan are done, the request stands the same', () => {
  const names = ['s1', 's2'];
  const end = (order: readonly string[]) => folded([...running, ...order.map((name): Some => ['request.step', step(name)]), ran(1, 2)]);
  const plain = (state: RequestState) => ({ status: state.status, steps: state.steps.map((one) => one.step).toSorted() });
  fc.assert(fc.property(fc.shuffledSubarray(names, { minLength: 2 }), (order) => {
    expect(plain(end(order))).toEqual(plain(end(names)));
  }));
});

const draft = (more: object = {}): Fact => requestFact({
  kind: 'request.received', about: id, header: received, sealed: { name: 'Ada Example', mail: 'ada@example.org' }, actor: 'm1', captured: at, random: (bytes) => randomBytes(bytes), ...more,
});

test('the public part of a fact names nobody; what does is sealed under the request', () => {
  const fact = draft();
  expect(JSON.stringify({ ...fact, parts: [] })).not.toMatch(/ada/i);
  expect(fact.parts.map(({ subject }) => subject)).toEqual([id]);
  expect(new TextDecoder().decode(fact.parts[0]?.payload)).toContain('Ada Example');
  expect(folded([['request.received', fact.header]]).received.channel).toBe('centre');
});

test('a header that says more than its form is refused, and so is a time to come', () => {
  expect(() => draft({ header: { ...received, mail: 'ada@example.org' } })).toThrow(RecordInvalid);
  expect(() => draft({ heldFrom: '2027-01-01T00:00:00.000Z' })).toThrow(RecordInvalid);
  expect(draft({ heldFrom: '2026-02-28T09:00:00.000Z' }).held).toEqual({ from: '2026-02-28T09:00:00.000Z' });
});
