import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '@avouch/database/embedded';
import { createClient, type Client } from '@avouch/api/client';
import { singleInserts } from './consent-ceiling.ts';
import { fillTo, type Shop } from './consent-fill.ts';
import { atFull, atRate, quantile, type RequestOf } from './consent-load.ts';
import { rivalRates } from './consent-rival.ts';
import type { Row } from './row.ts';

/** A second process sends; this many at once keep both processors of a small machine busy. */
const CONNECTIONS = 256;
const WARM_MS = 3_000;
const MS = 10_000;
/** `BENCH_ROWS=10000,1000000,10000000` measures at those too. */
const SIZES = (process.env['BENCH_ROWS'] ?? '10000').split(',').map(Number);
/** Where c15t is measured beside: it is filled by SQL, which is quick. */
const RIVAL_SIZES = (process.env['BENCH_RIVAL_ROWS'] ?? '0,10000,1000000').split(',').map(Number);

type Running = { readonly child: ChildProcess; readonly url: string; readonly token: string | undefined };

function startServer(data: string): Promise<Running> {
  // As `npm start` and `avouch start` run it.
  const child = spawn(process.execPath, ['--max-semi-space-size=64', join('packages', 'server', 'dist', 'main.js'), '--data', data, '--port', '0', '--quiet'], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, AVOUCH_TRUST_PROXY: 'yes' } });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /^Avouch is ready at (\S+)\n/m.exec(text)?.[1];
      if (url !== undefined) resolve({ child, url, token: /#token=(\S+)/.exec(text)?.[1] });
    });
    child.once('close', () => reject(new Error(`the server ended: ${text}`)));
  });
}

async function stop({ child }: Running): Promise<void> {
  const ended = new Promise((done) => { child.once('close', done); });
  child.kill('SIGTERM');
  await ended;
}

async function openShop({ url, token }: Running): Promise<Shop> {
  let cookie = '';
  const client: Client = createClient({
    base: url, fetch: async (input, init) => {
      const response = await fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), origin: url, ...(cookie === '' ? {} : { cookie }) } });
      cookie = response.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ') || cookie;
      return response;
    },
  });
  const session = await client.setup({ body: { token: token ?? '', owner: { name: 'Bench', email: 'bench@example.com', password: 'a long enough password' }, company: { name: 'Bench' }, system: { name: 'Bench', purpose: 'It is measured.' }, categories: ['security'] } });
  const org = session.organisations[0]?.id ?? '';
  const notice = await client.consentNoticeCreate({ params: { org }, body: { value: { name: 'Words', controller: { name: 'Bench' }, translations: { en: {} } } } });
  const site = await client.consentSiteCreate({ params: { org }, body: { value: { name: 'Bench', domains: ['bench.example'], notice: notice.id, purposes: [{ id: 'necessary', required: true }, { id: 'statistics' }, { id: 'media' }, { id: 'marketing' }], vendors: [{ id: 'counter', name: 'Counter', purpose: 'statistics' }], status: 'live' } } });
  const { hashes } = await client.consentPublish({ params: { org, site: site.id }, body: { substance: true, expected: { site: 1, notice: 1 } } });
  return { org, site: site.id, key: site.key, hash: hashes['en'] ?? '' };
}

/** 32 digits that nobody else has: made in stock, since the client should leave the processor to the server. */
const hex = (): string => {
  if (stock.at === stock.text.length) stock = { text: randomBytes(64 * 1024).toString('hex'), at: 0 };
  stock.at += 32;
  return stock.text.slice(stock.at - 32, stock.at);
};
let stock = { text: '', at: 0 };
const answers = { statistics: true, media: false, marketing: false, counter: true };

/** The answer of a visitor who is new, from an address of their own: written once, and filled in for each. */
const requestOf = (shop: Shop): RequestOf => {
  const body = JSON.stringify({
    v: 1, id: hex(), subject: hex(), previous: '', notice: { id: shop.site, version: '1', hash: shop.hash }, language: 'en', variant: null, answers, method: 'save', signal: null, place: 'DE', regime: 'opt-in', at: new Date().toISOString(),
  });
  const length = `content-length: ${body.length}\r\n\r\n`;
  const before = `POST /api/consents/${shop.key} HTTP/1.1\r\nhost: avouch\r\norigin: https://bench.example\r\ncontent-type: text/plain;charset=UTF-8\r\nx-forwarded-for: 10.`;
  const [head = '', middle = '', rest = ''] = body.split(/(?<=id":"|subject":")[0-9a-f]{32}/);
  const upToTime = rest.slice(0, rest.indexOf('"at":"') + 6);
  return (n) => `${before}${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}\r\n${length}${head}${hex()}${middle}${hex()}${upToTime}${new Date().toISOString()}"}`;
};

type Measured = { readonly rows: number; readonly rate: number; readonly p99: number; readonly halfRate: number };

async function measureAt(data: string, shop: Shop, rows: number, given?: Running): Promise<Measured> {
  const running = given ?? (await startServer(data));
  const port = Number(new URL(running.url).port);
  const full = await atFull(port, requestOf(shop), { connections: CONNECTIONS, warmMs: WARM_MS, ms: MS });
  if (full.failed.size > 0) throw new Error(`not all were taken: ${JSON.stringify([...full.failed])}`);
  const half = await atRate(port, requestOf(shop), { perSecond: full.perSecond / 2, ms: MS });
  await stop(running);
  console.log(`ours at ${rows}: ${Math.round(full.perSecond)} a second, p99 ${quantile(full.latencies, 0.99).toFixed(0)} ms; at half p99 ${quantile(half.latencies, 0.99).toFixed(1)} ms`);
  return { rows, rate: full.perSecond, p99: quantile(half.latencies, 0.99), halfRate: full.perSecond / 2 };
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const named = (rows: number): string => (rows === 0 ? 'at none' : `at ${rows.toLocaleString('en')}`);

/** Recorded choices over HTTP: against single inserts, against c15t's backend, and against itself with many. */
export async function run(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'avouch-bench-'));
  await chmod(folder, 0o711);
  const data = join(folder, 'data');
  try {
    const first = await startServer(data);
    const shop = await openShop(first);
    await new Promise((done) => { setTimeout(done, 1_200); });
    const none = await measureAt(data, shop, 0, first);
    const cluster = await openEmbedded({ folder: join(data, 'postgres') });
    const ceiling = await singleInserts(cluster.url('avouch'), MS / 1000);
    await cluster.close();
    console.log(`single inserts: ${Math.round(ceiling.perSecond)} a second`);
    const at: Measured[] = [];
    let filled = 0;
    for (const rows of SIZES) {
      filled = await fillTo({ data, shop, answers }, filled, rows);
      at.push(await measureAt(data, shop, rows));
    }
    const rivals = await rivalRates(RIVAL_SIZES);
    return [
      { what: 'recorded choices a second, over HTTP', measured: whole(none.rate), against: `${whole(ceiling.perSecond)} single-row inserts (${ceiling.by})`, ratio: none.rate / ceiling.perSecond, budget: '≥ 50 %', met: none.rate >= ceiling.perSecond / 2 },
      { what: `their p99 at half that rate (${whole(none.halfRate)} a second)`, measured: `${none.p99.toFixed(1)} ms`, against: '–', budget: '< 20 ms', met: none.p99 < 20 },
      ...at.map((one) => ({ what: `recorded choices a second ${named(one.rows)}`, measured: `${whole(one.rate)}, p99 at half ${one.p99.toFixed(1)} ms`, against: `${whole(none.rate)} at none`, ratio: one.rate / none.rate, budget: one.rows >= 10_000_000 ? '≥ 90 %' : 'none', met: one.rows < 10_000_000 || one.rate >= 0.9 * none.rate })),
      ...rivals.map((rival) => {
        const own = at.find(({ rows }) => rows === rival.rows) ?? none;
        const ours = own.rate;
        const times = rival.indexed ? 20 : rival.rows >= 1_000_000 ? 500 : undefined;
        return { what: `recorded choices a second ${named(rival.rows)}, against c15t ${rival.indexed ? 'with indexes added' : 'as it ships'}`, measured: `${whole(ours)}${own.rows === rival.rows ? '' : ' (at none)'}`, against: rival.perSecond.toFixed(1), ratio: ours / rival.perSecond, budget: times === undefined ? 'none' : `≥ ${times} ×`, met: times === undefined || ours >= times * rival.perSecond };
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
