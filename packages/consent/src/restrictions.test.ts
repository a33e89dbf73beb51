import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openRestrictions, type Restrictions, type RestrictionsOptions } from './restrictions.ts';

let server: Server;
let base: string;
let seen: { readonly url: string; readonly authorization: string | undefined }[] = [];
let reply: { readonly status: number; readonly body: string; readonly location?: string };
let waits: (() => void)[] | undefined;
let time = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', authorization: request.headers.authorization });
    const { status, body, location } = reply;
    const give = (): void => { response.writeHead(status, { 'content-type': 'application/json', ...(location === undefined ? {} : { location }) }).end(body); };
    if (waits === undefined) give();
    else waits.push(give);
  });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => { server.closeAllConnections(); server.close(); });
beforeEach(() => { [seen, reply, waits, time] = [[], { status: 200, body: '{"restricted":true,"since":"2026-01-01T00:00:00.000Z"}' }, undefined, 0]; });

const open = (more: Partial<RestrictionsOptions> = {}): Restrictions => openRestrictions({ base, org: 'shop', key: 'avk_secret', now: () => time, ...more });
const free = { status: 200, body: '{"restricted":false,"since":null}' };

test('asks Avouch with the key, under an address that holds the person whatever is in their name', async () => {
  expect(await open().of(' Ada/?#@Example.com ')).toEqual({ known: true, restricted: true, since: '2026-01-01T00:00:00.000Z' });
  expect(seen).toEqual([{ url: '/api/orgs/shop/app/restrictions/ada%2F%3F%23%40example.com', authorization: 'Bearer avk_secret' }]);
});

test('remembers an answer for five seconds, however the name is written, and not longer', async () => {
  const restrictions = open();
  await restrictions.of('ada@example.com');
  time = 4999;
  reply = free;
  expect(await restrictions.of('ADA@example.com ')).toMatchObject({ restricted: true });
  time = 5000;
  expect(await restrictions.of('ada@example.com')).toMatchObject({ restricted: false });
  expect(seen).toHaveLength(2);
});

test('those who ask about the same person at once share one question', async () => {
  const restrictions = open();
  const answers = await Promise.all(['ada', 'Ada', 'ada', 'bob'].map((subject) => restrictions.of(subject)));
  expect(answers.every(({ known }) => known)).toBe(true);
  expect(seen).toHaveLength(2);
});

test('keeps no more answers than it may, the oldest going first', async () => {
  const restrictions = open({ keptMax: 2 });
  for (const subject of ['a', 'b', 'c', 'b', 'c', 'a']) await restrictions.of(subject);
  expect(seen.map(({ url }) => url.at(-1))).toEqual(['a', 'b', 'c', 'a']);
});

test.each([
  ['the key has ended', { status: 401, body: '{}' }, /does not know the key/], ['the key is for something else', { status: 403, body: '{}' }, /not for restrictions/], ['Avouch is not well', { status: 503, body: '' }, /answered with 503/],
  ['something else answers', { status: 200, body: '<html>' }, /could not be reached|not Avouch/], ['the answer is another one', { status: 200, body: '{"restricted":"no"}' }, /not Avouch/],
  ['it is sent elsewhere', { status: 302, body: '', location: 'http://127.0.0.1:1/' }, /could not be reached/],
] as const)('says that nobody knows when %s, lets nobody process, and asks again at the next question', async (_what, given, why) => {
  reply = given;
  const restrictions = open();
  const found = await restrictions.of('ada');
  expect(found).toEqual({ known: false, why: expect.stringMatching(why) as string });
  expect(JSON.stringify(found)).not.toContain('avk_secret');
  expect(await restrictions.mayProcess('ada')).toBe(false);
  reply = free;
  expect(await restrictions.mayProcess('ada')).toBe(true);
});

test('what was known does not stand for what is not known any more', async () => {
  const restrictions = open();
  reply = free;
  expect(await restrictions.mayProcess('ada')).toBe(true);
  time = 6000;
  reply = { status: 503, body: '' };
  expect(await restrictions.mayProcess('ada')).toBe(false);
});

test('takes no key that Avouch cannot have issued, and does not say it', () => {
  expect(() => open({ key: 'password1' })).toThrow(RangeError);
  expect(() => open({ key: 'password1' })).not.toThrow(/password1/);
});

test('gives up when no answer comes', async () => {
  waits = [];
  expect(await open({ timeoutMs: 50 }).of('ada')).toEqual({ known: false, why: 'Avouch did not answer within 50 ms.' });
  for (const give of waits) give();
});

test.each([[{ status: 200, body: '{"restricted":false,"since":null}' }, ['mailed']], [{ status: 200, body: '{"restricted":true,"since":"2026-01-01T00:00:00.000Z"}' }, ['restricted since 2026-01-01T00:00:00.000Z']], [{ status: 503, body: '' }, ['Avouch answered with 503.']]] as const)('the guide\'s piece does what the guide says of it: %j', async (given, did) => {
  reply = given;
  const guide = await readFile(join(import.meta.dirname, '..', '..', '..', 'docs', 'guides', 'restrictions.md'), 'utf8');
  const piece = (/```ts\n([\s\S]*?)```/.exec(guide)?.[1] ?? '').replace(/^import .*\n/, '').replace("'https://avouch.example.com'", 'base').replace('avk_…', 'avk_secret');
  const said: string[] = [];
  const run = new Function('openRestrictions', 'base', 'sendNewsletter', 'warn', 'show', `return (async () => { ${piece} })()`) as (...words: unknown[]) => Promise<void>;
  await run(openRestrictions, base, async () => { said.push('mailed'); }, (text: string) => said.push(text), (text: string) => said.push(text));
  expect(said).toEqual(did);
});
