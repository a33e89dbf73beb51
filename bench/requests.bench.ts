import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { openEmbedded } from '@avouch/database/embedded';
import { openOutside } from '@avouch/connectors/outside';
import type { Store } from '@avouch/connectors/store';
import { storeConnectorOf } from '@avouch/connectors/stores';
import type { DataMap, Hop, Identity, MappedField, MappedPlace, OwnerPath } from '@avouch/privacy/datamap';
import { planOf, type Plan, type Right } from '@avouch/privacy/plan';
import { runPlan, type AnswerSink, type Deed, type RunInput } from '@avouch/privacy/run';
import { readAgain } from '@avouch/privacy/reread';
import { takeSurvey } from '@avouch/privacy/survey';
import type { Row } from './row.ts';

const TABLES = 40;
const ROWS = Number(process.env['BENCH_REQUEST_ROWS'] ?? 10_000_000);
const PEOPLE = Math.floor(ROWS / TABLES);
const ASKED = 40;
const ERASED = 40;
const RATIO = 1.3;
const AN_HOUR = 1000;

/** A table by how its rows come to their owner: by themselves, over orders, or over lines and orders. */
const kindOf = (at: number): 'direct' | 'order' | 'line' => (at < 22 ? 'direct' : at < 34 ? 'order' : 'line');
const fieldNames = ['note', 'label', 'amount'] as const;

const personal = (category: string): MappedField => ({ category, of: 'owner', special: false, provenance: 'given', purposes: [], erasure: category === 'none' ? 'keep' : 'clear', loosens: false });
const hop = (place: string, here: string): Hop => ({ system: 'shop', place, on: [[here, 'id']] });
const direct: OwnerPath = { hops: [], field: 'customer_id', is: 'customer.id' };
const overOrders: OwnerPath = { ...direct, hops: [hop('public.orders', 'order_id')] };
const overLines: OwnerPath = { ...direct, hops: [hop('public.lines', 'line_id'), hop('public.orders', 'order_id')] };

function placeOf(title: string, pointer: string, owner: OwnerPath): MappedPlace {
  return {
    title, personal: true, key: [], owners: { owner }, access: {}, purposes: [], rows: 'delete',
    fields: { id: personal('none'), [pointer]: personal('none'), note: personal('content.message'), label: personal('preference'), amount: personal('payment.transaction') },
  };
}

const tables: readonly { readonly name: string; readonly pointer: string; readonly to: string; readonly path: OwnerPath; readonly from: string }[] = [
  { name: 'orders', pointer: 'customer_id', to: 'customers', path: direct, from: 'orders t where t.customer_id = $1' },
  { name: 'lines', pointer: 'order_id', to: 'orders', path: overOrders, from: 'lines t join orders o on o.id = t.order_id where o.customer_id = $1' },
  ...Array.from({ length: TABLES - 3 }, (_, at) => {
    const name = `t${at}`;
    switch (kindOf(at)) {
      case 'direct': return { name, pointer: 'customer_id', to: 'customers', path: direct, from: `${name} t where t.customer_id = $1` };
      case 'order': return { name, pointer: 'order_id', to: 'orders', path: overOrders, from: `${name} t join orders o on o.id = t.order_id where o.customer_id = $1` };
      case 'line': return { name, pointer: 'line_id', to: 'lines', path: overLines, from: `${name} t join lines l on l.id = t.line_id join orders o on o.id = l.order_id where o.customer_id = $1` };
    }
  }),
];

const map: DataMap = {
  version: 1, purposes: {}, recipients: {}, people: { customer: { title: 'Customers', keys: { id: { title: 'Number', several: false } } } },
  systems: { shop: { title: 'Shop', role: 'controller', engine: 'postgres', places: {
    'public.customers': { title: 'Customers', personal: true, key: [], identifies: { people: 'customer', keys: { id: 'id' }, leads: ['id'] }, owners: {}, access: {}, purposes: [], rows: 'delete', fields: { id: personal('none'), note: { ...personal('name'), of: 'self' }, label: { ...personal('preference'), of: 'self' }, amount: { ...personal('financial'), of: 'self' } } },
    ...Object.fromEntries(tables.map(({ name, pointer, path }) => [`public.${name}`, placeOf(name, pointer, path)])),
  } } },
};

/** Fills the tables: each row points at a row that a number chooses, so that everybody has about one of each. */
async function fill(client: pg.Client): Promise<void> {
  const values = "md5(n::text), 'label ' || n % 100, (n % 10000)::numeric / 100 from generate_series(1, $1::int) n";
  await client.query('create table customers (id int primary key, note text, label text, amount numeric(10,2))');
  await client.query(`insert into customers select n, ${values}`, [PEOPLE]);
  for (const { name, pointer, to } of tables) {
    await client.query(`create table ${name} (id int primary key, ${pointer} int not null, note text, label text, amount numeric(10,2))`);
    await client.query(`insert into ${name} select n, (n::bigint * 7919 % $1::int + 1)::int, ${values}`, [PEOPLE]);
    await client.query(`create index on ${name} (${pointer})`);
    await client.query(`alter table ${name} add foreign key (${pointer}) references ${to} (id) on delete cascade`);
  }
  await client.query('vacuum analyze');
}

async function storeAt(url: string): Promise<Store> {
  const at = new URL(url);
  const connector = storeConnectorOf('postgres');
  const outside = openOutside({ now: () => new Date(), userAgent: 'bench', allowPrivate: [], env: {}, file: async () => undefined, signal: new AbortController().signal });
  const opened = await connector?.open({ settings: connector.settings.parse({ socket: at.searchParams.get('host') ?? '', database: at.pathname.slice(1), user: at.username }), secrets: {}, outside });
  if (opened?.ok !== true) throw new Error('the store does not open');
  return opened.value;
}

const at = '2026-01-01T00:00:00.000Z';
const secret = new Uint8Array(32);

async function planFor(store: Store, identity: Identity, right: Right): Promise<Plan> {
  const survey = await takeSurvey({ map, identity, stores: { shop: store }, right, role: 'controller', holds: [], decisions: [], rules: [], accepted: [], at });
  return planOf({ request: { id: 'r', right }, map, survey, identity: {}, accepted: [], rules: [], at });
}

const runInput = (plan: Plan, store: Store, identity: Identity, deeds: Deed[]): RunInput => ({
  plan, approved: plan.digest, map, identity, stores: { shop: store }, secret, holds: [], done: [], record: async (deed) => { deeds.push(deed); }, signal: new AbortController().signal, at,
});

function countingSink(): AnswerSink & { rowCount: number } {
  const sink = { rowCount: 0, begin: async () => undefined, rows: async (_: unknown, rows: readonly unknown[]) => { sink.rowCount += rows.length; }, file: async () => undefined, end: async () => undefined };
  return sink;
}

const median = (list: readonly number[]): number => [...list].sort((one, other) => one - other)[Math.floor(list.length / 2)] ?? 0;

async function byHand(client: pg.Client, id: number): Promise<number> {
  let rows = (await client.query('select id, note, label, amount from customers where id = $1', [id])).rows.length;
  for (const { pointer, from } of tables) rows += (await client.query(`select t.id, t.${pointer}, ${fieldNames.map((field) => `t.${field}`).join(', ')} from ${from}`, [id])).rows.length;
  return rows;
}

async function accessRow(client: pg.Client, store: Store): Promise<Row> {
  const [ours, hand]: [number[], number[]] = [[], []];
  for (let n = 0; n < ASKED; n += 1) {
    const id = 1 + ((n * 6151) % PEOPLE);
    const identity = { 'customer.id': [String(id)] };
    const plan = await planFor(store, identity, 'access');
    const sink = countingSink();
    const first = n % 2 === 0;
    let wanted = 0;
    const other = async (): Promise<void> => {
      const began = performance.now();
      wanted = await byHand(client, id);
      hand.push(performance.now() - began);
    };
    if (first) await other();
    const began = performance.now();
    const outcome = await runPlan({ ...runInput(plan, store, identity, []), sink });
    ours.push(performance.now() - began);
    if (!first) await other();
    if (outcome.status !== 'done' || sink.rowCount !== wanted) throw new Error(`${sink.rowCount} rows, and ${wanted} by hand: ${outcome.status}`);
  }
  const ratio = median(ours) / median(hand);
  return { what: `access request over ${TABLES} tables of ${ROWS.toLocaleString('en')} rows, as it runs`, measured: `${median(ours).toFixed(1)} ms`, against: `${TABLES} queries by hand ${median(hand).toFixed(1)} ms`, ratio, budget: `≤ ${RATIO} ×`, met: ratio <= RATIO };
}

/** Reads and writes of the shop itself while people are erased: one connection, one after the other, counted. */
function loadOn(client: pg.Client): { readonly end: () => Promise<number> } {
  let running = true;
  let done = 0;
  const loop = (async () => {
    for (let n = 1; running; n += 1) {
      await client.query('select * from orders where customer_id = $1', [1 + ((n * 31) % PEOPLE)]);
      await client.query('update t0 set label = $2 where id = $1', [1 + ((n * 17) % PEOPLE), `load ${n}`]);
      done += 2;
    }
  })();
  return { end: async () => { running = false; await loop; return done; } };
}

async function erasureRow(client: pg.Client, store: Store): Promise<Row> {
  const load = loadOn(client);
  const began = performance.now();
  for (let n = 0; n < ERASED; n += 1) {
    const identity = { 'customer.id': [String(1 + ((n * 4099 + 5) % PEOPLE))] };
    const plan = await planFor(store, identity, 'erasure');
    const deeds: Deed[] = [];
    const outcome = await runPlan(runInput(plan, store, identity, deeds));
    const again = await readAgain({ plan, map, identity, stores: { shop: store }, secret, deeds, at });
    if (outcome.status !== 'done' || !again.clean) throw new Error(`an erasure ended as ${outcome.status}`);
  }
  const ms = performance.now() - began;
  const queries = await load.end();
  const rate = (ERASED / ms) * 3_600_000;
  return { what: `erasures an hour over those tables: planned, run and read again, one after the other, under load`, measured: Math.round(rate).toLocaleString('en'), against: `${Math.round((queries / ms) * 1000).toLocaleString('en')} queries a second of the shop meanwhile`, budget: `≥ ${AN_HOUR.toLocaleString('en')}`, met: rate >= AN_HOUR };
}

/** Requests on a real database of ten million rows. */
export async function run(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'avouch-bench-'));
  const cluster = await openEmbedded({ folder: join(folder, 'postgres') });
  const client = new pg.Client({ connectionString: cluster.url() });
  try {
    await client.connect();
    await fill(client);
    const store = await storeAt(cluster.url());
    const rows = [await accessRow(client, store), await erasureRow(client, store)];
    await store.close();
    return rows;
  } finally {
    await client.end();
    await cluster.close();
    await Promise.all([folder, cluster.folder].map((one) => rm(one, { recursive: true, force: true })));
  }
}
