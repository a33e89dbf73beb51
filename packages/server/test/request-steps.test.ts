import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { requestFact } from '@avouch/privacy/request';
import { openShop, type Shop } from './privacy-shop.ts';

let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop.close());

/** A request whose plan is approved and whose run has begun. */
async function begin(): Promise<string> {
  const received = await shop.ask<'request'>('POST', '/requests', { right: 'access', channel: 'hand', received: shop.server.server.context.now().toISOString(), name: 'Bob Babbage', mail: 'bob@example.com' });
  await shop.ask<'request'>('POST', `/requests/${received.id}/identify`, { by: 'document', keys: { 'customer.email': ['bob@example.com'] }, reason: 'He came with his passport.' });
  await shop.work();
  const planned = await shop.detail(received.id);
  await shop.ask<'request'>('POST', `/requests/${received.id}/approve`, { digest: planned.plan?.digest });
  return received.id;
}

/** Records the steps from one to another, each with its number as what it found plus so much. */
async function step(id: string, from: number, to: number, plus = 0): Promise<void> {
  const { context } = shop.server.server;
  const facts = Array.from({ length: to - from }, (_, n) => {
    const [at, system] = [from + n, `s${from + n}`];
    const said = { step: `read:${system}`, system, place: null, does: 'read' as const, planned: at, done: at };
    return requestFact({
      kind: 'request.step', about: id, actor: 'system', captured: context.now().toISOString(), random: context.random,
      header: { version: 1, ...said, problem: null }, sealed: { version: 1, deed: { ...said, counts: { [system]: { read: at + plus } } } },
    });
  });
  await (await context.ledgerOf(shop.org)).appendAll(facts);
}

test('a request of many steps is shown whole, each with its newest deed, and asks the database no more often than one of few', async () => {
  const { pool } = shop.server.server.context;
  const id = await begin();
  await step(id, 0, 3, 1000);
  let taken = 0;
  const count = (): void => { taken += 1; };
  pool.on('acquire', count);
  const shown = async (): Promise<{ readonly detail: Answer<'request'>; readonly taken: number }> => {
    const before = taken;
    return { detail: await shop.detail(id), taken: taken - before };
  };
  await shown();
  const short = await shown();
  await step(id, 0, 700);
  const long = await shown();
  pool.off('acquire', count);
  expect(short.detail.steps.map(({ counts }) => counts)).toEqual([{ s0: { read: 1000 } }, { s1: { read: 1001 } }, { s2: { read: 1002 } }]);
  expect(long.detail.steps.map(({ step: name, counts }) => [name, counts])).toEqual(Array.from({ length: 700 }, (_, at) => [`read:s${at}`, { [`s${at}`]: { read: at } }]));
  // Five hundred entries are opened together: seven hundred take one time more.
  expect(long.taken).toBe(short.taken + 1);
  expect(long.detail.timeline.filter(({ kind }) => kind === 'request.step')).toHaveLength(703);
  expect(long.detail.timeline.at(0)?.kind).toBe('request.received');
});
