import { performance } from 'node:perf_hooks';
import pg from 'pg';
import type { Store } from '@avouch/connectors/store';
import { formatDataMap, parseDataMap, type DataMap } from '@avouch/privacy/datamap';
import { planRetention, runRetention } from '@avouch/privacy/retention';
import { readAgain } from '@avouch/privacy/reread';
import { runPlan, type Deed } from '@avouch/privacy/run';
import { byHand, compared, identityOf, keepingSink, listed, median, planFor, quantile, runInput, secret } from './requests-access.ts';
import type { BenchServer } from './requests-server.ts';
import { handWritten, map } from './requests-shop.ts';
import type { Row } from './row.ts';

/**
 * GDPRbench (Shastri et al., "Understanding and Benchmarking the Impact of GDPR on Database Systems", PVLDB 13(7), 2020) asks a store in
 * which every record carries its own purposes, end, objections and recipients. Here that is not kept with each record: whose a row is, for
 * what and how long is said once, in the data map, and what people said of themselves is a fact about them. The mixes are those of the
 * paper; each operation is what it means in this product, carried out by it, and looked at afterwards by queries that know the shop.
 *
 * | in GDPRbench | here | right when |
 * |---|---|---|
 * | read-data-by-usr | an access request: planned and run | every cell is what the queries by hand give |
 * | read-metadata-by-usr | the survey and plan of it: which place holds how many rows of the person, and what is shown of them | each count is that by hand |
 * | update-data-by-key | a rectification of one value | exactly the rows of the person that held it hold the new one, and nothing else of theirs is another |
 * | update-metadata-by-usr | a restriction set or lifted in the ledger | the app is told so |
 * | update-metadata-by-pur, -by-shr | another purpose with its recipients in the data map, written as text and read again | it comes back the same, and no plan made before runs any more |
 * | delete-record-by-usr, -by-key | an erasure: planned, run, read again | no value of the person is found but where the map keeps it, and another customer who shares rows with them finds theirs |
 * | delete-record-by-ttl | the retention of one place: counted and run | what was older than the day is gone, and nothing else |
 * | read-data-by-key | the app asks whether it may, and reads if it may | it was told what stands |
 * | read-data-by-pur, -by-obj | the app asks for twenty people, and reads those who did not object | it was told what stands, of each |
 * | read-metadata-by-usr of the regulator | as above | as above |
 * | verify-deletion | every source is read again, for somebody who was erased earlier | each remainder is explained, also after others who shared rows with them were erased |
 *
 * Left out, and the shares of the others grown in its place: create-record (the shop writes its rows itself), delete-record-by-pur (a
 * purpose that ends changes the data map, and rows go by their retention), read-data-by-dec (what decides by machine is told of a purpose, not
 * of a row), get-system-logs (the ledger's reads and proofs are measured by its own bench).
 */
type Operation = 'read-data-by-usr' | 'read-metadata-by-usr' | 'update-data-by-key' | 'update-metadata-by-usr' | 'update-metadata-by-pur' | 'delete-record-by-usr' | 'delete-record-by-ttl' | 'read-data-by-key' | 'read-data-by-obj' | 'verify-deletion';

/** Each mix: how many parts of a hundred (or of what is left of it) an operation has, and whether few people are asked about most. */
const mixes: Readonly<Record<string, { readonly zipf: boolean; readonly shares: Readonly<Partial<Record<Operation, number>>> }>> = {
  customer: { zipf: true, shares: { 'read-data-by-usr': 20, 'read-metadata-by-usr': 20, 'update-data-by-key': 20, 'update-metadata-by-usr': 20, 'delete-record-by-usr': 20 } },
  controller: { zipf: false, shares: { 'delete-record-by-usr': 12.5, 'delete-record-by-ttl': 12.5, 'update-metadata-by-pur': 25, 'update-metadata-by-usr': 25 } },
  processor: { zipf: true, shares: { 'read-data-by-key': 80, 'read-data-by-obj': 20 } },
  regulator: { zipf: true, shares: { 'read-metadata-by-usr': 46, 'verify-deletion': 23 } },
};

const at = '2026-01-01T00:00:00.000Z';
const shop = 'shop';

/** Draws that are the same in every run. */
function draws(): () => number {
  let state = 12_345;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}

type World = {
  readonly client: pg.Client; readonly store: Store; readonly server: BenchServer; readonly people: number; readonly draw: () => number;
  readonly erased: { readonly id: number; readonly deeds: readonly Deed[]; readonly plan: Awaited<ReturnType<typeof planFor>> }[];
  readonly restricted: Map<number, () => Promise<void>>;
  /** Counts what was done, so that each is another. */
  turn: number;
  expired: number;
};

/** What came of one operation: how long the product took, and whether it was right. */
type Came = { readonly ms: number; readonly right: boolean };
type Done = (world: World, id: number) => Promise<Came>;

async function timed<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const began = performance.now();
  const value = await work();
  return [value, performance.now() - began];
}

const subjectOf = (id: number): string => `customer-${id}@example.com`;
type Cells = Readonly<Record<string, unknown>>;

/** Texts of their own in somebody's rows, which are nobody else's. */
const ownTexts = (rows: readonly Cells[]): readonly string[] => rows.flatMap(({ note, reply }) => [note, reply].filter((text) => typeof text === 'string'));

/** What another customer sees of their rows, but for who else is in them. */
const withoutPointers = (rows: readonly Cells[]): string => listed(rows.map(({ customer_id: _one, other_id: _other, ...rest }) => rest));

/** Whether nothing of the person's own is found any more, but where the data map keeps it. */
async function isGone({ client }: World, before: ReadonlyMap<string, readonly Cells[]>): Promise<boolean> {
  for (const [place, held] of before) {
    const texts = new Set(ownTexts(held));
    if (map.systems[shop]?.places[place]?.rows === 'keep' || texts.size === 0) continue;
    const { rows } = await client.query<Cells>(`select * from ${place} where id = any ($1)`, [held.map(({ id }) => id)]);
    if (ownTexts(rows).some((text) => texts.has(text))) return false;
  }
  return true;
}

const erase: Done = async (world, id) => {
  const { client, store, erased } = world;
  const [identity, deeds, before] = [identityOf(id), [] as Deed[], await byHand(client, id)];
  const { rows: beside } = await client.query<{ other: number }>('select coalesce(max(case when customer_id = $1 then other_id else customer_id end), 0)::int as other from messages where customer_id <> coalesce(other_id, 0) and (customer_id = $1 or other_id = $1)', [id]);
  const other = beside[0]?.other ?? 0;
  const theirs = await byHand(client, other);
  const [{ plan, outcome, again }, ms] = await timed(async () => {
    const made = await planFor(store, identity, 'erasure');
    const ran = await runPlan(runInput(made, store, identity, deeds));
    return { plan: made, outcome: ran, again: await readAgain({ plan: made, map, identity, stores: { shop: store }, secret, deeds, at }) };
  });
  erased.push({ id, deeds, plan });
  const after = await byHand(client, other);
  const others = other === 0 || handWritten.every(({ place }) => withoutPointers(theirs.get(place) ?? []) === withoutPointers(after.get(place) ?? []));
  return { ms, right: outcome.status === 'done' && again.clean && others && await isGone(world, before) };
};

const readData: Done = async ({ client, store }, id) => {
  const [identity, sink] = [identityOf(id), keepingSink()];
  const [outcome, ms] = await timed(async () => runPlan({ ...runInput(await planFor(store, identity, 'access'), store, identity, []), sink }));
  try {
    compared(sink.places, await byHand(client, id));
    return { ms, right: outcome.status === 'done' };
  } catch {
    return { ms, right: false };
  }
};

const readMetadata: Done = async ({ client, store }, id) => {
  const [plan, ms] = await timed(() => planFor(store, identityOf(id), 'access'));
  const hand = await byHand(client, id);
  return { ms, right: plan.ready && plan.places.every(({ place, rows }) => rows.own + rows.shared + rows.accessible === (hand.get(place) ?? []).length) };
};

const rectify: Done = async (world, id) => {
  const { client, store } = world;
  const place = 'public.addresses';
  const before = await byHand(client, id);
  const from = String(before.get(place)?.[0]?.['label'] ?? 'label 1');
  const to = `label right ${world.turn}`;
  const corrections = [{ system: shop, place, field: 'label', from, to }];
  const identity = identityOf(id);
  const [outcome, ms] = await timed(async () => runPlan({ ...runInput(await planFor(store, identity, 'rectification', corrections), store, identity, []), corrections }));
  const after = await byHand(client, id);
  const wanted = (name: string): readonly Cells[] => (before.get(name) ?? []).map((row) => (name === place && row['label'] === from ? { ...row, label: to } : row));
  return { ms, right: outcome.status === 'done' && handWritten.every((one) => listed(wanted(one.place)) === listed(after.get(one.place) ?? [])) };
};

const restrict: Done = async ({ server, restricted }, id) => {
  const lift = restricted.get(id);
  const [made, ms] = await timed(async () => (lift === undefined ? server.restrict(subjectOf(id)) : lift().then(() => undefined)));
  if (made === undefined) restricted.delete(id);
  else restricted.set(id, made);
  // It is heard a little after it stands.
  for (let wait = 0; wait < 40; wait += 1) {
    if (await server.isRestricted(subjectOf(id)) === (made !== undefined)) return { ms, right: true };
    await new Promise((done) => { setTimeout(done, 25); });
  }
  return { ms, right: false };
};

const changeMap: Done = async (world, id) => {
  const { store, turn } = world;
  const identity = identityOf(id);
  const plan = await planFor(store, identity, 'access');
  const next: DataMap = { ...map, recipients: { printer: { title: `Printer ${turn}`, role: 'processor' } }, purposes: { print: { title: `Print ${turn}`, basis: '6(1)(b)', recipients: ['printer'], marketing: false } } };
  const [parsed, ms] = await timed(async () => parseDataMap(formatDataMap(next), 'avouch.datamap.yaml'));
  const read = parsed.ok ? parsed.map : undefined;
  const refused = read === undefined ? undefined : await runPlan({ ...runInput(plan, store, identity, []), map: read, sink: keepingSink() });
  return { ms, right: read !== undefined && formatDataMap(read) === formatDataMap(next) && JSON.stringify(read.purposes) === JSON.stringify(next.purposes) && refused?.status === 'refused' };
};

const expire: Done = async (world) => {
  const { client, store } = world;
  const place = 'public.searches';
  const mapped = map.systems[shop]?.places[place];
  if (mapped === undefined) throw new Error('the shop has searches');
  // One more day each time: what became too old since it was looked the last time.
  world.expired += 1;
  const days = 2190 - world.expired;
  const due: DataMap = { ...map, systems: { shop: { ...map.systems[shop], places: { ...map.systems[shop]?.places, [place]: { ...mapped, retention: { after: 'happened', period: `P${days}D`, action: 'delete', reason: 'Nobody needs them longer.' } } } } as DataMap['systems'][string] } };
  const before = new Date(Date.parse(at) - days * 86_400_000).toISOString();
  const count = async (): Promise<readonly [number, number]> => {
    const { rows } = await client.query<{ old: number; young: number }>('select count(*) filter (where happened < $1)::int as old, count(*) filter (where happened >= $1)::int as young from searches', [before]);
    return [rows[0]?.old ?? -1, rows[0]?.young ?? -1];
  };
  const [old, young] = await count();
  const input = { map: due, stores: { shop: store }, holds: [], at };
  const [[plan, outcome], ms] = await timed(async () => {
    const made = await planRetention(input);
    return [made, await runRetention({ ...input, plan: made, approved: made.digest, secret, rowsMax: 100_000, done: [], record: async () => undefined, signal: new AbortController().signal })] as const;
  });
  const [left, kept] = await count();
  return { ms, right: outcome.status === 'done' && (plan.places.find((one) => one.place === place)?.overdue ?? -1) === old && left === 0 && kept === young };
};

const ask: Done = async ({ client, server, restricted }, id) => {
  const [told, ms] = await timed(async () => {
    const is = await server.isRestricted(subjectOf(id));
    if (!is) await client.query('select * from orders where customer_id = $1', [id]);
    return is;
  });
  return { ms, right: told === restricted.has(id) };
};

const askMany: Done = async (world, id) => {
  const ids = Array.from({ length: 20 }, (_, n) => 1 + ((id + n * 7) % world.people));
  const [told, ms] = await timed(async () => {
    const list = await Promise.all(ids.map((one) => world.server.isRestricted(subjectOf(one))));
    await world.client.query('select * from orders where customer_id = any ($1)', [ids.filter((_, n) => list[n] === false)]);
    return list;
  });
  return { ms, right: told.every((is, n) => is === world.restricted.has(ids[n] ?? 0)) };
};

const verify: Done = async (world) => {
  const one = world.erased[Math.floor(world.draw() * world.erased.length)];
  if (one === undefined) throw new Error('somebody was erased before');
  const [again, ms] = await timed(() => readAgain({ plan: one.plan, map, identity: identityOf(one.id), stores: { shop: world.store }, secret, deeds: one.deeds, at }));
  return { ms, right: again.clean && again.places.every(({ problem }) => problem === null) };
};

const operations: Readonly<Record<Operation, Done>> = {
  'read-data-by-usr': readData, 'read-metadata-by-usr': readMetadata, 'update-data-by-key': rectify, 'update-metadata-by-usr': restrict, 'update-metadata-by-pur': changeMap,
  'delete-record-by-usr': erase, 'delete-record-by-ttl': expire, 'read-data-by-key': ask, 'read-data-by-obj': askMany, 'verify-deletion': verify,
};

/** Runs each mix, one operation after the other, and tells how many were right. */
export async function gdprRows(url: string, store: Store, server: BenchServer, people: number, count: number): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const world: World = { client, store, server, people, draw: draws(), erased: [], restricted: new Map(), turn: 0, expired: 0 };
  const found: Row[] = [];
  try {
    for (const [name, { zipf, shares }] of Object.entries(mixes)) {
      const parts = Object.entries(shares) as [Operation, number][];
      const whole = parts.reduce((sum, [, share]) => sum + share, 0);
      const took = new Map<Operation, number[]>();
      let right = 0;
      for (let n = 0; n < count; n += 1) {
        world.turn += 1;
        let left = ((n + 0.5) / count) * whole;
        const operation = parts.find(([, share]) => (left -= share) < 0)?.[0] ?? 'read-data-by-usr';
        const id = 1 + Math.min(people - 1, Math.floor(people * (zipf ? world.draw() ** 2 : world.draw())));
        const came = await operations[operation](world, id);
        took.set(operation, [...(took.get(operation) ?? []), came.ms]);
        if (came.right) right += 1;
        else console.log(`  ${name}: ${operation} of ${id} was not right`);
      }
      const ms = [...took.values()].flat();
      found.push({
        what: `GDPRbench’s ${name} mix: ${count} operations`, measured: `${((right / count) * 100).toFixed(right === count ? 0 : 1)} % right, ${(ms.reduce((sum, one) => sum + one, 0) / 1000).toFixed(1)} s, p99 ${quantile(ms, 0.99).toFixed(0)} ms`,
        against: [...took].map(([operation, list]) => `${operation} ${median(list).toFixed(1)} ms`).join(', '), budget: '100 % right', met: right === count,
      });
    }
    return found;
  } finally {
    await client.end();
  }
}
