import { rootOf } from '@avouch/ledger/merkle';
import type { ReadingFact } from './read.ts';
import { base64Of, comparePositions, type Position } from './rows.ts';

/** A row that stands. `id` and `entity` are null once its person is forgotten. */
export type StandingRow = { readonly position: Position; readonly commitment: Uint8Array; readonly id: string | null; readonly entity: unknown };

/** What stands at one source for one entity type. */
export type Standing = {
  /** The last complete reading. */
  readonly base: number | null;
  /** By position, as `entry/part`, in the order of positions. */
  readonly rows: ReadonlyMap<string, StandingRow>;
};

/** What stands everywhere, by `source/entityType`. Start with `new Map()`. */
export type ReadingState = ReadonlyMap<string, Standing>;

/** Something in a reading that does not follow from the readings before it. */
export type ReadingFinding = { readonly entry: number; readonly what: 'base' | 'gone' | 'identity' | 'count' | 'root'; readonly sentence: string };

const keyOf = (position: Position): string => `${position[0]}/${position[1]}`;

/**
 * Takes a reading into what stands and checks its base, the rows that it removes, its ids, count and root. A reading with
 * a problem leaves everything as it stood. The findings are empty exactly when the reading follows from those before it.
 */
export function foldReading(state: ReadingState, reading: ReadingFact): { readonly state: ReadingState; readonly findings: readonly ReadingFinding[] } {
  const findings: ReadingFinding[] = [];
  const find = (what: ReadingFinding['what'], sentence: string) => void findings.push({ entry: reading.entry, what, sentence: `Reading ${reading.entry} ${sentence}` });
  const place = `${reading.source}/${reading.entityType}`;
  const before = state.get(place) ?? { base: null, rows: new Map<string, StandingRow>() };
  if (reading.base !== before.base) find('base', `builds on ${reading.base ?? 'none'}, but the complete reading before it is ${before.base ?? 'none'}.`);
  if (!reading.complete) return { state, findings };
  const rows = new Map(before.rows);
  for (const position of reading.gone) {
    if (!rows.delete(keyOf(position))) find('gone', `removes the row ${keyOf(position)}, which does not stand.`);
  }
  for (const { position, commitment, id, entity } of [...reading.put].sort((a, b) => comparePositions(a.position, b.position))) {
    rows.set(keyOf(position), { position, commitment, id, entity });
  }
  const standing = [...rows.values()];
  const ids = standing.flatMap(({ id }) => (id === null ? [] : [id]));
  if (new Set(ids).size !== ids.length) find('identity', 'leaves two rows with one id.');
  if (standing.length !== reading.count) find('count', `states ${reading.count} rows, but ${standing.length} stand.`);
  const root = base64Of(rootOf(standing.map(({ commitment }) => commitment)));
  if (root !== reading.root) find('root', 'states a root that is not that of the rows that stand.');
  return { state: new Map(state).set(place, { base: reading.entry, rows }), findings };
}
