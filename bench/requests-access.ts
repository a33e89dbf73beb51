import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { openOutside } from '@avouch/connectors/outside';
import type { Cell, Store } from '@avouch/connectors/store';
import { storeConnectorOf } from '@avouch/connectors/stores';
import type { Identity } from '@avouch/privacy/datamap';
import { planOf, type Correction, type Plan, type Right } from '@avouch/privacy/plan';
import { runPlan, type AnswerRow, type AnswerSink, type Deed, type RunInput } from '@avouch/privacy/run';
import { takeSurvey } from '@avouch/privacy/survey';
import { handWritten, map } from './requests-shop.ts';
import type { Row } from './row.ts';

export const secret = new Uint8Array(32).fill(7);
const at = '2026-01-01T00:00:00.000Z';
const RATIO = 1.3;

/** The shop's store, opened as the product opens it. */
export async function storeAt(url: string): Promise<Store> {
  const where = new URL(url);
  const connector = storeConnectorOf('postgres');
  const outside = openOutside({ now: () => new Date(), userAgent: 'bench', allowPrivate: [], env: {}, file: async () => undefined, signal: new AbortController().signal });
  const opened = await connector?.open({ settings: connector.settings.parse({ socket: where.searchParams.get('host') ?? '', database: where.pathname.slice(1), user: where.username }), secrets: {}, outside });
  if (opened?.ok !== true) throw new Error('the store does not open');
  return opened.value;
}

export const identityOf = (id: number): Identity => ({ 'customer.id': [String(id)] });

/** Looks for the person everywhere, counts, and plans. */
export async function planFor(store: Store, identity: Identity, right: Right, corrections: readonly Correction[] = []): Promise<Plan> {
  const survey = await takeSurvey({ map, identity, stores: { shop: store }, right, role: 'controller', holds: [], decisions: [], rules: [], accepted: [], corrections, at });
  return planOf({ request: { id: 'r', right, corrections: corrections.map(({ system, place, field }) => ({ system, place, field })) }, map, survey, identity: {}, accepted: [], rules: [], at });
}

export const runInput = (plan: Plan, store: Store, identity: Identity, deeds: Deed[]): RunInput => ({
  plan, approved: plan.digest, map, identity, stores: { shop: store }, secret, holds: [], done: [], record: async (deed) => { deeds.push(deed); }, signal: new AbortController().signal, at,
});

/** Keeps every row, by place. */
export function keepingSink(): AnswerSink & { readonly places: ReadonlyMap<string, readonly AnswerRow[]> } {
  const places = new Map<string, AnswerRow[]>();
  return {
    places, begin: async ({ place }) => { places.set(place, []); }, rows: async ({ place }, rows) => { places.get(place)?.push(...rows); }, file: async () => undefined, end: async () => undefined,
  };
}

type Answer = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;

/** The queries that somebody who knows the shop writes: one after the other, of one moment. */
export async function byHand(client: pg.Client, id: number): Promise<Answer> {
  const answer = new Map<string, readonly Readonly<Record<string, unknown>>[]>();
  await client.query('begin isolation level repeatable read read only');
  for (const { place, text } of handWritten) answer.set(place, (await client.query<Record<string, unknown>>(text, [id])).rows);
  await client.query('commit');
  return answer;
}

const spelt = (value: unknown): unknown => (value instanceof Date ? value.toISOString().replace(/\.000Z$/, 'Z') : value);
const sorted = (cells: Readonly<Record<string, unknown>>): string => JSON.stringify(Object.entries(cells).filter(([, value]) => value !== null).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => [name, spelt(value)]));
/** Rows as text, in an order of their own. */
export const listed = (rows: readonly Readonly<Record<string, unknown>>[]): string => rows.map(sorted).sort().join('\n');

/** Throws when an answer is not, row by row and cell by cell, what the queries by hand give. Gives how many rows it has. */
export function compared(ours: ReadonlyMap<string, readonly AnswerRow[]>, hand: Answer): number {
  let rows = 0;
  for (const { place } of handWritten) {
    const [theirs, mine] = [hand.get(place) ?? [], ours.get(place) ?? []];
    rows += theirs.length;
    if (listed(theirs) !== listed(mine.map(({ cells }: { readonly cells: Readonly<Record<string, Cell>> }) => cells))) throw new Error(`${place}: ${mine.length} rows that are not the ${theirs.length} by hand`);
  }
  return rows;
}

export const quantile = (list: readonly number[], share: number): number => [...list].sort((one, other) => one - other)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0;
export const median = (list: readonly number[]): number => quantile(list, 0.5);

/** Customers all through the shop: those who did much, and many who did little. */
export const askedOf = (people: number, count: number): readonly number[] => Array.from({ length: count }, (_, n) => 1 + Math.min(people - 1, Math.floor(people * ((n + 0.5) / count) ** 2)));

type Times = { readonly run: number[]; readonly whole: number[]; readonly hand: number[]; readonly rows: number[] };

const ROUNDS = 5;

async function timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const value = await work();
  into.push(performance.now() - began);
  return value;
}

/**
 * Asks for each customer in rounds, ours and by hand in turn, and compares the answers in full. Of each the quickest round counts: what
 * else the machine did meanwhile is nobody's. The first round of all reads from disk what the others find in memory.
 */
export async function timeAccess(url: string, store: Store, people: number, count: number): Promise<Times> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const times: Times = { run: [], whole: [], hand: [], rows: [] };
  try {
    for (const id of askedOf(people, count)) {
      const identity = identityOf(id);
      const [run, planning, hand]: [number[], number[], number[]] = [[], [], []];
      let answer: Answer = new Map();
      let sink = keepingSink();
      for (let round = 0; round < ROUNDS; round += 1) {
        answer = await timed(hand, () => byHand(client, id));
        const plan = await timed(planning, () => planFor(store, identity, 'access'));
        sink = keepingSink();
        const outcome = await timed(run, () => runPlan({ ...runInput(plan, store, identity, []), sink }));
        if (outcome.status !== 'done') throw new Error(`an access request ended as ${outcome.status}`);
      }
      times.rows.push(compared(sink.places, answer));
      times.run.push(Math.min(...run));
      times.whole.push(Math.min(...run) + Math.min(...planning));
      times.hand.push(Math.min(...hand));
    }
    return times;
  } finally {
    await client.end();
  }
}

/** The rows of the table that tell of access requests. */
export function accessRows({ run, whole, hand, rows }: Times, filled: number): readonly Row[] {
  const against = `${handWritten.length} queries by hand ${median(hand).toFixed(1)} ms, the same cells of ${median(rows)} rows (${Math.min(...rows)} to ${Math.max(...rows)})`;
  const ratio = median(run.map((ms, n) => ms / (hand[n] ?? ms)));
  const wholeRatio = median(whole.map((ms, n) => ms / (hand[n] ?? ms)));
  return [
    { what: `access request over ${handWritten.length} tables of ${filled.toLocaleString('en')} rows, as it runs`, measured: `${median(run).toFixed(1)} ms`, against, ratio, budget: `≤ ${RATIO} ×`, met: ratio <= RATIO },
    { what: 'the same from who it is to the answer: looked for, counted, planned and run', measured: `${median(whole).toFixed(1)} ms`, against: 'the same', ratio: wholeRatio, budget: 'none', met: true },
  ];
}
