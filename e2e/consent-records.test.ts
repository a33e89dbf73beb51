import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { runCommand } from '@avouch/cli/command-line';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { shop as asked } from '../examples/next-shop/app/consent.ts';
import { openBrowser } from './browser.ts';
import { openNextShop, type NextShop } from './next-shop.ts';
import { openRealServer, type RealServer } from './real-server.ts';

type Choice = { readonly id: string; readonly subject: string; readonly previous: string };
type Reply = { readonly receipt_id: string; readonly complete: string };
type Kept = { readonly id: string; readonly subject: string; readonly method: string; readonly answers: Readonly<Record<string, boolean>>; readonly states: Readonly<Record<string, string>> };

let server: RealServer;
let shop: NextShop;
let browser: Browser;
let folder: string;
let context: BrowserContext;
/** The company's own view, by the contract's routes. */
let company: <T>(method: 'GET' | 'POST', path: string, body?: object) => Promise<T>;
let verifierKey: string;
let endpoint: string;
/** What the SDK told the page, and what browser and policy complained of, since the last visit began. */
let told: { readonly choice: Choice[]; readonly receipt: Reply[]; readonly unsent: unknown[] };
let complaints: string[];

/** Does the first run as a person would, and gives what asks on in their name. */
async function enter({ origin, setUpAt }: RealServer): Promise<typeof company> {
  const send = async (method: string, path: string, cookie: string, body?: object): Promise<Response> => {
    const answer = await fetch(`${origin}/api${path}`, { method, headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return answer;
  };
  const first = await send('POST', '/setup', '', {
    token: new URLSearchParams(new URL(setUpAt).hash.slice(1)).get('token'), owner: { name: 'Ann Ahlers', email: 'ann@leaf.example', password: 'correct horse battery' },
    company: { name: 'Leaf & Kettle' }, system: { name: 'Shop', purpose: 'Sells tea.' }, categories: ['security'],
  });
  const cookie = first.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const { organisations: [org] } = await first.json() as { organisations: [{ id: string }] };
  return async (method, path, body) => (await send(method, `/orgs/${org.id}${path}`, cookie, body)).json();
}

/** Writes and publishes what the example asks for; gives the site's key. */
async function publish(): Promise<string> {
  const notice = await company<{ id: string }>('POST', '/consent/notices', { value: { name: 'Words', controller: { name: 'Leaf & Kettle', contact: 'privacy@leaf.example' }, url: '/privacy', translations: { en: {} } } });
  const site = await company<{ id: string; key: string; endpoint: string }>('POST', '/consent/sites', { value: { name: 'Shop', domains: ['shop.example'], notice: notice.id, purposes: asked.purposes, vendors: asked.vendors, status: 'live' } });
  await company('POST', `/consent/sites/${site.id}/publications`, { substance: true, expected: { site: 1, notice: 1 } });
  ({ endpoint } = site);
  return site.key;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'avouch-receipts-'));
  server = await openRealServer();
  company = await enter(server);
  ({ verifierKey } = await company<{ verifierKey: string }>('GET', '/ledger'));
  shop = await openNextShop({ CONSENT_NOTICE: `${server.origin}/api/notices/${await publish()}` });
  browser = await openBrowser(shop.flags);
});
afterAll(async () => {
  await browser?.close();
  await shop?.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => context.close());

/** A new visitor, before whom the banner stands. */
async function visit(): Promise<Page> {
  told = { choice: [], receipt: [], unsent: [] };
  complaints = [];
  context = await browser.newContext({ viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true });
  await context.exposeFunction('hear', (type: keyof typeof told, detail: unknown) => void told[type].push((typeof detail === 'string' ? JSON.parse(detail) : detail) as never));
  await context.addInitScript(() => {
    const { hear } = window as unknown as { hear: (type: string, detail: unknown) => void };
    for (const type of ['choice', 'receipt', 'unsent']) document.addEventListener(`avouch:${type}`, (event) => hear(type, (event as CustomEvent).detail));
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => console.error(`${violatedDirective} ${blockedURI}`));
  });
  const page = await context.newPage();
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto('http://shop.example/');
  await page.locator('.avouch-banner').waitFor();
  return page;
}
const tap = (page: Page, name: string, within = '.avouch-banner'): Promise<void> => page.locator(within).getByRole('button', { name }).tap();

/** The receipts that the page has got, once there are so many. */
async function receipts(count: number): Promise<readonly Reply[]> {
  await expect.poll(() => told.receipt.length).toBe(count);
  return told.receipt;
}
/** What the company has on record of this browser, oldest first. */
const kept = async (): Promise<readonly Kept[]> => (await company<{ items: Kept[] }>('GET', `/consent/choices?subject=${told.choice[0]?.subject ?? ''}`)).items.toReversed();

/** Fetches the whole receipt from the address in the reply, by the visitor's own page, as soon as its proof is there. */
async function complete(page: Page, { complete: address }: Reply): Promise<string> {
  let file = '';
  await expect.poll(async () => {
    file = await page.evaluate(async (from) => (await fetch(from)).text(), address);
    return (JSON.parse(file) as { proof: { tlog_proof: string | null } }).proof.tlog_proof;
  }).not.toBeNull();
  return file;
}

/** `avouch verify` on a file with this text, with nothing to ask but the file and the ledger's key. */
async function verify(receipt: string): Promise<{ readonly code: number; readonly out: string }> {
  await writeFile(join(folder, 'receipt.json'), receipt);
  let out = '';
  const hear = (text: string): void => { out += text; };
  const code = await runCommand(['verify', 'receipt.json', '--key', verifierKey], {
    out: hear, err: hear, progress: () => undefined, color: false, cwd: folder, env: {}, now: () => new Date(), random: (bytes) => randomBytes(bytes), fetch: () => { throw new Error('verifying asks nobody'); },
    askSecret: async () => undefined, stopped: new AbortController().signal, serverProgram: '', installation: folder,
  });
  return { code, out };
}

const no = { statistics: false, media: false, counter: false, tube: false };

test('a refusal is on record with every purpose false, and its receipt verifies offline until a byte of it is changed', async () => {
  const page = await visit();
  await tap(page, 'Reject all');
  const [reply] = await receipts(1);
  expect(await kept()).toMatchObject([{ id: told.choice[0]?.id, method: 'refuse', answers: no, states: { statistics: 'ConsentRefused', media: 'ConsentRefused' }, receipt: reply?.receipt_id }]);
  const file = await complete(page, reply!);
  const { code, out } = await verify(file);
  expect(out).toContain('● verified  This answer was given and is unchanged');
  expect(out).toMatch(/statistics +no +ConsentRefused/);
  expect(code).toBe(0);
  const places = [...file.matchAll(/[a-z0-9]/gi)].map(({ index }) => index).filter((_, n) => n % 149 === 0);
  expect(places.length).toBeGreaterThan(20);
  for (const at of places) {
    const changed = `${file.slice(0, at)}${file[at] === 'x' ? 'y' : 'x'}${file.slice(at + 1)}`;
    expect(await verify(changed), `changed at ${at}: …${file.slice(Math.max(0, at - 30), at + 30)}…`).toMatchObject({ code: 3, out: expect.stringContaining('NOT verified') as string });
  }
  expect(complaints).toEqual([]);
});

test('a yes that is withdrawn by the way back leaves two answers and two receipts that verify, the second saying what was withdrawn', async () => {
  const page = await visit();
  await tap(page, 'Accept all');
  await page.getByText('Your visit is counted').waitFor();
  await receipts(1);
  await page.getByRole('button', { name: 'Privacy choices' }).tap();
  await tap(page, 'Reject all', 'dialog');
  await page.getByText('Your visit is not counted').waitFor();
  const replies = await receipts(2);
  expect(await kept()).toMatchObject([
    { method: 'accept', answers: { statistics: true, media: true, counter: true, tube: true }, states: { statistics: 'ConsentGiven', media: 'ConsentGiven' } },
    { method: 'refuse', answers: no, states: { statistics: 'ConsentWithdrawn', media: 'ConsentWithdrawn' } },
  ]);
  for (const [reply, answer] of [[replies[0], /statistics +yes +ConsentGiven/], [replies[1], /statistics +no +ConsentWithdrawn/]] as const) expect(await verify(await complete(page, reply!))).toMatchObject({ code: 0, out: expect.stringMatching(answer) as string });
  expect(complaints).toEqual([]);
});

test('an answer whose reply is lost is sent again by the next page, gets the receipt of the first time, and counts once', async () => {
  const page = await visit();
  let first: Reply | undefined;
  await page.route(endpoint, async (route) => {
    first = await (await route.fetch()).json() as Reply;
    await route.abort('connectionreset');
  }, { times: 1 });
  await tap(page, 'Accept all');
  await expect.poll(() => first).toBeDefined();
  expect(told.receipt).toEqual([]);
  await page.reload();
  const [second] = await receipts(1);
  expect(second?.receipt_id).toBe(first?.receipt_id);
  expect(await kept()).toMatchObject([{ id: told.choice[0]?.id, method: 'accept' }]);
  expect((await verify(await complete(page, second!))).code).toBe(0);
});

test('an answer given without a network is carried out at once, and arrives when the network is back', async () => {
  const page = await visit();
  await context.setOffline(true);
  await tap(page, 'Reject all');
  await page.locator('.avouch-banner').waitFor({ state: 'detached' });
  expect(await kept()).toEqual([]);
  await context.setOffline(false);
  await receipts(1);
  expect(await kept()).toMatchObject([{ id: told.choice[0]?.id, method: 'refuse', answers: no }]);
});

test('the page asks with the published words, its policy opens the way to Avouch and to nobody new, and no cookie goes there', async () => {
  const page = await visit();
  const policy = (await context.request.get(shop.origin)).headers()['content-security-policy'] ?? '';
  expect(/connect-src ([^;]*)/.exec(policy)?.[1]).toBe(`'self' https://counter.example ${server.origin}`);
  const sending = page.waitForRequest(endpoint);
  await tap(page, 'Reject all');
  const request = await sending;
  const { cookie, origin } = await request.allHeaders();
  expect([cookie, origin, request.method()]).toEqual([undefined, 'http://shop.example', 'POST']);
  const { items: [published] } = await company<{ items: [{ published: { hashes: { en: string } } }] }>('GET', '/consent/sites');
  expect(request.postDataJSON()).toMatchObject({ language: 'en', notice: { hash: published.published.hashes.en, version: '1' } });
  await receipts(1);
  expect(told.unsent).toEqual([]);
  expect(complaints).toEqual([]);
});
