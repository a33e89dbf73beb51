import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openEmbedded } from '@avouch/database/embedded';
import type { Fact, Kept } from '@avouch/ledger/entry';
import { generateSigner } from '@avouch/ledger/keys';
import { openLedger } from '@avouch/ledger/ledger';
import type { Ledger } from '@avouch/ledger/ledger';
import { postgresStorage } from '@avouch/ledger/postgres';
import { seal } from '@avouch/ledger/seal';
import { verifyProof } from '@avouch/ledger/verify';
import pg from 'pg';
import { plainInserts } from './ledger-ceiling.ts';

/** One line of the table that `npm run bench` prints. */
export type Row = {
  readonly what: string;
  readonly measured: string;
  readonly against: string;
  readonly ratio?: number;
  readonly budget: string;
  readonly met: boolean;
};

const ORIGIN = 'bench.example/log';
const signer = generateSigner(ORIGIN, randomBytes);
const now = () => new Date(performance.timeOrigin + performance.now());

/** The system's chance, drawn some hundred seals at a time. */
function blinds(): (bytes: number) => Uint8Array {
  let [drawn, at] = [randomBytes(8192), 0];
  return (bytes) => {
    if (at + bytes > drawn.length) [drawn, at] = [randomBytes(8192), 0];
    at += bytes;
    return Uint8Array.prototype.slice.call(drawn, at - bytes, at);
  };
}

const random = blinds();
const APPENDS = 60_000;
const CALLERS = 2048;
/** The first round warms the compiler and the caches of both sides, and is not counted. */
const ROUNDS = 4;

/** A consent choice as a visitor's answer looks: about 400 bytes, unlike any other. */
const payloadOf = (n: number) => ({
  notice: 'notice-2026-01',
  language: 'en',
  variant: 'banner-a',
  choices: { analytics: n % 2 === 0, marketing: n % 3 === 0, preferences: true },
  shown: '2026-01-31T09:30:00.000Z',
  page: `/products/${n}`,
  agent: 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
  visit: `${n}`.padStart(64, 'visit-'),
});

const factOf = (n: number): Fact => ({
  kind: 'consent.given',
  about: `visit-${n}`,
  actor: 'banner',
  captured: '2026-01-31T09:30:00.000Z',
  origin: { name: 'consent', version: '0.1.0' },
  header: { notice: 'notice-2026-01', state: 'given' },
  parts: [seal(payloadOf(n), null, random)],
});

/**
 * Callers that each append, wait for the receipt and append again. The facts are at hand, sealed, before the clock
 * starts, as the rows of the ceiling are; checking, printing, hashing and encrypting them is inside.
 */
async function appendsPerSecond(ledger: Ledger<pg.PoolClient>): Promise<number> {
  const facts = Array.from({ length: APPENDS }, (_, n) => factOf(n));
  let next = 0;
  const caller = async () => {
    while (next < APPENDS) await ledger.append(facts[next++] as Fact);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return (APPENDS / (performance.now() - start)) * 1000;
}

const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((left, right) => left - right)[Math.ceil(values.length * part) - 1] ?? Number.NaN;

/** Milliseconds from calling `append` to holding the proof, with 200 callers at once and again. */
async function proofLatencies(ledger: Ledger<pg.PoolClient>): Promise<number[]> {
  const latencies: number[] = [];
  const caller = async (id: number) => {
    for (let round = 0; round < 3; round++) {
      const start = performance.now();
      const { index } = await ledger.append(factOf(id * 10 + round));
      await ledger.proof(index);
      latencies.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: 200 }, (_, id) => caller(id)));
  return latencies;
}

/** Milliseconds to verify one proof with its opening, each time a different one. */
async function verifyLatencies(ledger: Ledger<pg.PoolClient>): Promise<number[]> {
  const latencies: number[] = [];
  const size = await ledger.size();
  for (let round = 0; round < 500; round++) {
    const index = Math.floor((round * size) / 500);
    const { bytes, commitments } = (await ledger.read(index)) as Kept;
    const claim = { entry: bytes, proof: await ledger.proof(index), verifierKey: signer.verifierKey, commitments, openings: await ledger.disclose(index) };
    const start = performance.now();
    const { ok } = verifyProof(claim);
    latencies.push(performance.now() - start);
    if (!ok) throw new Error(`the proof of entry ${index} does not verify`);
  }
  return latencies;
}

/** A role that owns the tables and is no superuser: row security costs what it costs in production. */
async function openPool(url: string): Promise<pg.Pool> {
  const admin = new pg.Pool({ connectionString: url, max: 1 });
  await admin.query('create role bench; grant all on schema public to bench');
  await admin.end();
  const pool = new pg.Pool({ connectionString: url, options: '-c role=bench', max: 8 });
  await pool.query(await readFile(new URL(import.meta.resolve('@avouch/ledger/sql/ledger.sql')), 'utf8'));
  return pool;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');

async function measure(pool: pg.Pool): Promise<Row[]> {
  const rates: { readonly ours: number; readonly ceiling: number }[] = [];
  let ledger: Ledger<pg.PoolClient> | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const org = `org-${round}`;
    ledger = await openLedger(postgresStorage({ pool, org, kek: randomBytes(32) }), { origin: ORIGIN, signer, now, random: randomBytes });
    const ours = await appendsPerSecond(ledger);
    const rate = { ours, ceiling: await plainInserts(pool, org) };
    if (round > 0) rates.push(rate);
  }
  const [middle = { ours: 0, ceiling: Infinity }] = [...rates].sort((left, right) => left.ours / left.ceiling - right.ours / right.ceiling).slice(1);
  const ratio = middle.ours / middle.ceiling;
  const last = ledger as Ledger<pg.PoolClient>;
  const proofMs = quantile(await proofLatencies(last), 0.99);
  const verifyMs = quantile(await verifyLatencies(last), 0.5);
  return [
    {
      what: 'durable appends a second, of sealed facts with one part',
      measured: whole(middle.ours),
      against: `${whole(middle.ceiling)} plain batched inserts of the same bytes`,
      ratio,
      budget: '≥ 50 % and ≥ 20,000',
      met: ratio >= 0.5 && middle.ours >= 20_000,
    },
    { what: 'append → proof, p99', measured: `${whole(proofMs)} ms`, against: 'one checkpoint a second', budget: '< 2 s', met: proofMs < 2000 },
    { what: 'verify a proof and its opening, median', measured: `${verifyMs.toFixed(3)} ms`, against: '', budget: '< 1 ms', met: verifyMs < 1 },
  ];
}

/** Brings up a PostgreSQL that flushes every commit, measures, and takes it down. */
export async function run(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'avouch-bench-'));
  await chmod(folder, 0o711);
  const cluster = await openEmbedded({ folder: join(folder, 'postgres') });
  try {
    const pool = await openPool(cluster.url());
    try {
      return await measure(pool);
    } finally {
      await pool.end();
    }
  } finally {
    await cluster.close();
    await rm(folder, { recursive: true, force: true });
  }
}
