import { afterAll, beforeAll, expect, test } from 'vitest';
import { RESTRICTED_CHANNEL } from '../projections/requests.ts';
import { openTestServer, type TestServer } from '../testing/server.ts';
import { openRestricted, type Restricted } from './restricted.ts';

let served: TestServer;
let acme: string;
let other: string;
let restricted: Restricted;
let asked: string[] = [];
beforeAll(async () => {
  served = await openTestServer();
  const first = await served.setUp();
  acme = first.org;
  other = await served.server.people.found({ company: { name: 'Other' }, system: { name: 'S', purpose: 'P' }, categories: ['security'] }, first.member);
  const { pool, tenant } = served.server.context;
  const counted = new Proxy(pool, { get: (target, name) => {
    const value: unknown = Reflect.get(target, name, target);
    if (typeof value !== 'function') return value;
    return (...given: unknown[]): unknown => {
      if (name === 'query') asked.push(String(given[0]));
      return (value as (...all: unknown[]) => unknown).apply(target, given);
    };
  } });
  restricted = await openRestricted({ pool: counted, tenant, warn: () => undefined, marksMax: 3 });
});
afterAll(async () => { await restricted.close(); await served.close(); });

/** Changes the marks of an organisation as the projection does, and waits until it was heard. */
async function change(org: string, text: string, values: readonly unknown[] = []): Promise<void> {
  const { tenant } = served.server.context;
  await tenant(org, async (tx) => {
    await tx.query(text, [org, ...values]);
    await tx.query('select pg_notify($1, $2)', [RESTRICTED_CHANNEL, org]);
  });
}
const mark = (org: string, name: string, since: string): Promise<void> => change(org, 'insert into restricted_subject (org, mark, restriction, since) values ($1, $2, $2 || $3, $3)', [name, since]);

test('few marks are held whole, so that who is not restricted costs no question', async () => {
  await mark(acme, 'ada', '2026-02-01');
  await mark(acme, 'ada', '2026-01-01');
  await expect.poll(() => restricted.since(acme, 'ada')).toBe('2026-01-01');
  asked = [];
  expect(await restricted.since(acme, 'bob')).toBeUndefined();
  expect(await restricted.since(other, 'ada')).toBeUndefined();
  expect(asked).toEqual([]);
});

test('of many marks each is asked about once, also where it stands for nobody, and a change is heard', async () => {
  for (const name of ['bob', 'cat', 'dan', 'eve']) await mark(acme, name, '2026-03-01');
  await expect.poll(() => restricted.since(acme, 'eve')).toBe('2026-03-01');
  asked = [];
  for (const name of ['cat', "x' or true --", 'cat', "x' or true --"]) expect(await restricted.since(acme, name)).toBe(name === 'cat' ? '2026-03-01' : undefined);
  expect(asked).toHaveLength(2);
  await mark(acme, "x' or true --", '2026-04-01');
  await expect.poll(() => restricted.since(acme, "x' or true --")).toBe('2026-04-01');
  await change(acme, "delete from restricted_subject where org = $1 and mark = 'cat'");
  await expect.poll(() => restricted.since(acme, 'cat')).toBeUndefined();
});

test('what is held of many stays bounded, and every answer is right all the same', async () => {
  for (let round = 0; round < 3; round += 1) {
    for (const name of ['ada', 'bob', 'dan', 'eve', 'fay', 'gus']) expect(await restricted.since(acme, name) !== undefined, name).toBe(['ada', 'bob', 'dan', 'eve'].includes(name));
  }
});
