import { describe, expect, test } from 'vitest';
import { createClient } from './client.ts';
import { Refusal } from './refusal.ts';

type Call = { readonly url: string; readonly init: RequestInit };
const openClient = (answer: () => Response) => {
  const calls: Call[] = [];
  const client = createClient({ base: 'http://a', fetch: async (url, init) => { calls.push({ url: String(url), init: init ?? {} }); return answer(); } });
  return { client, calls };
};
const json = (body: unknown, status = 200) => () => new Response(JSON.stringify(body), { status });

describe('the client', () => {
  test('writes path, query and body as the route has them, and escapes what people typed', async () => {
    const { client, calls } = openClient(json({ items: [], next: null, total: null }));
    await client.records({ params: { org: 'o', type: 'a b/c' }, query: { search: 'ü&x', limit: 5 } });
    await client.forget({ params: { org: 'o' }, body: { subject: 's', basis: 'b' } });
    expect(calls.map(({ url, init }) => [init.method, url, init.body])).toEqual([
      ['GET', 'http://a/api/orgs/o/records/a%20b%2Fc?search=%C3%BC%26x&limit=5', undefined], ['POST', 'http://a/api/orgs/o/ledger/forgotten', '{"subject":"s","basis":"b"}'],
    ]);
  });

  test('keeps the slashes of a log’s path', () => {
    const { client } = openClient(json({}));
    expect(client.href('tiles', { params: { org: 'o', '*': 'tile/0/x001/234' } })).toBe('http://a/api/orgs/o/log/tile/0/x001/234');
  });

  test('throws the server’s own sentence, its code and its field', async () => {
    const { client } = openClient(json({ code: 'conflict', message: 'Somebody was faster.', field: 'expected' }, 409));
    const refused = await client.session({}).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refusal);
    expect(refused).toMatchObject({ code: 'conflict', message: 'Somebody was faster.', field: 'expected' });
  });

  test('makes a refusal of an answer without a reason, by its status', async () => {
    const { client } = openClient(() => new Response('<html>', { status: 403 }));
    await expect(client.session({})).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('follows events across torn packets, and passes over comments', async () => {
    const parts = [': still here\n\nda', 'ta: {"n":1}\n', '\ndata: {"n":2}\n\n: x\n\n'];
    const { client } = openClient(() => new Response(new ReadableStream({ start: (controller) => { for (const part of parts) controller.enqueue(new TextEncoder().encode(part)); controller.close(); } })));
    const seen: unknown[] = [];
    for await (const state of client.follow('progress', { params: { org: 'o', source: 's' } })) seen.push(state);
    expect(seen).toEqual([{ n: 1 }, { n: 2 }]);
  });
});
