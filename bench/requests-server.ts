import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { configOf, openServer } from '@avouch/server/server';
import { requestFact } from '@avouch/privacy/request';
import { quantile } from './requests-access.ts';
import type { Row } from './row.ts';

/** The product's server in this process, on a database of its own, with one organisation and a key of its app. */
export type BenchServer = {
  /** Asks as the company's app does, through the whole server but for the socket. */
  readonly isRestricted: (subject: string) => Promise<boolean>;
  /** Sets a restriction as the run of its request does; gives what lifts it again. */
  readonly restrict: (subject: string) => Promise<() => Promise<void>>;
  /** Puts so many restrictions of strangers beside, by SQL. */
  readonly fillWith: (count: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A request that there is not: restrictions are set and lifted beside it. */
const NOBODY = 'dsr_0000000000000000';

const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));

/** Opens it on a database of this cluster, which is made for it. */
export async function openBenchServer(cluster: { readonly url: (name?: string) => string }, data: string): Promise<BenchServer> {
  const make = new pg.Client({ connectionString: cluster.url() });
  await make.connect();
  await make.query('create database product');
  await make.end();
  const config = configOf({ AVOUCH_DATA: data, DATABASE_URL: cluster.url('product') });
  if (!config.ok) throw new Error(config.problems.join(' '));
  const server = await openServer({ config: config.config, say: () => undefined, listen: false, work: false, version: '0.0.0', programEnv: {}, console: join(data, 'console'), now: () => new Date(), random, log: () => undefined });
  const asked = async (method: 'GET' | 'POST', url: string, headers: Record<string, string>, payload?: object): Promise<{ readonly json: unknown; readonly cookie: string }> => {
    const answer = await server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    if (answer.statusCode !== 200) throw new Error(`${url} gave ${answer.statusCode}: ${answer.body}`);
    return { json: answer.json(), cookie: [answer.headers['set-cookie'] ?? []].flat().map((line) => line.split(';')[0]).join('; ') };
  };
  const setup = await asked('POST', '/api/setup', {}, {
    token: server.setupToken, owner: { name: 'Bench', email: 'bench@example.com', password: 'correct horse battery staple' }, company: { name: 'Bench' }, system: { name: 'Bench', purpose: 'It is measured.' }, categories: ['security'],
  });
  const org = (setup.json as { organisations: { id: string }[] }).organisations[0]?.id ?? '';
  const { json } = await asked('POST', `/api/orgs/${org}/privacy/app-keys`, { cookie: setup.cookie }, { name: 'Shop', scopes: ['restrictions'] });
  const headers = { authorization: `Bearer ${(json as { secret: string }).secret}` };
  const { context } = server;
  const append = async (kind: 'restriction.set' | 'restriction.lifted', about: string, rest: object): Promise<void> => {
    await (await context.ledgerOf(org)).append(requestFact({ kind, about, actor: 'system', captured: context.now().toISOString(), random: context.random, ...rest } as Parameters<typeof requestFact>[0]));
  };
  return {
    isRestricted: async (subject) => ((await asked('GET', `/api/orgs/${org}/app/restrictions/${encodeURIComponent(subject)}`, headers)).json as { restricted: boolean }).restricted,
    restrict: async (subject) => {
      const about = `rst_${Buffer.from(random(12)).toString('hex')}`;
      await append('restriction.set', about, { header: { request: NOBODY, ground: 'accuracy', purposes: [] }, subject: about, sealed: { subjects: [subject], marks: [context.markOf(org, 'restriction', subject.toLowerCase())] } });
      return () => append('restriction.lifted', about, { header: { request: NOBODY, told: context.now().toISOString().slice(0, 10) } });
    },
    fillWith: async (count) => {
      const client = new pg.Client({ connectionString: cluster.url('product') });
      await client.connect();
      await client.query(`insert into restriction (org, id, request, ground, since, subjects, entry) select $1, 'rst_' || n, 'dsr_' || n, 'accuracy', '2026-01-01T00:00:00.000Z', null, 0 from generate_series(1, $2::int) n`, [org, count]);
      await client.query(`insert into restricted_subject (org, mark, restriction, since) select $1, translate(encode(sha256(n::text::bytea), 'base64'), '+/=', '-_'), 'rst_' || n, '2026-01-01T00:00:00.000Z' from generate_series(1, $2::int) n`, [org, count]);
      await client.query('analyze restricted_subject');
      await client.query('select pg_notify($1, $2)', ['avouch_restricted', org]);
      await client.end();
    },
    close: server.close,
  };
}

const ASKED = 2_000;
const BUDGET_MS = 1;

/** Times what the company's app asks at each of its own calls: about people who were asked about before, and about others. */
export async function restrictionRows(server: BenchServer, count: number): Promise<readonly Row[]> {
  await server.fillWith(count);
  const set = new Set(Array.from({ length: 20 }, (_, n) => `restricted-${n}@example.com`));
  for (const subject of set) await server.restrict(subject);
  for (let wait = 0; wait < 100 && !(await server.isRestricted('restricted-19@example.com')); wait += 1) await new Promise((done) => { setTimeout(done, 50); });
  const people = Array.from({ length: ASKED }, (_, n) => (n % 100 === 0 ? `restricted-${(n / 100) % 20}@example.com` : `customer-${n}@example.com`));
  const [first, again]: [number[], number[]] = [[], []];
  let wrong = 0;
  for (let n = 0; n < 500; n += 1) await server.isRestricted(`warm-${n}@example.com`);
  for (const times of [first, again]) {
    for (const subject of people) {
      const began = performance.now();
      const found = await server.isRestricted(subject);
      times.push(performance.now() - began);
      if (found !== set.has(subject)) wrong += 1;
    }
  }
  if (wrong > 0) throw new Error(`${wrong} of ${ASKED * 2} answers about restrictions are wrong`);
  const row = (what: string, times: readonly number[]): Row => {
    const median = quantile(times, 0.5);
    return { what, measured: `${median.toFixed(3)} ms median, ${quantile(times, 0.99).toFixed(2)} ms p99`, against: `${count.toLocaleString('en')} restrictions, ${times.length.toLocaleString('en')} answers, all right`, budget: `< ${BUDGET_MS} ms of server time`, met: median < BUDGET_MS };
  };
  return [row('whether somebody is restricted, asked for the first time: one question of the database', first), row('the same, asked again', again)];
}
