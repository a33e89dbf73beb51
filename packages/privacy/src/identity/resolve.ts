import type { DataMap, Identity, KeyName } from '../datamap.ts';
import type { IdentityResult, IdentitySummary, Settled } from '../identity.ts';
import type { PlaceRef, Shapes, Stores } from '../ownership.ts';
import { tupleText } from '../ownership/cells.ts';
import { doubtsOf } from './doubts.ts';
import { identifyingPlaces, rowByKey, rowsLedTo, spelling, type IdentifyingRow, type Read, type Sources } from './rows.ts';

/** Above this the keys name no person but a crowd: a shared value was mapped as if it named one. */
const valuesMax = 5000;

type Trail = {
  readonly rows: Map<string, IdentifyingRow>;
  /** Spelling → the value as it was first seen, by key. */
  readonly values: Map<KeyName, Map<string, string>>;
};

const rowName = ({ system, place }: PlaceRef, id: string): string => `${system}/${place} ${id}`;

/** Everything that the proven values and the accepted rows lead to, without the rows and values that are somebody else's. */
async function follow(sources: Sources, proven: Identity, accepted: readonly IdentifyingRow[], refused: ReadonlySet<string>, disputed: ReadonlySet<string>): Promise<Read<Trail>> {
  const trail: Trail = { rows: new Map(), values: new Map() };
  const fresh = new Map<KeyName, string[]>();
  const learn = (key: KeyName, value: string): void => {
    const spelt = spelling(sources.map, key, value);
    const known = trail.values.get(key) ?? new Map<string, string>();
    trail.values.set(key, known);
    if (known.has(spelt) || disputed.has(`${key} ${spelt}`)) return;
    known.set(spelt, value);
    fresh.set(key, [...(fresh.get(key) ?? []), value]);
  };
  const meet = (row: IdentifyingRow): void => {
    const name = rowName(row.ref, row.id);
    if (refused.has(name) || trail.rows.has(name)) return;
    trail.rows.set(name, row);
    for (const [key, value] of row.values) learn(key, value);
  };
  for (const [key, values] of Object.entries(proven)) for (const value of values) learn(key, value);
  for (const row of accepted) meet(row);
  while (fresh.size > 0) {
    const asked = new Map(fresh);
    fresh.clear();
    for (const place of identifyingPlaces(sources)) {
      const read = await rowsLedTo(sources, place, asked);
      if (!read.ok) return read;
      for (const row of read.value) meet(row);
    }
    const count = [...trail.values.values()].reduce((sum, { size }) => sum + size, 0);
    if (count > valuesMax) return { ok: false, system: '', problem: { kind: 'too-large', sentence: `The keys lead to more than ${valuesMax} values, so they name no single person.`, remedy: 'Look in the data map for a lead that many people share, such as a switchboard number, and take it out of the leads.' } };
  }
  return { ok: true, value: trail };
}

async function settledRows(sources: Sources, settled: Settled): Promise<Read<readonly IdentifyingRow[]>> {
  const rows: IdentifyingRow[] = [];
  for (const { system, place, key } of settled) {
    const identifying = identifyingPlaces(sources).find(({ ref }) => ref.system === system && ref.place === place);
    if (identifying === undefined) continue;
    const read = await rowByKey(sources, identifying, key);
    if (!read.ok) return read;
    rows.push(...read.value);
  }
  return { ok: true, value: rows };
}

export type ResolveInput = { readonly map: DataMap; readonly stores: Stores; readonly shapes: Shapes; readonly proven: Identity; readonly settled?: Settled };

/**
 * From proven values to all keys of the person, through every system. Ends in a doubt when two people stand under what should
 * name one, unless `settled` says which rows are the person's: the others are then refused, with every value that they share.
 */
export async function resolveIdentity({ proven, settled = [], ...sources }: ResolveInput): Promise<IdentityResult> {
  const provenSpelt = new Map(Object.entries(proven).map(([key, values]) => [key, new Set(values.map((value) => spelling(sources.map, key, value)))]));
  const accepted = await settledRows(sources, settled);
  if (!accepted.ok) return { status: 'problem', system: accepted.system, problem: accepted.problem };
  const ours = new Set(settled.map((row) => rowName(row, tupleText(row.key))));
  const refused = new Set<string>();
  const disputed = new Set<string>();
  for (;;) {
    const followed = await follow(sources, proven, accepted.value, refused, disputed);
    if (!followed.ok) return { status: 'problem', system: followed.system, problem: followed.problem };
    const rows = [...followed.value.rows.values()];
    const doubts = doubtsOf(sources.map, rows, provenSpelt).filter(({ candidates }) => !candidates.every((row) => ours.has(rowName(row, tupleText(row.key)))));
    if (doubts.length === 0) return known(followed.value);
    const open = doubts.filter(({ candidates }) => !candidates.some((row) => ours.has(rowName(row, tupleText(row.key)))));
    if (open.length > 0) return { status: 'doubt', doubts: open };
    const strangers = new Set(doubts.flatMap(({ candidates }) => candidates.map((row) => rowName(row, tupleText(row.key)))).filter((name) => !ours.has(name)));
    for (const row of rows) {
      if (!strangers.has(rowName(row.ref, row.id))) continue;
      refused.add(rowName(row.ref, row.id));
      for (const [key, value] of row.values) disputed.add(`${key} ${spelling(sources.map, key, value)}`);
    }
  }
}

function known({ rows, values }: Trail): IdentityResult {
  const identity: Record<KeyName, readonly string[]> = {};
  const summary: Record<KeyName, number> = {};
  for (const [key, held] of [...values].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (held.size === 0) continue;
    identity[key] = [...held.values()].sort();
    summary[key] = held.size;
  }
  return { status: 'known', identity, summary: summary satisfies IdentitySummary, rows: rows.size };
}
