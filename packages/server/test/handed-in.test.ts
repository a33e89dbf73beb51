import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { tasks } from '../src/tasks.ts';
import { openShop, type Shop } from './privacy-shop.ts';

let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop.close());

const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('a picture of a passport of Bob')]);
const pdf = Buffer.from('%PDF-1.7 a letter of Bob');
type File = { readonly name: string; readonly bytes: Buffer };
const found = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';
const form = (path: string, fields: Record<string, string>) =>
  shop.server.server.app.inject({ method: 'POST', url: `/privacy-centre/shop${path}`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(fields).toString() });
const upload = (fields: Record<string, string>, files: readonly File[], headers: Record<string, string> = {}) => {
  const parts = [
    ...Object.entries(fields).map(([name, value]) => Buffer.from(`--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)),
    ...files.map(({ name, bytes }) => Buffer.concat([Buffer.from(`--edge\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/html\r\n\r\n`), bytes, Buffer.from('\r\n')])),
  ];
  return shop.server.server.app.inject({ method: 'POST', url: '/privacy-centre/shop/files?lang=en', headers: { 'content-type': 'multipart/form-data; boundary=edge', ...headers }, payload: Buffer.concat([...parts, Buffer.from('--edge--\r\n')]) });
};
const begin = async (mail: string): Promise<{ readonly id: string; readonly keys: Record<string, string> }> => {
  const { body } = await form('/', { right: 'access', mail, by: 'self' });
  const keys = { reference: found(body, /<code>([0-9a-z-]{29})<\/code>/), code: found(body, /<code>([0-9A-Z-]{14})<\/code>/) };
  const { items: [one] } = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests?reference=${keys.reference}`)).json() as Answer<'requests'>;
  return { id: one?.id ?? '', keys };
};
/** Everything that lies on the disk beside the database. */
const onDisk = async (): Promise<string> => {
  const folder = join(shop.server.data, 'shelf');
  const all = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return (await Promise.all(all.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name), 'latin1')))).join('\n');
};
const files = async (id: string): Promise<string[]> => (await shop.detail(id)).files.map(({ purpose, name, type, seen, deleted }) => `${purpose} ${name} ${type}${seen === null ? '' : ', seen'}${deleted === null ? '' : ', deleted'}`);
let bob: Awaited<ReturnType<typeof begin>>;

test('proof is asked for with its reason, handed in on the page about the request, and lies sealed', async () => {
  bob = await begin('bob@example.com');
  expect((await upload({ ...bob.keys, purpose: 'proof' }, [{ name: 'passport.png', bytes: png }])).statusCode).toBe(400);
  await shop.ask('POST', `/requests/${bob.id}/ask-proof`, { reason: 'doubt', by: 'document', wanted: 'A picture of your customer card: the address <b>changed</b> yesterday.' });
  const page = (await form('/status?lang=en', bob.keys)).body;
  expect(page).toContain('A picture of your customer card: the address &#60;b&#62;changed&#60;/b&#62; yesterday.');
  expect(page).toContain('enctype="multipart/form-data"');
  const taken = await upload({ ...bob.keys, purpose: 'proof' }, [{ name: '../../passport.html', bytes: png }]);
  expect([taken.statusCode, taken.body.includes('Your files are in.'), taken.body.includes('passport.html')]).toEqual([200, true, true]);
  expect((await upload({ ...bob.keys, purpose: 'document' }, [{ name: 'letter.pdf', bytes: pdf }])).statusCode).toBe(200);
  expect(await files(bob.id)).toEqual(['proof passport.html image/png', 'document letter.pdf application/pdf']);
  expect((await shop.detail(bob.id)).next).toEqual({ act: 'identify', sentence: '2 files were handed in: look at them, then state whether it shows who asks.' });
  expect(await onDisk()).not.toMatch(/passport|letter of Bob/);
  expect((await onDisk()).length).toBeGreaterThan(0);
});

test('staff get a file as a download that nothing shows inline, and an auditor not at all', async () => {
  const [proof] = (await shop.detail(bob.id)).files;
  const path = `/api/orgs/${shop.org}/privacy/requests/${bob.id}/files/${proof?.id}`;
  const asked = await shop.server.server.app.inject({ url: path, headers: { cookie: (await shop.server.enter(shop.org, 'privacy-lead', 'lead')).cookie } });
  expect(asked.rawPayload).toEqual(png);
  expect(asked.headers).toMatchObject({ 'content-disposition': 'attachment; filename="passport.png"; filename*=UTF-8\'\'passport.png', 'x-content-type-options': 'nosniff', 'content-type': 'image/png', 'content-security-policy': expect.stringContaining('sandbox') as string });
  expect((await files(bob.id))[0]).toBe('proof passport.html image/png, seen');
  const auditor = shop.server.as((await shop.server.enter(shop.org, 'auditor', 'auditor')).cookie);
  expect((await auditor('GET', path)).status).toBe(403);
  expect((await auditor('GET', `/api/orgs/${shop.org}/privacy/requests/${bob.id}`)).text).not.toMatch(/passport|letter\.pdf/);
});

test('takes what is a picture or PDF by its bytes, of bounded size and number, with the right code, and from the own page alone', async () => {
  const eve = await begin('eve@example.com');
  const send = async (list: readonly File[], fields: Record<string, string> = eve.keys): Promise<unknown> => { const { statusCode, body } = await upload({ ...fields, purpose: 'document' }, list); return [statusCode, /role="(?:alert|status)"><(?:p|strong)>([^<]*)/.exec(body)?.[1]]; };
  expect(await send([{ name: 'page.pdf', bytes: Buffer.from('<html><script>alert(1)</script>') }])).toEqual([400, 'page.pdf is no PDF, PNG, JPEG or WebP.']);
  expect(await send([{ name: 'vector.png', bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') }])).toEqual([400, 'vector.png is no PDF, PNG, JPEG or WebP.']);
  expect(await send([{ name: 'large.png', bytes: Buffer.concat([png, Buffer.alloc(5_000_000)]) }])).toEqual([400, 'large.png is larger than 5 MB.']);
  expect((await upload(eve.keys, [{ name: 'huge.png', bytes: Buffer.alloc(21_000_000) }])).statusCode).toBe(413);
  expect(await send([{ name: '', bytes: Buffer.alloc(0) }])).toEqual([400, 'Choose a file first.']);
  const one = { name: 'a.png', bytes: png };
  expect(await send([one, one, one, one, one])).toEqual([400, 'Send at most four files at once, and ten in all.']);
  for (const times of [4, 4]) expect(await send(Array.from({ length: times }, () => one))).toEqual([200, 'Your files are in.']);
  expect(await send([one, one, one])).toEqual([400, 'No further file is taken for this request.']);
  expect((await files(eve.id)).length).toBe(10);
  expect((await upload({ ...eve.keys, code: 'AAAA-AAAA-AAAA' }, [one])).statusCode).toBe(400);
  expect((await upload(eve.keys, [one], { origin: 'https://evil.example' })).statusCode).toBe(403);
});

test('proof is deleted once it was decided on, documents are forgotten with the request, and what stays is that they were there', async () => {
  await shop.ask('POST', `/requests/${bob.id}/identify`, { by: 'document', keys: { 'customer.email': ['bob@example.com'] }, reason: 'The card and the row agree.' });
  await shop.work();
  expect(await files(bob.id)).toEqual(['proof null image/png, seen, deleted', 'document letter.pdf application/pdf']);
  const [proof] = (await shop.detail(bob.id)).files;
  expect((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests/${bob.id}/files/${proof?.id}`)).status).toBe(404);
  const page = (await form('/status?lang=de', bob.keys)).body;
  expect(page).toContain('gelöscht; wir behalten nur, dass es da war');
  expect(page).not.toContain('value="proof"');
  const before = (await onDisk()).length;
  await shop.ask('POST', `/requests/${bob.id}/withdraw`, { reason: 'She wrote.' });
  await shop.ask('POST', `/requests/${bob.id}/close`, { forget: true });
  expect(await files(bob.id)).toEqual(['proof null image/png, seen, deleted', 'document null application/pdf, deleted']);
  expect((await onDisk()).length).toBeLessThan(before);
  expect((await shop.detail(bob.id)).timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['document.handed_in', 'document.seen', 'document.deleted']));
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {})).json()).toMatchObject({ identical: true });
});

test('files of somebody who is forgotten by another way go within the hour', async () => {
  const { items } = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests`)).json() as Answer<'requests'>;
  const { id } = items.find(({ stated }) => stated?.mail === 'eve@example.com') ?? { id: '' };
  const { context } = shop.server.server;
  await (await context.ledgerOf(shop.org)).forget({ subject: id, actor: 'system', basis: 'GDPR Art. 17(1)(a)', at: context.now().toISOString() });
  await tasks['handed-in-ending']?.({}, context, new AbortController().signal);
  const { rows } = await context.tenant(shop.org, (tx) => tx.query('select id from handed_in where org = $1 and request = $2 and (deleted is null or name is not null)', [shop.org, id]));
  expect(rows).toEqual([]);
  expect(await onDisk()).toBe('');
});
