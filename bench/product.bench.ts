import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createClient, type Client } from '@avouch/api/client';
import type { Row } from './row.ts';

const ROWS = 100_000;
const PAGES = 40;
const LIST_MS = 100;
const START_MS = 5_000;

type Running = { readonly child: ChildProcess; readonly url: string; readonly setupToken: string | undefined; readonly ms: number };

/** Starts the built server as `npm start` does, and times it until it says that it is ready. */
function startServer(data: string): Promise<Running> {
  const began = performance.now();
  const child = spawn(process.execPath, [join('packages', 'server', 'dist', 'main.js'), '--data', data, '--port', '0', '--quiet'], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /^Avouch is ready at (\S+)\n/m.exec(text)?.[1];
      if (url !== undefined) resolve({ child, url, setupToken: /#token=(\S+)/.exec(text)?.[1], ms: performance.now() - began });
    });
    child.once('close', () => reject(new Error(`the server ended: ${text}`)));
  });
}

async function stop({ child }: Running): Promise<void> {
  const ended = new Promise((done) => { child.once('close', done); });
  child.kill('SIGTERM');
  await ended;
}

/** A client that keeps its session cookie, as a browser would. */
function clientOf(url: string): Client {
  let cookie = '';
  const withCookie: typeof fetch = async (input, init) => {
    const response = await fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), origin: url, ...(cookie === '' ? {} : { cookie }) } });
    const set = response.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
    if (set !== '') cookie = set;
    return response;
  };
  return createClient({ base: url, fetch: withCookie });
}

/** A bill of materials with so many vulnerabilities, as a scanner writes it. */
const bill = (): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify({
  bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata: { timestamp: new Date().toISOString(), tools: { components: [{ type: 'application', name: 'scanner', version: '1' }] } },
  components: [{ type: 'library', name: 'left', version: '1.0.0', 'bom-ref': 'left' }],
  vulnerabilities: Array.from({ length: ROWS }, (_, n) => ({ 'bom-ref': `v${n}`, id: `CVE-2026-${n}`, ratings: [{ severity: n % 50 === 0 ? 'high' : 'low' }], affects: [{ ref: 'left' }], created: '2026-01-01T00:00:00.000Z' })),
}));

async function fill(client: Client, token: string): Promise<{ readonly org: string; readonly source: string; readonly ms: number }> {
  const session = await client.setup({ body: { token, owner: { name: 'Bench', email: 'bench@example.com', password: 'a long enough password' }, company: { name: 'Bench' }, system: { name: 'Bench', purpose: 'It is measured.' }, categories: ['security'] } });
  const org = session.organisations[0]?.id ?? '';
  const file = await client.upload({ params: { org }, query: { name: 'bill.cdx.json' }, body: bill() });
  const began = performance.now();
  const { source } = await client.sourceConnect({ params: { org }, body: { connector: 'cyclonedx', name: 'Bill', settings: { file: file.id }, everyMinutes: null } });
  for await (const state of client.follow('progress', { params: { org, source: source.id } })) if (state.phase === 'done' || state.phase === 'failed') break;
  return { org, source: source.id, ms: performance.now() - began };
}

/** The median and the slowest of pages all through the list, in milliseconds. */
async function timePages(page: (cursor: string | undefined) => Promise<{ readonly next: string | null }>): Promise<{ readonly median: number; readonly worst: number }> {
  const times: number[] = [];
  let cursor: string | undefined;
  for (let n = 0; n < PAGES; n += 1) {
    const began = performance.now();
    const { next } = await page(cursor);
    times.push(performance.now() - began);
    cursor = next ?? undefined;
  }
  times.sort((a, b) => a - b);
  return { median: times[Math.floor(PAGES / 2)] ?? 0, worst: times.at(-1) ?? 0 };
}

async function timePackage(client: Client, org: string): Promise<number> {
  const began = performance.now();
  const { id } = await client.packageCreate({ params: { org }, body: { kind: 'type-1', asOf: new Date().toISOString().slice(0, 10) } });
  for (;;) {
    const { state } = await client.package({ params: { org, package: id } });
    if (state === 'ready') return performance.now() - began;
    if (state === 'failed') throw new Error('the package could not be composed');
    await new Promise((done) => { setTimeout(done, 50); });
  }
}

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;

/** The product as people run it: start, lists of many rows over HTTP, a package. */
export async function run(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'avouch-bench-'));
  await chmod(folder, 0o711);
  const data = join(folder, 'data');
  try {
    const first = await startServer(data);
    const client = clientOf(first.url);
    const { org, source, ms: collecting } = await fill(client, first.setupToken ?? '');
    const entities = await timePages((cursor) => client.entities({ params: { org, source, type: 'vulnerability' }, query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) } }));
    const subjects = await timePages((cursor) => client.checkSubjects({ params: { org, check: 'vulnerability.severe-fixed' }, query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) } }));
    const composing = await timePackage(client, org);
    await stop(first);
    const second = await startServer(data);
    await stop(second);
    return [
      { what: 'start, set up already', measured: ms(second.ms), against: `first start ${ms(first.ms)}`, budget: '< 5 s', met: second.ms < START_MS },
      { what: `page of 100 of ${ROWS.toLocaleString('en')} entities, over HTTP`, measured: `${ms(entities.median)} median, ${ms(entities.worst)} worst of ${PAGES}`, against: '–', budget: '< 100 ms', met: entities.worst < LIST_MS },
      { what: `page of 100 of ${ROWS.toLocaleString('en')} subjects of a check, over HTTP`, measured: `${ms(subjects.median)} median, ${ms(subjects.worst)} worst of ${PAGES}`, against: '–', budget: '< 100 ms', met: subjects.worst < LIST_MS },
      { what: `read, seal, record and judge ${ROWS.toLocaleString('en')} entities of a file`, measured: `${(collecting / 1000).toFixed(1)} s`, against: '–', budget: 'none', met: true },
      { what: 'Type I package with bundle over that ledger', measured: `${(composing / 1000).toFixed(1)} s`, against: '–', budget: 'none (Type II: < 5 s to PDF)', met: true },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
