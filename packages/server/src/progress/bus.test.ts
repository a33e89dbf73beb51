import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../testing/server.ts';

let one: TestServer;
let two: TestServer;
beforeAll(async () => {
  one = await openTestServer();
  two = await openTestServer({}, {}, one);
});
afterAll(async () => {
  await two.close();
  await one.close();
});

const follow = (served: TestServer, channel: string, signal = new AbortController().signal, org = 'org_a') => served.server.context.progress.follow(org, channel, signal)[Symbol.asyncIterator]();
const publish = (served: TestServer, channel: string, state: unknown, org = 'org_a') => served.server.context.progress.publish(org, channel, state);

test('who comes late sees the newest state first, then every later one; from another process too', async () => {
  await publish(one, 'late', { done: 1 });
  await publish(one, 'late', { done: 2 });
  const states = follow(two, 'late');
  expect((await states.next()).value).toEqual({ done: 2 });
  const next = states.next();
  await publish(one, 'late', { done: 3 });
  expect((await next).value).toEqual({ done: 3 });
  await states.return?.();
});

test('a state larger than a notification can carry comes whole', async () => {
  const state = { note: 'x'.repeat(50_000) };
  await publish(one, 'large', state);
  expect((await follow(two, 'large').next()).value).toEqual(state);
});

test('another organisation’s channel of the same name is another channel', async () => {
  await publish(one, 'same', { of: 'a' });
  await publish(one, 'same', { of: 'b' }, 'org_b');
  expect((await follow(two, 'same').next()).value).toEqual({ of: 'a' });
});

test('following ends when nobody listens any more', async () => {
  const stop = new AbortController();
  const next = follow(one, 'silent', stop.signal).next();
  stop.abort();
  expect((await next).done).toBe(true);
});
