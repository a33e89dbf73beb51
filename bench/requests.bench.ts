import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openEmbedded } from '@avouch/database/embedded';
import type { Store } from '@avouch/connectors/store';
import { readAgain } from '@avouch/privacy/reread';
import { runPlan, type Deed } from '@avouch/privacy/run';
import { accessRows, askedOf, identityOf, median, planFor, quantile, runInput, secret, storeAt, timeAccess } from './requests-access.ts';
import { gdprRows } from './gdprbench.ts';
import { openBenchServer, restrictionRows } from './requests-server.ts';
import { fill, map } from './requests-shop.ts';
import type { Row } from './row.ts';

/** About so many rows over the 40 tables: `BENCH_ROWS=10000000` for the size that the budget names. */
const ROWS = Math.max(...(process.env['BENCH_ROWS'] ?? '200000').split(',').map(Number));
const ASKED = 20;
const ERASED = 40;
const AN_HOUR = 1000;
/** In each of GDPRbench's mixes. */
const OPERATIONS = 60;
const LOAD_A_SECOND = 100;
const ALONE_MS = 5_000;

type LoadSaid = { readonly asked: number; readonly failed: number; readonly perSecond: number; readonly p50: number; readonly p99: number };

/** The shop's own questions, from another process, until they are to end. */
function loadOn(url: string, people: number): { readonly end: () => Promise<LoadSaid> } {
  const child = spawn(process.execPath, [join('bench', 'requests-load.mjs'), url, String(people), String(LOAD_A_SECOND)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => { text += chunk.toString(); });
  const ended = new Promise((done) => { child.once('close', done); });
  return { end: async () => {
    child.kill('SIGTERM');
    await ended;
    return JSON.parse(text) as LoadSaid;
  } };
}

/** Erases one person as the product does, but for what is recorded: looked for and planned, located, changed, read again. */
async function erase(store: Store, id: number): Promise<number> {
  const identity = identityOf(id);
  const at = '2026-01-01T00:00:00.000Z';
  const plan = await planFor(store, identity, 'erasure');
  const deeds: Deed[] = [];
  const outcome = await runPlan(runInput(plan, store, identity, deeds));
  const again = await readAgain({ plan, map, identity, stores: { shop: store }, secret, deeds, at });
  if (outcome.status !== 'done' || !again.clean) throw new Error(`an erasure ended as ${outcome.status}`);
  return deeds.reduce((sum, { does, done }) => sum + (does === 'change' ? done : 0), 0);
}

async function erasureRows(url: string, store: Store, people: number): Promise<readonly Row[]> {
  const alone = loadOn(url, people);
  await new Promise((done) => { setTimeout(done, ALONE_MS); });
  const before = await alone.end();
  const load = loadOn(url, people);
  const took: number[] = [];
  let rows = 0;
  const began = performance.now();
  for (const id of askedOf(people, ERASED)) {
    const from = performance.now();
    rows += await erase(store, id);
    took.push(performance.now() - from);
  }
  const ms = performance.now() - began;
  const during = await load.end();
  if (before.failed + during.failed > 0) throw new Error(`${before.failed + during.failed} questions of the shop failed`);
  const rate = (ERASED / ms) * 3_600_000;
  return [
    {
      what: `erasures an hour over those tables under load, one after the other: planned, run and read again`, measured: Math.round(rate).toLocaleString('en'),
      against: `${ERASED} people, ${rows.toLocaleString('en')} rows changed; each ${median(took).toFixed(0)} ms, the slowest ${quantile(took, 1).toFixed(0)} ms`, budget: `≥ ${AN_HOUR.toLocaleString('en')}`, met: rate >= AN_HOUR,
    },
    { what: 'the shop’s own questions meanwhile, p99', measured: `${during.p99.toFixed(1)} ms at ${during.perSecond.toFixed(0)} a second`, against: `${before.p99.toFixed(1)} ms at ${before.perSecond.toFixed(0)} a second without erasures`, ratio: during.p99 / before.p99, budget: 'none', met: true },
  ];
}

/** Requests on a real database of so many rows. */
export async function run(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'avouch-bench-'));
  // Nothing in it outlives the run: the log need not be enough for a standby, nor written where a table is new.
  const cluster = await openEmbedded({ folder: join(folder, 'postgres'), settings: { wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '4GB', shared_buffers: '1GB' } });
  try {
    const began = performance.now();
    const { people, rows } = await fill(cluster.url(), ROWS);
    console.log(`  ${rows.toLocaleString('en')} rows of ${people.toLocaleString('en')} customers filled in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    const store = await storeAt(cluster.url());
    const server = await openBenchServer(cluster, join(folder, 'data'));
    const found = [
      ...accessRows(await timeAccess(cluster.url(), store, people, ASKED), rows), ...await erasureRows(cluster.url(), store, people),
      ...await restrictionRows(server, Math.min(1_000_000, Math.round(ROWS / 5))), ...await gdprRows(cluster.url(), store, server, people, OPERATIONS),
    ];
    await server.close();
    await store.close();
    return found;
  } finally {
    await cluster.close();
    await Promise.all([folder, cluster.folder].map((one) => rm(one, { recursive: true, force: true })));
  }
}
